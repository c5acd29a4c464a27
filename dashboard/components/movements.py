"""Which measures a picture that waits would move, and in which months."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.access.viewer import Viewer
from dashboard.comparison import Movement, movements
from dashboard.errors import NoSnapshot
from dashboard.wording import value_in_words

# A picture that is the first moves every month: the newest say enough.
_MONTHS_SHOWN = 36


def movements_section(before: str | None, after: str, viewer: Viewer) -> list[Any]:
    """A sentence, and each measure's months before and after; asked like any number."""
    try:
        moved = movements(before, after, viewer)
    except NoSnapshot as error:
        return [html.P([html.Strong(error.title), " ", error.what_to_do])]
    if before is None:
        return [
            html.P("This would be the first picture: there is none to compare it to.")
        ]
    if not moved:
        return [html.P("No measure of the whole partnership would move in any month.")]
    return [
        html.P(_in_words(moved)),
        *[_measure(movement) for movement in moved],
    ]


def _in_words(moved: Sequence[Movement]) -> str:
    months = sorted({month for one in moved for month, _, _ in one.months})
    measures = "1 measure" if len(moved) == 1 else f"{len(moved)} measures"
    span = f"in {months[0]:%b %Y}"
    if len(months) > 1:
        span = f"in {len(months)} months, {months[0]:%b %Y} to {months[-1]:%b %Y}"
    return f"{measures} would move, {span}; nothing else."


def _measure(movement: Movement) -> html.Details:
    measure = movement.measure
    newest = movement.months[::-1][:_MONTHS_SHOWN]
    rows = [
        html.Tr(
            [
                html.Th(f"{month:%b %Y}", scope="row"),
                html.Td(value_in_words(measure, was)),
                html.Td(value_in_words(measure, now)),
            ]
        )
        for month, was, now in newest
    ]
    heads = [html.Th(words, scope="col") for words in ("Month", "Now", "It would be")]
    count = len(movement.months)
    months = "1 month" if count == 1 else f"{count} months"
    return html.Details(
        [
            html.Summary(f"{measure.title} ({months})"),
            html.Div(
                html.Table(
                    [html.Thead(html.Tr(heads)), html.Tbody(rows)],
                    className="numbers changes",
                ),
                className="table-frame",
                tabIndex="0",
            ),
        ],
        className="movement",
    )
