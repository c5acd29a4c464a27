"""Teams, and other places, that differ from the whole now and did not then; and back."""

from collections.abc import Iterator

from dashboard.answers import Question, as_counted, home_of
from dashboard.since.change import Change, ChangeKind
from dashboard.since.pictures import Pair, TwoPictures

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
    for side, then, places in (
        ("higher", was.high, now.high),
        ("lower", was.low, now.low),
    ):
        for place in places:
            if place not in then:
                yield _change(two, pair, place, f"differs now ({side})")
    for place in was.unusual:
        # A place that is too few to be judged now is not said to be alike.
        if place in now.keys and place not in now.unusual:
            yield _change(two, pair, place, "", ChangeKind.PLACE_BACK)


def _change(
    two: TwoPictures,
    pair: Pair,
    place: str,
    how: str,
    kind: ChangeKind = ChangeKind.PLACE_OUTSIDE,
) -> Change:
    by, measure = pair.after.question.by or "", pair.measure
    label = two.held[1].label(by, place)
    said = how or "differs no longer"
    words = (
        f"{label} {said} by more than chance usually gives: {measure.title},"
        f" {pair.after.period_in_words}."
    )
    return Change(kind, words, two.address(measure.name, **{by: place}), measure.name)
