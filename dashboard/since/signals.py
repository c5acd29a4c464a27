"""What may be claimed of a measure through time, then and now: a change that is new, or over."""

from enum import StrEnum

from dashboard.answers import Answer
from dashboard.sentences import change_in_words
from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import Pair


class Standing(StrEnum):
    """What a series says: nothing, no change, a change that lasts (and its side), or one
    that is over."""

    CANNOT_SAY = "cannot say"
    ORDINARY = "ordinary"
    HIGH = "high"
    LOW = "low"
    OVER = "over"

    @property
    def lasts(self) -> bool:
        return self in (Standing.HIGH, Standing.LOW)


def standing_of(series: Answer) -> Standing:
    """As the sign beside a chart has it: of the last point that is judged."""
    change = series.judgement.change
    if change is None or change.reason is not None:
        return Standing.CANNOT_SAY
    told = change.told
    if told is None:
        return Standing.ORDINARY
    if told.end != change.last or not told.stands:
        return Standing.OVER
    return Standing.HIGH if told.side > 0 else Standing.LOW


def signal_change(pair: Pair, address: str, then: str = "") -> Change | None:
    """What is new of one measure's series; None where it says what it said then."""
    if not pair.alike:
        return None
    kind = _kind(standing_of(pair.before), standing_of(pair.after))
    if _begins_since(pair):
        kind = ChangeKind.NEW_SIGNAL
    if kind is None:
        return None
    said = _SAID[kind].format(title=named(pair.measure.title))
    words = change_in_words(pair.after)
    return Change(kind, f"{said} {words}", address, pair.measure.name, then or None)


def named(title: str) -> str:
    """A measure's title where no sentence begins."""
    return f"“{title}”"


def _kind(before: Standing, after: Standing) -> ChangeKind | None:
    if before is after:
        return None
    if after is Standing.CANNOT_SAY:
        return ChangeKind.NO_LONGER_SAID
    if after.lasts or (after is Standing.OVER and not before.lasts):
        return ChangeKind.NEW_SIGNAL
    if before is Standing.CANNOT_SAY:
        return ChangeKind.FIRST_SAID
    return ChangeKind.SIGNAL_ENDED


def _begins_since(pair: Pair) -> bool:
    """Whether what is told of now lies after all that could be judged then."""
    was, now = pair.before.judgement.change, pair.after.judgement.change
    if was is None or was.last is None or now is None or now.told is None:
        return False
    last = pair.before.points[was.last].period
    return pair.after.points[now.told.start].period > last


_SAID = {
    ChangeKind.NEW_SIGNAL: "A change in {title}.",
    ChangeKind.SIGNAL_ENDED: "What stood out in {title} has ended.",
    ChangeKind.NO_LONGER_SAID: "Can no longer be judged: {title}.",
    ChangeKind.FIRST_SAID: "Can be judged for the first time: {title}.",
}
