"""What other systems knew of a referred child, and how well the look-up joins."""

from collections import defaultdict
from datetime import timedelta

from tests.slow.extracts import NOT_KNOWN, Codes, day, read_rows
from tests.slow.reviews import reviewed_or_due

YEAR = timedelta(days=365)
JULY = 7


def term_of(on):
    """The number of a school term: autumn, spring, summer. July is in none."""
    if on.month == JULY:
        return None
    part = 0 if on.month >= 8 else 1 if on.month <= 3 else 2
    return (on.year - (on.month < 8)) * 3 + part


def half_days_by_term(attendance):
    """(child, term) → half-days attended and possible."""
    found = defaultdict(lambda: [0, 0])
    for child, month, _, attended, possible, _ in attendance:
        if term_of(month) is not None:
            found[child, term_of(month)][0] += attended
            found[child, term_of(month)][1] += possible
    return found


def two_terms_before(child, on, by_term):
    """Half-days attended and possible in the two terms that were over by a day."""
    term = term_of(on)
    if term is None:  # in July the summer term is over
        term = term_of(on.replace(month=6)) + 1
    before = [by_term[child, t] for t in (term - 2, term - 1) if (child, t) in by_term]
    return sum(a for a, _ in before), sum(p for _, p in before)


def around(child, received_on, by_term):
    """(term in words, attended, possible) of the two terms before a referral and after."""
    term = term_of(received_on)
    if term is None:
        term = term_of(received_on.replace(month=6))
    names = {-2: "before_2", -1: "before_1", 1: "after_1", 2: "after_2"}
    return [
        (name, *by_term[child, term + step])
        for step, name in names.items()
        if (child, term + step) in by_term
    ]


def pupils(folder, children):
    """Child → the spells at a school, from day to day."""
    found = defaultdict(list)
    for row in read_rows(folder, "seemis_pupils"):
        spell = (day(row["AdmissionDate"]), day(row["LeavingDate"]))
        found[children.key("SCN", row["SCN"])].append(spell)
    return found


def was_pupil(spells, on):
    """Whether any spell touches the year before a day."""
    return any(
        begun < on and (left is None or left > on - YEAR) for begun, left in spells
    )


def records(folder, children, places):
    """(system, child, day, dimensions, linked) of the records of three systems."""
    codes, linked = Codes(), _linked(folder)
    for system, extract, number, dated, sex, postcode in (
        ("referrals", "mosaic_referrals", "PERSON_ID", _received, "Gender", "Postcode"),
        ("pupils", "seemis_pupils", "SCN", _admitted, "Gender", "PostCode"),
        ("reviews", "chsp_reviews", "CHI", reviewed_or_due, "Sex", "Postcode"),
    ):
        one = "Mosaic ID" if number == "PERSON_ID" else number
        for row in read_rows(folder, extract):
            dimensions = {
                **places.area(places.data_zone(row[postcode])),
                "sex": (codes.of("sex", row[sex], NOT_KNOWN),),
            }
            dimensions["zone"] = places.zones(dimensions)
            key = (one, row[number])
            child, on = children.key(*key), dated(row)
            yield system, child, on, dimensions, key in linked


def _received(row):
    return day(row["Referral Date"])


def _admitted(row):
    return day(row["AdmissionDate"])


def _linked(folder):
    """Every number that stands beside another system's in the look-up."""
    found = set()
    for row in read_rows(folder, "identity_lookup"):
        numbers = [(s, row[s]) for s in ("Mosaic ID", "SCN", "CHI") if row[s]]
        if len(numbers) > 1:
            found |= set(numbers)
    return found
