"""Lines of the partnership's own that are kept now and were not, or the other way round."""

from collections.abc import Iterator

from dashboard.access.scope import Scope
from dashboard.answers import Question, crossing_on, lines_held
from dashboard.crossing import Chance, Crossing
from dashboard.filters import Filters
from dashboard.lines_in_words import is_kept, line_said
from dashboard.partnership.lines import Line
from dashboard.since.change import Change, ChangeKind, address_of
from dashboard.since.pictures import Pair, TwoPictures, grain_of
from dashboard.since.signals import named
from dashboard.warehouse.contents import Contents


def lines_crossed(two: TwoPictures) -> Iterator[Change]:
    """Each with whether that is more than chance: a line may be crossed by chance."""
    for line in lines_held(two.viewer):
        pair = _pair(two, line)
        if pair is None:
            continue
        then, now = (crossing_on(one, line) for one in (pair.before, pair.after))
        if _is_news(line, then, now):
            said = line_said(pair.after, line, now)
            filters = dict(line.clauses)
            where = f" ({pair.after.filters_in_words})" if line.clauses else ""
            yield Change(
                ChangeKind.LINE_CROSSED,
                f"{named(pair.measure.title)}{where}: {said[:1].lower()}{said[1:]}",
                address_of(line.measure, **filters, grain=line.grain or None),
                line.measure,
                address_of(
                    line.measure,
                    **filters,
                    grain=line.grain or None,
                    as_at=two.before.id,
                ),
            )


def _pair(two: TwoPictures, line: Line) -> Pair | None:
    """Its series in both pictures; None where either has none of it, or it is not for
    the viewer to see."""
    measure = next((m for m in two.known if m.name == line.measure), None)
    if measure is None or not _may_be_told(line, two.viewer.scope):
        return None
    if not all(_knows(held, line) for held in two.held):
        return None
    filters = Filters(line.clauses)
    usual = grain_of(measure, filters, two.before.id, two.after.id, two.viewer)
    asked = Question(measure.name, filters, grain=line.grain or usual)
    [pair] = two.ask([asked])
    grains = {pair.before.question.grain, pair.after.question.grain}
    alike = pair.alike and (not line.grain or grains == {line.grain})
    return pair if alike else None


def _may_be_told(line: Line, scope: Scope) -> bool:
    if not line.clauses:
        return not scope.is_of_places
    return all(scope.holds(dimension, value) for dimension, value in line.clauses)


def _knows(held: Contents, line: Line) -> bool:
    return line.measure in held.measures and all(
        value in held.values.get((line.measure, dimension), ())
        for dimension, value in line.clauses
    )


def _is_news(line: Line, then: Crossing, now: Crossing) -> bool:
    """On the other side of it than before, or by more than chance only now."""
    if now.position is None:
        return False
    if then.position is None:
        return not is_kept(line, now) or now.chance is Chance.MORE
    other = is_kept(line, then) != is_kept(line, now)
    return other or (now.chance is Chance.MORE and then.chance is not Chance.MORE)
