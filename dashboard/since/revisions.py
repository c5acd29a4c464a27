"""Figures that were shown then and are others now, each with the reason that is known.

Only periods that had been decided in both pictures and are made of the same months: what
was still being decided then is no revision. Of protected numbers another set of children
has other noise, so an amount is told only where it is larger than noise can make; and
why is told only as far as the audience may know it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from dashboard.answers import Answer
from dashboard.dates import day
from dashboard.intake.profiles import read_profiles
from dashboard.measures import Kind, Measure
from dashboard.points import Point, Status
from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import Pair, TwoPictures
from dashboard.warehouse.contents import Contents, Event
from dashboard.wording import number_in_words, value_in_words

# So many measures revised for one reason have a sentence each; the others share one.
TOLD_ALONE = 3
RECORDING = "recording"
# Of a protected ratio whole per cents are shown.
_HALF_A_PER_CENT = 0.005


@dataclass(frozen=True)
class Moved:
    """One period's figure, then and now."""

    was: Point
    now: Point

    @property
    def size(self) -> float:
        return abs((self.now.value or 0.0) - (self.was.value or 0.0))


def moved_of(pair: Pair) -> tuple[Moved, ...]:
    """The settled periods of a series whose figure reads differently now, in order."""
    earlier = {point.period: point for point in pair.before.points}
    found = (
        Moved(earlier[point.period], point)
        for point in pair.after.points
        if point.period in earlier
    )
    return tuple(m for m in found if _settled(m) and _reads_differently(m, pair.after))


def _settled(moved: Moved) -> bool:
    points = (moved.was, moved.now)
    return moved.was.months == moved.now.months and all(
        p.status in (Status.SHOWN, Status.PART) and p.value is not None for p in points
    )


def _reads_differently(moved: Moved, answer: Answer) -> bool:
    return _value(answer, moved.was) != _value(answer, moved.now)


def _value(answer: Answer, point: Point) -> str:
    return value_in_words(answer.measure, point.value, counts_only=answer.counts_only)


# -- the reason -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reason:
    kind: ChangeKind
    sentence: str


def revisions(two: TwoPictures) -> list[Change]:
    """One sentence for each measure with a revised figure, in the measures' order."""
    return [
        _revision(two, pair, moved)
        for pair in two.series.values()
        if pair.alike and (moved := moved_of(pair))
    ]


def joined(two: TwoPictures, revised: Sequence[Change]) -> Iterator[Change]:
    """The same for a list: after the first few of a reason the others share a sentence."""
    for kind in dict.fromkeys(change.kind for change in revised):
        ours = [change for change in revised if change.kind is kind]
        alone = len(ours) if len(ours) == TOLD_ALONE + 1 else TOLD_ALONE
        yield from ours[:alone]
        if rest := ours[alone:]:
            titles = [two.series[one.measure or ""].measure.title for one in rest]
            number = number_in_words(len(rest))
            words = f"And {number} more, likewise: {'; '.join(titles)}."
            yield Change(kind, words, "/measures")


def _revision(two: TwoPictures, pair: Pair, moved: Sequence[Moved]) -> Change:
    reason = _reason(two, pair, moved)
    said = f"{pair.measure.title}, {figures_in_words(pair, moved)}."
    name = pair.measure.name
    return Change(
        reason.kind,
        f"{said} {reason.sentence}",
        two.address(name),
        name,
        two.then(name),
    )


def figures_in_words(pair: Pair, moved: Sequence[Moved]) -> str:
    """“January 2026: 35 now, 30 then; two more months moved too”: the latest to be told.

    Of protected numbers an amount only beyond what noise can make, else “a little”.
    """
    told = [one for one in moved if one.size > _most_by_noise(pair, one)]
    latest = told[-1] if told else moved[-1]
    now, was = _value(pair.after, latest.now), _value(pair.after, latest.was)
    roughly = "about " if pair.noise else ""
    amount = f"{roughly}{now} now, {roughly}{was} then" if told else "updated a little"
    return f"{latest.now.period_label}: {amount}{_others(pair, len(moved) - 1)}"


def _others(pair: Pair, number: int) -> str:
    if not number:
        return ""
    grain = (pair.after.question.grain or "month").replace("_", " ")
    return f"; {number_in_words(number)} more {grain}{'' if number == 1 else 's'} moved too"


def _most_by_noise(pair: Pair, moved: Moved) -> float:
    return sum(by_noise(pair.measure, p, pair.noise) for p in (moved.was, moved.now))


def by_noise(measure: Measure, point: Point, noise: float) -> float:
    """How far a shown figure may lie from the true one, where counts lie `noise` off."""
    if not noise:
        return 0.0
    if measure.kind is Kind.RATIO:
        return _HALF_A_PER_CENT
    if measure.kind is Kind.PROPORTION:
        return _of_share(point, noise)
    if measure.kind is Kind.DURATION:
        return inf
    if not point.denominator:
        return noise
    # A rate is as far off as its count; of nobody shown nothing is known.
    return (point.value or 0.0) / point.numerator * noise if point.numerator else inf


def _of_share(point: Point, noise: float) -> float:
    part, whole, share = point.numerator, point.denominator, point.value or 0.0
    if whole <= noise:
        return inf
    least = max(0.0, part - noise) / (whole + noise)
    most = (part + noise) / (whole - noise)
    return max(share - least, most - share)


def _reason(two: TwoPictures, pair: Pair, moved: Sequence[Moved]) -> _Reason:
    """What is certain before what is likely."""
    if words := defined_anew(two, pair):
        return _Reason(ChangeKind.DEFINITION, words)
    if two.then_withdrawn:
        return _Reason(
            ChangeKind.REVISED_WITHDRAWN, "The picture of then was withdrawn."
        )
    rows = _rows_more(two, pair, moved)
    if rows:
        return _of_rows(two, rows)
    return _of_meanings(two, known=rows is not None)


def defined_anew(two: TwoPictures, pair: Pair) -> str:
    """That a measure is counted in another way since, and how; nothing where it is not."""
    name = pair.measure.name
    then, now = (held.definitions.get(name) for held in two.held)
    if then is None or now is None or then == now:
        return ""
    if then.version == now.version:
        return (
            f"It is counted by other SQL since, and still called version {now.version}."
        )
    why = f": {pair.measure.changed[-1]}" if pair.measure.changed else ""
    return (
        f"It is counted in another way since (version {now.version}){why.rstrip('.')}."
    )


def _rows_more(
    two: TwoPictures, pair: Pair, moved: Sequence[Moved]
) -> dict[str, int] | None:
    """Of each of its sources how many more rows of those months there are now.

    None where numbers of rows may not be told: they are told only where all is exact.
    """
    if not two.viewer.sees_rows:
        return None
    months = {m for one in moved for m in (one.now.period, *one.now.months)}
    then, now = (_rows(held) for held in two.held)
    more = {
        source: sum(now.get((source, m), 0) - then.get((source, m), 0) for m in months)
        for source in pair.measure.sources
    }
    return {source: number for source, number in more.items() if number}


def _rows(held: Contents) -> dict[tuple[str, object], int]:
    return {(row.source, row.month): row.rows or 0 for row in held.coverage}


def _of_rows(two: TwoPictures, rows: dict[str, int]) -> _Reason:
    titles = titles_of(two)
    source = max(rows, key=lambda name: rows[name])
    number, name = rows[source], titles.get(source, source)
    if number > 0:
        noun = "row" if number == 1 else "rows"
        words = f"Recorded late: {number:,} more {noun} of “{name}” for that time."
        return _Reason(ChangeKind.REVISED_LATE, words)
    source = min(rows, key=lambda name: rows[name])
    number, name = -rows[source], titles.get(source, source)
    noun = "row is" if number == 1 else "rows are"
    words = f"{number:,} {noun} no longer in “{name}” for that time."
    return _Reason(ChangeKind.REVISED_RECORDING, words)


def _of_meanings(two: TwoPictures, *, known: bool) -> _Reason:
    """Of as many rows as before: a meaning that was decided, or what was recorded anew.

    Where rows are not `known`, what was recorded late cannot be told from either.
    """
    decided = meanings_decided(two)
    if decided:
        words = "; ".join(f"{e.title} ({day(e.happened_on)})" for e in decided)
        doubt = "" if known else " It may also have been recorded late."
        return _Reason(ChangeKind.REVISED_MEANING, f"{words}.{doubt}")
    if known:
        words = "The same rows are recorded differently now."
        return _Reason(ChangeKind.REVISED_RECORDING, words)
    return _Reason(ChangeKind.REVISED, "It was recorded late, or put right since.")


def meanings_decided(two: TwoPictures) -> tuple[Event, ...]:
    """What words were decided to mean between the two pictures."""
    then, now = ([e for e in held.events if e.kind == RECORDING] for held in two.held)
    return tuple(event for event in now if event not in then)


def titles_of(two: TwoPictures) -> dict[str, str]:
    """Kind of extract → its name on the screen."""
    return {n: p.title for n, p in read_profiles(two.profile_folders).items()}
