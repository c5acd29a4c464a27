"""27–30 month reviews of child health."""

from tests.slow.extracts import NOT_KNOWN, Codes, day, read_rows
from tests.slow.months import month_of, months_on, whole_months

DUE_AFTER_MONTHS = 27
DONE_BEFORE_MONTHS = 32
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


class Review:
    """One 27–30 month review that one child was due."""


def read_reviews(folder, children, places):
    codes = Codes()
    return [
        _review(row, codes, children, places)
        for row in read_rows(folder, "chsp_reviews")
        if codes.of("review", row["Review"]) == "27_30_months"
    ]


def _review(row, codes, children, places):
    born_on, reviewed_on = day(row["DOB"]), day(row["Date of Review"])
    outcomes = {codes.of("review_outcome", row[domain]) for domain in DOMAINS}
    data_zone = places.data_zone(row["Postcode"])
    review = Review()
    review.child = children.key("CHI", row["CHI"])
    review.due_month = months_on(month_of(born_on), DUE_AFTER_MONTHS)
    review.reviewed_on = reviewed_on
    review.in_time = (
        reviewed_on is not None
        and whole_months(born_on, reviewed_on) < DONE_BEFORE_MONTHS
    )
    review.concern = bool(outcomes & {"new_concern", "known_concern"})
    review.dimensions = {
        **places.area(data_zone),
        "sex": (codes.of("sex", row["Sex"], NOT_KNOWN),),
        "simd_quintile": places.simd_quintile(data_zone),
        "health_team": (row["HV Team"] or NOT_KNOWN,),
    }
    return review
