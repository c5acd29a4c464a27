"""The linked view as a page shows it: frame, callbacks, and the hand-over to the script.

The address is the only state. A click, a row, a chip or the filter bar changes the
address (assets/linking.js); the address is asked (`view_of`); the answer is drawn.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    html,
)

from dashboard.access.viewer import Viewer
from dashboard.answers import contents, home_of
from dashboard.charts.theme import empty
from dashboard.components.definition import definition
from dashboard.components.filter_bar import filter_bar
from dashboard.components.panels import (
    AREA,
    CONCERN,
    FLOW,
    SCHOOL,
    SOURCE,
    TEAM,
    TREND,
    Panel,
    chart_frame,
    panel_section,
    table_frame,
)
from dashboard.components.reading import RECORDED, levels_listed, reading_options
from dashboard.components.view import View, view_of
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser

REFERRAL_PANELS = (
    Panel(FLOW, "Where referrals go", ("ended",)),
    AREA,
    SCHOOL,
    TEAM,
    SOURCE,
    CONCERN,
)
_CHART = {"type": "view-chart", "panel": ALL}


def linked_view(
    viewer: Viewer,
    *,
    panels: Sequence[Panel],
    measure: str,
    choices: Sequence[tuple[str, str]] = (),
    units: bool = False,
) -> html.Div:
    """The frame of a linked view. `choices` are (measure, words) to switch between."""
    held = contents(viewer)
    area_level = home_of(viewer.home).settings.area_level
    return html.Div(
        [
            dcc.Store(id="view-store"),
            dcc.Store(
                id="view-page",
                data={"measure": measure, "panels": [p.name for p in panels]},
            ),
            filter_bar(held, area_level, measure),
            html.Div(
                [
                    html.Div(
                        id="view-chips",
                        className="chips",
                        **{"aria-label": "Filters that are on"},
                    ),
                    html.Button(
                        "Copy link",
                        id="view-copy",
                        type="button",
                        className="btn btn-link btn-sm",
                    ),
                ],
                className="chip-row d-print-none",
            ),
            _choices(choices, units),
            html.Div(id="view-newer", className="newer"),
            html.Div(
                [
                    html.H1(id="view-headline", className="headline"),
                    html.P(id="view-change", className="change"),
                ],
                **{"aria-live": "polite"},
            ),
            html.Div(id="view-notes", className="notes"),
            _trend_section(tuple(held.months.get(measure, ()))),
            html.Div(
                [panel_section(p, held, _size(p)) for p in panels], className="panels"
            ),
            html.P(id="view-foot", className="foot"),
            html.Details(
                [
                    html.Summary("How is this worked out?"),
                    html.Div(id="view-definition"),
                ],
                className="worked-out",
            ),
        ],
        className="linked-view",
    )


def _size(panel: Panel) -> str:
    return "panel-wide" if panel.name == FLOW else "panel-third"


def _choices(choices: Sequence[tuple[str, str]], units: bool) -> html.Nav:
    buttons = [
        html.Button(
            words,
            type="button",
            className="choice",
            **{"data-choice": f"measure={name}"},
        )
        for name, words in choices
    ]
    counted = [
        html.Button(
            words, type="button", className="choice", **{"data-choice": f"unit={name}"}
        )
        for name, words in (
            ("referrals", "Referrals"),
            ("children", "Children"),
            ("incidents", "Incidents"),
        )
    ]
    return html.Nav(
        [
            html.Div(
                buttons,
                className="choices",
                **{"aria-label": "What is shown", "role": "group"},
            ),
            _places_choice(),
            html.Div(
                [html.Span("Count", className="filter-name"), *counted],
                className="choices units",
                role="group",
                **{"aria-label": "What is counted", "data-units": "true"},
            )
            if units
            else None,
        ],
        className="choice-bar d-print-none",
        **{"aria-label": "Measure"},
    )


def _places_choice() -> html.Div:
    """How places are compared; counts are always rows."""
    options = (("size", "By size"), ("bars", "In rows"))
    return html.Div(
        [
            html.Span("Places", className="filter-name"),
            *[
                html.Button(
                    words,
                    type="button",
                    className="choice",
                    **{"data-choice": f"places={name}"},
                )
                for name, words in options
            ],
        ],
        className="choices units",
        role="group",
        **{"aria-label": "How places are compared", "data-compared": "true"},
    )


def _trend_section(months: Sequence[date]) -> html.Section:
    grains = (
        ("month", "Months"),
        ("quarter", "Quarters"),
        ("school_year", "School years"),
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H2(
                        "Through time", className="panel-title", id="panel-title-trend"
                    ),
                    html.Div(
                        [
                            html.Button(
                                words,
                                type="button",
                                className="choice",
                                **{"data-choice": f"grain={grain}"},
                            )
                            for grain, words in grains
                        ],
                        className="choices",
                        role="group",
                        **{"aria-label": "Points"},
                    ),
                ],
                className="panel-head",
            ),
            chart_frame(TREND, "Through time"),
            html.Div(id="view-events", className="events"),
            html.Div(id="view-levels", className="levels"),
            table_frame(TREND),
            reading_options(months),
        ],
        className="panel panel-full",
        **{"data-panel": TREND, "aria-labelledby": "panel-title-trend"},
    )


@callback(
    output={
        "store": Output("view-store", "data"),
        "figures": Output(_CHART, "figure"),
        "headline": Output("view-headline", "children"),
        "change": Output("view-change", "children"),
        "notes": Output("view-notes", "children"),
        "foot": Output("view-foot", "children"),
        "definition": Output("view-definition", "children"),
        "levels": Output("view-levels", "children"),
    },
    inputs={"search": Input("address", "search"), "recorded": Input(RECORDED, "data")},
    state={"page": State("view-page", "data")},
)
def draw_view(
    search: str | None, recorded: int, page: dict[str, Any]
) -> dict[str, Any]:
    """Ask everything the page shows, once, and draw it."""
    wanted = [output["id"]["panel"] for output in ctx.outputs_grouping["figures"]]
    panels = [
        p
        for p in (*REFERRAL_PANELS, *measure_panels_of(page))
        if p.name in page["panels"]
    ]
    panels = list({panel.name: panel for panel in panels}.values())
    viewer = current_viewer()
    try:
        view = view_of(search, panels, viewer, page["measure"])
        return _drawn(view, wanted, viewer)
    except ForTheUser as error:
        return _refused(error, wanted)


def measure_panels_of(page: dict[str, Any]) -> tuple[Panel, ...]:
    """The panels of a page about one measure, by the names its frame carries."""
    return tuple(
        Panel(name, "", (name,))
        for name in page["panels"]
        if name not in {p.name for p in REFERRAL_PANELS}
    )


def _drawn(view: View, wanted: Sequence[str], viewer: Viewer) -> dict[str, Any]:
    nothing = empty("This measure is not known by this.")
    return {
        "store": view.store,
        "figures": [view.figures.get(name, nothing) for name in wanted],
        "headline": view.headline,
        "change": view.change,
        "notes": [html.P(note) for note in view.notes],
        "foot": view.foot,
        "definition": definition(view.measure),
        "levels": levels_listed(view.series, viewer) if view.series else [],
    }


def _refused(error: ForTheUser, wanted: Sequence[str]) -> dict[str, Any]:
    return {
        "store": {},
        "figures": [empty("") for _ in wanted],
        "headline": error.title,
        "change": " ".join(part for part in (error.message, error.what_to_do) if part),
        "notes": [],
        "foot": "",
        "definition": "",
        "levels": [],
    }


clientside_callback(
    ClientsideFunction("linking", "follow_click"),
    Input({"type": "view-chart", "panel": ALL}, "clickData"),
    State("view-store", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("linking", "choose_from_bar"),
    Input({"type": "view-filter", "dimension": ALL}, "value"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("linking", "choose_level"),
    Input({"type": "view-level", "panel": ALL}, "value"),
    prevent_initial_call=True,
)
clientside_callback(ClientsideFunction("linking", "draw"), Input("view-store", "data"))
