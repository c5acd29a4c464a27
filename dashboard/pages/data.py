"""Data: which pictures there are, which months each source sent, what may be sent."""

from typing import Any

import dash
from dash import html

from dashboard.answers import contents, home_of, manifests
from dashboard.components.sources import coverage_matrix
from dashboard.components.viewing import current_viewer
from dashboard.errors import NoSnapshot
from dashboard.warehouse.snapshots import Manifest
from dashboard.wording import day

dash.register_page(
    __name__, path="/data", name="Data", title="Data · Sightline", order=4, in_menu=True
)


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    return html.Div(
        [
            html.H1("Data"),
            html.P(
                "Extracts are checked and published on the command line: python -m dashboard extracts publish FILES.",
                className="lead-in",
            ),
            *_held(viewer),
        ],
        className="data-page",
    )


def _held(viewer: Any) -> list[Any]:
    try:
        held = contents(viewer)
        served = home_of(viewer.home).snapshots.current_id()
    except NoSnapshot as error:
        return [html.P([html.Strong(error.title), " ", error.what_to_do])]
    return [
        html.H2("Which months are in"),
        html.P(
            "The number is rows. A month that was not sent is a gap on every chart, never a nought."
        ),
        coverage_matrix(held),
        html.H2("The pictures"),
        html.Div(_pictures(manifests(viewer), served), className="table-frame"),
    ]


def _pictures(found: list[Manifest], served: str) -> html.Table:
    head = html.Tr(
        [
            html.Th(words, scope="col")
            for words in ("As at", "Published", "Files", "Rows", "")
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(day(m.as_at), scope="row"),
                html.Td(f"{m.published_at:%d %b %Y, %H:%M} UTC"),
                html.Td(", ".join(file.name for file in m.files)),
                html.Td(f"{sum(file.rows for file in m.files):,}"),
                html.Td("served now" if m.id == served else ""),
            ]
        )
        for m in found
    ]
    return html.Table(
        [html.Thead(head), html.Tbody(rows)], className="numbers pictures"
    )
