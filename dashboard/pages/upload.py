"""Send files: one page from the files to what everybody sees.

`assets/upload.js` sends the files and watches the reading; the decisions are made here.
A batch is in the address, so that a page that is left half-way goes on.
"""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

import dash
from dash import ALL, Input, Output, State, clientside_callback, ctx, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.answers import home_of
from dashboard.components.upload_cards import Card, cards_of, kind_of
from dashboard.components.upload_decisions import (
    as_columns,
    as_kind,
    leave_out,
    remember,
    say_of_months,
)
from dashboard.components.upload_file import NOT_READ
from dashboard.components.upload_steps import not_published, published, steps, verdict
from dashboard.components.upload_waiting import waiting_files
from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.intake.batch import MOST_BYTES, Batch
from dashboard.intake.decisions import Decisions
from dashboard.intake.mappings import Mappings
from dashboard.intake.profiles import Profiles, read_profiles
from dashboard.intake.reader_process import is_reading, start_reading
from dashboard.intake.reading_batch import discard_batch, publish_batch
from dashboard.settings import Settings

dash.register_page(
    __name__, path="/data/upload", name="Send files", title="Send files · Sightline"
)


def layout(batch: str = "", published: str = "", **_: Any) -> html.Div:
    found, said = _opened(batch, published)
    reading = bool(found and is_reading(found))
    as_at = found.as_at if found else date.today()
    return html.Div(
        [
            html.H1("Send files"),
            html.P(
                "Extracts as CSV or workbooks, one or many at once. Nothing changes for "
                "anybody until you publish.",
                className="lead-in",
            ),
            dcc.Store(id="upload-batch", data=found.id if found else None),
            dcc.Store(id="upload-reading", data=1 if reading else 0),
            dcc.Store(id="upload-read"),
            dcc.Store(id="upload-shown"),
            html.Div(
                id="upload-control",
                **{"data-as-at": as_at.isoformat(), "data-most": str(MOST_BYTES)},
            ),
            html.Div(id="upload-refused", **{"aria-live": "assertive"}),
            html.Div(said, id="upload-steps"),
            waiting_files(current_viewer().home, found.id if found else ""),
        ],
        className="upload-page",
    )


def _opened(batch: str, snapshot: str) -> tuple[Batch | None, list[Any]]:
    """The batch of the address, if it is still kept, and what is to be seen of it."""
    viewer = current_viewer()
    try:
        if snapshot:
            return None, published(home_of(viewer.home).snapshots.manifest(snapshot))
        if batch:
            found = Batch.of(viewer.home, batch)
            return found, steps(found, _profiles())
    except ForTheUser as error:
        return None, [verdict(f"{error.title} {error.what_to_do}")]
    return None, []


def _settings() -> Settings:
    settings: Settings = home_of(current_viewer().home).settings
    return settings


def _profiles() -> Profiles:
    return read_profiles(_settings().profile_folders)


def _pressed(batch: str | None) -> Batch:
    """The batch whose button was pressed: one that was only drawn was not."""
    if not batch or not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    return Batch.of(current_viewer().home, batch)


clientside_callback(
    dash.ClientsideFunction("sightlineUpload", "watch"),
    Output("upload-control", "title"),
    Input("upload-batch", "data"),
    Input("upload-reading", "data"),
)
clientside_callback(
    dash.ClientsideFunction("sightlineUpload", "shown"),
    Output("upload-shown", "data"),
    Input("upload-steps", "children"),
)


@dash.callback(
    Output("upload-steps", "children", allow_duplicate=True),
    Output("upload-refused", "children", allow_duplicate=True),
    Input("upload-read", "data"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def show(_: Any, batch: str | None) -> tuple[list[Any], None]:
    if not batch:
        raise PreventUpdate
    return steps(Batch.of(current_viewer().home, batch), _profiles()), None


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-as-kind", "card": ALL}, "n_clicks"),
    State({"type": "upload-kind", "card": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def choose_kind(_: Any, kinds: list[str], batch: str | None) -> str:
    found = _pressed(batch)
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
    found = _pressed(batch)
    number = ctx.triggered_id["card"]
    card = _card(found, number)
    kind = kind_of(card, found.decisions, _profiles())
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
    found = _pressed(batch)
    card = _card(found, ctx.triggered_id["card"])
    finding = card.findings[ctx.triggered_id["finding"]]
    return _read(found, leave_out(found.decisions, card, finding))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-say", "of": ALL}, "n_clicks"),
    State({"type": "upload-month", "source": ALL, "month": ALL}, "id"),
    State({"type": "upload-month", "source": ALL, "month": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def say(_: Any, months: list[Any], said: list[Any], batch: str | None) -> str:
    found = _pressed(batch)
    return _read(found, say_of_months(found.decisions, zip(months, said, strict=True)))


@dash.callback(
    Output("upload-reading", "data", allow_duplicate=True),
    Input({"type": "upload-again", "of": ALL}, "n_clicks"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def read_again(_: Any, batch: str | None) -> str:
    found = _pressed(batch)
    return _read(found, found.decisions)


def _card(batch: Batch, number: int) -> Card:
    return cards_of(batch.report)[number]


def _read(batch: Batch, decisions: Decisions) -> str:
    """Read anew by these decisions; a word that is new each time has the page watch."""
    batch.decide(decisions)
    start_reading(batch)
    return secrets.token_hex(4)


@dash.callback(
    Output("upload-steps", "children", allow_duplicate=True),
    Output("upload-batch", "data", allow_duplicate=True),
    Output("upload-refused", "children", allow_duplicate=True),
    Input({"type": "upload-publish", "of": ALL}, "n_clicks"),
    State({"type": "upload-yes", "of": ALL}, "value"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def publish(_: Any, yes: list[bool], batch: str | None) -> tuple[Any, Any, Any]:
    found = _pressed(batch)
    settings = _settings()
    report = found.report
    found.decide(_with_yes(found.decisions, yes))
    remembered = found.decisions
    try:
        snapshot = publish_batch(found, settings)
    except ForTheUser as error:
        said = not_published(error.title, error.message, error.what_to_do)
        return dash.no_update, dash.no_update, said
    remember(remembered, report, Mappings.of(settings.home))
    manifest = home_of(settings.home).snapshots.manifest(snapshot)
    return published(manifest), None, None


def _with_yes(decisions: Decisions, yes: list[bool]) -> Decisions:
    return replace(decisions, yes=any(yes))


@dash.callback(
    Output("upload-steps", "children", allow_duplicate=True),
    Output("upload-batch", "data", allow_duplicate=True),
    Input({"type": "upload-discard", "of": ALL}, "n_clicks"),
    State("upload-batch", "data"),
    prevent_initial_call=True,
)
def discard(_: Any, batch: str | None) -> tuple[Any, None]:
    discard_batch(_pressed(batch), _settings())
    return [verdict("Discarded. What was published before is still served.")], None
