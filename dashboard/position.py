"""The position statement, gathered once: the page and the document are written from it.

How good are we now, how do we know, what will we do next: by quality indicator, from what
meetings decided and from what audits, inspections and surveys found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.dates import day
from dashboard.partnership.decisions import (
    Action,
    Decision,
    Shows,
    Standing,
    decisions_of,
)
from dashboard.partnership.finding_kinds import finding_kinds
from dashboard.partnership.findings import Finding, findings_of
from dashboard.partnership.meetings import Meeting, MeetingView, meetings_of
from dashboard.partnership.quality_indicators import UNCHECKED, quality_indicators

TITLE = "Position statement"
LEAD = (
    "How good are we now, how do we know, and what will we do next: gathered from what "
    "meetings decided, and from what audits, inspections and surveys found."
)
NOTHING = "No meeting has decided anything yet, and no finding is recorded."
_NONE = ""
_UNDER_NONE = "Under no quality indicator"
_COLUMNS = ("What we will do", "Whose it is", "By", "How it stands")


@dataclass(frozen=True)
class Words:
    """A few words of a sentence; `strong`, or a link to a page here, where that is said."""

    text: str
    strong: bool = False
    href: str = ""


Said = tuple[Words, ...]


@dataclass(frozen=True)
class Listing:
    """A list under a heading of its own."""

    title: str
    items: tuple[Said, ...]


@dataclass(frozen=True)
class Tabling:
    """A table under a heading of its own, with a sentence before it."""

    title: str
    said: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """One quality indicator."""

    title: str
    parts: tuple[Listing | Tabling, ...]


@dataclass(frozen=True)
class Statement:
    """`pictures` are those that its evidence was seen in."""

    sections: tuple[Section, ...]
    pictures: tuple[str, ...] = ()
    notes: tuple[str, ...] = (LEAD, UNCHECKED)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of it, in the order in which it is read."""
        return tuple(_lines(self))


def _lines(statement: Statement) -> Iterator[str]:
    yield TITLE
    yield from statement.notes
    if not statement.sections:
        yield NOTHING
    for section in statement.sections:
        yield section.title
        for part in section.parts:
            yield part.title
            if isinstance(part, Listing):
                yield from ("".join(words.text for words in one) for one in part.items)
                continue
            yield part.said
            for row in (part.columns, *part.rows):
                yield from row


def statement_of(
    home: Path, on: date, places: Mapping[str, str] | None = None
) -> Statement:
    """The statement as it is on a day; `places` are the names of teams and schools."""
    decisions, findings = decisions_of(home), findings_of(home)
    meetings = {one.id: one for one in meetings_of(home)}
    told = _Found(finding_kinds(home), places or {}, on)
    named = [*quality_indicators(home), (_NONE, _UNDER_NONE)]
    numbers = {number for number, _ in named}
    sections = []
    for number, title in named:
        ours = [one for one in decisions if _under(one.indicator, numbers) == number]
        found = [one for one in findings if _under(one.indicator, numbers) == number]
        if ours or found:
            evidence = (*_evidence(ours, meetings), *told.parts(found))
            sections.append(Section(title, (*evidence, *_next(ours, on))))
    seen = (_picture(one, meetings.get(one.meeting)) for one in decisions)
    return Statement(tuple(sections), tuple(dict.fromkeys(filter(None, seen))))


def _under(indicator: str, numbers: Iterable[str]) -> str:
    """One that a changed list no longer has is not lost: it stands under none."""
    return indicator if indicator in numbers else _NONE


# Evidence

_SEEN = (
    (Shows.STRENGTH, "Strengths"),
    (Shows.TO_IMPROVE, "What is to be improved"),
    (Shows.NEITHER, "What we see"),
)


def _evidence(
    decisions: Sequence[Decision], meetings: Mapping[str, Meeting]
) -> Iterator[Listing]:
    """Strengths and what is to be improved; that of several services first in each."""
    for shows, words in _SEEN:
        ours = [one for one in decisions if one.shows is shows]
        ours.sort(key=lambda one: not one.joint)
        if ours:
            yield Listing(
                words, tuple(_seen(one, meetings.get(one.meeting)) for one in ours)
            )


def _seen(decision: Decision, meeting: Meeting | None) -> Said:
    """What was seen, whose evidence it is, beside which view of which picture, and what
    else says so."""
    sure = f" ({decision.confidence})" if decision.confidence else ""
    whose = "several services together" if decision.joint else "one service"
    said = [
        Words(decision.seen.rstrip("."), strong=True),
        Words(f"{sure}. Evidence of {whose}."),
    ]
    view = _view_of(decision, meeting)
    if meeting and view:
        said += [
            Words(" Seen in "),
            Words(view.title, href=view.on(meeting.snapshot)),
            Words(f", {meeting.name}, {day(meeting.held_on)}."),
        ]
    if decision.known:
        said.append(Words(f" Known also by: {decision.known.rstrip('.')}."))
    return tuple(said)


def _picture(decision: Decision, meeting: Meeting | None) -> str:
    return meeting.snapshot if meeting and _view_of(decision, meeting) else ""


def _view_of(decision: Decision, meeting: Meeting | None) -> MeetingView | None:
    views = meeting.views if meeting else ()
    return next((view for view in views if view.id == decision.view), None)


# Findings


@dataclass(frozen=True)
class _Found:
    """How findings are said: by which kinds, at which places, on which day."""

    kinds: Mapping[str, str]
    places: Mapping[str, str]
    on: date

    def parts(self, findings: Sequence[Finding]) -> Iterator[Listing]:
        """Still to be put right, and put right."""
        for words, closed in (
            ("Findings that are open", False),
            ("Findings that were put right", True),
        ):
            ours = [one for one in findings if bool(one.closed_on) is closed]
            if ours:
                yield Listing(words, tuple(self._said(one) for one in ours))

    def _said(self, finding: Finding) -> Said:
        last = finding.raised[-1]
        by = self.kinds.get(last.kind, last.kind)
        whence = f"{by}: {last.reference}" if last.reference else by
        where = self.places.get(finding.place, finding.place)
        parts = [
            f"{finding.how_often(self.on)}.",
            f"Last in {whence}." if finding.times > 1 else f"{whence}.",
            f"About {where}." if where else "",
            f"Closed on {day(finding.closed_on)}: {finding.closed_with}"
            if finding.closed_on
            else "",
        ]
        rest = " ".join(part for part in parts if part)
        return Words(f"{finding.what.rstrip('.')}.", strong=True), Words(f" {rest}")


# What comes next


def _next(decisions: Sequence[Decision], on: date) -> Iterator[Tabling]:
    actions = [one for decision in decisions for one in decision.actions]
    if not actions:
        return
    still = [one for one in actions if one.standing(on) is not Standing.DONE]
    yield Tabling(
        "What we will do",
        f"{len(still)} of {len(actions)} still to be done.",
        _COLUMNS,
        tuple(_row(one, on) for one in actions),
    )


def _row(action: Action, on: date) -> tuple[str, ...]:
    target = f", to {action.target}" if action.target else ""
    stands = action.standing(on).value
    if action.closed_on:
        stands = f"{stands} on {day(action.closed_on)}: {action.closed_with}"
    return f"{action.what}{target}", action.owner, day(action.due_on), stands
