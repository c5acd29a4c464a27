"""What was read of a batch, grouped as the officer thinks of it: a card a kind of file.

Many files of one shape are one card, decided on once; a few are a card each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.intake.decisions import Decisions
from dashboard.intake.findings import Severity
from dashboard.intake.profiles import Profiles
from dashboard.intake.words import header_key

# More files of one kind and one set of column names than this are told as one.
TOLD_ONE_BY_ONE = 3
# Column names known, from which on a file that is no whole extract looks like one.
ENOUGH_TO_GUESS = 2
_MOST_URGENT_FIRST = list(Severity)


@dataclass(frozen=True)
class Place:
    """Where a thing was found: the file, its rows in words and by number, how many."""

    file: str
    rows: str
    numbers: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Found:
    """One thing to put right or to know, in however many files of the card."""

    check: str
    severity: Severity
    title: str
    column: str
    why: str
    fix: str
    may_be_left_out: bool
    places: tuple[Place, ...]
    words: tuple[tuple[str, int], ...] = ()
    codes: str = ""

    @property
    def count(self) -> int:
        return sum(place.count for place in self.places)


@dataclass(frozen=True)
class Card:
    """Files of one kind and one set of column names."""

    files: tuple[Mapping[str, Any], ...]

    @property
    def first(self) -> Mapping[str, Any]:
        return self.files[0]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(file["number"] for file in self.files))

    @property
    def rows(self) -> int:
        return sum(file["rows"] for file in self.files)

    @property
    def title(self) -> str:
        if len(self.files) == 1:
            return str(self.first["name"])
        return f"{len(self.files)} files of one kind, as one extract"

    @property
    def findings(self) -> tuple[Found, ...]:
        """The same thing in several files is told once; the most urgent first."""
        same: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
        for file in self.files:
            for finding in file["findings"]:
                same[_what_it_is(finding, file)].append(finding)
        found = [_found(findings) for findings in same.values()]
        return tuple(sorted(found, key=lambda f: _MOST_URGENT_FIRST.index(f.severity)))


def cards_of(report: Mapping[str, Any]) -> tuple[Card, ...]:
    """The cards of a report, in the order in which their first files were sent."""
    shapes: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for place, file in enumerate(report.get("files", ())):
        shape = file["profile"], tuple(file["header"])
        shapes[shape].append({**file, "place": place})
    cards = [card for files in shapes.values() for card in _cards(files)]
    return tuple(sorted(cards, key=lambda card: card.first["place"]))


def kind_of(card: Card, decisions: Decisions, profiles: Profiles) -> str:
    """The kind it was read as, else as was decided, else the one it looks most like."""
    decided = decisions.of(card.numbers[0]).profile
    return card.first["profile"] or decided or _nearest(card, profiles)


def _nearest(card: Card, profiles: Profiles) -> str:
    header = {header_key(name) for name in card.first["header"]}
    known = {
        name: len(header & profile.by_alias.keys())
        for name, profile in profiles.items()
    }
    nearest = max(known, key=lambda name: known[name])
    return nearest if known[nearest] >= ENOUGH_TO_GUESS else ""


def _cards(files: Sequence[Mapping[str, Any]]) -> Iterator[Card]:
    if files[0]["profile"] and len(files) > TOLD_ONE_BY_ONE:
        yield Card(tuple(files))
    else:
        yield from (Card((file,)) for file in files)


def _what_it_is(
    finding: Mapping[str, Any], file: Mapping[str, Any]
) -> tuple[str, str, str, str]:
    """Titles name the file where they are about all of it; that is no difference."""
    title = finding["title"].replace(file["name"], "")
    return finding["severity"], finding["check"], finding["column"], title


def _found(findings: Sequence[Mapping[str, Any]]) -> Found:
    first = findings[0]
    return Found(
        check=first["check"],
        severity=Severity(first["severity"]),
        title=first["title"],
        column=first["column"],
        why=first["why"],
        fix=first["fix"],
        may_be_left_out=first["may_be_left_out"],
        places=tuple(
            Place(f["file"], f["rows"], numbers_of(f), f["count"]) for f in findings
        ),
        words=_words(findings),
        codes=first.get("codes", ""),
    )


def _words(findings: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    """The unmapped words of all the files, with their rows; the commonest first."""
    counted: Counter[str] = Counter()
    for finding in findings:
        counted.update(dict(finding.get("words", ())))
    return tuple(counted.most_common())


def numbers_of(finding: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of the rows at fault, as far as they are known."""
    known = finding.get("rows_at_fault") or [row for row, _ in finding["examples"]]
    return tuple(int(row) for row in known)
