"""The indicators that child protection committees look at: which we can give, and what lacks."""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.access.viewer import Viewer
from dashboard.answers import Question, ask_all, catalogue, contents
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.measures import Measure
from dashboard.settings import DATA
from dashboard.wording import about, whole_in_words

dash.register_page(
    __name__,
    path="/indicators",
    name="Indicators",
    title="Indicators of child protection committees · Sightline",
    in_menu=False,
    order=9,
)

NOT_CHECKED = (
    "Not checked against the published list. The minimum dataset for child protection"
    " committees could not be read when this was made: the list below is from what is"
    " generally known of it. Compare it with your committee's own before you report from it."
)


@dataclass(frozen=True)
class Indicator:
    """One indicator: the measures that give it, and what they lack of it."""

    key: str
    indicator: str
    measures: tuple[str, ...]
    lacks: str


@cache
def indicators() -> tuple[Indicator, ...]:
    """The list, which a partnership may change: data/indicators.csv."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Indicator(
                row["key"],
                row["indicator"],
                tuple(row["measures"].split()),
                row["lacks"],
            )
            for row in csv.DictReader(file)
        )


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        told = _values(viewer)
    except ForTheUser as error:
        return empty_home(error)
    given = sum(bool(one.measures) for one in indicators())
    return html.Div(
        [
            html.H1("Indicators of child protection committees"),
            html.P(
                f"{given} of {len(indicators())} can be given from the extracts,"
                " whole or in part.",
                className="lead",
            ),
            dbc.Alert(NOT_CHECKED, color="light", className="border"),
            html.Div(
                dbc.Table(
                    [_head(), html.Tbody([_row(one, told) for one in indicators()])],
                    size="sm",
                ),
                className="table-frame",
                tabIndex="0",
                role="region",
                **{"aria-label": "Indicators"},
            ),
        ],
        className="indicators",
    )


def _values(viewer: Viewer) -> dict[str, tuple[Measure, str, str]]:
    """Each measure of the list with its value of the last twelve months, in words."""
    held, measures = contents(viewer), catalogue(viewer)
    wanted = [
        name
        for name in dict.fromkeys(n for one in indicators() for n in one.measures)
        if name in held.measures
    ]
    asked = tuple(Question(name, Filters.of({}, "last12")) for name in wanted)
    return {
        answer.question.measure: (
            measures[answer.question.measure],
            f"{about(answer)}{whole_in_words(answer)}",
            answer.period_in_words,
        )
        for answer in ask_all(asked, viewer)
    }


def _head() -> html.Thead:
    words = ("Indicator", "Ours", "Latest", "What it still lacks")
    return html.Thead(html.Tr([html.Th(word, scope="col") for word in words]))


def _row(one: Indicator, told: dict[str, tuple[Measure, str, str]]) -> html.Tr:
    found = [told[name] for name in one.measures if name in told]
    links = [
        html.Div(dcc.Link(measure.title, href=f"/measure/{measure.name}"))
        for measure, _, _ in found
    ]
    values = [
        html.Div([html.Strong(value), html.Div(period, className="period")])
        for _, value, period in found
    ]
    return html.Tr(
        [
            html.Th(one.indicator, scope="row"),
            html.Td(links or "Cannot be given"),
            html.Td(values),
            html.Td(one.lacks or "Nothing that we know of"),
        ]
    )
