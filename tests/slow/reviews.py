"""Reviews of child health: due, done in time, complete, and with a concern."""

import csv
from datetime import timedelta

from tests.slow.extracts import CODES, NOT_KNOWN, Codes, day, read_rows
from tests.slow.months import month_of, months_on, whole_months

DUE_AFTER_DAYS = {"first_visit": 10, "6_8_weeks": 42}
DUE_AFTER_MONTHS = {"13_15_months": 13, "27_30_months": 27, "4_5_years": 48}
DOMAINS = {
    "SLC": "speech",
    "Gross Motor": "gross_motor",
    "Fine Motor": "fine_motor",
    "Problem Solving": "problem_solving",
    "Personal/Social": "personal_social",
    "Emotional/Behavioural": "emotional",
    "Vision": "vision",
    "Hearing": "hearing",
}
CONCERN = {"new_concern", "known_concern"}
ANSWERED = CONCERN | {"no_concern"}


class Review:
    """One review that one child was due."""


def read_reviews(folder, children, places):
    codes, cutoffs = Codes(), _cutoffs()
    return [
        _review(row, codes, children, places, cutoffs)
        for row in read_rows(folder, "chsp_reviews")
    ]


def _cutoffs():
    """Review → the unit its age is counted in, and the age before which it is in time."""
    with open(CODES / "review_cutoff.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {r["review"]: (r["unit"], int(r["covered_before"])) for r in rows}


def _review(row, codes, children, places, cutoffs):
    born_on, reviewed_on = day(row["DOB"]), day(row["Date of Review"])
    data_zone = places.data_zone(row["Postcode"])
    review = Review()
    review.kind = codes.of("review", row["Review"])
    review.child = children.key("CHI", row["CHI"])
    review.due_month = _due_month(review.kind, born_on)
    review.reviewed_on = reviewed_on
    review.in_time = reviewed_on is not None and _in_time(
        born_on, reviewed_on, *cutoffs[review.kind]
    )
    review.found = {
        name: codes.of("review_outcome", row[column])
        for column, name in DOMAINS.items()
    }
    review.concern = bool(set(review.found.values()) & CONCERN)
    review.meaningful = set(review.found.values()) <= ANSWERED
    review.plan = codes.of("plan_indicator", row["HPI"])
    review.dimensions = {
        **places.area(data_zone),
        "sex": (codes.of("sex", row["Sex"], NOT_KNOWN),),
        "simd_quintile": places.simd_quintile(data_zone),
        "health_team": (row["HV Team"] or NOT_KNOWN,),
        "review": (review.kind,),
    }
    review.dimensions["zone"] = places.zones(review.dimensions)
    return review


def reviewed_or_due(row):
    """The day of a review; of one that is not done, the month it was due in."""
    return day(row["Date of Review"]) or _due_month(
        Codes().of("review", row["Review"]), day(row["DOB"])
    )


def _due_month(kind, born_on):
    if kind in DUE_AFTER_DAYS:
        return month_of(born_on + timedelta(days=DUE_AFTER_DAYS[kind]))
    return months_on(month_of(born_on), DUE_AFTER_MONTHS[kind])


def _in_time(born_on, reviewed_on, unit, before):
    if unit == "weeks":
        return (reviewed_on - born_on).days // 7 < before
    return whole_months(born_on, reviewed_on) < before
