"""The position statement: how good are we now, how do we know, what will we do next.

Gathered from what meetings decided and what was found, by quality indicator, for
inspection and for the plan (dashboard/position.py); as a document at /position.docx.
"""

from datetime import date
from typing import Any

import dash
from dash import dcc, html

from dashboard.components.places import places_in_words
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import way
from dashboard.position import (
    NOTHING,
    TITLE,
    Listing,
    Said,
    Section,
    Statement,
    Tabling,
    Words,
    statement_of,
)

dash.register_page(
    __name__,
    path="/position",
    name="Position statement",
    title="Position statement · Sightline",
    order=9,
)


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    statement = statement_of(viewer.home, date.today(), places_in_words(viewer))
    return html.Div(
        [
            html.H1(TITLE),
            *_notes(statement),
            html.P(
                [
                    html.Button(
                        "Print",
                        type="button",
                        className="choice",
                        **{"data-print": "true"},
                    ),
                    html.A("Word document", href="/position.docx", className="choice"),
                    way("Findings", "/findings"),
                ],
                className="ways d-print-none",
            ),
            *(_section(one) for one in statement.sections),
            *([] if statement.sections else [html.P(NOTHING)]),
        ],
        className="position-page",
    )


def _notes(statement: Statement) -> list[html.P]:
    lead, *others = statement.notes
    return [
        html.P(lead, className="lead-in"),
        *[html.P(note, className="note") for note in others],
    ]


def _section(section: Section) -> html.Section:
    parts: list[Any] = [html.H2(section.title)]
    for part in section.parts:
        parts.append(html.H3(part.title))
        parts += _listed(part) if isinstance(part, Listing) else _tabled(part)
    return html.Section(parts)


def _listed(part: Listing) -> list[Any]:
    return [html.Ul([html.Li(_said(one)) for one in part.items])]


def _said(said: Said) -> list[Any]:
    return [_words(one) for one in said]


def _words(words: Words) -> Any:
    if words.href:
        return dcc.Link(words.text, href=words.href)
    return html.Strong(words.text) if words.strong else words.text


def _tabled(part: Tabling) -> list[Any]:
    head = html.Tr([html.Th(words, scope="col") for words in part.columns])
    rows = [
        html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
        for row in part.rows
    ]
    return [
        html.P(part.said),
        html.Div(
            html.Table(
                [html.Thead(head), html.Tbody(rows)], className="numbers told-table"
            ),
            className="table-frame",
            tabIndex="0",
            role="region",
            **{"aria-label": part.title},
        ),
    ]
