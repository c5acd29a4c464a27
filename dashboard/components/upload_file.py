"""One card of an upload: what its files were recognised as, and what each column is."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.upload_cards import Card
from dashboard.components.upload_findings import findings_section
from dashboard.intake.profiles import Profile, Profiles
from dashboard.intake.words import header_key

NOT_READ = "-"
_SURE = ((0.999, "sure"), (0.8, "quite sure"), (0.5, "fairly sure"))


def card_section(
    card: Card, number: int, kind: str, profiles: Profiles, batch: str
) -> html.Div:
    """A card, from top to bottom as it is read: kind, columns, findings."""
    profile = profiles.get(kind)
    return html.Div(
        [
            html.H2(card.title, className="card-file-name"),
            *_names(card),
            html.H3("Recognised as"),
            *_recognised(card, number, profile, profiles),
            *_columns(card, number, profile),
            html.H3("Findings"),
            findings_section(card, number, batch),
        ],
        className="upload-card",
    )


def _names(card: Card) -> list[Any]:
    if len(card.files) == 1:
        return []
    names = html.Ul([html.Li(file["name"]) for file in card.files])
    return [html.Details([html.Summary("Which files"), names])]


def _recognised(
    card: Card, number: int, profile: Profile | None, profiles: Profiles
) -> list[Any]:
    choices = [{"label": kind.title, "value": name} for name, kind in profiles.items()]
    if profile is None:
        said = html.P([html.Strong("Not recognised. "), "Choose what it is, below."])
    elif not card.first["profile"]:
        looks = f"It looks most like “{profile.title}”, but a needed column is missing."
        said = html.P([html.Strong("Not recognised. "), looks])
    else:
        said = html.P([html.Strong(profile.title), f": {_why_so(card)}"])
    choice = html.Div(
        [
            html.Label(
                [
                    html.Span("Kind of extract", className="filter-name"),
                    dbc.Select(
                        id={"type": "upload-kind", "card": number},
                        options=choices,
                        value=profile.name if profile else "",
                        placeholder="Choose a kind of extract",
                    ),
                ],
                className="upload-kind",
            ),
            html.Button(
                "Read as this kind",
                id={"type": "upload-as-kind", "card": number},
                className="choice",
            ),
        ],
        className="upload-choice",
    )
    if not card.first["profile"]:
        return [said, choice]
    return [said, html.Details([html.Summary("It is something else"), choice])]


def _why_so(card: Card) -> str:
    known = len(card.first["header"]) - len(card.first["unread"])
    of = len(card.first["header"])
    sure = next(
        (words for least, words in _SURE if card.first["sure"] >= least),
        "not very sure",
    )
    rows = "1 row" if card.rows == 1 else f"{card.rows:,} rows"
    return f"{rows}; {sure}: {known} of {of} column names known."


def _columns(card: Card, number: int, profile: Profile | None) -> list[Any]:
    header = card.first["header"]
    if profile is None or not header:
        return []
    read = _read_as(card, profile)
    missing = [
        column.aliases[0]
        for column in profile.needed
        if column.name not in {entry["column"] for entry in read.values()}
    ]
    summary = f"{len(read)} of {len(header)} columns read"
    table = html.Table(
        [
            html.Caption("What each column of your file is read as"),
            html.Thead(html.Tr([html.Th(w, scope="col") for w in _HEADS])),
            html.Tbody(
                [
                    _column_row(name, index, number, profile, read.get(name))
                    for index, name in enumerate(header)
                ]
            ),
        ],
        className="upload-columns",
    )
    return [
        html.H3("Columns"),
        *_missing(missing),
        html.Details(
            [
                html.Summary(summary),
                html.Div(table, className="table-frame"),
                html.Button(
                    "Read again with these columns",
                    id={"type": "upload-as-columns", "card": number},
                    className="choice",
                ),
            ],
            open=bool(missing),
        ),
    ]


def _read_as(card: Card, profile: Profile) -> dict[str, Mapping[str, Any]]:
    """Header → what it was read as; by its name alone where the file was not read."""
    if card.first["profile"]:
        return {column["header"]: column for column in card.first["columns"]}
    known = {
        name: profile.by_alias[header_key(name)]
        for name in card.first["header"]
        if header_key(name) in profile.by_alias
    }
    return {
        name: {"column": column.name, "why": column.why, "examples": []}
        for name, column in known.items()
    }


def _missing(names: list[str]) -> list[Any]:
    if not names:
        return []
    listed = ", ".join(f"“{name}”" for name in names)
    return [
        html.P(
            [
                html.Strong(f"Needed, and not found: {listed}. "),
                "If your file has it under another name, say which it is. It is "
                "remembered for the next file of this shape.",
            ]
        )
    ]


_HEADS = ("Column in your file", "Read as", "Why it is needed", "Examples")


def _column_row(
    name: str,
    index: int,
    card: int,
    profile: Profile,
    read: Mapping[str, Any] | None,
) -> html.Tr:
    choices = [
        {"label": "Not read", "value": NOT_READ},
        *[
            {"label": _column_words(column), "value": column.name}
            for column in profile.columns
        ],
    ]
    chosen = dbc.Select(
        id={"type": "upload-column", "card": card, "header": index},
        options=choices,
        value=read["column"] if read else NOT_READ,
    )
    label = html.Label(
        [html.Span(f"{name} is read as", className="visually-hidden"), chosen]
    )
    return html.Tr(
        [
            html.Th(name or f"(column {index + 1} has no name)", scope="row"),
            html.Td(label),
            html.Td(read["why"] if read else ""),
            html.Td(", ".join(read["examples"]) if read else ""),
        ]
    )


def _column_words(column: Any) -> str:
    words = str(column.aliases[0])
    if column.type == "ignored":
        return f"{words} (left out: not kept)"
    return f"{words} (needed)" if column.needed else words
