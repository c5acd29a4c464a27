"""Data: which pictures there are, which months each source sent, what may be sent."""

from typing import Any

import dash
from dash import dcc, html

from dashboard.answers import catalogue, contents, home_of, manifests
from dashboard.components.first_day import first_day
from dashboard.components.sources import coverage_matrix
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import way
from dashboard.dates import day
from dashboard.errors import NoSnapshot
from dashboard.intake.wordlists import waiting_words
from dashboard.warehouse.snapshots import Manifest, SourceFile

dash.register_page(
    __name__, path="/data", name="Data", title="Data · Sightline", order=4, in_menu=True
)


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    return html.Div(
        [
            html.H1("Data"),
            *_held(viewer),
        ],
        className="data-page",
    )


def _held(viewer: Any) -> list[Any]:
    try:
        held = contents(viewer)
        served = home_of(viewer.home).snapshots.current_id()
    except NoSnapshot as error:
        return [
            html.P(html.Strong(error.title)),
            html.H2("First day: what to ask for"),
            *first_day(),
        ]
    pictures = manifests(viewer)
    return [
        _ways_on(),
        html.H2("Which months are in"),
        html.P(
            ("The number is rows. " if viewer.sees_rows else "")
            + "A month that was not sent is a gap on every chart, never a nought."
        ),
        coverage_matrix(held, {m.name: m.title for m in catalogue(viewer).values()}),
        *_left_out(pictures, served, counted=viewer.sees_rows),
        html.H2("The pictures"),
        html.Div(
            _pictures(pictures, served, counted=viewer.sees_rows),
            className="table-frame",
        ),
    ]


def _ways_on() -> html.P:
    return html.P(
        [
            way("Send files", "/data/upload", "btn btn-primary"),
            dcc.Link("What to ask for", href="/data/first-day"),
            dcc.Link("History and undo", href="/data/history"),
            way(_words_link(), "/data/words", ""),
            way("Which rows are behind a figure?", "/data/trace", ""),
        ],
        className="ways-on",
    )


def _words_link() -> str:
    waiting = len(waiting_words(current_viewer().home))
    return f"Words that decide ({waiting} waiting)" if waiting else "Words that decide"


def _left_out(pictures: list[Manifest], served: str, *, counted: bool) -> list[Any]:
    """Rows that an officer left out of what is served, by kind of extract."""
    found = left_out_of(pictures, served)
    if not found:
        return []
    lines = [
        html.Li(
            f"{file.name}: {file.left_out:,} of {file.rows_in:,} rows"
            if counted
            else f"{file.name}: some rows"
        )
        for file in found
    ]
    return [
        html.H2("Rows left out by decision"),
        html.P("They are in no number. Sent again once put right, they will be."),
        html.Ul(lines),
    ]


def left_out_of(pictures: list[Manifest], served: str) -> list[SourceFile]:
    """Files with rows left out, of the served picture and those it was built upon.

    Only the newest files of each kind: what is sent again takes the place of what was.
    """
    by_id = {manifest.id: manifest for manifest in pictures}
    found: list[SourceFile] = []
    told: set[str] = set()
    step = by_id.get(served)
    while step:
        found += [f for f in step.files if f.left_out and f.profile not in told]
        told |= {file.profile for file in step.files}
        step = by_id.get(step.before or "")
    return found


def _if(counted: bool, cell: Any) -> list[Any]:
    return [cell] if counted else []


def _pictures(found: list[Manifest], served: str, *, counted: bool) -> html.Table:
    head = html.Tr(
        [
            html.Th(words, scope="col")
            for words in ("As at", "Published", "Files", *_if(counted, "Rows"), "Now")
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(day(m.as_at), scope="row"),
                html.Td(f"{m.published_at:%d %b %Y, %H:%M} UTC"),
                html.Td(", ".join(file.name for file in m.files)),
                *_if(counted, html.Td(f"{sum(file.rows for file in m.files):,}")),
                html.Td("served now" if m.id == served else ""),
            ]
        )
        for m in found
    ]
    return html.Table(
        [html.Thead(head), html.Tbody(rows)], className="numbers pictures"
    )
