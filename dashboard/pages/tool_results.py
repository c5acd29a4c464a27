"""What one team or school filled in: its own, exact, at once; a page to pin up."""

from typing import Any
from urllib.parse import urlencode

import dash
from dash import dcc, html

from dashboard.answers import home_of
from dashboard.components.back_button import back_button
from dashboard.components.tool_form import giver_in_words, givers_of
from dashboard.components.tool_page import results_link, tool_page
from dashboard.components.tool_results import tool_results, words_given
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.errors import NotGranted
from dashboard.filters import Filters
from dashboard.intake.practice import practice_picture
from dashboard.partnership.tool_answers import Giver, ToolAnswer, answers_of
from dashboard.partnership.tools import Tool
from dashboard.warehouse.contents import Contents

dash.register_page(
    __name__, path="/tools/results", name="Results", title="What came of it · Sightline"
)
_LATEST = 10
EVERYONE = "everyone"


def layout(tool: str = "", of: str = "", sent: str = "", **_: Any) -> html.Div:
    def body(found: Tool, held: Contents) -> list[Any]:
        if of == EVERYONE:
            return _of_everyone(found)
        return _results(found, of, sent, held) if of else _choose(found, held)

    return tool_page(tool, "{}", body)


def _choose(tool: Tool, held: Contents) -> list[Any]:
    home = current_viewer().home
    given = {str(answer.giver) for answer in answers_of(home, [tool.name])}
    options = [(value, name) for value, name in givers_of(held) if value in given]
    if not options:
        return [
            html.P("Nobody has filled it in yet."),
            dcc.Link(
                "Fill it in", href="/tools/fill?" + urlencode({"tool": tool.name})
            ),
        ]
    return [
        html.P("Whose? A team or a school sees its own, exactly and at once."),
        html.Ul([html.Li(results_link(tool, value, name)) for value, name in options]),
        html.P(results_link(tool, EVERYONE, "Everyone together")),
    ]


def _of_everyone(tool: Tool) -> list[Any]:
    if current_viewer().scope.is_of_places:
        raise NotGranted("You have been given single places: choose one of them.")
    return [
        html.P(
            "Everyone together, as last published. What too few have told of is left out.",
            className="lead-in",
        ),
        *tool_results(tool, None, None, current_viewer()),
    ]


def _results(tool: Tool, of: str, sent: str, held: Contents) -> list[Any]:
    viewer, giver = current_viewer(), Giver.read(of)
    viewer.scope.about(Filters.of({giver.dimension: giver.code}))
    answers = answers_of(viewer.home, [tool.name])
    own = [answer for answer in answers if answer.giver == giver]
    picture = practice_picture(home_of(viewer.home).settings, tool)
    return [
        html.P(
            f"{giver_in_words(giver, held)} · {len(own)} filled in", className="lead-in"
        ),
        html.P("Sent. It is in the chart below." if sent else "", role="status"),
        html.P(
            [
                dcc.Link(
                    "Fill in another",
                    href="/tools/fill?" + urlencode({"tool": tool.name, "of": of}),
                    className="btn btn-primary",
                ),
                html.Button(
                    "Print", type="button", className="choice", **{"data-print": "true"}
                ),
            ],
            className="ways d-print-none",
        ),
        *tool_results(tool, giver, picture, viewer),
        *words_given(tool, own, giver),
        _latest(tool, of, own),
    ]


def _latest(tool: Tool, of: str, own: list[ToolAnswer]) -> html.Details:
    """A form that was sent by mistake can be taken out, and put back."""
    return html.Details(
        [
            html.Summary("Forms sent, the latest first"),
            html.Ul(
                [
                    html.Li(
                        [
                            f"{day(answer.about_on)}, by {answer.via} ",
                            back_button(
                                "/records/answer/out",
                                {"answer": answer.id, "tool": tool.name, "of": of},
                                "Take out",
                                "Take this form out? It is kept, and counts no more.",
                            ),
                        ]
                    )
                    for answer in list(reversed(own))[:_LATEST]
                ]
            ),
        ],
        className="d-print-none",
    )
