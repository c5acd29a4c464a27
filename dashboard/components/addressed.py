"""A view by its address alone: what the page of that address shows, without the page.

For what is made of several views: a meeting, its presentation, a pack.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

from dashboard.access.doors import Kind, door
from dashboard.access.viewer import Entitlement, Viewer
from dashboard.answers import catalogue, contents
from dashboard.components.listed_pages import ListedPage, listed_pages
from dashboard.components.panels import FLOW, TREND, ZONE, Panel, panel_named, panels_of
from dashboard.components.thresholds import thresholds_of
from dashboard.components.thresholds_frame import TITLES
from dashboard.components.view import View, view_of
from dashboard.disclosure import Audience
from dashboard.errors import UnknownName
from dashboard.measures import measure_named

MEASURE_PAGE, THRESHOLDS = "/measure/<name>", "/thresholds"
_MEASURE = "/measure/"


@dataclass(frozen=True)
class AddressedPage:
    """A page that is one view: its title, how the view of a query is worked out, and what
    each of its charts is called."""

    title: str
    view: Callable[[str], View]
    titles: Callable[[str, View], str]


def is_view(address: str) -> bool:
    """Whether the page of an address is one view: linked charts about one measure."""
    return _door_of(_parts_of(address).path) is not None


def check_door(address: str, entitled: Entitlement | None) -> None:
    """NotGranted, in words, where the page of an address does not open for somebody;
    UnknownName where it is no view."""
    door(Kind.PAGE, _known(_door_of(_parts_of(address).path))).check(entitled)


def page_at(address: str, viewer: Viewer) -> AddressedPage:
    """The page of an address. UnknownName, in words, where it is no view."""
    path = _parts_of(address).path
    opened = _known(_door_of(path))
    if opened == THRESHOLDS:
        return AddressedPage(
            "Thresholds and reclassification",
            lambda search: thresholds_of(search, viewer),
            lambda name, _: TITLES[name],
        )
    if opened == MEASURE_PAGE:
        name = unquote(path.removeprefix(_MEASURE))
        measure = measure_named(catalogue(viewer), name)
        panels = panels_of(measure, contents(viewer))
        return _linked(measure.title, panels, measure.name, viewer)
    listed = _listed()[path]
    named = [panel_named(name) for name in listed.panels]
    return _linked(listed.title, named, listed.measures[0][0], viewer)


def view_at(address: str, viewer: Viewer) -> View:
    """UnknownName or NoSnapshot, in words, where the address has no view."""
    return page_at(address, viewer).view(f"?{_parts_of(address).query}")


def seen_as(address: str, audience: Audience) -> str:
    """A link to a page that shows no more than an audience was shown, whoever opens it."""
    return f"/look-as/{audience}?to={quote(address, safe='')}"


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, ListedPage]:
    return {page.path: page for page in listed_pages()}


def _parts_of(address: str) -> SplitResult:
    """The parts of an address of this server; one of another is of no page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    return parts if not parts.netloc and not parts.scheme else urlsplit("")


def _door_of(path: str) -> str | None:
    name = path.removeprefix(_MEASURE)
    if name != path and name and "/" not in name:
        return MEASURE_PAGE
    return path if path == THRESHOLDS or path in _listed() else None


def _known(opened: str | None) -> str:
    if opened is None:
        raise UnknownName(
            "This page is no view of one measure.",
            what_to_do="Choose a page that has charts of one measure.",
        )
    return opened


def _linked(
    title: str, panels: Sequence[Panel], measure: str, viewer: Viewer
) -> AddressedPage:
    given = {panel.name: panel.title for panel in panels}

    def title_of(name: str, view: View) -> str:
        if name == TREND:
            return "Through time"
        if name in (FLOW, ZONE.name):
            return given[name]
        level = view.behind[name].answers[""].question.by or ""
        return f"By {contents(viewer, view.whole.snapshot).title(level).one}"

    return AddressedPage(
        title, lambda search: view_of(search, panels, viewer, measure), title_of
    )
