"""Thresholds and reclassification: why so many, and whether the thresholds are the same."""

from typing import Any

import dash
from dash import html

from dashboard.components.shell import empty_home
from dashboard.components.thresholds_frame import thresholds_frame
from dashboard.components.viewing import current_viewer
from dashboard.errors import NoSnapshot

dash.register_page(
    __name__,
    path="/thresholds",
    name="Thresholds",
    title="Thresholds and reclassification · Sightline",
    order=1.5,
    in_menu=True,
)


def layout(**_: Any) -> html.Div:
    try:
        return thresholds_frame(current_viewer())
    except NoSnapshot as error:
        return empty_home(error)
