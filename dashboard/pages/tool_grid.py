"""Many forms at once, from paper; and the paper itself, to print."""

from typing import Any

import dash
from dash import html

from dashboard.components.form import Field, form
from dashboard.components.tool_form import givers_of, question_fields
from dashboard.components.tool_page import tool_page
from dashboard.partnership.tools import Asked, Tool
from dashboard.warehouse.contents import Contents

dash.register_page(
    __name__, path="/tools/grid", name="Many", title="Many at once · Sightline"
)
_ON_PAPER = 8


def layout(tool: str = "", of: str = "", **_: Any) -> html.Div:
    return tool_page(
        tool, "{}: many at once", lambda found, held: _body(found, held, of)
    )


def _body(tool: Tool, held: Contents, of: str) -> list[Any]:
    return [
        html.P(
            "Print the paper, tick through the month, and type the columns in here in one go.",
            className="lead-in d-print-none",
        ),
        html.Button(
            "Print the paper",
            type="button",
            className="choice d-print-none",
            **{"data-print": "true"},
        ),
        _paper(tool),
        html.Div(
            form(
                "/records/answers",
                [
                    Field("tool", "", "hidden", tool.name),
                    Field(
                        "of",
                        "Team or school",
                        "choice",
                        of,
                        needed=True,
                        options=[("", "Choose …"), *givers_of(held)],
                    ),
                    Field(
                        "forms",
                        "Forms",
                        "rows",
                        fields=[
                            Field("about_on", "Day", "date", needed=True),
                            *question_fields(tool, compact=True),
                        ],
                        add="Add a form",
                    ),
                ],
                save="Send them all",
                key=f"grid-{tool.name}",
                waits=True,
            ),
            className="d-print-none tool-grid",
        ),
    ]


def _paper(tool: Tool) -> html.Table:
    """A row a question, a column a form."""
    blank = [html.Td("") for _ in range(_ON_PAPER)]
    head = html.Tr([html.Th("Day", scope="row"), *blank])
    rows = [
        html.Tr([html.Th(_in_words(asked), scope="row"), *blank])
        for asked in tool.questions
    ]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="paper")


def _in_words(asked: Asked) -> str:
    answers = " / ".join(words for _, words in asked.options)
    return f"{asked.text} ({answers})" if answers else asked.text
