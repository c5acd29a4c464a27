"""What a partnership decides that its own words mean, with who and when.

A word of a plain list is mapped there and then. A word of a list that decides a measure
is proposed, and counts only once a named leader has agreed. Meanings stand in the
home's `codes/<list>.csv`; `codes/decisions.jsonl` holds every decision, in order.
"""

import csv
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.intake.codes import CodeRows, deciding_lists, read_codes
from dashboard.intake.words import tidy
from dashboard.settings import DATA
from dashboard.warehouse.locking import exclusive

LONGEST_WORD = 200
_SHIPPED = DATA / "codes"


class NotMapped(ForTheUser):
    """The word was not given this meaning; nothing has changed."""


class Decided(StrEnum):
    MAPPED = "mapped"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True)
class WordDecision:
    """One line of the record: who decided what of which word, and when (UTC)."""

    at: str
    who: str
    decided: Decided
    list: str
    word: str
    code: str


@dataclass(frozen=True)
class Meaning:
    code: str
    label: str


def words_of(home: Path, list_name: str) -> tuple[Meaning, ...]:
    """The meanings that a word of this list can be given, as people read them."""
    lists = read_codes([_SHIPPED, home / "codes"])
    labels = {(row["dimension"], row["code"]): row["label"] for row in lists["labels"]}
    found: dict[str, str] = {}
    for row in reversed(_rows(home, list_name)):
        code = row["code"]
        found[code] = row.get("label") or labels.get((list_name, code)) or row["raw"]
    return tuple(Meaning(code, found[code]) for code in sorted(found))


def map_word(home: Path, list_name: str, word: str, code: str, who: str) -> None:
    """Give a word of a plain list its meaning, from the next reading on."""
    if list_name in deciding_lists():
        raise NotMapped(
            f"“{word}” decides a measure.",
            what_to_do="Propose its meaning: it counts once a named leader agrees.",
        )
    _validate(home, list_name, word, code, who)
    with _alone(home):
        _write(home, list_name, word, code)
        _record(home, Decided.MAPPED, list_name, word, code, who)


def propose_word(home: Path, list_name: str, word: str, code: str, who: str) -> None:
    """Let a meaning wait for a leader; another proposal of the word takes its place."""
    _validate(home, list_name, word, code, who)
    with _alone(home):
        _record(home, Decided.PROPOSED, list_name, word, code, who)


def agree_word(home: Path, list_name: str, word: str, who: str) -> None:
    """The leader's yes: the word has the proposed meaning from the next reading on."""
    with _alone(home):
        waiting = _waiting(home, list_name, word, who)
        _write(home, list_name, waiting.word, waiting.code)
        _record(home, Decided.AGREED, list_name, waiting.word, waiting.code, who)


def refuse_word(home: Path, list_name: str, word: str, who: str) -> None:
    """The leader's no: the word stays undecided, and can be proposed again."""
    with _alone(home):
        waiting = _waiting(home, list_name, word, who)
        _record(home, Decided.REFUSED, list_name, waiting.word, waiting.code, who)


def waiting_words(home: Path) -> tuple[WordDecision, ...]:
    """The proposals that no leader has agreed to or refused, oldest first."""
    last = {(d.list, tidy(d.word)): d for d in word_decisions(home)}
    waiting = (d for d in last.values() if d.decided is Decided.PROPOSED)
    return tuple(sorted(waiting, key=lambda decision: decision.at))


def word_decisions(home: Path) -> tuple[WordDecision, ...]:
    """Everything that was decided about words, oldest first."""
    path = home / "codes" / "decisions.jsonl"
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_decision(json.loads(line)) for line in lines)


def with_word(
    lists: Mapping[str, CodeRows], list_name: str, word: str, code: str
) -> dict[str, CodeRows]:
    """The code lists as they would be, to see what a yes would move."""
    rows = lists[list_name]
    return {**lists, list_name: [_like(rows, word, code), *rows]}


def _decision(values: dict[str, str]) -> WordDecision:
    return WordDecision(**{**values, "decided": Decided(values["decided"])})  # type: ignore[arg-type]


def _waiting(home: Path, list_name: str, word: str, who: str) -> WordDecision:
    _named(who)
    for decision in waiting_words(home):
        if decision.list == list_name and tidy(decision.word) == tidy(word):
            return decision
    raise NotMapped(
        f"Nothing is proposed for “{word}”.",
        what_to_do="Somebody else may have decided: look at the list again.",
    )


def _validate(home: Path, list_name: str, word: str, code: str, who: str) -> None:
    _named(who)
    rows = _rows(home, list_name)
    if not tidy(word) or len(word) > LONGEST_WORD:
        raise NotMapped(
            "There is no word to map, or it is too long to be one.",
            what_to_do=f"Choose a word of at most {LONGEST_WORD} characters.",
        )
    codes = sorted({row["code"] for row in rows})
    if code not in codes:
        raise NotMapped(
            f"“{code}” is none of the meanings of this list.",
            what_to_do="Choose one of: " + ", ".join(codes) + ".",
        )


def _named(who: str) -> None:
    if not who.strip():
        raise NotMapped(
            "Nobody is named as having decided this.",
            what_to_do="Say who decides: the record keeps it.",
        )


def _rows(home: Path, list_name: str) -> CodeRows:
    lists = read_codes([_SHIPPED, home / "codes"])
    rows = lists.get(list_name)
    if not rows or not {"raw", "code"} <= rows[0].keys():
        raise NotMapped(
            f"There is no list of words called {list_name!r}.",
            what_to_do="Choose the column whose words are to be mapped again.",
        )
    return rows


def _write(home: Path, list_name: str, word: str, code: str) -> None:
    """Put the word first in the home's own list, whole or not at all."""
    path = home / "codes" / f"{list_name}.csv"
    row = _like(_rows(home, list_name), word, code)
    own = read_codes([home / "codes"]).get(list_name, [])
    kept = [other for other in own if tidy(other["raw"]) != tidy(word)]
    half = path.with_suffix(".new")
    with half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([row, *kept])
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _like(rows: CodeRows, word: str, code: str) -> dict[str, str]:
    """A row for the word that is otherwise as the list's row of this code."""
    model = next(row for row in rows if row["code"] == code)
    return {**model, "raw": word.strip()}


def _record(
    home: Path, decided: Decided, list_name: str, word: str, code: str, who: str
) -> None:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    decision = WordDecision(at, who.strip(), decided, list_name, word.strip(), code)
    with (home / "codes" / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two officers deciding at once: the second waits for the first."""
    (home / "codes").mkdir(parents=True, exist_ok=True)
    with exclusive(home):
        yield
