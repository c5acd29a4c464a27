"""The linked pages that are a list of measures and panels: data/pages.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dash import dcc, html

from dashboard.components.linked_view import YEARS, linked_view
from dashboard.components.panels import panel_named
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import DefinitionError, NoSnapshot
from dashboard.settings import DATA


@dataclass(frozen=True)
class ListedPage:
    """One linked page as its list says it.

    `measures` are (name, words of its button), `links` (address, words) of pages beside it.
    """

    path: str
    name: str
    title: str
    order: float
    measures: tuple[tuple[str, str], ...]
    panels: tuple[str, ...]
    years: str = "school_year"
    units: bool = False
    said: str = ""
    links: tuple[tuple[str, str], ...] = ()

    def layout(self, **_: Any) -> html.Div:
        try:
            return linked_view(
                current_viewer(),
                panels=[panel_named(name) for name in self.panels],
                measure=self.measures[0][0],
                choices=self.measures,
                units=self.units,
                years=self.years,
                said=_beside(self.said, self.links),
            )
        except NoSnapshot as error:
            return empty_home(error)


def _beside(said: str, links: Sequence[tuple[str, str]]) -> list[Any]:
    """The sentence of a page and its links, between the choices and the panels."""
    words = [html.P(said, className="said")] if said else []
    ways = [html.Li(dcc.Link(name, href=address)) for address, name in links]
    return [*words, *([html.Ul(ways, className="beside")] if ways else [])]


def listed_pages(path: Path = DATA / "pages.toml") -> list[ListedPage]:
    """Every page of the list. DefinitionError, in words, where one is not valid."""
    with path.open("rb") as file:
        given = tomllib.load(file).get("pages", [])
    return [_page(path.name, page) for page in given]


def _page(file: str, given: dict[str, Any]) -> ListedPage:
    try:
        measures = tuple((name, words) for name, words in given["measures"])
        tuples = {
            "measures": measures,
            "panels": tuple(given["panels"]),
            "links": tuple(
                (address, words) for address, words in given.get("links", ())
            ),
        }
        page = ListedPage(**given | tuples)
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionError(f"{file}: {given.get('path')}: {error}") from error
    if not measures or page.years not in YEARS:
        raise DefinitionError(
            f"{file}: {page.path}: a page has measures, and years is one of {', '.join(YEARS)}"
        )
    return page
