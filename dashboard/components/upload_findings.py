"""Things found in the files: what, in which rows, why it matters, how to put it right."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.upload_cards import Card, Found, Place, numbers_of
from dashboard.components.upload_words import words_form
from dashboard.components.viewing import current_viewer
from dashboard.intake.findings import Severity

ICONS = {
    Severity.MUST_FIX: "■",
    Severity.NEEDS_YES: "?",
    Severity.SHOULD_LOOK: "◆",
    Severity.FOR_INFORMATION: "i",
}
_FILES_NAMED = 5
_ROWS_NAMED = 200


def findings_section(card: Card, number: int, batch: str) -> html.Div:
    """Every finding of a card, each with what may be done about it."""
    found = card.findings
    if not found:
        return html.Div(html.P("Nothing found: every row is ready."))
    return html.Div(
        [
            html.Ul(
                [_finding(card, f, number, place) for place, f in enumerate(found)],
                className="findings",
            ),
            _repair_links(card, batch),
        ]
    )


def _finding(card: Card, found: Found, card_number: int, number: int) -> html.Li:
    return html.Li(
        [
            html.Span(
                [
                    html.Span(ICONS[found.severity], **{"aria-hidden": "true"}),
                    " ",
                    found.severity.in_words,
                ],
                className="finding-severity",
            ),
            html.Div(
                [
                    html.P(_headline(found), className="finding-title"),
                    *_where(found),
                    *_said("Why it matters: ", found.why),
                    *_said("To put it right: ", found.fix),
                    *words_form(current_viewer().home, found, card_number, number),
                    html.Div(
                        _actions(card, found, card_number, number),
                        className="finding-actions",
                    ),
                ],
                className="finding-body",
            ),
        ],
        className=f"finding finding-{found.severity.value}",
    )


def _headline(found: Found) -> list[Any]:
    rows = found.count if any(place.rows for place in found.places) else 0
    counted = [html.Strong(f"{_rows(rows)}: "), found.title] if rows else [found.title]
    column = [" · column “", found.column, "”"] if found.column else []
    return [*counted, *column]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _where(found: Found) -> list[Any]:
    """The rows as numbered in the officer's own file, with their file where several."""
    named = [place for place in found.places if place.rows]
    if len(found.places) == 1:
        return [
            html.P(f"{place.rows} Numbered as in your file.", className="finding-rows")
            for place in named
        ]
    shown = [
        html.Li(f"{place.file}: {place.rows}".rstrip(": "))
        for place in found.places[:_FILES_NAMED]
    ]
    more = len(found.places) - len(shown)
    if more > 0:
        shown.append(html.Li(f"and {more:,} more files"))
    return [
        html.P(f"In {len(found.places):,} files:"),
        html.Ul(shown, className="finding-rows"),
    ]


def _said(label: str, words: str) -> list[html.P]:
    return [html.P([html.B(label), words])] if words else []


def _actions(card: Card, found: Found, card_number: int, number: int) -> list[Any]:
    actions: list[Any] = []
    if found.may_be_left_out:
        rows = "this row" if found.count == 1 else f"these {found.count:,} rows"
        actions.append(
            html.Button(
                f"Leave {rows} out, and say so",
                id={"type": "upload-leave", "card": card_number, "finding": number},
                className="choice",
            )
        )
    if found.severity in (Severity.MUST_FIX, Severity.SHOULD_LOOK):
        actions.append(_note(card, found))
    return actions


def _note(card: Card, found: Found) -> html.Details:
    """A ready text for the source team: row numbers and the reason, nothing of a child."""
    text = note_to_source(card, found)
    return html.Details(
        [
            html.Summary("Note to the source team"),
            html.Pre(text, className="note-text"),
            html.Button("Copy this note", className="choice", **{"data-copy": text}),
        ],
        className="note-to-source",
    )


def note_to_source(card: Card, found: Found) -> str:
    column = f" (column “{found.column}”)" if found.column else ""
    why = [f"Why it matters: {found.why}"] if found.why else []
    return "\n".join(
        [
            f"Extract: {card.first['recognised'] or 'not recognised'}",
            f"What we found: {found.title}{column}",
            *[f"- {place.file}{_row_numbers(place)}" for place in found.places],
            *why,
            f"Please put this right at the source and send it again. {found.fix}",
        ]
    )


def _row_numbers(place: Place) -> str:
    if not place.numbers:
        return ""
    shown = ", ".join(str(number) for number in place.numbers[:_ROWS_NAMED])
    more = place.count - len(place.numbers[:_ROWS_NAMED])
    return f": rows {shown}" + (f" and {more:,} more" if more > 0 else "")


def _repair_links(card: Card, batch: str) -> html.Div:
    """A workbook for each file with rows at fault, to send back."""
    at_fault = [file for file in card.files if has_rows_at_fault(file)]
    return html.Div(
        [
            html.A(
                f"Workbook of the rows to put right: {file['name']}",
                href=f"/uploads/{batch}/repair/{file['place']}.xlsx",
                className="repair-link",
            )
            for file in at_fault[:_FILES_NAMED]
        ]
    )


def has_rows_at_fault(file: Mapping[str, Any]) -> bool:
    return any(
        numbers_of(finding)
        for finding in file["findings"]
        if finding["severity"] != Severity.FOR_INFORMATION
    )
