"""What the buttons of a batch's steps do: each decision is kept, and read anew by."""

import secrets
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from dashboard.answers import home_of
from dashboard.components.upload_cards import Card, cards_of, kind_of
from dashboard.components.upload_decisions import (
    as_columns,
    as_kind,
    leave_out,
    say_of_months,
)
from dashboard.components.upload_file import NOT_READ
from dashboard.components.upload_words import decide_words
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.decisions import Decisions
from dashboard.intake.profiles import Profiles, read_profiles
from dashboard.intake.reader_process import start_reading
from dashboard.settings import Settings


def settings_of_home() -> Settings:
    settings: Settings = home_of(current_viewer().home).settings
    return settings


def profiles_of_home() -> Profiles:
    return read_profiles(settings_of_home().profile_folders)


def pressed(batch: str | None) -> Batch:
    """The batch whose button was pressed: one that was only drawn was not."""
    if not batch or not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    return Batch.of(current_viewer().home, batch)


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-as-kind", "card": ALL}, "n_clicks"),
    State({"type": "upload-kind", "card": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def choose_kind(_: Any, kinds: list[str], batch: str | None) -> str:
    found = pressed(batch)
    card = ctx.triggered_id["card"]
    if not kinds[card]:
        raise ForTheUser("Choose a kind of extract first.")
    return _read(found, as_kind(found.decisions, _card(found, card), kinds[card]))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-as-columns", "card": ALL}, "n_clicks"),
    State({"type": "upload-column", "card": ALL, "header": ALL}, "value"),
    State({"type": "upload-column", "card": ALL, "header": ALL}, "id"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def choose_columns(
    _: Any, names: list[str], ids: list[dict[str, int]], batch: str | None
) -> str:
    found = pressed(batch)
    number = ctx.triggered_id["card"]
    card = _card(found, number)
    kind = kind_of(card, found.decisions, profiles_of_home())
    header = card.first["header"]
    columns = {
        header[place["header"]]: "" if name == NOT_READ else name
        for name, place in zip(names, ids, strict=True)
        if place["card"] == number
    }
    return _read(found, as_columns(found.decisions, card, kind, columns))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-leave", "card": ALL, "finding": ALL}, "n_clicks"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def leave_rows_out(_: Any, batch: str | None) -> str:
    found = pressed(batch)
    card = _card(found, ctx.triggered_id["card"])
    finding = card.findings[ctx.triggered_id["finding"]]
    return _read(found, leave_out(found.decisions, card, finding))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-words", "card": ALL, "finding": ALL}, "n_clicks"),
    State({"type": "upload-word", "card": ALL, "finding": ALL, "word": ALL}, "value"),
    State({"type": "upload-word", "card": ALL, "finding": ALL, "word": ALL}, "id"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def say_what_words_mean(
    _: Any, codes: list[str], ids: list[dict[str, int]], batch: str | None
) -> str:
    found = pressed(batch)
    number, place = ctx.triggered_id["card"], ctx.triggered_id["finding"]
    of_words = _card(found, number).findings[place]
    chosen = [
        code or ""
        for code, at in zip(codes, ids, strict=True)
        if (at["card"], at["finding"]) == (number, place)
    ]
    if not decide_words(current_viewer().home, of_words, chosen):
        raise ForTheUser("Choose what a word means first.")
    return _read(found, found.decisions)


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-say", "of": ALL}, "n_clicks"),
    State({"type": "upload-month", "source": ALL, "month": ALL}, "id"),
    State({"type": "upload-month", "source": ALL, "month": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def say(_: Any, months: list[Any], said: list[Any], batch: str | None) -> str:
    found = pressed(batch)
    return _read(found, say_of_months(found.decisions, zip(months, said, strict=True)))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-again", "of": ALL}, "n_clicks"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def read_again(_: Any, batch: str | None) -> str:
    found = pressed(batch)
    return _read(found, found.decisions)


def _card(batch: Batch, number: int) -> Card:
    return cards_of(batch.report)[number]


def _read(batch: Batch, decisions: Decisions) -> str:
    """Read anew by these decisions; a word that is new each time has the page watch."""
    batch.decide(decisions)
    start_reading(batch)
    return secrets.token_hex(4)
