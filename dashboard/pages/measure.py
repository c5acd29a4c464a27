"""Any measure on a page of its own, with a panel for each thing it is known by."""

from typing import Any

import dash
from dash import html

from dashboard.answers import catalogue, contents
from dashboard.components.linked_view import linked_view
from dashboard.components.panels import panels_of
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.measures import measure_named

dash.register_page(
    __name__,
    path_template="/measure/<name>",
    name="Measure",
    title="Measure · Sightline",
    in_menu=False,
    order=9,
)


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
