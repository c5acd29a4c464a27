"""Words that nobody has mapped: the officer says what each means, or asks a leader to."""

from pathlib import Path
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.access.audit import Deed
from dashboard.components.upload_cards import Found
from dashboard.components.viewing import name_for, recorded
from dashboard.intake.codes import deciding_lists
from dashboard.intake.wordlists import (
    Meaning,
    map_word,
    propose_word,
    waiting_words,
    words_of,
)
from dashboard.intake.words import tidy

# More words than this in one column are more likely the wrong column.
_ASKED_AT_ONCE = 25


def words_form(home: Path, found: Found, card: int, number: int) -> list[Any]:
    """A choice of meanings for each word; empty where the finding is not about words."""
    if not found.words:
        return []
    meanings = words_of(home, found.codes)
    asked = {tidy(d.word): d.code for d in waiting_words(home) if d.list == found.codes}
    rows = [
        _word(word, count, meanings, asked.get(tidy(word), ""), card, number, place)
        for place, (word, count) in enumerate(found.words[:_ASKED_AT_ONCE])
    ]
    decides = found.codes in deciding_lists()
    return [
        html.Div(rows, className="words"),
        html.Button(
            "Ask for the decision" if decides else "This is what they mean",
            id={"type": "upload-words", "card": card, "finding": number},
            className="choice",
        ),
    ]


def _word(
    word: str,
    count: int,
    meanings: tuple[Meaning, ...],
    asked: str,
    card: int,
    finding: int,
    place: int,
) -> html.Label:
    rows = "1 row" if count == 1 else f"{count:,} rows"
    said = " (asked for: waits for a named leader)" if asked else ""
    return html.Label(
        [
            html.Span(f"“{word}” ({rows}) means{said}", className="filter-name"),
            dbc.Select(
                id={
                    "type": "upload-word",
                    "card": card,
                    "finding": finding,
                    "word": place,
                },
                options=[{"label": m.label, "value": m.code} for m in meanings],
                value=asked,
                placeholder="Choose a meaning",
            ),
        ],
        className="word",
    )


def decide_words(home: Path, found: Found, codes: list[str]) -> int:
    """Map, or propose, each word that was given a meaning; returns how many."""
    decide = propose_word if found.codes in deciding_lists() else map_word
    chosen = [
        (word, code)
        for (word, _), code in zip(found.words, codes, strict=False)
        if code
    ]
    for word, code in chosen:
        recorded(Deed.DECIDED, f"{found.codes}: “{word}” means {code}")
        decide(home, found.codes, word, code, name_for())
    return len(chosen)
