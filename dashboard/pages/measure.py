"""Any measure on a page of its own, with a panel for each thing it is known by."""

from typing import Any

import dash
from dash import html

from dashboard.answers import catalogue, contents
from dashboard.components.linked_view import linked_view
from dashboard.components.panels import AREA, CONCERN, SCHOOL, SOURCE, TEAM, ZONE, Panel
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.measures import Measure, measure_named

dash.register_page(
    __name__,
    path_template="/measure/<name>",
    name="Measure",
    title="Measure · Sightline",
    in_menu=False,
    order=9,
)

_GROUPED = (AREA, SCHOOL, TEAM, SOURCE, CONCERN, ZONE)


def panels_of(measure: Measure, titles: dict[str, str]) -> list[Panel]:
    """A panel for each place and for each other dimension of the measure."""
    known = set(measure.dimensions)
    grouped = [panel for panel in _GROUPED if known & set(panel.levels)]
    taken = {"zone"} | {level for panel in _GROUPED for level in panel.levels}
    rest = [d for d in measure.dimensions if d not in taken]
    return grouped + [Panel(d, f"By {titles.get(d, d).lower()}", (d,)) for d in rest]


def layout(name: str | None = None, **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        measure = measure_named(catalogue(viewer), name or "referrals")
        titles = {
            key: dimension.title
            for key, dimension in contents(viewer).dimensions.items()
        }
        return linked_view(
            viewer, panels=panels_of(measure, titles), measure=measure.name
        )
    except ForTheUser as error:
        return empty_home(error)
