"""Definitions: the whole catalogue, each measure with its SQL."""

from typing import Any

import dash
from dash import dcc, html

from dashboard.answers import catalogue
from dashboard.components.definition import definition
from dashboard.components.viewing import current_viewer

dash.register_page(
    __name__,
    path="/definitions",
    name="Definitions",
    title="Definitions · Sightline",
    order=3,
    in_menu=True,
)


def layout(**_: Any) -> html.Div:
    measures = catalogue(current_viewer()).values()
    return html.Div(
        [
            html.H1("Definitions"),
            html.P(
                "What each number counts, what it does not, when it is old enough, and the SQL behind it.",
                className="lead-in",
            ),
            *[
                html.Details(
                    [
                        html.Summary(
                            [
                                html.Span(m.title, className="definition-title"),
                                html.Span(m.question, className="definition-question"),
                            ]
                        ),
                        definition(m),
                        dcc.Link("See it", href=f"/measure/{m.name}"),
                    ],
                    className="definition-entry",
                )
                for m in measures
            ],
        ],
        className="definitions",
    )
