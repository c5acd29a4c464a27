"""A linked view, worked out: from an address to everything the page shows.

One rule makes linked views feel right: a panel leaves out its own clause, so that one
sees what was chosen among. Nothing here knows Dash's callbacks; `linked_view` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

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
    events_touching,
    home_of,
    lines_on,
    usual_grain,
)
from dashboard.charts.by_size import by_size
from dashboard.charts.drawn_as import DrawnAs, compared_as
from dashboard.charts.flow import flow
from dashboard.charts.places import places
from dashboard.charts.theme import Figure
from dashboard.charts.trend import events_in_words, trend
from dashboard.components.area_map import AreaMap, people_questions
from dashboard.components.kept import kept
from dashboard.components.panels import (
    AREA,
    FLOW,
    SCHOOL,
    TEAM,
    TREND,
    Panel,
    alternative_text,
    level_shown,
    table_of,
    ways_to_compare,
)
from dashboard.components.presentation import Presentation
from dashboard.components.store import store_of
from dashboard.difference import Difference
from dashboard.filters import REST, Filters, Period
from dashboard.lines_in_words import lines_said
from dashboard.measures import Measure
from dashboard.offers import is_useful
from dashboard.partnership.lines import Line
from dashboard.sentences import (
    beside_in_words,
    change_in_words,
    difference_in_words,
    left_undrawn_in_words,
    other_months_in_words,
    other_period_in_words,
    protected_in_words,
    published_in_words,
    reading_in_words,
    suggestion_in_words,
)
from dashboard.warehouse.contents import CaseMixModel, Contents, Event
from dashboard.warehouse.facts import NOT_KNOWN
from dashboard.wording import foot, headline

FLOW_MEASURE = "where_referrals_go"
# What is drawn beside a zone, as the chart and its table name it.
THE_REST, EVERYONE = "the rest", "everyone"
# What others publish of the same measure, asked with the page's other questions.
PUBLISHED = "published"
# Panels of places, which are compared by their size unless rows are asked for.
COMPARED = (AREA.name, SCHOOL.name, TEAM.name)


@dataclass(frozen=True)
class Behind:
    """What a panel's chart was made from: its answers by their words, "" for its own."""

    answers: Mapping[str, Answer]
    drawn_as: DrawnAs


@dataclass(frozen=True)
class View:
    """What a linked view shows: words, figures by panel, and the store for the script.

    `behind` is by panel, for what takes the numbers elsewhere; `whole` is what the page is
    about.
    """

    headline: str
    change: str
    foot: str
    notes: tuple[str, ...]
    figures: dict[str, Figure]
    store: dict[str, Any]
    measure: Measure
    whole: Answer
    behind: Mapping[str, Behind]
    series: Answer | None = None
    case_mix: CaseMixModel | None = None
    # The address of the same view over all months, where more of it can be shown there.
    longer: str = ""
    lines: tuple[Line, ...] = ()
    # Its questions, as they go into the record whenever it is shown.
    asked: tuple[Question, ...] = ()

    @property
    def presented(self) -> tuple[str, ...]:
        """The two charts for a room: through time, and one where something differs.

        One in which there is nothing to see only where that holds of all of them.
        """
        drawn = [name for name, figure in self.figures.items() if figure["data"]]
        first = [name for name in drawn if name == TREND]
        differing = [name for name in drawn if self.difference(name).unusual]
        in_order = tuple(dict.fromkeys((*first, *differing, *drawn)))
        return in_order[:2] or tuple(self.figures)[:1]

    def difference(self, panel: str) -> Difference:
        """What differs in a panel by more than chance; of nothing where none is judged."""
        behind = self.behind.get(panel)
        answer = behind.answers.get("") if behind else None
        return answer.judgement.difference if answer else Difference()


def view_of(
    search: str | None, panels: Sequence[Panel], viewer: Viewer, default_measure: str
) -> View:
    """Everything a linked view shows for an address, all of it of one picture.

    Raises UnknownName or NoSnapshot, in words, where the address asks for what is not.
    """
    return kept(
        viewer,
        (search, tuple(panels), default_measure),
        lambda: _worked_out(search, panels, viewer, default_measure),
    )


def _worked_out(
    search: str | None, panels: Sequence[Panel], viewer: Viewer, default_measure: str
) -> View:
    measures = catalogue(viewer)
    shown = Presentation.from_address(search, measures, default_measure)
    held = contents(viewer, shown.snapshot)
    measure = measures[shown.measure]
    filters, ignored = filters_known(search, measure, held, viewer)
    area_level = home_of(viewer.home).settings.area_level
    chosen = {
        panel.name: panel.level(measure, shown.levels.get(panel.name), area_level)
        for panel in panels
    }
    # Places that were not given are not there to be missed.
    chosen = {
        name: level
        if level
        and viewer.scope.may_break_down(level)
        and _tells_apart(measure, level, held)
        else None
        for name, level in chosen.items()
    }
    ways = {
        panel.name: ways_to_compare(panel, chosen[panel.name], measure, held)
        for panel in panels
    }
    sides = beside_of(filters, viewer)
    grain = shown.grain or usual_grain(
        measure, filters, contents_about(filters, viewer, shown.snapshot)
    )
    asked = _questions(shown, measure, filters, held, grain, ways, sides)
    asked |= {
        _living(level): question
        for level, question in people_questions(
            shown, ways.get(AREA.name, ()), held
        ).items()
    }
    answers = dict(zip(asked, ask_all(tuple(asked.values()), viewer), strict=True))
    living = {
        level: answers.pop(_living(level), None) for level in ways.get(AREA.name, ())
    }
    levels = {name: _settle(answers, name, ways[name]) for name in ways}
    area_map = AreaMap.of(
        answers.get(AREA.name),
        held,
        shown,
        living.get(levels.get(AREA.name) or ""),
        filters.value(levels.get(AREA.name) or ""),
    )
    gone = [name for name, level in levels.items() if chosen[name] and level is None]
    longer = any(
        _is_useful_over_all(asked[_way(name, level)], measure, held)
        for name in gone
        if name != FLOW
        for level in ways[name]
    )
    beside = {words: answers.pop(words) for words in sides}
    counted = {words: answers.pop(f"{words}, counted") for words in beside}
    published = answers.pop(PUBLISHED, None)
    whole, series = answers["whole"], answers[TREND]
    events = events_touching(filters, viewer, shown.snapshot)
    lines = lines_on(series, viewer)
    return View(
        headline=headline(whole),
        change=change_in_words(series),
        foot=foot(whole),
        notes=(
            *lines_said(series, lines),
            *_notes(answers, ignored, held),
            *beside_in_words(counted),
            *protected_in_words(series, asked[TREND].grain),
            *other_period_in_words(whole, asked["whole"].filters.period),
            *published_in_words(published, measure),
            *_coarser_in_words(chosen, levels, held, longer=longer),
            *_reading(series, home_of(viewer.home).settings.rules),
        ),
        figures=_figures(answers, filters, events, beside, lines, bars=shown.bars)
        | ({AREA.name: area_map.figure} if area_map.figure else {}),
        store=store_of(
            shown,
            whole,
            filters,
            held,
            viewer,
            panels=_panels(answers, filters, held, beside, area_map),
            levels={name: level for name, level in levels.items() if level},
            grain=series.question.grain,
            events=events_in_words(series, events),
            mapped=area_map.can_be,
            circled=area_map.as_circles,
        ),
        measure=measure,
        whole=whole,
        behind=_behind(answers, beside, area_map, in_rows=shown.bars),
        series=series,
        case_mix=held.case_mix.get(measure.name),
        longer=_over_all_months(search) if longer else "",
        lines=tuple(lines),
        asked=tuple(asked.values()),
    )


def _tells_apart(measure: Measure, level: str, held: Contents) -> bool:
    """False where nothing is known by it: a zone of schools, say, of what has none."""
    return held.values.get((measure.name, level)) != (NOT_KNOWN,)


def _is_useful_over_all(question: Question, measure: Measure, held: Contents) -> bool:
    """Whether a panel that gave way could be shown of all months held."""
    over_all = replace(question, filters=question.filters.over(Period("all")))
    return over_all != question and is_useful(over_all, measure, held)


def _over_all_months(search: str | None) -> str:
    kept = dict(parse_qsl((search or "").removeprefix("?")))
    return "?" + urlencode(kept | {"period": "all"})


def series_question(
    search: str | None, viewer: Viewer, default_measure: str
) -> Question:
    """What the chart through time of an address asks."""
    measures = catalogue(viewer)
    shown = Presentation.from_address(search, measures, default_measure)
    held = contents(viewer, shown.snapshot)
    measure = measures[shown.measure]
    filters, _ = filters_known(search, measure, held, viewer)
    grain = shown.grain or usual_grain(
        measure, filters, contents_about(filters, viewer, shown.snapshot)
    )
    return _questions(shown, measure, filters, held, grain, {}, {})[TREND]


def asked_for(search: str | None, held: Contents, viewer: Viewer) -> Filters:
    """What an address asks for, about the place it names or the one that is stood at.

    NotGranted where it names a place that was not given: it is refused, not left out.
    """
    known = {*held.dimensions, *PLACE_DIMENSIONS}
    return viewer.scope.about(Filters.from_address(search, known))


def filters_known(
    search: str | None, measure: Measure, held: Contents, viewer: Viewer
) -> tuple[Filters, list[str]]:
    """The address's filters that this measure knows, and the titles of the others."""
    every = asked_for(search, held, viewer)
    unknown = [
        (d, v)
        for d, v in every.clauses
        if v not in held.values.get((measure.name, d), ())
    ]
    told = [f"{held.title(d).one} {held.label(d, v)}" for d, v in unknown]
    return every.without(*(d for d, _ in unknown)), told


def _questions(
    shown: Presentation,
    measure: Measure,
    filters: Filters,
    held: Contents,
    grain: str,
    ways: Mapping[str, Sequence[str]],
    sides: Mapping[str, Filters],
) -> dict[str, Question]:
    """By panel and what stands beside; of a panel each of its `ways` to compare."""
    that_day = as_counted(filters, measure, held)

    def question(**changes: Any) -> Question:
        given = {"measure": measure.name, "filters": that_day, "unit": shown.unit}
        given |= {"snapshot": shown.snapshot, "method": shown.method}
        return Question(**given | changes)

    asked = {"whole": question(), TREND: question(grain=grain, filters=filters)}
    for name, side in sides.items():
        everyone = name == EVERYONE
        asked[name] = question(grain=grain, filters=side, everyone=everyone)
        asked[f"{name}, counted"] = question(
            filters=as_counted(side, measure, held), everyone=everyone
        )
    followed = all((FLOW_MEASURE, d) in held.values for d in that_day.dimensions)
    if measure.published_as in held.measures and not that_day.clauses:
        asked[PUBLISHED] = Question(
            measure.published_as, that_day, snapshot=shown.snapshot
        )
    if FLOW in ways and FLOW_MEASURE in held.measures and followed:
        asked[FLOW] = question(
            measure=FLOW_MEASURE, by="ended", filters=that_day.without("ended")
        )
    for name, levels in ways.items():
        if name != FLOW:
            for level in levels:
                asked[_way(name, level)] = question(
                    by=level, filters=that_day.without(level)
                )
    return asked


def _living(level: str) -> str:
    return f"who lives there by {level}"


def _way(panel: str, level: str) -> str:
    return f"{panel} by {level}"


def _settle(answers: dict[str, Answer], panel: str, ways: Sequence[str]) -> str | None:
    """Keep a panel's answer by the level that it is drawn by, under its own name.

    Of the page's own months where that can be: numbers side by side are read as if.
    """
    if panel == FLOW:
        return next(iter(ways), None)
    tried = {level: answers.pop(_way(panel, level)) for level in ways}
    period = answers["whole"].question.filters.period
    same = {by: a for by, a in tried.items() if a.question.filters.period == period}
    level = level_shown(same) or level_shown(tried)
    if level is not None:
        answers[panel] = tried[level]
    return level


def beside_of(filters: Filters, viewer: Viewer) -> dict[str, Filters]:
    """What stands beside a zone through the same months: the rest, and everyone.

    Beside a place that was given alone, everyone: other places are never named.
    """
    chosen = filters.value("zone")
    if viewer.scope.is_of_places:
        return {EVERYONE: filters.without(*PLACE_DIMENSIONS)}
    if chosen in (None, NOT_KNOWN):
        return {}
    name = chosen.removeprefix(REST)
    sides = {
        name: filters.having("zone", name),
        THE_REST: filters.having("zone", REST + name),
    }
    beside = {words: side for words, side in sides.items() if side != filters}
    return beside | {EVERYONE: filters.without("zone")}


def _figures(
    answers: dict[str, Answer],
    filters: Filters,
    events: Sequence[Event],
    beside: Mapping[str, Answer],
    lines: Sequence[Line],
    *,
    bars: bool,
) -> dict[str, Figure]:
    made = {}
    for name, answer in answers.items():
        if name == TREND:
            made[name] = trend(
                answer,
                events,
                str(filters.period),
                beside=beside,
                set_lines=lines,
            )
        elif name == FLOW:
            made[name] = flow(answer, filters.value("ended"))
        elif answer.question.by:
            as_size = _drawn_as(name, answer, in_rows=bars) is DrawnAs.BY_SIZE
            draw = by_size if as_size else places
            made[name] = draw(answer, filters.value(_chosen_by(answer)))
    return made


def _drawn_as(name: str, answer: Answer, *, in_rows: bool) -> DrawnAs:
    if name in (TREND, FLOW):
        return DrawnAs.TREND if name == TREND else DrawnAs.FLOW
    compared = answer.measure.compares_places and not answer.measure.clusters
    rows = in_rows or not compared or name not in COMPARED
    return compared_as(answer, in_rows=rows)


def _behind(
    answers: Mapping[str, Answer],
    beside: Mapping[str, Answer],
    area_map: AreaMap,
    *,
    in_rows: bool,
) -> dict[str, Behind]:
    found = {
        name: Behind(
            {"": answer, **(beside if name == TREND else {})},
            _drawn_as(name, answer, in_rows=in_rows),
        )
        for name, answer in answers.items()
        if name != "whole"
    }
    if area_map.figure is not None:
        found[AREA.name] = replace(found[AREA.name], drawn_as=DrawnAs.OTHER)
    return found


def _reading(series: Answer, usual: str) -> list[str]:
    said = (reading_in_words(series, usual), suggestion_in_words(series))
    return [words for words in said if words]


def _chosen_by(answer: Answer) -> str:
    """The dimension that a click on a panel chooses: a zone is chosen in both readings."""
    by = answer.question.by or ""
    return "zone" if by == "zone_on_day" else by


def _panels(
    answers: Mapping[str, Answer],
    filters: Filters,
    held: Contents,
    beside: Mapping[str, Answer],
    area_map: AreaMap,
) -> dict[str, dict[str, Any]]:
    whole = answers["whole"]
    panels = {
        name: _panel(name, answer, whole, filters, held, beside)
        for name, answer in answers.items()
        if name != "whole"
    }
    if AREA.name in panels:
        panels[AREA.name] = area_map.said_of(panels[AREA.name])
    return panels


def _panel(
    name: str,
    answer: Answer,
    whole: Answer,
    filters: Filters,
    held: Contents,
    beside: Mapping[str, Answer],
) -> dict[str, Any]:
    other_months = ""
    if name == TREND:
        chosen, dimension, caption = str(filters.period), "period", "Period"
    else:
        beside = {}
        dimension = _chosen_by(answer)
        chosen, caption = filters.value(dimension), held.title(dimension).title
        if name != FLOW:  # which says of what months it is in any case
            other_months = other_months_in_words(answer, whole)
    return {
        "dimension": dimension,
        "said": other_months + _said(name, answer),
        "alt": other_months
        + alternative_text(
            answer,
            f"by {held.title(dimension).one}" if name != TREND else "through time",
        ),
        **table_of(answer, chosen, caption, beside),
    }


def _said(name: str, answer: Answer) -> str:
    if name == FLOW:
        if not any(point.value for point in answer.points):
            return ""
        return (
            "Blue went on, teal became a welfare concern, grey was closed, white is still to "
            f"be decided. Of months old enough for a meeting to have been held: "
            f"{answer.period_in_words}.{left_undrawn_in_words(answer)}"
        )
    return difference_in_words(answer)


def _coarser_in_words(
    chosen: Mapping[str, str | None],
    levels: Mapping[str, str | None],
    held: Contents,
    *,
    longer: bool,
) -> list[str]:
    """“Too few to compare schools; shown by school cluster.”"""
    said, gone = [], []
    for name, finer in chosen.items():
        level = levels[name]
        if not finer or level == finer:
            continue
        many = held.title("zone" if finer == "zone_on_day" else finer).many
        if level is None:
            gone.append(many)
        else:
            said.append(f"Too few to compare {many}; shown by {held.title(level).one}.")
    if gone:
        *others, last = gone
        many = f"{', '.join(others)} or {last}" if others else last
        may = "; all months held may show them" if longer else ""
        said.append(f"Too few to compare {many} here{may}.")
    return said


def _notes(
    answers: dict[str, Answer], ignored: Sequence[str], held: Contents
) -> list[str]:
    """What has to be said beside the numbers, in sentences."""
    notes = []
    whole = answers["whole"]
    if ignored:
        notes.append(
            f"{whole.measure.title} is not known by {', '.join(ignored)}: that choice is left out here."
        )
    if whole.counts_only and whole.measure.over:
        notes.append(f"Counts, not rates: {whole.measure.over.why_counts}.")
    if whole.question.filters.value("zone_on_day") is not None:
        notes.append(
            "Counts are of the zone as it was on each day. The chart through time is of the places "
            "that have ever joined it, over their whole history, so that a new member does not look "
            "like change."
        )
    return notes
