"""How the chart through time is read: other rules, another chart, a new level.

What is chosen is in the address; only a new level that is recorded, with its reason, is
kept for everyone.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, callback, ctx, html

from dashboard.access.audit import Deed
from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, levels_on
from dashboard.components.presentation import DRAWN
from dashboard.components.view import series_question
from dashboard.components.viewing import (
    current_viewer,
    name_for,
    name_known,
    recorded,
)
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.filters import Clauses, period_in_words
from dashboard.method import Rules
from dashboard.partnership.levels import (
    Level,
    levels_of,
    record_level,
    take_back_level,
)
from dashboard.sentences import CHARTS_IN_WORDS, RULES_IN_WORDS

RECORDED = "level-recorded"


def reading_options(months: Sequence[date]) -> html.Details:
    """The choices, folded away: most people never need them. `months` may start a level."""
    return html.Details(
        [
            html.Summary("Read it another way"),
            _choices("Rules", [(f"rules={r}", RULES_IN_WORDS[r]) for r in Rules]),
            html.Div(
                _choices(
                    "Control chart",
                    [
                        ("chart=auto", "The one that suits"),
                        *[(f"chart={c}", CHARTS_IN_WORDS[c]) for c in DRAWN],
                    ],
                ),
                **{"data-charts": "true"},
            ),
            _choices(
                "Points",
                [("span=recent", "The latest 36"), ("span=all", "All there are")],
            ),
            _new_level(months)
            if is_open(Kind.CALLBACK, "components.reading.keep_level")
            else None,
        ],
        className="reading d-print-none",
    )


def _choices(name: str, options: Sequence[tuple[str, str]]) -> html.Div:
    return html.Div(
        [
            html.Span(name, className="filter-name"),
            *[
                html.Button(
                    _capital(words),
                    type="button",
                    className="choice",
                    **{"data-choice": choice},
                )
                for choice, words in options
            ],
        ],
        className="choices",
        role="group",
        **{"aria-label": name},
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _new_level(months: Sequence[date]) -> html.Div:
    options = [
        {"label": period_in_words("month", month), "value": f"{month:%Y-%m}"}
        for month in sorted(months, reverse=True)
    ]
    return html.Div(
        [
            html.P(
                "Where something is known to have changed, the median or the limits can be reckoned "
                "anew from that month. It is recorded with its reason, and can be taken back. "
                "Name no child in it.",
                className="hint",
            ),
            html.Div(
                [
                    _field("From", dbc.Select(id="level-month", options=options)),
                    _field("Because", dbc.Input(id="level-reason", maxLength=200)),
                    _field("Your name", _name_input()),
                    dbc.Button("Record a new level", id="level-record", size="sm"),
                ],
                className="new-level",
            ),
            html.P(id="level-said", className="said", **{"aria-live": "polite"}),
        ]
    )


def _name_input() -> dbc.Input:
    known = name_known()
    return dbc.Input(id="level-who", maxLength=80, value=known, disabled=bool(known))


def _field(words: str, control: Any) -> html.Div:
    return html.Div(
        [html.Label(words, htmlFor=control.id, className="filter-name"), control],
        className="filter",
    )


def levels_listed(answer: Answer, viewer: Viewer) -> list[html.P]:
    """The recorded levels a chart was read with, each with its reason and a way back."""
    return [
        html.P(
            [
                f"New level from {period_in_words('month', level.start)}: {level.reason} "
                f"({level.who}, {day(level.at.date())}). ",
                html.Button(
                    "Take it back",
                    id={"type": "level-back", "start": f"{level.start:%Y-%m}"},
                    type="button",
                    className="btn btn-link btn-sm d-print-none",
                )
                if is_open(Kind.CALLBACK, "components.reading.keep_level")
                else None,
            ]
        )
        for level in levels_on(answer, viewer)
    ]


@callback(
    output={
        "said": Output("level-said", "children"),
        "recorded": Output(RECORDED, "data"),
    },
    inputs={
        "record": Input("level-record", "n_clicks"),
        "back": Input({"type": "level-back", "start": ALL}, "n_clicks"),
    },
    state={
        "month": State("level-month", "value"),
        "reason": State("level-reason", "value"),
        "who": State("level-who", "value"),
        "search": State("address", "search"),
        "page": State("view-page", "data"),
        "times": State(RECORDED, "data"),
    },
    prevent_initial_call=True,
)
def keep_level(
    record: int | None,
    back: list[int | None],
    month: str | None,
    reason: str | None,
    who: str | None,
    search: str | None,
    page: dict[str, Any],
    times: int,
) -> dict[str, Any]:
    """Record a new level of the chart that is shown, or take one back."""
    question = series_question(search, current_viewer(), page["measure"])
    if isinstance(ctx.triggered_id, dict):
        if not any(back):
            return {"said": "", "recorded": times}
        start = _month(ctx.triggered_id["start"])
        for level in _standing(question.measure, question.filters.clauses, start):
            recorded(Deed.RECORDED, f"level taken back: {level.measure}")
            take_back_level(current_viewer().home, level, name_for(who))
        return {"said": "Taken back.", "recorded": times + 1}
    try:
        if not month:
            raise ForTheUser("Choose the month from which it changed.")
        recorded(Deed.RECORDED, f"level of {question.in_words}")
        record_level(
            current_viewer().home,
            measure=question.measure,
            clauses=question.filters.clauses,
            start=_month(month),
            reason=reason or "",
            who=name_for(who),
        )
    except ForTheUser as error:
        return {"said": str(error), "recorded": times}
    return {"said": "Recorded.", "recorded": times + 1}


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _standing(measure: str, clauses: Clauses, start: date) -> list[Level]:
    return [
        level
        for level in levels_of(current_viewer().home)
        if (level.measure, level.clauses, level.start) == (measure, clauses, start)
    ]
