"""Thresholds and reclassification, worked out: everything the page shows for an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    as_counted,
    ask_all,
    catalogue,
    contents,
    home_of,
)
from dashboard.charts.after import after
from dashboard.charts.by_size import by_size
from dashboard.charts.drawn_as import DrawnAs, compared_as
from dashboard.charts.flow import flow
from dashboard.charts.mix import mix
from dashboard.charts.places import places
from dashboard.charts.profile import profile, rows_of
from dashboard.charts.soon import open_in_words, soon
from dashboard.charts.theme import Figure
from dashboard.components.kept import kept
from dashboard.components.panels import (
    AREA,
    FLOW,
    SOURCE,
    TEAM,
    Panel,
    alternative_text,
    table_of,
)
from dashboard.components.presentation import Presentation
from dashboard.components.store import store_of
from dashboard.components.view import (
    FLOW_MEASURE,
    Behind,
    View,
    beside_of,
    filters_known,
)
from dashboard.filters import Filters, Period
from dashboard.measures import Measure
from dashboard.sentences import (
    beside_in_words,
    difference_in_words,
    flow_in_words,
    mix_in_words,
    other_months_in_words,
    other_period_in_words,
    profile_in_words,
    protected_in_words,
    soon_in_words,
)
from dashboard.soon import DAYS, ENDINGS, Soon, soon_of
from dashboard.warehouse.contents import Contents
from dashboard.wording import foot, headline, value_in_words

# The steps, each the share that goes on of those who reached the one before.
STEPS = (
    ("ird_of_referrals", "to an IRD"),
    ("investigation_of_irds", "to an investigation"),
    ("cppm_of_investigations", "to a planning meeting"),
    ("registration_of_cppms", "to registration"),
)
AFTER = (
    ("after_referred_again_90", "Referred again, 90 days"),
    ("after_referred_again_365", "Referred again, a year"),
    ("after_ird_90", "Another IRD, 90 days"),
    ("after_ird_365", "Another IRD, a year"),
    ("after_registered_90", "Registered, 90 days"),
    ("after_registered_365", "Registered, a year"),
)
PROFILE, MIX, SOON, AFTERWARDS, OFFERED = "profile", "mix", "soon", "after", "offered"
COMPARED = (TEAM, AREA, SOURCE)
DEFAULT = "reclassified"
_ENDING_WORDS = {
    "reclassified": "Welfare concern",
    "went_on": "Went on",
    "closed": "Closed",
}


@dataclass(frozen=True)
class _Page:
    """What an address asks of this page, before it is asked."""

    shown: Presentation
    measure: Measure
    filters: Filters
    held: Contents
    catalogue: Mapping[str, Measure]

    def question(self, name: str, **changes: Any) -> Question:
        """A question of a measure that `answers_to` what was chosen."""
        by = changes.get("by")
        filters = self.filters.without(*([by] if by else []))
        given = {"filters": filters, "unit": self.shown.unit}
        return Question(name, **given | {"snapshot": self.shown.snapshot} | changes)

    def answers_to(self, name: str, by: str | None) -> bool:
        """Whether a measure knows all that was chosen but its own breakdown: a panel of
        everyone among panels of some would be taken for one of them."""
        return name in self.held.measures and all(
            value in self.held.values.get((name, dimension), ())
            for dimension, value in self.filters.clauses
            if dimension != by
        )


def thresholds_of(search: str | None, viewer: Viewer) -> View:
    """Everything the page shows. UnknownName or NoSnapshot, in words, where it cannot."""
    return kept(viewer, ("thresholds", search), lambda: _worked_out(search, viewer))


def _worked_out(search: str | None, viewer: Viewer) -> View:
    measures = catalogue(viewer)
    shown = Presentation.from_address(search, measures, DEFAULT)
    held = contents(viewer, shown.snapshot)
    measure = measures[shown.measure]
    filters, ignored = filters_known(search, measure, held, viewer)
    that_day = as_counted(filters, measure, held)
    page = _Page(shown, measure, that_day, held, measures)
    area = AREA.level(
        measure, shown.levels.get("area"), home_of(viewer.home).settings.area_level
    )
    levels = {"team": "team", "area": area, "source": "source_agency"}
    asked = _questions(page, {n: level for n, level in levels.items() if level})
    beside = {
        words: Question(
            measure.name, as_counted(side, measure, held), snapshot=shown.snapshot
        )
        for words, side in beside_of(filters, viewer).items()
    }
    questions = (*asked.values(), *beside.values())
    found = ask_all(questions, viewer)
    answers = dict(zip(asked, found, strict=False))
    counted = dict(zip(beside, found[len(asked) :], strict=True))
    parts = _parts(page, answers)
    whole = answers["whole"]
    return View(
        headline=headline(whole),
        change=difference_in_words(answers["team"]),
        foot=foot(whole),
        notes=(
            *_left_out(measure, ignored),
            *beside_in_words(counted),
            *protected_in_words(whole, None),
            *other_period_in_words(whole, that_day.period),
        ),
        figures={name: part.figure for name, part in parts.items()},
        store=store_of(
            shown,
            whole,
            filters,
            held,
            viewer,
            panels={name: part.panel for name, part in parts.items()},
            levels={"area": area} if area else {},
        ),
        measure=measure,
        whole=whole,
        behind={name: part.behind for name, part in parts.items()},
        case_mix=held.case_mix.get(measure.name),
        asked=questions,
    )


def _left_out(measure: Measure, ignored: Sequence[str]) -> list[str]:
    if not ignored:
        return []
    return [
        f"{measure.title} is not known by {', '.join(ignored)}: that choice is left out here."
    ]


def _questions(page: _Page, levels: Mapping[str, str]) -> dict[str, Question]:
    name = page.measure.name
    asked = {"whole": page.question(name)}
    asked |= {panel: page.question(name, by=level) for panel, level in levels.items()}
    wanted = {
        FLOW: (FLOW_MEASURE, "ended"),
        "up": ("up_classified", None),
        SOON: ("time_to_decision", None),
        OFFERED: ("offered_instead", "offer"),
        "waited": ("days_to_offer", None),
    }
    wanted |= {step: (step, "team") for step, _ in STEPS}
    wanted |= {one: (one, "decided_as") for one, _ in AFTER}
    asked |= {
        key: page.question(measure, by=by)
        for key, (measure, by) in wanted.items()
        if page.answers_to(measure, by)
    }
    latest = max(
        page.held.periods.get(("time_to_decision", "quarter"), {}), default=None
    )
    if latest is not None and SOON in asked:
        recent = page.question("time_to_decision")
        period = Period("quarter", latest)
        asked["recent"] = page.question(
            "time_to_decision", filters=recent.filters.over(period)
        )
    return asked


@dataclass(frozen=True)
class _Part:
    """One panel: its figure, and its words and table for the script."""

    figure: Figure
    panel: dict[str, Any]
    behind: Behind


def _parts(page: _Page, answers: Mapping[str, Answer]) -> dict[str, _Part]:
    parts = {
        panel.name: _compared(page, panel, answers[panel.name])
        for panel in COMPARED
        if panel.name in answers
    }
    parts[MIX] = _mix(page, answers["team"])
    if FLOW in answers:
        parts[FLOW] = _flow(page, answers)
    if all(step in answers for step, _ in STEPS):
        parts[PROFILE] = _profile(page, [answers[step] for step, _ in STEPS])
    if SOON in answers:
        parts[SOON] = _soon(answers[SOON], answers.get("recent"))
    if all(one in answers for one, _ in AFTER):
        parts[AFTERWARDS] = _after([answers[one] for one, _ in AFTER])
    if OFFERED in answers:
        parts[OFFERED] = _offered(page, answers[OFFERED], answers.get("waited"))
    return {name: _of_its_months(name, part, answers) for name, part in parts.items()}


# Of panels with an answer of another name, that answer; the flow says its months itself.
_ANSWER_OF = {MIX: "team", PROFILE: STEPS[0][0], AFTERWARDS: AFTER[0][0], FLOW: "whole"}


def _of_its_months(name: str, part: _Part, answers: Mapping[str, Answer]) -> _Part:
    """A panel whose months are not the page's says so first."""
    answer = answers[_ANSWER_OF.get(name, name)]
    words = other_months_in_words(answer, answers["whole"])
    panel = part.panel
    told = {key: words + panel[key] for key in ("said", "alt") if key in panel}
    return replace(part, panel=panel | told)


def _compared(page: _Page, panel: Panel, answer: Answer) -> _Part:
    dimension = answer.question.by or ""
    chosen = page.filters.value(dimension)
    draw = places if page.shown.bars else by_size
    return _Part(
        draw(answer, chosen),
        {
            "dimension": dimension,
            "said": difference_in_words(answer),
            "alt": alternative_text(answer, panel.title),
            **table_of(answer, chosen, page.held.title(dimension).title),
        },
        Behind({"": answer}, compared_as(answer, in_rows=page.shown.bars)),
    )


def _flow(page: _Page, answers: Mapping[str, Answer]) -> _Part:
    answer = answers[FLOW]
    chosen = page.filters.value("ended")
    return _Part(
        flow(answer, chosen),
        {
            "dimension": "ended",
            "said": flow_in_words(answer, answers.get("up")),
            "alt": alternative_text(answer, "where referrals go"),
            **table_of(answer, chosen, "Where it ended"),
        },
        Behind({"": answer}, DrawnAs.FLOW),
    )


def _profile(page: _Page, answers: Sequence[Answer]) -> _Part:
    chosen = page.filters.value("team")
    names = [name for _, name in STEPS]
    return _Part(
        profile(answers, names, chosen),
        {
            "dimension": "team",
            "said": profile_in_words(answers, names),
            "alt": "The share that goes on at each of four steps, by team. The table below has them all.",
            "caption": "Team",
            "columns": ["Team", *(f"On {name}" for name in names)],
            "rows": [
                {
                    "key": point.key,
                    "label": point.label,
                    "cells": [_share(answer, point.key) for answer in answers],
                    "note": "",
                    "chosen": point.key == chosen,
                    "unusual": False,
                }
                for point in rows_of(answers)
            ],
        },
        Behind(dict(zip(names, answers, strict=True)), DrawnAs.OTHER),
    )


def _share(answer: Answer, key: str | None) -> str:
    point = answer.point(key)
    if point is None or point.value is None:
        return "–"
    mark = "◆ " if key in answer.judgement.difference.unusual else ""
    value = value_in_words(answer.measure, point.value)
    return f"{mark}{value} ({point.numerator:,.0f} of {point.denominator:,.0f})"


def _mix(page: _Page, answer: Answer) -> _Part:
    found = answer.judgement.mix
    chosen = page.filters.value("team")
    adjusted = found.adjusted if found else {}
    points = [p for p in answer.points if p.key in adjusted]
    return _Part(
        mix(answer, chosen),
        {
            "dimension": "team",
            "said": mix_in_words(answer, page.held.case_mix.get(answer.measure.name)),
            "alt": "Each team's share as it is and with the mix of all. The table below has them all.",
            "caption": "Team",
            "columns": [
                "Team",
                "As it is",
                "With the mix of all",
                "Range that chance gives",
            ],
            "rows": [
                {
                    "key": p.key,
                    "label": p.label,
                    "cells": [
                        value_in_words(answer.measure, p.value),
                        value_in_words(answer.measure, adjusted[p.key or ""].value),
                        f"{value_in_words(answer.measure, adjusted[p.key or ''].lower)} to "
                        f"{value_in_words(answer.measure, adjusted[p.key or ''].upper)}",
                    ],
                    "note": "",
                    "chosen": p.key == chosen,
                    "unusual": bool(found and p.key in found.unusual),
                }
                for p in points
            ],
        },
        Behind({"": answer}, DrawnAs.OTHER),
    )


def _soon(answer: Answer, recent: Answer | None) -> _Part:
    every = soon_of(answer.measure, answer.whole)
    latest = soon_of(recent.measure, recent.whole) if recent else None
    return _Part(
        soon(every, latest),
        {
            "dimension": "",
            "said": soon_in_words(every, latest, answer, recent),
            "alt": "The share decided each way by days since the referral. The table below has them all.",
            "caption": "By day",
            "columns": ["By day", *(_ENDING_WORDS[e] for e in ENDINGS), "Still open"],
            "rows": [_day(every, place, day) for place, day in enumerate(every.days)],
        },
        Behind({"": answer}, DrawnAs.OTHER),
    )


def _day(found: Soon, place: int, day: int) -> dict[str, Any]:
    shares = [f"{found.shares[ending][place] * 100:.0f} %" for ending in ENDINGS]
    return {
        "key": str(day),
        "label": str(DAYS[place]),
        "cells": [*shares, open_in_words(found.open[place])],
        "note": "",
        "chosen": False,
        "unusual": False,
    }


def _after(answers: Sequence[Answer]) -> _Part:
    names = [name for _, name in AFTER]
    return _Part(
        after(answers, names),
        {
            "dimension": "",
            "said": (
                "Counted from the day of the decision, of decisions that have had their full time. Those "
                "that went on were meant to be registered; the safety check is how many of the others come "
                "back. A difference here is no proof that a decision was wrong."
            ),
            "alt": "What happened after each kind of decision. The table below has them all.",
            "caption": "What happened",
            "columns": ["What happened", *_ENDING_WORDS.values()],
            "rows": [
                {
                    "key": name,
                    "label": name,
                    "cells": [_of_decision(answer, key) for key in ENDINGS],
                    "note": "",
                    "chosen": False,
                    "unusual": False,
                }
                for answer, name in zip(answers, names, strict=True)
            ],
        },
        Behind(dict(zip(names, answers, strict=True)), DrawnAs.OTHER),
    )


def _of_decision(answer: Answer, key: str) -> str:
    point = answer.point(key)
    if point is None or point.value is None:
        return "–"
    value = value_in_words(answer.measure, point.value)
    return f"{value} ({point.numerator:,.0f} of {point.denominator:,.0f})"


def _offered(page: _Page, answer: Answer, waited: Answer | None) -> _Part:
    said = "What was recorded as offered to those that did not go on to a planning meeting."
    if waited is not None and waited.whole and waited.whole.value is not None:
        days = value_in_words(waited.measure, waited.whole.value)
        said += f" Half of those that were offered something had it within {days} of the decision."
    return _Part(
        places(answer),
        {
            "dimension": "offer",
            "said": said,
            "alt": alternative_text(answer, "what was offered instead"),
            **table_of(answer, None, page.held.title("offer").title),
        },
        Behind({"": answer}, DrawnAs.ROWS),
    )
