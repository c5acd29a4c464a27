"""The balance board: better here, worse there, for the same children and months.

What it does for children, how the work flows, and what might have got worse, side by
side: an improvement in one that is paid for in another is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    as_counted,
    ask_all,
    catalogue,
    contents,
    contents_about,
    usual_grain,
)
from dashboard.components.sign import sign
from dashboard.filters import Filters
from dashboard.measures import Family, Measure
from dashboard.sentences import ADJUSTED
from dashboard.signs import (
    BETTER,
    SIGNS_IN_WORDS,
    WORSE,
    false_alarms_in_words,
    sign_of,
)
from dashboard.statistics.icons import Variation
from dashboard.wording import whole_in_words
from dashboard.words import FAMILIES

SIDES = (Family.OUTCOME, Family.PROCESS, Family.BALANCING)


@dataclass(frozen=True)
class Standing:
    """One measure for the filters: through time, for the period, and its sign."""

    measure: Measure
    series: Answer
    latest: Answer

    @property
    def sign(self) -> Variation:
        return sign_of(self.series)

    @property
    def value(self) -> str:
        return whole_in_words(self.latest)

    @property
    def is_told(self) -> bool:
        """Whether the value is a number, and no words in place of one."""
        return self.latest.whole is not None and self.latest.whole.value is not None


def standings_of(filters: Filters, viewer: Viewer) -> list[Standing]:
    """Every measure that knows all of the filters, families in their order."""
    held, about = contents(viewer), contents_about(filters, viewer)
    measures = [
        measure
        for measure in catalogue(viewer).values()
        if measure.name in held.measures
        and set(filters.dimensions) <= set(measure.dimensions)
        and all(v in held.values.get((measure.name, d), ()) for d, v in filters.clauses)
    ]
    series = [
        Question(m.name, filters, grain=usual_grain(m, filters, about))
        for m in measures
    ]
    latest = [Question(m.name, as_counted(filters, m, held)) for m in measures]
    answers = ask_all((*series, *latest), viewer)
    return [
        Standing(*row)
        for row in zip(
            measures, answers[: len(series)], answers[len(series) :], strict=True
        )
    ]


def board(standings: Sequence[Standing], address: str = "") -> html.Section:
    """Three columns, and in one line what they come to; links keep the filters."""
    return html.Section(
        [
            html.H2("Better here, worse there", className="asked"),
            html.P(_in_a_line(standings), className="said"),
            *_adjusted(standings),
            html.Div(
                [_side(family, standings, address) for family in SIDES],
                className="board",
            ),
            html.P(
                false_alarms_in_words(s.series for s in standings if s.measure.board),
                className="foot",
            ),
        ],
        **{"aria-label": "Better here, worse there"},
    )


def _adjusted(standings: Sequence[Standing]) -> list[html.P]:
    protected = any(standing.latest.protected for standing in standings)
    return [html.P(ADJUSTED, className="foot")] if protected else []


def _in_a_line(standings: Sequence[Standing]) -> str:
    signs = [s.sign for s in standings if s.measure.family in SIDES and s.measure.board]
    parts = (
        (sum(sign in BETTER for sign in signs), "better than usual"),
        (sum(sign in WORSE for sign in signs), "worse than usual"),
        (_changed(signs), "changed, neither better nor worse in itself"),
        (signs.count(Variation.COMMON), "ordinary variation"),
        (signs.count(Variation.CANNOT_SAY), "cannot be said"),
    )
    return " · ".join(f"{number} {words}" for number, words in parts if number) + "."


def _changed(signs: Sequence[Variation]) -> int:
    return sum(s in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW) for s in signs)


def _side(family: Family, standings: Sequence[Standing], address: str) -> html.Div:
    ours = [s for s in standings if s.measure.family is family and s.measure.board]
    return html.Div(
        [
            html.H3(FAMILIES[family].capitalize()),
            html.Ul([_line(s, address) for s in ours])
            if ours
            else html.P("Nothing held."),
        ],
        className="board-side",
    )


def _line(standing: Standing, address: str) -> html.Li:
    measure = standing.measure
    query = f"?{address}" if address else ""
    return html.Li(
        [
            sign(standing.sign),
            dcc.Link(measure.title, href=f"/measure/{measure.name}{query}"),
            html.Span(standing.value, className="board-value"),
            html.Span(SIGNS_IN_WORDS[standing.sign], className="visually-hidden"),
        ]
    )
