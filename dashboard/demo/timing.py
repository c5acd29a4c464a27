"""When each step of a referral happens; the days may lie past the extract."""

from dataclasses import dataclass

from dashboard.demo.partnership import Chance, Settings

INVESTIGATED_IN_TIME = 0.9


@dataclass(frozen=True, slots=True)
class Timing:
    referred: int
    screened: int
    recorded: int  # the screening appears in the system from this day
    discussion_begins: int
    discussed: int
    restarted: int  # a second discussion, if the first was cancelled
    investigated: int
    met: int
    closes_after: int  # days from the last decision until the case is closed


def timetable(chance: Chance, decisions: Settings, referred: int) -> Timing:
    screened = referred + min(int(chance.exponential(1.3)), 5)
    begins = max(screened, referred + int(chance.integers(0, 8)))
    discussed = begins + int(chance.integers(0, 3))
    restarted = begins + int(chance.integers(1, 5))
    met = referred + _days_to_meeting(chance, decisions["meeting_within_28_days"])
    met = max(met, restarted + 6)
    return Timing(
        referred=referred,
        screened=screened,
        recorded=screened + _recording_lag(chance, decisions["recorded_within"]),
        discussion_begins=begins,
        discussed=discussed,
        restarted=restarted,
        investigated=_investigated(chance, referred, restarted, met),
        met=met,
        closes_after=int(chance.integers(5, 120)),
    )


def _recording_lag(chance: Chance, longest: int) -> int:
    """Most within the week, some in two."""
    return int(longest * chance.beta(1.0, 2.5))


def _days_to_meeting(chance: Chance, within_28: float) -> int:
    if chance.random() < within_28:
        return int(chance.integers(17, 29))
    return int(chance.integers(29, 57))


def _investigated(chance: Chance, referred: int, restarted: int, met: int) -> int:
    """Mostly 7 to 26 days after the referral, and before any meeting."""
    usual = chance.random() < INVESTIGATED_IN_TIME
    days = chance.triangular(7, 15, 27) if usual else chance.uniform(27, 45)
    return max(min(referred + int(days), met - 2), restarted + 3)
