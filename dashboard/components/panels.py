"""The panels of a linked view: what each breaks down by, and its chart and table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.answers import Answer
from dashboard.charts.places import rows_worth_drawing
from dashboard.components.filter_bar import in_page
from dashboard.measures import Kind, Measure
from dashboard.offers import MOST_WITHHELD
from dashboard.points import Point, Status
from dashboard.warehouse.contents import Contents
from dashboard.wording import value_in_words, withheld_in_words

# A panel of which more is withheld is not drawn; a sentence says so.
MOSTLY_STUBS = 1 / 2
TREND, FLOW = "trend", "flow"
GRAPH = {"displayModeBar": False, "responsive": True}


@dataclass(frozen=True)
class Panel:
    """One panel: its name in addresses and ids, and the levels it can be drawn by.

    One that `scrolls` sideways on a phone can be reached and moved by keyboard.
    `finest_first` is the order of its levels where they are listed in another.
    """

    name: str
    title: str
    levels: tuple[str, ...]
    scrolls: bool = False
    finest_first: tuple[str, ...] = ()

    def level(
        self, measure: Measure, chosen: str | None, area_level: str
    ) -> str | None:
        """The dimension to break down by, or None where the measure has none of them."""
        known = [level for level in self.levels if level in measure.dimensions]
        if chosen in known:
            return chosen
        return area_level if area_level in known else next(iter(known), None)


def ways_to_compare(
    panel: Panel, level: str | None, measure: Measure, held: Contents
) -> tuple[str, ...]:
    """A panel's level and, of protected numbers, the coarser ones it may give way to."""
    if level is None or (measure.name, level) not in held.values:
        return ()
    if held.offered is None:
        return (level,)
    order = panel.finest_first or panel.levels
    coarser = order[order.index(level) + 1 :] if level in order else ()
    told = {
        one: set(held.values.get((measure.name, one), ())) - {"not_known"}
        for one in coarser
    }
    return (level, *(one for one in coarser if len(told[one]) > 1))


def level_shown(answers: Mapping[str, Answer]) -> str | None:
    """Of levels, the finest first, the one to draw; None where each is mostly stubs.

    The first of which enough can be shown, else the one of which most can.
    """
    useful = (by for by, a in answers.items() if a.share_withheld <= MOST_WITHHELD)
    best = min(answers, key=lambda by: answers[by].share_withheld, default=None)
    found = next(useful, best)
    stubs = found is None or answers[found].share_withheld > MOSTLY_STUBS
    return None if stubs else found


AREA = Panel(
    "area",
    "By area",
    ("locality", "ward", "intermediate_zone", "data_zone", "council"),
    finest_first=("data_zone", "intermediate_zone", "ward", "locality", "council"),
)
SCHOOL = Panel("school", "By school", ("school", "cluster", "sector"))
TEAM = Panel("team", "By team", ("team",))
SOURCE = Panel("source", "By source", ("source_agency",))
CONCERN = Panel("concern", "By concern", ("concern",))
ZONE = Panel("zone", "Zone and the rest", ("zone_on_day",))
REFERRAL_PANELS = (
    Panel(FLOW, "Where referrals go", ("ended",)),
    AREA,
    SCHOOL,
    TEAM,
    SOURCE,
    CONCERN,
    ZONE,
)
_KNOWN = {panel.name: panel for panel in REFERRAL_PANELS}

_GROUPED = (AREA, SCHOOL, TEAM, SOURCE, CONCERN, ZONE)


def panel_named(name: str, title: str = "") -> Panel:
    """A panel of several levels by its name, else one of a single dimension."""
    return _KNOWN.get(name) or Panel(name, title, (name,))


def panels_of(measure: Measure, titles: Mapping[str, str]) -> list[Panel]:
    """A panel for each place and for each other dimension of the measure."""
    known = set(measure.dimensions)
    grouped = [panel for panel in _GROUPED if known & set(panel.levels)]
    taken = {"zone"} | {level for panel in _GROUPED for level in panel.levels}
    rest = [d for d in measure.dimensions if d not in taken]
    return grouped + [Panel(d, f"By {titles.get(d, d).lower()}", (d,)) for d in rest]


def panel_section(
    panel: Panel,
    contents: Contents,
    size: str = "panel-third",
    choices: Sequence[html.Div] = (),
) -> html.Section:
    """A panel's frame; the view's callback and script fill it.

    `choices` stand beside that of its level.
    """
    return html.Section(
        [
            html.Div(
                [
                    html.H2(
                        panel.title,
                        className="panel-title",
                        id=f"panel-title-{panel.name}",
                    ),
                    *choices,
                    _level_choice(panel, contents),
                ],
                className="panel-head",
            ),
            chart_frame(panel.name, panel.title, scrolls=panel.scrolls),
            html.P(className="said", **{"data-said": panel.name}),
            table_frame(panel.name),
        ],
        className=f"panel {size} panel-{panel.name}",
        **{"data-panel": panel.name, "aria-labelledby": f"panel-title-{panel.name}"},
    )


def _level_choice(panel: Panel, contents: Contents) -> Any:
    if len(panel.levels) < 2:
        return None
    select = dbc.Select(
        id={"type": "view-level", "panel": panel.name},
        options=[{"label": contents.title(d).title, "value": d} for d in panel.levels],
        class_name="level-choice",
    )
    name = html.Label(
        f"{panel.title}: which level",
        htmlFor=in_page({"type": "view-level", "panel": panel.name}),
        className="visually-hidden",
    )
    return html.Div([name, select])


def chart_frame(name: str, title: str, *, scrolls: bool = False) -> html.Div:
    """A chart as a picture with alternative text; the table below has its numbers."""
    focus = {"tabIndex": "0"} if scrolls else {}
    return html.Div(
        dcc.Graph(
            id={"type": "view-chart", "panel": name},
            figure={"data": [], "layout": {"height": 260}},
            config=GRAPH,
        ),
        className="chart",
        role="img",
        **{"data-chart": name, "aria-label": title},
        **focus,
    )


def table_frame(name: str) -> html.Details:
    return html.Details(
        [
            html.Summary("Table", className="table-summary"),
            html.Div(**{"data-table": name}, className="table-frame"),
        ],
        className="panel-table",
    )


def table_of(
    answer: Answer,
    chosen: str | None,
    caption: str,
    beside: Mapping[str, Answer] | None = None,
) -> dict[str, Any]:
    """The numbers of a chart as the script draws them: columns, and rows with a key.

    What stands `beside` it through the same periods has a column of its own.
    """
    points = (
        [p for p in answer.drawn if p.status is not Status.CLOSED]
        if answer.question.grain
        else rows_worth_drawing(answer, chosen)
    )
    first = "Period" if answer.question.grain else caption
    return {
        "caption": caption,
        "columns": [first, *_columns(answer), *(_capital(w) for w in beside or {})],
        "rows": [_row(answer, point, chosen, beside or {}) for point in points],
    }


def _columns(answer: Answer) -> list[str]:
    measure = answer.measure
    if measure.kind in (Kind.COUNT, Kind.DURATION) or not _has_denominator(answer):
        return [measure.title if len(measure.title) < 24 else "Value"]
    return ["Value", "Number", "Out of", "Range that chance gives"][
        : 4 if measure.kind is not Kind.RATIO else 3
    ]


def _has_denominator(answer: Answer) -> bool:
    return any(point.denominator for point in answer.points)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _row(
    answer: Answer, point: Point, chosen: str | None, beside: Mapping[str, Answer]
) -> dict[str, Any]:
    key = (
        f"{answer.question.grain}:{point.period:%Y-%m}"
        if answer.question.grain
        else point.key
    )
    return {
        "key": key,
        "label": point.period_label if answer.question.grain else point.label,
        "cells": [*_cells(answer, point), *(_at(b, point) for b in beside.values())],
        "note": withheld_in_words(answer.measure)
        if point.status is Status.WITHHELD
        else point.status.in_words,
        "chosen": key == chosen,
        "unusual": point.key in answer.judgement.difference.unusual,
    }


def _at(answer: Answer, point: Point) -> str:
    """The value of another answer in the period of a point."""
    found = next((p for p in answer.points if p.period == point.period), None)
    value = found.value if found else None
    return value_in_words(answer.measure, value, counts_only=answer.counts_only)


def _cells(answer: Answer, point: Point) -> list[str]:
    value = value_in_words(answer.measure, point.value, counts_only=answer.counts_only)
    count = len(_columns(answer))
    if count == 1:
        return [value]
    interval = ""
    if point.lower is not None and point.upper is not None:
        low = value_in_words(answer.measure, point.lower)
        interval = f"{low} to {value_in_words(answer.measure, point.upper)}"
    number, of = f"{point.numerator:,.0f}", f"{point.denominator:,.0f}"
    if point.status is Status.WITHHELD:  # what may not be told is no nought
        number, of = value, of if point.denominator else value
    return [value, number, of, interval][:count]


def alternative_text(
    answer: Answer, title: str, points: Sequence[Point] | None = None
) -> str:
    """What a picture says, for those who hear the page: the numbers are in its table."""
    shown = [p for p in (points or answer.points) if p.value is not None]
    if not shown:
        return f"{title}: nothing to show."
    values = [p.value for p in shown if p.value is not None]
    low = value_in_words(answer.measure, min(values), counts_only=answer.counts_only)
    high = value_in_words(answer.measure, max(values), counts_only=answer.counts_only)
    return f"{answer.measure.title}, {title.lower()}: {len(shown)} values, from {low} to {high}. The table below has them all."
