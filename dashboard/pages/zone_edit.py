"""Make a transformation zone, or change one."""

from typing import Any

import dash
from dash import html

from dashboard.answers import catalogue, contents
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.components.zone_forms import zone_form
from dashboard.errors import ForTheUser
from dashboard.recording.zones import zone_named

dash.register_page(
    __name__, path="/zones/edit", name="Zone", title="A zone · Sightline"
)


def layout(zone: str = "", **_: Any) -> html.Div:
    try:
        held = contents(current_viewer())
        found = zone_named(zone) if zone else None
    except ForTheUser as error:
        return empty_home(error)
    return html.Div(
        [
            html.H1(f"Change {zone}" if found else "Make a transformation zone"),
            html.P(
                "Saving works every number out anew, in the background: a minute or two.",
                className="lead-in",
            ),
            zone_form(found, held, catalogue(current_viewer())),
        ],
        className="form-page",
    )
