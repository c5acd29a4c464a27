"""The child protection register month by month, and whether its record adds up."""

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.charts.register import register_chart
from dashboard.components.panels import GRAPH
from dashboard.components.shell import empty_home
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.register import RegisterFlow, RegisterMonth, register_flow
from dashboard.wording import foot

dash.register_page(
    __name__,
    path="/register",
    name="The register",
    title="The register, month by month · Sightline",
    in_menu=False,
    order=9,
)

_HEAD = ("Month", "Open before", "Began", "Ended", "Open at the end", "Not explained")


def layout(**_: Any) -> html.Div:
    try:
        flow = register_flow(current_viewer())
    except ForTheUser as error:
        return empty_home(error)
    heading = html.H1("The register, month by month")
    if flow is None or not flow.months:
        return html.Div([heading, html.P(_nothing(flow))])
    return html.Div(
        [
            heading,
            html.P(flow.in_words, className="change"),
            html.P(
                "Teal above the line: spells that began. Grey below it: spells that ended."
                " The line: how many were open at the month's end, unborn children's too.",
                className="said",
            ),
            html.Div(
                dcc.Graph(figure=register_chart(flow), config=GRAPH),
                role="img",
                **{
                    "aria-label": f"The register of the last {len(flow.latest)} months."
                    " The table below has its numbers."
                },
            ),
            _table(flow),
            html.P(foot(flow.answer), className="foot"),
            dcc.Link("Registration and planning, by area and team", href="/planning"),
        ],
        className="register",
    )


def _nothing(flow: RegisterFlow | None) -> str:
    if flow is None:
        return (
            "This picture has no register in it. The extract it needs is on First day."
        )
    return "Too few to show the register month by month with protected numbers."


def _table(flow: RegisterFlow) -> html.Div:
    head = html.Thead(html.Tr([html.Th(word, scope="col") for word in _HEAD]))
    rows = [_row(month) for month in reversed(flow.latest)]
    return html.Div(
        dbc.Table([head, html.Tbody(rows)], size="sm"),
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": "The register by month"},
    )


def _row(month: RegisterMonth) -> html.Tr:
    numbers = (month.before, month.begun, month.ended, month.after, month.difference)
    return html.Tr(
        [
            html.Th(month.label, scope="row"),
            *(html.Td(_said(number)) for number in numbers),
        ]
    )


def _said(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"
