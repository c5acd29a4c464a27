"""Teams, and other places, that differ from the whole now and did not then; and back."""

from collections.abc import Iterator, Sequence

from dashboard.answers import Question, as_counted, home_of
from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import Pair, TwoPictures
from dashboard.since.signals import named

# The shares that go on, step by step, and how many turn out to be welfare concerns.
STEPS = (
    "ird_of_referrals",
    "investigation_of_irds",
    "cppm_of_investigations",
    "registration_of_cppms",
    "reclassified",
)


def places_changed(two: TwoPictures) -> Iterator[Change]:
    """Of the steps by team, and of what the first page compares."""
    asked = [
        Question(name, as_counted(two.filters, measure, two.held[1]), by=by)
        for name, by in _compared(two)
        if (measure := two.series[name].measure).compares_places
        and by in measure.dimensions
        and two.viewer.scope.may_break_down(by)
    ]
    for pair in two.ask(asked):
        yield from _changes(two, pair)


def _compared(two: TwoPictures) -> list[tuple[str, str]]:
    questions = home_of(two.viewer.home).settings.questions
    wanted = [(q.measure, q.between) for q in questions if q.between]
    wanted += [(name, "team") for name in STEPS]
    return [pair for pair in dict.fromkeys(wanted) if pair[0] in two.series]


def _changes(two: TwoPictures, pair: Pair) -> Iterator[Change]:
    was, now = pair.before.judgement.difference, pair.after.judgement.difference
    new = {p: "higher" for p in now.high if p not in was.high}
    new |= {p: "lower" for p in now.low if p not in was.low}
    # A place that is too few to be judged now is not said to be alike.
    back = [p for p in was.unusual if p in now.keys and p not in now.unusual]
    if new:
        places = [f"{_label(two, pair, p)} ({side})" for p, side in new.items()]
        yield _change(two, pair, ChangeKind.PLACE_OUTSIDE, list(new), places, "now")
    if back:
        places = [_label(two, pair, p) for p in back]
        yield _change(two, pair, ChangeKind.PLACE_BACK, back, places, "no longer")


def _change(
    two: TwoPictures,
    pair: Pair,
    kind: ChangeKind,
    keys: Sequence[str],
    places: Sequence[str],
    when: str,
) -> Change:
    """One sentence for the places of a measure; its link chooses the one, if it is one."""
    by, measure = pair.after.question.by or "", pair.measure
    verb = "differs" if len(keys) == 1 else "differ"
    words = (
        f"{listed(places)} {verb} {when} by more than chance usually gives on"
        f" {named(measure.title)}, {pair.after.period_in_words}."
    )
    chosen = {by: keys[0]} if len(keys) == 1 else {}
    return Change(kind, words, two.address(measure.name, **chosen), measure.name)


def _label(two: TwoPictures, pair: Pair, place: str) -> str:
    return two.held[1].label(pair.after.question.by or "", place)


def listed(words: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
