"""The sign beside a chart: what its last point shows, in one of a few ways."""

from collections.abc import Iterable

from dashboard.answers import Answer
from dashboard.measures import Better
from dashboard.statistics.false_alarms import expected_false_alarms
from dashboard.statistics.icons import Variation, variation

_BETTER = {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}
SIGNS_IN_WORDS = {
    Variation.CANNOT_SAY: "cannot be said",
    Variation.COMMON: "ordinary variation",
    Variation.IMPROVEMENT_HIGH: "better: higher than usual",
    Variation.IMPROVEMENT_LOW: "better: lower than usual",
    Variation.CONCERN_HIGH: "worse: higher than usual",
    Variation.CONCERN_LOW: "worse: lower than usual",
    Variation.NEUTRAL_HIGH: "higher than usual",
    Variation.NEUTRAL_LOW: "lower than usual",
}
BETTER = (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW)
WORSE = (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)


def sign_of(answer: Answer) -> Variation:
    """Of the last judged point only: a signal that is over is told, and is no sign."""
    change = answer.judgement.change
    if change is None or change.reason is not None:
        return Variation.CANNOT_SAY
    told = change.told
    holds = told is not None and told.end == change.last and told.stands
    side = told.side if told is not None and holds else 0
    return variation(side, _BETTER[answer.measure.better])


def false_alarms_in_words(answers: Iterable[Answer]) -> str:
    """How many of the charts would show a change by chance alone."""
    changes = [a.judgement.change for a in answers]
    judged = [(c.rules.value, c.judged) for c in changes if c and c.reason is None]
    if not judged:
        return ""
    expected = expected_false_alarms(judged)
    about = "less than one" if expected < 0.75 else f"about {expected:.0f}"
    return f"Of {len(judged)} charts here, chance alone would make {about} say that something changed."
