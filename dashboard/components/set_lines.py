"""Aims and limits on the pages: those that hold, with a way back, and the form of one."""

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, lines_on
from dashboard.components.back_button import back_button
from dashboard.components.form import Field, form, who_records_it
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.filters import Clauses
from dashboard.lines_in_words import line_in_words
from dashboard.measures import Better, Measure
from dashboard.measures import Kind as MeasureKind
from dashboard.partnership.follows import filters_of
from dashboard.partnership.lines import Line, LineKind, Side

_SET = "/lines/set"
GRAINS = (
    ("month", "a month"),
    ("quarter", "a quarter"),
    ("school_year", "a school year"),
)


def lines_listed(series: Answer, viewer: Viewer) -> list[Any]:
    """The lines of a chart, each with its reason, and the way to set another."""
    return [
        *(line_listed(line, series.measure) for line in lines_on(series, viewer)),
        *_to_set(series.measure.name, series.question.filters.clauses),
    ]


def line_listed(line: Line, measure: Measure) -> html.P:
    words = line_in_words(line, measure)
    return html.P(
        [
            f"{words[:1].upper()}{words[1:]}, from {day(line.from_on)}: {line.reason} "
            f"({line.who}). ",
            back_button("/records/line/back", {"line": line.id}, "Take this line back"),
        ]
    )


def _to_set(measure: str, clauses: Clauses) -> list[html.P]:
    if not is_open(Kind.PAGE, _SET):
        return []
    asked = urlencode([("measure", measure), *clauses])
    link = dcc.Link("Set an aim or a limit", href=f"{_SET}?{asked}")
    return [html.P(link, className="d-print-none")]


def line_form(measure: Measure, clauses: Clauses, grain: str) -> html.Div:
    """An aim or a limit on a measure, for some filters; a count is of a `grain`."""
    side = Side.AT_MOST if measure.better is Better.LOWER else Side.AT_LEAST
    return form(
        "/records/line",
        [
            Field("measure", "", "hidden", measure.name),
            Field("filters", "", "hidden", filters_of(clauses)),
            Field(
                "kind",
                "What it is",
                "choice",
                options=[
                    (LineKind.AIM.value, "An aim"),
                    (LineKind.LIMIT.value, "A limit"),
                ],
                needed=True,
            ),
            Field(
                "side",
                "It should be",
                "choice",
                side.value,
                options=[(one.value, one.in_words) for one in Side],
                needed=True,
            ),
            Field("value", f"How much{_unit(measure)}", needed=True),
            *_of_period(measure, grain),
            Field("from_on", "From", "date", needed=True),
            Field(
                "reason",
                "Why, and who agreed to it",
                "long",
                needed=True,
                hint="It stands under the chart. Name no child and no member of staff.",
            ),
            *who_records_it(),
        ],
        save="Set the line",
        key=f"line-{measure.name}-{filters_of(clauses)}",
    )


def _unit(measure: Measure) -> str:
    if measure.is_share:
        return " (in per cent)"
    if measure.over:
        return f" ({measure.over.words.strip()})"
    return " (in days)" if measure.kind is MeasureKind.DURATION else ""


def _of_period(measure: Measure, grain: str) -> list[Field]:
    """A count of a quarter is three times that of a month: which is meant must be said."""
    if measure.kind is not MeasureKind.COUNT:
        return []
    every = [one for one in GRAINS if not measure.yearly or one[0] == "school_year"]
    hint = "The line is drawn where the chart shows these."
    return [
        Field("grain", "In", "choice", grain, options=every, needed=True, hint=hint)
    ]
