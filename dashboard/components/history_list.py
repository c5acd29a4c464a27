"""Every picture that was published: when, by whom, of which files, and what became of it."""

from collections.abc import Iterable, Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.access.doors import Kind
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.warehouse.history import Event, in_words
from dashboard.warehouse.manifest import SourceFile
from dashboard.warehouse.pictures import Picture, State
from dashboard.warehouse.taken import Taken

BACK = "history-back"


def picture_name(picture: Picture) -> str:
    """“As at 14 Nov 2026, published 15 Nov 2026 at 10:02”"""
    manifest = picture.manifest
    when = manifest.published_at
    return f"As at {day(manifest.as_at)}, published {day(when)} at {when:%H:%M}"


def picture_list(
    pictures: Iterable[Picture], kinds: Mapping[str, str], *, counted: bool
) -> html.Ol:
    """`kinds`: kind of extract → its name on the screen; `counted`: with numbers of rows."""
    return html.Ol(
        [html.Li(_picture(one, kinds, counted=counted)) for one in pictures],
        className="history",
    )


def _picture(
    picture: Picture, kinds: Mapping[str, str], *, counted: bool
) -> html.Article:
    manifest = picture.manifest
    who = manifest.who or "an officer"
    return html.Article(
        [
            html.Div(
                [html.H3(f"As at {day(manifest.as_at)}"), *_state(picture)],
                className="history-head",
            ),
            html.P(
                f"Published {day(manifest.published_at)} at {manifest.published_at:%H:%M} UTC by {who}.",
            ),
            *([html.P(f"Made anew: {manifest.why}.")] if manifest.why else []),
            *_signed(manifest.signed_by),
            *_undone(picture),
            _files(picture, kinds, counted=counted),
            *_mappings(manifest.files),
            *_back(picture),
        ],
        className="history-picture",
        **{"data-picture": picture.id},
    )


def _state(picture: Picture) -> list[Any]:
    said = [] if picture.state is State.EARLIER else [picture.state.value]
    said += [] if picture.kept else ["no longer kept"]
    return [html.Span(words, className="history-state") for words in said]


def _undone(picture: Picture) -> list[Any]:
    if picture.undone is None:
        return []
    event = picture.undone
    why = f": {event.why}" if event.why else ""
    return [
        html.P(
            f"Withdrawn on {day(event.at)} by {event.who}{why}.",
            className="history-why",
        ),
        *taken_list(picture.taken),
    ]


def taken_list(taken: Iterable[Taken]) -> list[Any]:
    """Who holds links or files of what is withdrawn, and may need to be told."""
    items = [
        html.Li(
            f"{one.who}: a {one.what} on {day(one.at)}{f' ({one.of})' if one.of else ''}"
        )
        for one in taken
    ]
    if not items:
        return [html.P("Nobody took a link or a file from it.")]
    return [html.P("Taken from it, so tell them:"), html.Ul(items)]


def _files(picture: Picture, kinds: Mapping[str, str], *, counted: bool) -> html.Div:
    rows_of = ("Rows in", "Rows out", "Repeated", "Left out") if counted else ()
    columns = ("File", "Kind of extract", *rows_of)
    head = html.Tr([html.Th(words, scope="col") for words in columns])
    rows = [
        html.Tr(
            [
                html.Th(file.name, scope="row", title=f"SHA-256 {file.sha256}"),
                html.Td(kinds.get(file.profile, file.profile)),
                *[
                    html.Td(f"{number:,}")
                    for number in (_numbers_of(file) if counted else ())
                ],
            ]
        )
        for file in picture.manifest.files
    ]
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="numbers"),
        className="table-frame",
        tabIndex="0",
        role="group",  # no landmark: there is one for each picture
        **{"aria-label": f"Files of the picture {picture_name(picture).lower()}"},
    )


def _numbers_of(file: SourceFile) -> tuple[int, ...]:
    return file.rows_in, file.rows_out, file.repeated, file.left_out


def _mappings(files: Iterable[SourceFile]) -> list[Any]:
    told = [file for file in files if file.columns]
    if not told:
        return []
    lists = [
        html.Div(
            [
                html.P(f"{file.name}:"),
                html.Ul(
                    [html.Li(f"{header} → {column}") for header, column in file.columns]
                ),
            ]
        )
        for file in told
    ]
    return [html.Details([html.Summary("Which column was read as what"), *lists])]


def _back(picture: Picture) -> list[Any]:
    if not picture.can_be_served or not is_open(Kind.CALLBACK, "pages.history.go_back"):
        return []
    name = picture_name(picture)
    button = dbc.Button(
        [
            "Go back to this picture",
            html.Span(f": {name}", className="visually-hidden"),
        ],
        id={"type": BACK, "picture": picture.id},
        outline=True,
        color="primary",
        size="sm",
    )
    return [button]


def log_of(events: Iterable[Event], pictures: Iterable[Picture]) -> html.Details:
    """Everything that happened, the newest first."""
    names = {one.id: f"the picture {picture_name(one).lower()}" for one in pictures}
    items = [
        html.Li(
            f"{day(event.at)}, {event.at:%H:%M} UTC, {event.who}: "
            f"{in_words(event, lambda one: names.get(one, one))}"
        )
        for event in reversed(list(events))
    ]
    return html.Details(
        [
            html.Summary("Everything that happened"),
            html.Ul(items, className="history-log"),
        ]
    )


def _signed(by: str) -> list[html.P]:
    return [html.P(f"What others are told was signed off by {by}.")] if by else []
