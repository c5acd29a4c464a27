"""The steps of an upload on one page: verdict, files, what would change, publish."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.upload_cards import Card, cards_of, kind_of
from dashboard.components.upload_changes import changes_section, empty_months_section
from dashboard.components.upload_file import card_section
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.intake.batch import Batch
from dashboard.intake.findings import Severity
from dashboard.intake.profiles import Profiles
from dashboard.intake.reader_process import is_reading
from dashboard.intake.reading_batch import release_of
from dashboard.intake.signing import told
from dashboard.warehouse.snapshots import Manifest


def steps(batch: Batch, profiles: Profiles) -> list[Any]:
    """What is to be seen of a batch as it now stands."""
    report = batch.report
    if report.get("stopped"):
        return _stopped(report["stopped"])
    if not report:
        return [] if is_reading(batch) else _not_read(batch)
    cards, decisions = cards_of(report), batch.decisions
    return [
        verdict(report["verdict"]),
        *[
            card_section(
                card, number, kind_of(card, decisions, profiles), profiles, batch.id
            )
            for number, card in enumerate(cards)
        ],
        *empty_months_section(report),
        *changes_section(report, current_viewer()),
        *_publish(report, cards),
        _discard(),
    ]


def verdict(words: str) -> html.P:
    return html.P(words, id="upload-verdict", className="verdict", tabIndex="-1")


def _stopped(said: list[str]) -> list[Any]:
    title, message, what_to_do = said
    words = " ".join(part for part in (title, message, what_to_do) if part)
    return [verdict(words), _read_again("Read again"), _discard()]


def _not_read(batch: Batch) -> list[Any]:
    """Nothing has come, or the reading was cut off before it ended."""
    files = batch.files()
    if not files:
        return []
    arrived = "1 file has" if len(files) == 1 else f"{len(files):,} files have"
    words = f"{arrived} arrived and not been read to the end."
    names = html.Ul([html.Li(path.name) for path in files])
    return [
        verdict(words),
        html.Details([html.Summary("Which files"), names]),
        _read_again("Read them"),
        _discard(),
    ]


def _read_again(words: str) -> html.Button:
    return html.Button(
        words, id={"type": "upload-again", "of": 0}, className="btn btn-primary"
    )


def _publish(report: Mapping[str, Any], cards: tuple[Card, ...]) -> list[Any]:
    must = sum(
        finding.severity is Severity.MUST_FIX
        for card in cards
        for finding in card.findings
    )
    unsaid = bool(report["empty_months"])
    if must:
        things = "1 thing" if must == 1 else f"{must} things"
        reason = f"{things} must be put right first: see what is marked MUST, above."
    elif unsaid:
        reason = "Say first, above, what each month without a row means."
    else:
        reason = "Everybody will see it at once. It can be undone."
    asked = report["needs_yes"] and not must and not unsaid
    return [
        *_release(report),
        html.H2("Publish"),
        dbc.Checkbox(
            id={"type": "upload-yes", "of": 0},
            label="Yes: I have read what asks for a yes, above, and it is right.",
            value=False,
            class_name="upload-yes" if asked else "d-none",
        ),
        html.P(reason, id="upload-publish-reason"),
        html.Button(
            "Publish",
            id={"type": "upload-publish", "of": 0},
            className="btn btn-primary btn-lg",
            disabled=bool(must) or unsaid or not report["snapshot"],
            **{"aria-describedby": "upload-publish-reason"},
        ),
    ]


def _release(report: Mapping[str, Any]) -> list[Any]:
    """What could be worked out of the release and, where it is an exception, who signs."""
    release = release_of(report)
    if release is None:
        return []
    if not release.exceptions:
        return [html.H2("What others will be told"), html.P(release.words)]
    return [
        html.H2("What others will be told"),
        html.P(release.words),
        html.P("Before this is published a named person signs it off, because:"),
        html.Ul([html.Li(words) for words in told(release.exceptions)]),
        html.Label(
            [
                "Signed off by (name and post)",
                dbc.Input(
                    id={"type": "upload-signed", "of": 0},
                    maxLength=200,
                    autoComplete="off",
                ),
            ],
            className="upload-signed",
        ),
    ]


def _discard() -> html.Details:
    return html.Details(
        [
            html.Summary("Discard these files…"),
            html.P("The files and what was decided about them are deleted here. What is published stays."),
            html.Button(
                "Discard them",
                id={"type": "upload-discard", "of": 0},
                className="btn btn-outline-danger",
            ),
        ],
        className="upload-discard",
    )  # fmt: skip


def published(manifest: Manifest) -> list[Any]:
    """What is served now, where to see it, and how to take it back."""
    rows = sum(file.rows for file in manifest.files)
    left_out = sum(file.left_out for file in manifest.files)
    said = f"Published. The picture as at {day(manifest.as_at)} is now what everybody sees."
    files = "1 file" if len(manifest.files) == 1 else f"{len(manifest.files):,} files"
    told = f"{files}, {rows:,} rows"
    if left_out:
        told += f"; {left_out:,} left out by your decision"
    return [
        verdict(said),
        html.P(f"{told}."),
        html.Ul(
            [
                html.Li(html.A("See where we are", href="/")),
                html.Li(html.A("See which months are in", href="/data")),
                html.Li(html.A("Undo this publish", href="/data/history")),
                html.Li(html.A("Send more files", href="/data/upload")),
            ],
            className="after-publish",
        ),
    ]


def not_published(title: str, message: str, what_to_do: str) -> dbc.Alert:
    """Why a publish was refused, with a way on."""
    return dbc.Alert(
        [html.Strong(title), " ", message, " ", what_to_do, " ", _read_again("Read again")],
        color="warning",
    )  # fmt: skip
