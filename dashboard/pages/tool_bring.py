"""Answers that were given in Microsoft Forms, brought in from the file it exports."""

from typing import Any

import dash
from dash import html

from dashboard.components.form import Field, form
from dashboard.components.tool_form import givers_of
from dashboard.components.tool_page import tool_page

dash.register_page(
    __name__,
    path="/tools/bring",
    name="Bring",
    title="From Microsoft Forms · Sightline",
)


def layout(tool: str = "", **_: Any) -> html.Div:
    return tool_page(
        tool,
        "{}: from Microsoft Forms",
        lambda found, held: [
            html.P(
                "Make a form with the questions below, word for word, and export its responses to "
                "Excel. Names and addresses in the file are not read.",
                className="lead-in",
            ),
            html.Ul([html.Li(asked.text) for asked in found.questions]),
            form(
                "/records/forms",
                [
                    Field("tool", "", "hidden", found.name),
                    Field(
                        "of",
                        "Of which team or school",
                        "choice",
                        needed=True,
                        options=[("", "Choose …"), *givers_of(held)],
                    ),
                    Field("file", "The exported file", "file", needed=True),
                ],
                save="Bring them in",
                key=f"bring-{found.name}",
            ),
        ],
    )
