"""The five questions of the first page, each answered in one number and one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboard.access.scope import PLACE_DIMENSIONS
from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    as_counted,
    ask_all,
    catalogue,
    contents,
    contents_about,
    usual_grain,
)
from dashboard.filters import Filters
from dashboard.measures import Kind, Measure
from dashboard.points import Status
from dashboard.sentences import change_in_words
from dashboard.settings import HeadlineQuestion
from dashboard.signs import sign_of
from dashboard.statistics.icons import Variation
from dashboard.warehouse.contents import Contents
from dashboard.wording import about, number_in_words, whole_in_words


@dataclass(frozen=True)
class Headline:
    """One line of the first page."""

    question: str
    number: str
    sentence: str
    href: str
    sign: Variation | None = None


@dataclass(frozen=True)
class _Asked:
    entry: HeadlineQuestion
    measure: Measure
    filters: Filters
    series: Question
    second: Question


def headlines_of(
    questions: Iterable[HeadlineQuestion], viewer: Viewer
) -> list[Headline]:
    """Answer the settings' questions; one whose measure is not in the picture is left out."""
    held, measures = contents(viewer), catalogue(viewer)
    placed = viewer.scope.about(Filters())
    asked = [
        _asked(entry, measures[entry.measure], held, placed, viewer)
        for entry in questions
        if entry.measure in held.measures
        and (not entry.zone or held.zones)
        and set(placed.dimensions) <= set(measures[entry.measure].dimensions)
        and (not entry.between or viewer.scope.may_break_down(entry.between))
    ]
    answers = iter(
        ask_all([q for one in asked for q in (one.series, one.second)], viewer)
    )
    told = [_headline(one, next(answers), next(answers), held) for one in asked]
    return _beside_everyone(told, asked, viewer) if viewer.scope.is_of_places else told


def _beside_everyone(
    told: Sequence[Headline], asked: Sequence[_Asked], viewer: Viewer
) -> list[Headline]:
    """The same, each number of a single place beside the whole partnership's own."""
    everyone = ask_all(
        [
            replace(
                one.second,
                by=None,
                filters=one.second.filters.without(*PLACE_DIMENSIONS),
                everyone=True,
            )
            for one in asked
        ],
        viewer,
    )
    return [
        replace(
            headline,
            sentence=f"{headline.sentence} The whole partnership:"
            f" {about(answer).lower()}{whole_in_words(answer)}.",
        )
        for headline, answer in zip(told, everyone, strict=True)
    ]


def _asked(
    entry: HeadlineQuestion,
    measure: Measure,
    held: Contents,
    filters: Filters,
    viewer: Viewer,
) -> _Asked:
    if entry.zone:
        filters = filters.having("zone", held.zones[0])
    second = as_counted(filters, measure, held)
    grain = usual_grain(measure, filters, contents_about(filters, viewer))
    series = Question(measure.name, filters, grain=grain)
    return _Asked(
        entry,
        measure,
        filters,
        series,
        Question(measure.name, second, by=entry.between),
    )


def _headline(one: _Asked, series: Answer, second: Answer, held: Contents) -> Headline:
    if one.entry.between:
        number, sentence = _between(second, held)
    else:
        number, sentence = _level(one, series, second, held)
    sign = None if one.entry.between else sign_of(series)
    return Headline(one.entry.question, number, sentence, _href(one), sign)


def _level(
    one: _Asked, series: Answer, second: Answer, held: Contents
) -> tuple[str, str]:
    whole = second.whole
    given = whole is not None and whole.value is not None
    number = (about(second).lower() if given else "") + whole_in_words(second)
    what = f"{one.measure.title}, {second.period_in_words.split(':')[0]}."
    if one.measure.kind is Kind.PROPORTION and given and whole.denominator:
        what = f"{one.measure.title}: {whole.numerator:,.0f} of {whole.denominator:,.0f}, {second.period_in_words.split(':')[0]}."
    where = f"In {held.zones[0]}: " if one.entry.zone else ""
    return number, f"{where}{what} {_usual(one.entry, series)}"


def _usual(entry: HeadlineQuestion, series: Answer) -> str:
    change = series.judgement.change
    if change is not None and change.reason is None and not change.signal:
        return (
            "Within the usual range for us."
            if entry.claim == "level"
            else "No sign of a change."
        )
    return change_in_words(series)


def _between(second: Answer, held: Contents) -> tuple[str, str]:
    difference = second.judgement.difference
    names = {p.key: p.label for p in second.points}
    unseen = _unseen(second)
    unusual = [names[key] for key in difference.unusual]
    title = held.title(second.question.by or "")
    if not difference.judged:
        return "–", f"{second.measure.title}: too few to compare {title.many}."
    if not unusual:
        return (
            "alike",
            f"{second.measure.title}: no {title.one} differs by more than chance usually gives{unseen}.",
        )
    count = f"{len(unusual)} of {difference.judged}"
    verb = "differs" if len(unusual) == 1 else "differ"
    return count, (
        f"{number_in_words(len(unusual)).capitalize()} of {number_in_words(difference.judged)} {title.many} "
        f"{verb} by more than chance usually gives{unseen}: {', '.join(unusual)}. {second.measure.title}."
    )


def _unseen(answer: Answer) -> str:
    """“, of the three that can be shown”: nothing is claimed of those withheld."""
    shown = sum(p.value is not None for p in answer.points)
    withheld = any(p.status is Status.WITHHELD for p in answer.points)
    return f", of the {number_in_words(shown)} that can be shown" if withheld else ""


def _href(one: _Asked) -> str:
    given = {"measure": one.measure.name} | dict(one.filters.clauses)
    return "/referrals?" + urlencode(given)
