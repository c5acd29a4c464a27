"""Two pictures side by side: choose them, and see the rows and figures that differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.comparison import Comparison
from dashboard.components.history_list import picture_name
from dashboard.dates import day
from dashboard.warehouse.pictures import Picture
from dashboard.wording import value_in_words


def compare_form(pictures: Sequence[Picture]) -> html.Div:
    """Two choices, the newest two to begin with; hidden where there is only one."""
    kept = [one for one in pictures if one.kept]
    options = [{"label": picture_name(one), "value": one.id} for one in kept]
    newest, before = ([one.id for one in kept] + [None, None])[:2]
    return html.Div(
        [
            html.H2("Compare two pictures"),
            html.Div(
                [
                    _choice("history-before", "First picture", options, before),
                    _choice("history-after", "Second picture", options, newest),
                    dbc.Button("Compare", id="history-compare", color="primary"),
                ],
                className="filter-bar",
            ),
            html.Div(id="history-compared", **{"aria-live": "polite"}),
        ],
        hidden=len(kept) < 2,
    )


def _choice(name: str, words: str, options: list[Any], chosen: str | None) -> html.Div:
    return html.Div(
        [
            html.Label(words, htmlFor=name, className="filter-name"),
            dbc.Select(id=name, options=options, value=chosen),
        ],
        className="filter",
    )


def comparison_tables(
    found: Comparison, kinds: Mapping[str, str], *, counted: bool
) -> list[Any]:
    """Only what differs; the same is said in a sentence. `counted`: with rows."""
    first, second = (
        f"As at {day(one.as_at)} ({one.published_at:%H:%M})"
        for one in (found.before, found.after)
    )
    rows = [
        (
            kinds.get(r.source, r.source),
            f"{r.month:%b %Y}",
            _rows(r.before),
            _rows(r.after),
        )
        for r in found.months_that_differ
    ]
    figures = [
        (
            f.measure.title,
            value_in_words(f.measure, f.before),
            value_in_words(f.measure, f.after),
        )
        for f in found.figures_that_differ
    ]
    return [
        html.H3("Rows, where they differ"),
        _table(("Extract", "Month", first, second), rows, "No month has other rows.")
        if counted
        else html.P("How many rows there are is told to named staff alone."),
        html.H3("Whole partnership, last 12 months of each, where it differs"),
        _table(("Measure", first, second), figures, "Every measure is the same."),
    ]


def _rows(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], none: str) -> Any:
    if not rows:
        return html.P(none)
    head = html.Tr([html.Th(words, scope="col") for words in columns])
    body = [
        html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
        for row in rows
    ]
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(body)], className="numbers"),
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": columns[0]},
    )
