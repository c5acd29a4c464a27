"""Whether something changed, in words for everybody: short, and no more than was found.

For what leaves the partnership. The same judgement as `sentences`, in fewer words.
"""

from dashboard.answers import Answer
from dashboard.change import Change, Signal, SignalKind
from dashboard.filters import period_in_words

TOO_EARLY = "It is too soon to say if this has changed."
NO_CHANGE = "We see no change here, only the ups and downs that chance gives."
SELDOM = "Chance alone seldom does this."


def change_plainly(answer: Answer) -> str:
    """Two short sentences at most; "" of what was not read through time."""
    change = answer.judgement.change
    if not answer.offered or (change is not None and change.reason is not None):
        return TOO_EARLY
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
    begin, end = _when(answer, signal.start), _when(answer, signal.end)
    if signal.start == signal.end:
        return f"in {end}"
    if _lasts(change, signal):
        return f"since {begin}"
    return f"from {begin} until {end}"


def _when(answer: Answer, position: int) -> str:
    grain = answer.question.grain or "month"
    return period_in_words(grain, answer.points[position].period)
