"""Record what happened, so that every chart it touches shows when."""

from typing import Any

import dash
from dash import html

from dashboard.answers import contents
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.components.zone_forms import event_form
from dashboard.errors import NoSnapshot
from dashboard.partnership.zones import zones_of

dash.register_page(
    __name__, path="/zones/event", name="Event", title="What happened · Sightline"
)


def layout(scope: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    zones = [zone.name for zone in zones_of(viewer.home)]
    return html.Div(
        [
            html.H1("Record what happened"),
            html.P(
                "New guidance, a new form, posts vacant: whatever may explain a chart.",
                className="lead-in",
            ),
            event_form(held, zones, scope),
        ],
        className="form-page",
    )
