"""Fill in a tool."""

from typing import Any

import dash
from dash import html

from dashboard.components.tool_form import givers_of, tool_form
from dashboard.components.tool_page import tool_page

dash.register_page(
    __name__, path="/tools/fill", name="Fill in", title="Fill in a tool · Sightline"
)


def layout(tool: str = "", of: str = "", **_: Any) -> html.Div:
    return tool_page(
        tool,
        "{}",
        lambda found, held: [
            html.P(
                f"{found.filled_in_by}, {found.how_often}. Name no child.",
                className="lead-in",
            ),
            tool_form(found, action="/records/answer", of=of, givers=givers_of(held)),
        ],
    )
