"""What would change if it were published, and the words that publishing asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.access.viewer import Viewer
from dashboard.components.movements import movements_section
from dashboard.warehouse.coverage import Said

_COUNTED = ("new", "changed", "same", "gone")
_EVERYTHING = 24


def changes_section(report: Mapping[str, Any], viewer: Viewer) -> list[Any]:
    """Rows by source and month, then the measures that would move."""
    changes = [change for change in report["changes"] if change["months"]]
    if not changes:
        return []
    return [
        html.H2("What would change"),
        *[part for change in changes for part in _source(change)],
        *_measures(report, viewer),
    ]


def _source(change: Mapping[str, Any]) -> list[Any]:
    months = change["months"]
    total = {name: sum(month[name] for month in months) for name in _COUNTED}
    words = ", ".join(
        f"{total[name]:,} {_WORDS[name]}" for name in _COUNTED if total[name]
    )
    moved = [m for m in months if m["month"] and m["same"] != _after(m) + m["gone"]]
    shown = sorted(moved, key=lambda month: month["month"], reverse=True)
    if not shown:
        return [html.P([html.Strong(change["source"]), f": {words}."])]
    return [
        html.P([html.Strong(change["source"]), f": {words}."]),
        html.Details(
            [
                html.Summary(f"By month ({len(shown)})"),
                html.Div(
                    _table(change["source"], shown),
                    className="table-frame",
                    tabIndex="0",
                ),
            ],
            open=len(shown) <= _EVERYTHING,
        ),
    ]


_WORDS = {"new": "new", "changed": "changed", "same": "the same", "gone": "gone"}


def _after(month: Mapping[str, Any]) -> int:
    return int(month["new"] + month["changed"] + month["same"])


def _table(source: str, months: list[Mapping[str, Any]]) -> html.Table:
    heads = ("Month", "New", "Changed", "The same", "Gone", "Look at")
    return html.Table(
        [
            html.Caption(f"{source}: rows by month", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])),
            html.Tbody([_month(month) for month in months]),
        ],
        className="numbers changes",
    )


def _month(month: Mapping[str, Any]) -> html.Tr:
    before = month["changed"] + month["same"] + month["gone"]
    fell = _after(month) * 2 < before
    return html.Tr(
        [
            html.Th(month_in_words(month["month"]), scope="row"),
            *[html.Td(f"{month[name]:,}") for name in _COUNTED],
            html.Td("▼ more than half gone" if fell else "", className="fell"),
        ]
    )


def month_in_words(month: str | None) -> str:
    return f"{date.fromisoformat(month):%b %Y}" if month else "no date"


def _measures(report: Mapping[str, Any], viewer: Viewer) -> list[Any]:
    if not report["snapshot"]:
        return []
    return [
        html.H3("Measures that would move"),
        *movements_section(report["before"], report["snapshot"], viewer),
    ]


def empty_months_section(report: Mapping[str, Any]) -> list[Any]:
    """Each month without rows, and what may be said of it."""
    asked = report.get("empty_months", ())
    if not asked:
        return []
    return [
        html.H2("Months without a row"),
        html.P(
            "A month that was not sent is a gap on every chart; one in which nothing "
            "happened is a nought."
        ),
        *[_empty_month(month) for month in asked],
        html.Button(
            "Say so, and read again", id={"type": "upload-say", "of": 0},
            className="choice",
        ),
    ]  # fmt: skip


def _empty_month(month: Mapping[str, Any]) -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend(f"{month['title']}, {month_in_words(month['month'])}"),
            dbc.RadioItems(
                id={
                    "type": "upload-month",
                    "source": month["source"],
                    "month": month["month"],
                },
                options=[
                    {"label": "Nothing happened", "value": Said.NOTHING.value},
                    {"label": "It was not sent", "value": Said.NOT_SUBMITTED.value},
                ],
                inline=True,
            ),
        ],
        className="empty-month",
    )
