"""Set an aim or a limit on a measure, for everybody or for one place; take one back."""

import dash
from dash import dcc, html

from dashboard.answers import (
    catalogue,
    contents,
    contents_about,
    filters_in_words,
    lines_held,
    usual_grain,
)
from dashboard.components.set_lines import line_form, line_listed
from dashboard.components.shell import refusal
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.measures import measure_named
from dashboard.since.change import address_of

dash.register_page(
    __name__,
    path="/lines/set",
    name="Set an aim or a limit",
    title="Set an aim or a limit · Sightline",
)


def layout(measure: str = "referrals", **given: str) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
        chosen = measure_named(catalogue(viewer), measure)
        clauses = {d: v for d, v in given.items() if d in chosen.dimensions}
        filters = viewer.scope.about(Filters.of(clauses))
        grain = usual_grain(chosen, filters, contents_about(filters, viewer))
    except ForTheUser as error:
        return refusal(error)
    lines = [
        line
        for line in lines_held(viewer)
        if (line.measure, line.clauses) == (chosen.name, filters.clauses)
    ]
    address = address_of(chosen.name, **dict(filters.clauses))
    return html.Div(
        [
            html.H1("Set an aim or a limit"),
            html.P(
                [
                    "On ",
                    dcc.Link(chosen.title, href=address),
                    f", {filters_in_words(filters, held, chosen)}. It is drawn on the chart "
                    "through time, and the page says whether it is kept and whether that "
                    "is more than chance.",
                ],
                className="lead-in",
            ),
            *(line_listed(line, chosen) for line in lines),
            line_form(chosen, filters.clauses, grain),
        ],
        className="form-page",
    )
