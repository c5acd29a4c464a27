"""Short tools: what teams fill in about their own work, and what came of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import dash
from dash import dcc, html

from dashboard.answers import home_of
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import way
from dashboard.measures import Family
from dashboard.partnership.tools import Tool, measured_by, read_tools
from dashboard.words import FAMILIES

dash.register_page(
    __name__,
    path="/tools",
    name="Tools",
    title="Short tools · Sightline",
    order=3.5,
    in_menu=True,
)


def layout(**_: Any) -> html.Div:
    tools = list(read_tools(home_of(current_viewer().home).settings).values())
    return html.Div(
        [
            html.H1("Short tools"),
            html.P(
                "A minute's form about the work itself, filled in where the work is done. Who filled "
                "it in sees the new point on the next screen. No form asks for a child's name or number.",
                className="lead-in",
            ),
            *[
                part
                for family in Family
                for part in _family(family, measured_by(tools, family))
            ],
            html.P(
                way("Make a tool", "/tools/make"),
                className="ways",
            ),
        ],
        className="tools-page",
    )


def _family(family: Family, tools: Sequence[Tool]) -> list[Any]:
    if not tools:
        return []
    words = FAMILIES[family]
    return [
        html.H2(words[:1].upper() + words[1:]),
        html.Div([_card(tool) for tool in tools], className="tool-cards"),
    ]


def _card(tool: Tool) -> html.Article:
    minutes = "a minute" if tool.minutes <= 1 else f"{tool.minutes:g} minutes"
    return html.Article(
        [
            html.H3(tool.title),
            html.P(f"{tool.filled_in_by}, {tool.how_often}; {minutes}."),
            html.P(tool.shared_as, className="form-hint"),
            html.P(
                [
                    dcc.Link(
                        "Fill in", href=_to("fill", tool), className="btn btn-primary"
                    ),
                    dcc.Link("Results", href=_to("results", tool), className="choice"),
                    dcc.Link(
                        "Many at once", href=_to("grid", tool), className="choice"
                    ),
                    way("From Microsoft Forms", _to("bring", tool)),
                    way("A link to send", _to("link", tool)),
                    dcc.Link(
                        "Everyone's",
                        href=f"/measure/{tool.measure}",
                        className="choice",
                    ),
                ],
                className="ways d-print-none",
            ),
        ],
        className="tool-card",
        **{"data-tool": tool.name},
    )


def _to(page: str, tool: Tool) -> str:
    return f"/tools/{page}?" + urlencode({"tool": tool.name})
