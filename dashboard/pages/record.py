"""Who did what: the record, for whoever looks after Sightline."""

from typing import Any
from urllib.parse import urlencode

import dash
from dash import dcc, html

from dashboard.access.access import access_of
from dashboard.access.audit import Entry, entries, verify
from dashboard.components.viewing import current_settings

dash.register_page(
    __name__,
    path="/record",
    name="Who did what",
    title="Who did what · Sightline",
    order=90,
    in_menu=True,
)
_SHOWN = 100
_LINES = 3
_CHECKED = 2_000
_HEADS = ("Number", "When (UTC)", "Who", "What", "Of what", "Picture")


def layout(words: str = "", **_: Any) -> html.Div:
    home = current_settings().home
    found = entries(home, words, most=_SHOWN + 1)
    return html.Div(
        [
            html.H1("Who did what"),
            html.P(_verdict(home), className="lead-in"),
            _search(words),
            html.P(
                html.A(
                    "Export all of these",
                    href="/record.csv?" + urlencode({"words": words}),
                    className="btn btn-primary",
                )
            ),
            _told(found[:_SHOWN], more=len(found) > _SHOWN),
            html.H2("Who may do what now"),
            html.P("As access.toml says it; it is read again whenever it is saved."),
            html.Ul([html.Li(line) for line in access_of(home).in_words]),
        ],
        className="record-page",
    )


def _verdict(home: Any) -> str:
    found = verify(home, newest=_CHECKED)
    if found.faults:
        return " ".join(found.faults)
    checked = f"The newest {found.entries:,} entries are as they were written."
    return (
        f"{checked} They name people of the partnership, places and pictures: no child and"
        " no number. On the command line `audit verify` checks all there are."
    )


def _search(words: str) -> html.Form:
    return html.Form(
        [
            html.Label("With these words", htmlFor="record-words"),
            dcc.Input(id="record-words", name="words", value=words, type="search"),
            html.Button("Find", type="submit", className="choice"),
        ],
        action="/record",
        method="get",
        className="record-search",
    )


def _told(found: list[Entry], *, more: bool) -> Any:
    if not found:
        return html.P("There is no such entry.")
    words = f"The newest {_SHOWN}; the export has all." if more else ""
    table = html.Table(
        [
            html.Caption("Who did what, the newest first"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in _HEADS])),
            html.Tbody([html.Tr([html.Td(cell) for cell in _row(e)]) for e in found]),
        ],
        className="record-table",
    )
    return html.Div([html.P(words), html.Div(table, className="table-frame")])


def _row(entry: Entry) -> list[Any]:
    of = [html.Div(part) for part in entry.of.split("; ")]
    long = len(of) > _LINES
    said = (
        html.Details([html.Summary(f"{len(of)} slices"), *of]) if long else html.Div(of)
    )
    when = entry.at.replace("T", " ")[:16]
    return [entry.number, when, entry.who, entry.what, said, entry.snapshot]
