"""Months of each source that have arrived since, or have not, and what is decided now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import TwoPictures
from dashboard.since.revisions import titles_of
from dashboard.warehouse.contents import Contents
from dashboard.wording import number_in_words

_SENT, _NONE, _CLOSED, _NOT_SENT = "submitted", "nothing", "closed", "not_submitted"
_MOST_NAMED = 3
_Months = dict[date, str]
_Find = Callable[[_Months, _Months], list[date]]
_Sources = dict[tuple[date, ...], list[str]]


def months_changed(two: TwoPictures) -> Iterator[Change]:
    """Months that are missing, then those that arrived; sources of the same months together."""
    titles = titles_of(two)
    then, now = (_by_source(held) for held in two.held)
    # What teams fill in on a page has no extract, and comes as it comes.
    pairs = {
        source: (then.get(source, {}), now.get(source, {}))
        for source in then | now
        if source in titles
    }
    for kind, find, words in (
        (ChangeKind.NOT_SENT, _gaps, _GAP),
        (ChangeKind.NOT_SENT, _gone, _GONE),
        (ChangeKind.NOT_SENT, partial(_nothing_new, two), _ENDS),
        (ChangeKind.ARRIVED, _arrived, _CAME),
    ):
        for months, sources in _together(pairs, find).items():
            named = " and ".join(f"“{titles[source]}”" for source in sources)
            said = words.format(months=_named(months), sources=named)
            yield Change(kind, said, _address(two, sources[0]))


_GAP = "Not sent for {months}: {sources}. A gap on the charts, no nought."
_GONE = "No longer here for {months}: {sources}."
_ENDS = "Nothing has arrived after {months}: {sources}."
_CAME = "Arrived for {months}: {sources}."


def _together(pairs: Mapping[str, tuple[_Months, _Months]], find: _Find) -> _Sources:
    """Months that are found → the sources of which they are."""
    found: _Sources = {}
    for source, (before, now) in pairs.items():
        if months := tuple(find(before, now)):
            found.setdefault(months, []).append(source)
    return found


def _by_source(held: Contents) -> dict[str, _Months]:
    found: dict[str, _Months] = {}
    for row in held.coverage:
        found.setdefault(row.source, {})[row.month] = row.status
    return found


def _sent(months: _Months) -> list[date]:
    return sorted(month for month, status in months.items() if status == _SENT)


def _arrived(before: _Months, now: _Months) -> list[date]:
    """Months sent since: later than all that were, or gaps that were filled.

    A month of which a source had nothing to tell is no arrival when something is
    recorded of it late.
    """
    last = max(_sent(before), default=date.min)
    return [m for m in _sent(now) if m > last or before.get(m) == _NOT_SENT]


def _gaps(before: _Months, now: _Months) -> list[date]:
    """Months that are missing now and were not known to be then."""
    if not _is_monthly(now):
        return []
    return sorted(
        month
        for month, status in now.items()
        if status == _NOT_SENT and before.get(month) != _NOT_SENT
    )


def _gone(before: _Months, now: _Months) -> list[date]:
    """Months that had been sent and that the later picture does not know of."""
    return [month for month in _sent(before) if month not in now]


def _is_monthly(months: _Months) -> bool:
    """Whether a source sends most of its months: one that comes once a year does not."""
    open_ = [status for status in months.values() if status != _CLOSED]
    return 2 * sum(status in (_SENT, _NONE) for status in open_) > len(open_)


def _nothing_new(two: TwoPictures, before: _Months, now: _Months) -> list[date]:
    """The last month of a source that should have sent another since, and has not."""
    sent = _sent(now)
    if not sent or _NONE in now.values() or not _is_monthly(now):
        return []
    due_then, due_now = _months_due(two.before.as_at), _months_due(two.after.as_at)
    behind = sent[-1] < due_now and due_now > due_then
    return sent[-1:] if behind and sent[-1:] == _sent(before)[-1:] else []


def _months_due(as_at: date) -> date:
    """The last whole month before the day of a picture."""
    index = as_at.year * 12 + as_at.month - 2
    return date(index // 12, index % 12 + 1, 1)


def _named(months: Sequence[date]) -> str:
    if len(months) == 1:
        return f"{months[0]:%B %Y}"
    if len(months) <= _MOST_NAMED:
        names = [f"{month:%B %Y}" for month in months]
        return f"{', '.join(names[:-1])} and {names[-1]}"
    number = number_in_words(len(months))
    return f"{number} months from {months[0]:%B %Y} to {months[-1]:%B %Y}"


def _address(two: TwoPictures, source: str) -> str:
    """The first measure that is made of it: its chart has the gap, or the new month."""
    made = (m.name for m in two.measures if source in m.sources)
    name = next(made, None)
    return two.address(name) if name else "/measures"


def months_decided(two: TwoPictures) -> Iterator[Change]:
    """Measures of which a month that was still being decided then counts now, in a line."""
    found = [
        (measure, last)
        for measure in two.measures
        if measure.matures_after_days and (last := _newly_decided(two, measure.name))
    ]
    if not found:
        return
    told = [f"{m.title}, to {last:%B %Y}" for m, last in found[:_MOST_NAMED]]
    if more := len(found) - len(told):
        told.append(f"and {number_in_words(more)} more")
    address = two.address(found[0][0].name) if len(found) == 1 else "/measures"
    yield Change(ChangeKind.MATURED, f"Decided by now: {'; '.join(told)}.", address)


def _newly_decided(two: TwoPictures, measure: str) -> date | None:
    then, now = (
        max(
            (m for m, s in held.months.get(measure, {}).items() if s == "mature"),
            default=None,
        )
        for held in two.held
    )
    return now if now and (then is None or now > then) else None
