"""One word that waits for a leader: what is proposed, what it would move, yes or no."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.components.movements import movements_section
from dashboard.components.viewing import name_known
from dashboard.components.ways import is_open
from dashboard.intake.batch import Batch, batches
from dashboard.intake.reader_process import is_reading
from dashboard.intake.wordlists import Decided, WordDecision, words_of
from dashboard.intake.words import tidy

_DECIDED = {
    Decided.MAPPED: "mapped by the data officer",
    Decided.PROPOSED: "proposed",
    Decided.AGREED: "agreed",
    Decided.REFUSED: "refused",
}


def name_of(waiting: WordDecision) -> str:
    """What a page's buttons call a waiting word."""
    return f"{waiting.list}:{tidy(waiting.word)}"


def looked_at(home: Path, waiting: WordDecision) -> Batch | None:
    """The look that was last taken at what the word would move, if it is kept."""
    found = [
        batch
        for batch in batches(home)
        if batch.question.get("list") == waiting.list
        and batch.question.get("code") == waiting.code
        and tidy(batch.question.get("word", "")) == tidy(waiting.word)
    ]
    return max(found, key=lambda b: b.folder.stat().st_mtime, default=None)


def meaning_of(home: Path, waiting: WordDecision) -> str:
    labels = {m.code: m.label for m in words_of(home, waiting.list)}
    return labels.get(waiting.code, waiting.code)


def waiting_word(waiting: WordDecision, viewer: Viewer) -> html.Section:
    """The word's card, with whatever of its look there is."""
    look = looked_at(viewer.home, waiting)
    return html.Section(
        [
            html.H2(f"“{waiting.word}”"),
            html.P(
                [
                    f"{waiting.who}, {_day(waiting.at)}, proposes that it means ",
                    html.Strong(meaning_of(viewer.home, waiting)),
                    ". Until you decide, its rows are counted as undecided.",
                ]
            ),
            *_look(waiting, look, viewer),
        ],
        className="upload-card",
    )


def _look(waiting: WordDecision, look: Batch | None, viewer: Viewer) -> list[Any]:
    name = name_of(waiting)
    if not is_open(Kind.CALLBACK, "pages.words.agree"):
        return [html.P("It waits for a leader.")]
    if look and is_reading(look):
        what = look.progress.get("what", "")
        return [html.P(f"Working out what it would move … {what}", role="status")]
    again = html.Button(
        "See again what it would move" if look else "See what it would move",
        id={"type": "word-look", "word": name},
        className="choice",
    )
    if look is None:
        return [html.Div([again, _no(name)], className="finding-actions")]
    report = look.report
    if "snapshot" not in report:
        words = " ".join(report.get("stopped", ["It was cut off."]))
        return [html.P(words), again]
    return [
        html.Div(movements_section(report["before"], report["snapshot"], viewer)),
        html.Div(
            [
                html.Button(
                    f"Yes: count it as {meaning_of(viewer.home, waiting)}",
                    id={"type": "word-yes", "word": name},
                    className="btn btn-primary",
                ),
                _no(name),
                again,
            ],
            className="finding-actions",
        ),
    ]


def _no(name: str) -> html.Button:
    return html.Button(
        "No, it stays undecided",
        id={"type": "word-no", "word": name},
        className="choice",
    )


def decided_words(home: Path, decisions: Sequence[WordDecision]) -> list[Any]:
    """Everything that was decided, the newest first."""
    if not decisions:
        return []
    heads = ("When", "Who", "Word", "Means", "Decided")
    rows = [
        html.Tr(
            [
                html.Td(_day(one.at)),
                html.Td(one.who),
                html.Th(f"“{one.word}”", scope="row"),
                html.Td(meaning_of(home, one)),
                html.Td(_DECIDED[one.decided]),
            ]
        )
        for one in reversed(decisions)
    ]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])),
            html.Tbody(rows),
        ],
        className="first-day",
    )
    return [
        html.H2("What has been decided"),
        html.Div(table, className="table-frame", tabIndex="0"),
    ]


def who_decides() -> html.Div:
    return html.Div(
        [
            html.Label("Your name, for the record", htmlFor="words-who"),
            dbc.Input(
                id="words-who",
                value=name_known(),
                disabled=bool(name_known()),
                class_name="words-who",
            ),
        ],
        className="upload-day",
    )


def _day(at: str) -> str:
    return f"{datetime.fromisoformat(at):%d %b %Y, %H:%M} UTC"
