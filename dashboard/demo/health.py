"""Draws child health reviews and writes chsp_reviews.csv."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.window import last_of_month, uk_date
from dashboard.demo.writing import WINDOWS, Row, untidy, write_csv

DOMAINS = (
    "SLC",
    "Gross Motor",
    "Fine Motor",
    "Problem Solving",
    "Personal/Social",
    "Emotional/Behavioural",
    "Vision",
    "Hearing",
)
HEADER = (
    "CHI",
    "Surname",
    "DOB",
    "Sex",
    "Postcode",
    "Review",
    "Date of Review",
    "HV Team",
    *DOMAINS,
    "HPI",
)
NO_CONCERN, NEW_CONCERN, KNOWN_CONCERN = "N", "C", "P"
INCOMPLETE = ("X", "")
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Review:
    child: int
    kind: str
    due: int
    done: int  # 0 if it was not, or is not yet recorded
    domains: tuple[str, ...]


def review(area: Area) -> list[Review]:
    """Every review a resident child became eligible for in the window."""
    chance = area.chance("reviews of development")
    settings = area.settings["health"]
    reviews = [
        _review(chance, area, child, kind)
        for child in range(len(area.children))
        for kind in _eligible(area, child)
    ]
    limit = settings["reliable_to"].toordinal()
    recorded = chance.random(len(reviews)) < settings["recorded_after"]
    return [
        _blank(review)
        if review.done > area.window.taken or (review.done > limit and not in_time)
        else review
        for review, in_time in zip(reviews, recorded, strict=True)
    ]


def _eligible(area: Area, child: int) -> Iterator[Settings]:
    children, window = area.children, area.window
    born, arrives = int(children.born[child]), int(children.arrives[child])
    for kind in area.settings["health"]["reviews"]:
        due = born + kind["due_days"]
        here = arrives <= due < int(children.leaves[child])
        if here and window.first_day <= due <= window.last_day:
            yield kind


def _blank(review: Review) -> Review:
    return Review(review.child, review.kind, review.due, 0, ("",) * len(DOMAINS))


def _review(chance: Chance, area: Area, child: int, kind: Settings) -> Review:
    settings = area.settings["health"]
    due = int(area.children.born[child]) + kind["due_days"]
    quintile = area.home(child).quintile
    sex = settings["girls" if area.children.girl[child] else "boys"]
    concern = kind["concern"] * kind["by_quintile"][quintile - 1] * sex
    done = _done(chance, settings, due, kind["within_days"])
    domains = _domains(chance, settings, kind, concern)
    found = Review(child, kind["name"], due, done, domains)
    return found if chance.random() < kind["coverage"] else _blank(found)


def _done(chance: Chance, settings: Settings, due: int, within: int) -> int:
    """Soon after it is due; in December some are put off to January."""
    day = due + int(within * chance.beta(1.5, 2.5))
    when = date.fromordinal(day)
    if when.month == DECEMBER and chance.random() < settings["december_to_january"]:
        return last_of_month(when).toordinal() + 5 + int(chance.integers(20))
    return day


def _domains(
    chance: Chance, settings: Settings, kind: Settings, concern: float
) -> tuple[str, ...]:
    """N, C or P in each domain; X or nothing where it was not assessed."""
    values = [NO_CONCERN] * len(DOMAINS)
    if chance.random() >= settings["meaningful"]:
        for _ in range(int(chance.integers(1, 4))):
            values[int(chance.integers(len(DOMAINS)))] = INCOMPLETE[
                int(chance.integers(len(INCOMPLETE)))
            ]
    if chance.random() < concern:
        for domain in _concerned(chance, kind):
            known = chance.random() < settings["concern_already_known"]
            values[domain] = KNOWN_CONCERN if known else NEW_CONCERN
    return tuple(values)


def _concerned(chance: Chance, kind: Settings) -> list[int]:
    """One or more domains, so that each is found about as often as published."""
    points = np.array(kind["domains"], dtype=float)
    share = np.minimum(points / (100 * kind["concern"]), 0.95)
    while True:
        drawn = np.flatnonzero(chance.random(len(points)) < share)
        if len(drawn):
            return [int(domain) for domain in drawn]


def write_reviews(directory: Path, area: Area, reviews: list[Review]) -> None:
    chance = area.chance("review extract")
    settings, children = area.settings, area.children
    additional = area.by_deprivation(settings["health"]["additional_by_quintile"])
    plan = chance.random(len(children)) < additional
    untidiness = settings["geography"]["untidy_postcodes"]

    def row(found: Review) -> Row:
        child = found.child
        return (
            children.chi[child],
            children.surname[child],
            uk_date(int(children.born[child])),
            "F" if children.girl[child] else "M",
            untidy(chance, children.postcode[child], untidiness),
            found.kind,
            uk_date(found.done) if found.done else "",
            area.home(child).health_team,
            *found.domains,
            "Additional" if plan[child] else "Core",
        )

    rows = (row(found) for found in sorted(reviews, key=lambda r: (r.due, r.child)))
    write_csv(directory / "chsp_reviews.csv", HEADER, rows, encoding=WINDOWS)
