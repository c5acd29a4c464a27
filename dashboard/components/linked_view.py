"""The linked view as a page shows it: frame, callbacks, and the hand-over to the script.

The address is the only state. A click, a row, a chip or the filter bar changes the
address (assets/linking.js); the address is asked (`view_of`); the answer is drawn.
"""

from collections.abc import Sequence
from dataclasses import replace
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
    html,
)

from dashboard.access.viewer import Viewer
from dashboard.answers import contents, one_picture
from dashboard.charts.theme import empty
from dashboard.components.case_mix_model import case_mix_model
from dashboard.components.definition import definition
from dashboard.components.following import follow_button
from dashboard.components.frame import choice_group, view_frame
from dashboard.components.json_ready import json_ready
from dashboard.components.map_choice import known_levels, map_choice
from dashboard.components.panels import (
    AREA,
    FLOW,
    TREND,
    Panel,
    chart_frame,
    panel_named,
    panel_section,
    table_frame,
)
from dashboard.components.reading import RECORDED, levels_listed, reading_options
from dashboard.components.scrutiny import scrutiny
from dashboard.components.set_lines import lines_listed
from dashboard.components.thresholds import thresholds_of
from dashboard.components.view import View, view_of
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.warehouse.contents import Contents

YEARS = {"school_year": "School years", "financial_year": "Years, April to March"}
_CHART = {"type": "view-chart", "panel": ALL}


def linked_view(
    viewer: Viewer,
    *,
    panels: Sequence[Panel],
    measure: str,
    choices: Sequence[tuple[str, str]] = (),
    units: bool = False,
    years: str = "school_year",
    said: Sequence[Any] = (),
) -> html.Div:
    """The frame of a linked view. `choices` are (measure, words) to switch between.

    A panel without a title is called by its dimension. `years` are those that the chart
    through time can be read by; `said` holds for the whole page.
    """
    held = contents(viewer)
    panels = [
        p if p.title else replace(p, title=f"By {held.title(p.name).one}")
        for p in panels
    ]
    return view_frame(
        viewer,
        kind="measure",
        measure=measure,
        panels=panels,
        choices=choices,
        units=units,
        body=[
            *said,
            _trend_section(tuple(held.months.get(measure, ())), years),
            html.Div(
                [
                    _section(p, held, [measure, *(m for m, _ in choices)])
                    for p in panels
                ],
                className="panels",
            ),
        ],
    )


def _section(panel: Panel, held: Contents, measures: Sequence[str]) -> html.Section:
    """A panel's frame, with the levels that any of the page's measures is known by."""
    if panel != AREA:
        return panel_section(panel, held, _size(panel))
    known = replace(panel, levels=known_levels(panel, measures, held))
    return panel_section(known, held, _size(panel), map_choice(held))


def _size(panel: Panel) -> str:
    return "panel-wide" if panel.name == FLOW else "panel-third"


def _trend_section(months: Sequence[date], years: str) -> html.Section:
    grains = (("month", "Months"), ("quarter", "Quarters"), (years, YEARS[years]))
    return html.Section(
        [
            html.Div(
                [
                    html.H2(
                        "Through time", className="panel-title", id="panel-title-trend"
                    ),
                    html.Div(
                        # not shown of what is counted once a year
                        **choice_group("Points", "grain", grains, named=False),
                        **{"data-finer": "true"},
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
        "scrutiny": Output("view-scrutiny", "children"),
        "levels": Output("view-levels", "children"),
        "follow": Output("view-follow", "children"),
    },
    inputs={"search": Input("address", "search"), "recorded": Input(RECORDED, "data")},
    state={"page": State("view-page", "data")},
)
def draw_view(
    search: str | None, recorded: int, page: dict[str, Any]
) -> dict[str, Any]:
    """Ask everything the page shows, once, and draw it."""
    wanted = [output["id"]["panel"] for output in ctx.outputs_grouping["figures"]]
    panels = [panel_named(name) for name in page["panels"]]
    viewer = current_viewer()
    try:
        with one_picture(viewer.home):
            if page["kind"] == "thresholds":
                view = thresholds_of(search, viewer)
            else:
                view = view_of(search, panels, viewer, page["measure"])
            return _drawn(view, wanted, viewer)
    except ForTheUser as error:
        return _refused(error, wanted)


def _drawn(view: View, wanted: Sequence[str], viewer: Viewer) -> dict[str, Any]:
    nothing = empty("This measure is not known by this.")
    figures = [view.figures.get(name, nothing) for name in wanted]
    words = {
        "headline": view.headline,
        "change": view.change,
        "notes": [
            *(html.P(note) for note in view.notes),
            *(
                [html.P(html.A("Show all months held", href=view.longer))]
                if view.longer
                else []
            ),
        ],
        "foot": view.foot,
        "definition": [
            definition(view.measure),
            case_mix_model(view.case_mix, contents(viewer)),
        ],
        "scrutiny": scrutiny(view.measure),
        "levels": _held_under_chart(view, viewer),
        "follow": follow_button(view.series),
    }
    return {"store": view.store, "figures": figures, **json_ready(words)}


def _held_under_chart(view: View, viewer: Viewer) -> list[Any]:
    """What people recorded of the chart through time: new levels, and lines."""
    if view.series is None:
        return []
    return [*levels_listed(view.series, viewer), *lines_listed(view.series, viewer)]


def _refused(error: ForTheUser, wanted: Sequence[str]) -> dict[str, Any]:
    return {
        "store": {},
        "figures": [empty("") for _ in wanted],
        "headline": error.title,
        "change": " ".join(part for part in (error.message, error.what_to_do) if part),
        "notes": [],
        "foot": "",
        "definition": "",
        "scrutiny": [],
        "levels": [],
        "follow": [],
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
