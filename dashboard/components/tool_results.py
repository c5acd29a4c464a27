"""What a team filled in, as a page to pin up: through time, item by item, in words.

Asked of the tool's own picture: exact and at once, for the team or school that gave it.
"""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, Question, ask_all, contents, events_touching
from dashboard.charts.distribution import distribution
from dashboard.charts.places import places
from dashboard.charts.side_by_side import side_by_side
from dashboard.charts.theme import Figure
from dashboard.charts.trend import events_in_words, trend
from dashboard.components.panels import GRAPH, alternative_text, table_of
from dashboard.components.tables import plain_table
from dashboard.filters import Filters
from dashboard.partnership.tool_answers import Giver, ToolAnswer
from dashboard.partnership.tool_measures import code_of
from dashboard.partnership.tools import Asked, Kind, Tool
from dashboard.sentences import change_in_words, difference_in_words
from dashboard.wording import foot, headline

_SCALES = (Kind.SCALE, Kind.SCALE3)


@dataclass(frozen=True)
class _Asks:
    """What the page asks, each question by what it is for."""

    tool: Tool
    filters: Filters
    picture: str | None

    def one(self, **changes: Any) -> Question:
        given = {"filters": self.filters, "snapshot": self.picture}
        return Question(self.tool.measure, **given | changes)

    def of_item(self, asked: Asked, by: str) -> Question:
        item = code_of(self.tool, asked.name)
        return self.one(filters=self.filters.having("item", item), by=by)


def tool_results(
    tool: Tool, giver: Giver | None, picture: str | None, viewer: Viewer
) -> list[Any]:
    """The parts of the page: of one giver at once, or of everyone as last published.

    Raises NoSnapshot or UnknownName in words.
    """
    filters = Filters.of({giver.dimension: giver.code} if giver else {}, "all")
    held = contents(viewer, picture)
    if giver and giver.code not in held.values.get((tool.measure, giver.dimension), ()):
        return [html.P("Nothing has been filled in yet.", className="change")]
    asks = _Asks(tool, filters, picture)
    counted = [asked for asked in tool.questions if asked.counts]
    asked = {
        "whole": asks.one(),
        "through": asks.one(grain="month"),
        "items": asks.one(by="item"),
    }
    spread = [a for a in counted if a.kind in _SCALES]
    asked |= {f"spread {a.name}": asks.of_item(a, "answer_given") for a in spread}
    services = counted if tool.breakdown else []
    asked |= {f"service {a.name}": asks.of_item(a, "answered_by") for a in services}
    answers = dict(zip(asked, ask_all(tuple(asked.values()), viewer), strict=True))
    return [
        *_through(answers["whole"], answers["through"], filters, viewer),
        _part("Item by item", places(answers["items"]), answers["items"], "Item"),
        *_drawn("How answers are spread", distribution, answers, "spread", spread),
        *_drawn(
            "Side by side: who sees it how", side_by_side, answers, "service", services
        ),
        html.P(foot(answers["whole"]), className="foot"),
    ]


def _through(
    whole: Answer, series: Answer, filters: Filters, viewer: Viewer
) -> list[Any]:
    events = events_touching(filters, viewer)
    told = events_in_words(series, events)
    return [
        html.P(headline(whole), className="headline"),
        html.P(change_in_words(series), className="change"),
        _part("Through time", trend(series, events), series, "Month"),
        html.P("; ".join(f"{e['letter']}: {e['date']}, {e['title']}" for e in told)),
    ]


def _part(title: str, figure: Figure, answer: Answer, caption: str) -> html.Section:
    return html.Section(
        [
            html.H2(title, className="panel-title"),
            html.Div(
                dcc.Graph(figure=figure, config=GRAPH),
                role="img",
                **{"aria-label": alternative_text(answer, title)},
            ),
            plain_table(table_of(answer, None, caption)),
        ],
        className="panel panel-full",
    )


def _drawn(
    title: str,
    draw: Any,
    answers: dict[str, Answer],
    kind: str,
    questions: list[Asked],
) -> list[html.Section]:
    items = {asked.text: answers[f"{kind} {asked.name}"] for asked in questions}
    if not items:
        return []
    return [
        html.Section(
            [
                html.H2(title, className="panel-title"),
                html.Div(
                    dcc.Graph(figure=draw(items), config=GRAPH),
                    role="img",
                    **{"aria-label": f"{title}: the numbers are in the tables below."},
                ),
                *_different(items),
                *[
                    plain_table(table_of(answer, None, words))
                    for words, answer in items.items()
                ],
            ],
            className="panel panel-full",
        )
    ]


def _different(items: dict[str, Answer]) -> list[html.P]:
    """The items that services see differently, by more than chance usually gives."""
    return [
        html.P(f"“{words}”: {difference_in_words(answer)}", className="said")
        for words, answer in items.items()
        if answer.judgement.difference.unusual
    ]


def words_given(tool: Tool, answers: list[ToolAnswer], giver: Giver) -> list[Any]:
    """What was written in words: for the team or school that wrote it alone."""
    texts = [asked.name for asked in tool.questions if asked.kind is Kind.TEXT]
    found = [
        (answer.about_on, answer.given[name])
        for answer in reversed(answers)
        for name in texts
        if answer.giver == giver and answer.given.get(name)
    ]
    if not found:
        return []
    return [
        html.H2("In their words", className="panel-title"),
        html.P("Shown on this page alone."),
        html.Ul([html.Li(f"{on:%b %Y}: {words}") for on, words in found[:30]]),
    ]
