"""Which seven? The rows of an officer's own file behind one figure, by their numbers."""

from typing import Any
from urllib.parse import urlencode

import dash
import dash_bootstrap_components as dbc
from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access.audit import Deed
from dashboard.answers import catalogue, contents, home_of
from dashboard.components.traced import traced_section
from dashboard.components.viewing import current_viewer, recorded
from dashboard.errors import ForTheUser, NotGranted
from dashboard.filters import Filters
from dashboard.intake.batch import Batch
from dashboard.intake.reader_process import is_reading, start_reading

dash.register_page(
    __name__,
    path="/data/trace",
    name="Which rows",
    title="Which rows are behind a figure? · Sightline",
)
_LOOK_EVERY = 700  # milliseconds


def layout(**given: Any) -> html.Div:
    """The address holds the question as everywhere: `measure`, filters, `period`."""
    try:
        form = _form(given)
    except ForTheUser as error:
        form = [
            html.P(
                [html.Strong(error.title), " ", error.message, " ", error.what_to_do]
            )
        ]
    return html.Div(
        [
            html.H1("Which rows are behind a figure?"),
            html.P(
                "Give the file again: ids are kept only as codes, so it is read once more "
                "and not kept. You are told row numbers, as in your file. That you looked "
                "is kept in the history.",
                className="lead-in",
            ),
            *form,
        ],
        className="upload-page",
    )


def _form(given: dict[str, Any]) -> list[Any]:
    viewer = current_viewer()
    _refuse_where_protected()
    measures, held = catalogue(viewer), contents(viewer)
    period = given.get("period", "last12")
    clauses = {name: given[name] for name in held.dimensions if name in given}
    options = [
        {"label": measures[name].title, "value": name}
        for name in sorted(held.measures, key=lambda name: measures[name].title)
        if name in measures and measures[name].about == "children"
    ]
    return [
        html.Label("Figure", htmlFor="trace-measure"),
        dbc.Select(
            id="trace-measure",
            options=options,
            value=given.get("measure", "referrals"),
        ),
        html.P(["Of: ", _narrowed(clauses, period)], className="upload-hint"),
        dcc.Store(
            id="trace-asked",
            data={"clauses": clauses, "period": period, "snapshot": given.get("as_at")},
        ),
        html.Div(
            [
                html.Label("The file that was sent", htmlFor="trace-file"),
                html.Div(id="trace-control"),
            ]
        ),
        dcc.Store(id="trace-batch"),
        dcc.Interval(id="trace-clock", interval=_LOOK_EVERY, disabled=True),
        html.Div(id="trace-found", **{"aria-live": "polite"}),
    ]


def _refuse_where_protected() -> None:
    """How many rows are behind a figure is its exact number."""
    if not current_viewer().sees_rows:
        raise NotGranted(
            "Rows are for named staff.",
            "The numbers here are protected, and rows would say the exact ones.",
            "Ask on a server that exact numbers are granted to.",
        )


def _narrowed(clauses: dict[str, str], period: str) -> str:
    held = contents(current_viewer())
    filters = Filters.of(clauses, period)
    said = [f"{held.title(d).one} {held.label(d, v)}" for d, v in filters.clauses]
    return ", ".join([*said, filters.period.in_words])


dash.clientside_callback(
    dash.ClientsideFunction("sightlineTrace", "mount"),
    Output("trace-control", "title"),
    Input("trace-asked", "data"),
)


@dash.callback(
    Output("trace-clock", "disabled"),
    Output("trace-found", "children"),
    Input("trace-batch", "data"),
    State("trace-measure", "value"),
    State("trace-asked", "data"),
    prevent_initial_call=True,
)
def begin(batch: str | None, measure: str, asked: dict[str, Any]) -> tuple[bool, Any]:
    if not batch:
        raise PreventUpdate
    _refuse_where_protected()
    clauses = urlencode(asked["clauses"])
    of = f"{measure} of {clauses}, {asked['period']}"
    recorded(Deed.TRACED, of, asked["snapshot"] or "")
    found = Batch.of(current_viewer().home, batch)
    found.ask({**asked, "measure": measure})
    start_reading(found)
    return False, html.P("Reading the file again …", role="status")


@dash.callback(
    Output("trace-clock", "disabled", allow_duplicate=True),
    Output("trace-found", "children", allow_duplicate=True),
    Input("trace-clock", "n_intervals"),
    State("trace-batch", "data"),
    prevent_initial_call=True,
)
def see(_: Any, batch: str | None) -> tuple[bool, Any]:
    if not batch:
        raise PreventUpdate
    found = Batch.of(current_viewer().home, batch)
    if is_reading(found):
        raise PreventUpdate
    measure = home_of(current_viewer().home).catalogue[found.question["measure"]]
    shown = traced_section(found.report, measure)
    found.delete()
    return True, shown
