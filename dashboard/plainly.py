"""A number, and whether it changed, in words for everybody: short, and no more than found.

For what leaves the partnership. The same numbers and judgement as `wording` and
`sentences`, in fewer words.
"""

from datetime import date

from dashboard.answers import Answer
from dashboard.change import Change, Signal, SignalKind
from dashboard.filters import period_in_words
from dashboard.measures import Kind
from dashboard.wording import about, headline

NOT_YET = "We cannot say yet if this has changed."
NO_CHANGE = "We see no change here, only the ups and downs that chance gives."
SELDOM = "Chance alone seldom does this."


def number_plainly(answer: Answer) -> str:
    """“About 28 in every 100 (85 of 300 referrals).”; what is no share as its headline."""
    whole, measure = answer.whole, answer.measure
    if whole is None or whole.value is None or not measure.is_share:
        return headline(answer)
    said = f"{about(answer)}{whole.value * 100:.0f} in every 100"
    if measure.kind is Kind.PROPORTION:
        said += f" ({whole.numerator:,.0f} of {whole.denominator:,.0f} {measure.unit})"
    return f"{said}."


def change_plainly(answer: Answer) -> str:
    """Two short sentences at most; "" of what was not read through time."""
    change = answer.judgement.change
    if not answer.offered or (change is not None and change.reason is not None):
        return NOT_YET
    if change is None:
        return ""
    signal = change.told
    if signal is None:
        return NO_CHANGE
    return f"{_moved(answer, change, signal)} {SELDOM}"


def _moved(answer: Answer, change: Change, signal: Signal) -> str:
    if not signal.stands:
        return "It has not stayed level over this time."
    when = _stretch(answer, change, signal)
    if signal.kind is SignalKind.TREND:
        if _lasts(change, signal):
            return f"It has {_way(signal, 'risen', 'fallen')} {when}."
        return f"It {_way(signal, 'rose', 'fell')} {when}."
    side = _way(signal, "higher", "lower")
    verb = "has been" if _lasts(change, signal) else "was"
    return f"It {verb} {side} than usual {when}."


def _lasts(change: Change, signal: Signal) -> bool:
    return signal.end == change.last and signal.length > 1


def _way(signal: Signal, up: str, down: str) -> str:
    return up if signal.side > 0 else down


def _stretch(answer: Answer, change: Change, signal: Signal) -> str:
    begin, end = _begin(answer, signal.start), _end(answer, signal.end)
    if _lasts(change, signal):
        return f"since {begin}"
    return f"in {end}" if begin == end else f"from {begin} until {end}"


def _begin(answer: Answer, position: int) -> str:
    """The month that a point begins with; of a year, the year as it is called."""
    start, grain = answer.points[position].period, answer.question.grain or "month"
    if start is None or grain not in _MONTHS:
        return period_in_words(grain, start)
    return f"{start:%B %Y}"


def _end(answer: Answer, position: int) -> str:
    """The month that a point ends with; of a year, the year as it is called."""
    start, grain = answer.points[position].period, answer.question.grain or "month"
    if start is None or grain not in _MONTHS:
        return period_in_words(grain, start)
    last = start.year * 12 + start.month - 1 + _MONTHS[grain] - 1
    return f"{date(last // 12, last % 12 + 1, 1):%B %Y}"


# How many months a point is of, where it is named by its months.
_MONTHS = {"month": 1, "quarter": 3}
