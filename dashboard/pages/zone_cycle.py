"""Record a cycle of change, and what came of it."""

from datetime import date
from typing import Any

import dash
from dash import html

from dashboard.answers import catalogue, contents
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.components.zone_forms import cycle_form, new_cycle
from dashboard.errors import NoSnapshot
from dashboard.partnership.cycles import cycles_of
from dashboard.partnership.zones import zones_of

dash.register_page(
    __name__, path="/zones/cycle", name="Cycle", title="A cycle of change · Sightline"
)


def layout(cycle: str = "", scope: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    others = cycles_of(viewer.home)
    found = next((one for one in others if one.id == cycle), None)
    zones = [zone.name for zone in zones_of(viewer.home)]
    return html.Div(
        [
            html.H1(found.title if found else "Record a cycle of change"),
            html.P(
                "A small test: plan it, do it, study what came of it, and act on that. It is drawn "
                "on every chart it touches, and never moves a median by itself.",
                className="lead-in",
            ),
            cycle_form(
                found or new_cycle(scope, date.today()),
                others,
                held,
                catalogue(viewer),
                zones,
            ),
        ],
        className="form-page",
    )
