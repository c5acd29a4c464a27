"""Every measure a second time: slow, plain, and made from the extract files alone.

Written from the definitions in words, to be compared with what the product answers.
An analyst should be able to check it against them line by line.
"""

from collections import Counter, defaultdict, namedtuple
from datetime import date, timedelta
from statistics import median

from tests.slow.across import (
    around,
    half_days_by_term,
    pupils,
    records,
    two_terms_before,
    was_pupil,
)
from tests.slow.afterwards import (
    DECIDED_AS,
    add_what_came_before,
    add_what_followed,
    followed,
    has_dated_decision,
)
from tests.slow.children import Children, Spells
from tests.slow.extracts import NOT_KNOWN, day, read_rows
from tests.slow.meetings import read_core_groups, read_review_meetings
from tests.slow.months import (
    in_period,
    last_day,
    month_of,
    months_between,
    months_on,
    sent_months,
    sent_throughout,
    sent_when_rows,
    span,
    used_months,
)
from tests.slow.places import AREA_LEVELS, Places
from tests.slow.population import Population
from tests.slow.referrals import meeting_in_time, read_referrals, read_timescales
from tests.slow.register import (
    off_before,
    on_register,
    open_spells,
    read_registrations,
)
from tests.slow.reviews import CONCERN, read_reviews
from tests.slow.schooling import (
    read_attendance,
    read_exclusions,
    read_sessions,
    school_year,
)
from tests.slow.wellbeing import Pupils, read_boxall, read_sdq, read_wheels

# `rows`: what the measure counts; `sources` must all have sent a month; a month
# counts in longer periods `matures` days after its end.
Measure = namedtuple("Measure", "kind rows dimensions sources matures")
Row = namedtuple(
    "Row",
    "child incident month dimensions numerator denominator days",
    defaults=(None,),
)
Answer = namedtuple("Answer", "numerator denominator rows children incidents")

SCHOOL = ("school", "cluster", "sector")
REFERRAL = (
    *AREA_LEVELS,
    *SCHOOL,
    "team",
    "zone",
    "source_agency",
    "concern",
    "age_band",
    "sex",
    "simd_quintile",
    "ended",
)
OFFER = (*REFERRAL, "offer")
INVOLVED = (*REFERRAL, "involvement")
WITHOUT_ENDING = tuple(name for name in REFERRAL if name != "ended")
DECISION = (*WITHOUT_ENDING, "decided_as")
REGISTER = (
    *AREA_LEVELS,
    "team",
    "zone",
    "concern",
    "age_band",
    "sex",
    "simd_quintile",
)
REVIEW = (*AREA_LEVELS, "zone", "sex", "simd_quintile", "health_team")
PUPIL = (*AREA_LEVELS, *SCHOOL, "zone", "stage", "sex")
SESSION = (*PUPIL, "simd_quintile")
ACROSS = (*AREA_LEVELS, *SCHOOL, "team", "zone", "source_agency", "sex")
AROUND = (*AREA_LEVELS, *SCHOOL, "team", "zone", "sex", "decided_as", "term")
LINKED = (*AREA_LEVELS, "zone", "sex")
BANDS_OF_SDQ = (*PUPIL, "sdq_score")
INDICATOR = (*PUPIL, "low_indicator")
POPULATION = (*AREA_LEVELS, "age_band", "sex", "simd_quintile")
NO_POPULATION = {*SCHOOL, "team", "zone"}

RECEIVED = ("referrals",)
DECIDED = ("referrals", "steps")
MET = ("referrals", "steps", "meetings")

BANDS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 28, 42, 56, 91)
# Bands that end with a week, two, three, four, six and eight weeks, a quarter, a half year.
OTHER_BANDS = {
    "time_to_decision": (*range(15), 15, 22, 29, 43, 57, 92, 183),
    # Months and half years, to two and to three years.
    "length_of_registration": (
        *(0, 29, 57, 92, 137, 183, 229, 274, 320, 366, 457, 549, 640, 731, 1096),
    ),
}


class SlowAnswers:
    """The answers of one folder of extracts, as at one day."""

    def __init__(self, folder, as_at):
        self.as_at = as_at
        places, children = Places(folder), Children(folder)
        spells = Spells(folder, children)
        self.referrals = read_referrals(folder, places, spells)
        self.registrations = read_registrations(folder, places)
        add_what_came_before(self.referrals, self.registrations)
        add_what_followed(self.referrals, self.registrations)
        self.reviews = read_reviews(folder, children, places)
        self.attendance = read_attendance(folder, children, places)
        self.sessions = read_sessions(folder, children, places, self.attendance)
        self.exclusions = read_exclusions(folder, children, places)
        self.on_roll = [s for s in self.sessions if s.on_roll]
        self._years_of_roll = sorted({s.year for s in self.on_roll})
        self.school_days = _school_days(self.attendance)
        self.by_term = half_days_by_term(self.attendance)
        self.pupils = pupils(folder, children)
        self.meetings = read_review_meetings(folder, self.registrations, places)
        self.records = list(records(folder, children, places))
        filled = Pupils(folder, children, places)
        self.sdq = read_sdq(folder, filled)
        self.boxall = read_boxall(folder, filled)
        self.wheels = read_wheels(folder, filled)
        self.population = Population(folder, places)
        self.core_groups = read_core_groups(folder, self.registrations, places)
        self.timescales = read_timescales("initial_cppm")
        self.sources = self._read_sources(folder)
        self._rows, self._matching, self._persons_held = {}, {}, {}
        self._used, self._values, self._roll = {}, {}, {}

    # Months

    def _read_sources(self, folder):
        """Which months each source sent.

        Of older spells on the register only some are in the extract: it is whole
        from where the meetings begin.
        """
        met = min(_months(folder, "mosaic_meetings", "Meeting Date"))
        return {
            "referrals": sent_when_rows(
                _months(folder, "mosaic_referrals", "Referral Date")
            ),
            "steps": sent_when_rows(_months(folder, "mosaic_steps", "INCOMING_ON")),
            "meetings": sent_throughout(met, self.as_at),
            "registrations": sent_throughout(met, self.as_at),
            "attendance": sent_when_rows((row[1] for row in self.attendance), (7,)),
            "exclusions": sent_throughout(
                min(month_of(e.on) for e in self.exclusions), self.as_at
            ),
            "reviews": sent_when_rows(review.due_month for review in self.reviews),
            "sdq": self._sent_since(self.sdq),
            "boxall": self._sent_since(self.boxall),
            "wheels": self._sent_since(self.wheels),
            "population": sent_when_rows(month for month, _, _ in self.population.rows),
        }

    def _sent_since(self, filled_in):
        """Tools are filled in now and then: a month without any is a real none."""
        return sent_throughout(min(month_of(one.on) for one in filled_in), self.as_at)

    def _sources_of(self, measure):
        return [self.sources[name] for name in MEASURES[measure].sources]

    def span(self, measure):
        return self._counted(measure, span(self._sources_of(measure)))

    def sent_months(self, measure):
        return self._counted(measure, sent_months(self._sources_of(measure)))

    def _counted(self, measure, months):
        """Of what is counted once a school year, its August."""
        return [m for m in months if measure not in YEARLY or m.month == 8]

    def used_months(self, measure):
        if measure not in self._used:
            sources, matures = self._sources_of(measure), MEASURES[measure].matures
            used = used_months(sources, matures, self.as_at)
            self._used[measure] = self._counted(measure, used)
        return self._used[measure]

    def months(self, measure, period):
        """The months that a period like `all` or `quarter:2025-05` is answered of."""
        if measure in YEARLY and ":" in period:
            start = date.fromisoformat(period.partition(":")[2] + "-01")
            period = f"school_year:{school_year(start):%Y-%m}"
        months = in_period(period, self.used_months(measure))
        if MEASURES[measure].kind == "stock":
            return set(sorted(months)[-1:])
        return months

    # Answers

    def answer(self, measure, filters, period):
        """What the measure comes to over a set of months, or from one to another."""
        return self.answer_and_value(measure, filters, period)[0]

    def answer_and_value(self, measure, filters, period):
        """The answer and the number shown: a count, a share, a rate or a median."""
        months = self._as_months(measure, period)
        matching = self.matching(measure, filters)
        rows = [row for month in months for row in matching.get(month, ())]
        return self._sum(measure, filters, months, rows)

    def breakdown(self, measure, by, filters, period):
        """Answer and number for each value of a dimension that has rows."""
        months = self._as_months(measure, period)
        matching = self.matching(measure, filters)
        rows = defaultdict(list)
        for month in months:
            for row in matching.get(month, ()):
                for value in row.dimensions[by]:
                    rows[value].append(row)
        return {
            value: self._sum(measure, {**filters, by: value}, months, found)
            for value, found in rows.items()
        }

    def _as_months(self, measure, period):
        """The months themselves; of (first, last), the used ones between."""
        if isinstance(period, tuple):
            period = set(months_between(*period)) & set(self.used_months(measure))
        if MEASURES[measure].kind == "stock":
            return set(sorted(period)[-1:])
        return period

    def _sum(self, measure, filters, months, rows):
        numerator = sum(row.numerator for row in rows)
        denominator = sum(row.denominator for row in rows)
        if measure == "exclusion_rate":
            denominator = self._pupils(filters, months)
        elif measure == "school_referrals_a_day":
            denominator = sum(self.school_days.get(month, 0) for month in months)
        elif measure in PER_POPULATION:
            denominator = self._persons(measure, filters, months)
        children = {row.child for row in rows} - {None}
        incidents = {row.incident for row in rows} - {None}
        found = Answer(numerator, denominator, len(rows), len(children), len(incidents))
        if MEASURES[measure].kind == "duration":
            bands = OTHER_BANDS.get(measure, BANDS)
            return found, median_of_bands([row.days for row in rows], bands)
        return found, value_of(measure, filters, found)

    def _persons(self, measure, filters, months):
        """Who a rate is over; nothing where places have no residents to count."""
        if NO_POPULATION & set(filters):
            return 0
        persons = self._persons_by_year(
            {name: value for name, value in filters.items() if name in POPULATION}
        )
        total = sum(persons[self.population.year_for(month)] for month in months)
        return total / 12 if measure == "referral_rate" else total

    def _pupils(self, filters, months):
        """Pupils in September of the school year of each month of school, over eleven."""
        if set(filters) & {*AREA_LEVELS, "team", "zone"}:
            return 0
        key = tuple(sorted((n, v) for n, v in filters.items() if n in SCHOOL))
        if key not in self._roll:
            self._roll[key] = Counter(
                s.year for s in self.on_roll if _matches(s.dimensions, dict(key))
            )
        years = self._years_of_roll
        total = 0
        for month in months:
            if month.month != 7:
                before = [year for year in years if year <= month] or years[:1]
                total += self._roll[key][before[-1]]
        return total / 11

    def _persons_by_year(self, filters):
        key = tuple(sorted(filters.items()))
        if key not in self._persons_held:
            persons = defaultdict(int)
            for month, dimensions, number in self.population.rows:
                if _matches(dimensions, filters):
                    persons[month.year] += number
            self._persons_held[key] = persons
        return self._persons_held[key]

    # Rows

    def rows(self, measure):
        """All that a measure counts, in any month."""
        if measure not in self._rows:
            self._rows[measure] = list(MEASURES[measure].rows(self))
        return self._rows[measure]

    def matching(self, measure, filters):
        """Month → the rows that have the value of every filter.

        Rows of pupils share their dimensions, so that each is looked at once.
        """
        key = (measure, tuple(sorted(filters.items())))
        if key not in self._matching:
            rows = self.rows(measure)
            distinct = {id(row.dimensions): row.dimensions for row in rows}
            wanted = {i for i, held in distinct.items() if _matches(held, filters)}
            by_month = defaultdict(list)
            for row in rows:
                if id(row.dimensions) in wanted:
                    by_month[row.month].append(row)
            self._matching[key] = by_month
        return self._matching[key]

    def values(self, measure, dimension, filters=None):
        """The values of the rows in the measure's span, the commonest first."""
        filters = filters or {}
        key = (measure, dimension, tuple(filters.items()))
        if key not in self._values:
            matching, counts = self.matching(measure, filters), defaultdict(int)
            for month in self.span(measure):
                for row in matching.get(month, ()):
                    for value in row.dimensions[dimension]:
                        counts[value] += 1
            self._values[key] = sorted(counts, key=lambda v: (-counts[v], v))
        return self._values[key]


def _school_days(attendance):
    """Month → half of the most half-days of each school, the middle one of them."""
    most = defaultdict(lambda: defaultdict(int))
    for _, month, dimensions, _, possible, _ in attendance:
        schools = most[month]
        school = dimensions["school"]
        schools[school] = max(schools[school], possible)
    return {
        month: median(days / 2 for days in schools.values())
        for month, schools in most.items()
    }


def _months(folder, extract, column):
    """The months that an extract has rows of."""
    return {month_of(day(row[column])) for row in read_rows(folder, extract)}


def _matches(dimensions, filters):
    return all(value in dimensions[name] for name, value in filters.items())


# From counts to the number shown


def value_of(measure, filters, answer):
    """A count, a share or a rate; None where there is nobody to divide by."""
    if MEASURES[measure].kind == "count" or measure in COUNTED_STOCKS:
        return answer.numerator
    if measure in PER_POPULATION and NO_POPULATION & set(filters):
        return answer.numerator
    if measure == "exclusion_rate" and set(filters) & {*AREA_LEVELS, "team", "zone"}:
        return answer.numerator
    if not answer.denominator:
        return None
    scale = 1000 if measure in {*PER_POPULATION, "exclusion_rate"} else 1
    return answer.numerator / answer.denominator * scale


def median_of_bands(days, bands):
    """The median as read from bands of days, each from its day up to the next."""
    counts = Counter(max(band for band in bands if band <= d) for d in days)
    half, before = len(days) / 2, 0
    for band, count in sorted(counts.items()):
        if before + count >= half:
            return _within_band(band, (half - before) / count, bands)
        before += count
    return None


def _within_band(band, share, bands):
    """A day of a band one day wide, else as far through it as a share."""
    later = [other for other in bands if other > band]
    width = later[0] - band if later else 1
    return band if width == 1 else band + width * share


# What each measure counts


def _row(referral, numerator, denominator, month=None):
    month = month or month_of(referral.received_on)
    return Row(
        referral.child,
        referral.incident,
        month,
        referral.dimensions,
        int(numerator),
        int(denominator),
    )


def _child_protection(answers):
    return [r for r in answers.referrals if r.received == "child_protection"]


def referrals(answers):
    return [_row(r, 1, 0) for r in _child_protection(answers)]


def referral_rate(answers):
    return [
        _row(r, 1, 0)
        for r in _child_protection(answers)
        if r.band not in ("unborn", "18_plus")
    ]


def where_referrals_go(answers):
    return referrals(answers)


def reclassified(answers):
    return [
        _row(r, r.final_class == "welfare", 1)
        for r in _child_protection(answers)
        if r.decided
    ]


def reclassified_at(stage):
    def rows(answers):
        return [
            _row(r, r.welfare_stage == stage, 1)
            for r in _child_protection(answers)
            if r.decided
        ]

    return rows


def ird_of_referrals(answers):
    return [_row(r, r.ird_on is not None, 1) for r in _child_protection(answers)]


def investigation_of_referrals(answers):
    return [
        _row(r, r.investigation_on is not None, 1) for r in _child_protection(answers)
    ]


def investigation_of_irds(answers):
    return [
        _row(r, r.investigation_on is not None, 1)
        for r in _child_protection(answers)
        if r.ird_on
    ]


def cppm_of_referrals(answers):
    return [_row(r, r.cppm_on is not None, 1) for r in _child_protection(answers)]


def cppm_of_investigations(answers):
    return [
        _row(r, r.cppm_on is not None, 1)
        for r in _child_protection(answers)
        if r.investigation_on
    ]


def registration_of_referrals(answers):
    return [_row(r, r.registered, 1) for r in _child_protection(answers)]


def registration_of_cppms(answers):
    return [_row(r, r.registered, 1) for r in _child_protection(answers) if r.cppm_on]


def cppm_on_time(answers):
    return [
        _row(r, meeting_in_time(r, answers.timescales), 1, month_of(r.cppm_on))
        for r in answers.referrals
        if r.cppm_on
    ]


def days_to_decision(answers):
    return [
        _row(r, 1, 1)._replace(days=(r.decided_on - r.received_on).days)
        for r in _child_protection(answers)
        if r.decided_on and r.decided_on >= r.received_on
    ]


def time_to_decision(answers):
    """Also what is still open, by how long it has been."""
    rows = []
    for r in _child_protection(answers):
        until = r.decided_on if r.decided else answers.as_at
        if until is not None and until >= r.received_on:
            rows.append(_row(r, 1, 1)._replace(days=(until - r.received_on).days))
    return rows


def days_to_offer(answers):
    return [
        _row(r, 1, 1)._replace(
            days=max((r.offered_on - r.decided_on).days, 0),
            dimensions={**r.dimensions, "offer": (r.offer,)},
        )
        for r in _decided_without_meeting(answers)
        if r.offered_on and r.offer != "nothing_recorded" and has_dated_decision(r)
    ]


def after(by, days):
    def rows(answers):
        return [
            _row(r, followed(r, by, days), 1, month_of(r.decided_on))._replace(
                dimensions={**r.dimensions, "decided_as": (DECIDED_AS[r.final_class],)}
            )
            for r in _child_protection(answers)
            if has_dated_decision(r)
        ]

    return rows


def _decided_without_meeting(answers):
    return [r for r in _child_protection(answers) if r.decided and not r.cppm_on]


def offered_instead(answers):
    return [
        _row(r, 1, 0)._replace(dimensions={**r.dimensions, "offer": (r.offer,)})
        for r in _decided_without_meeting(answers)
    ]


def nothing_offered(answers):
    return [
        _row(r, r.offer == "nothing_recorded", 1)
        for r in _decided_without_meeting(answers)
    ]


def repeat_within(days):
    def rows(answers):
        return [
            _row(r, _referred_again_within(r, days), 1)
            for r in _child_protection(answers)
        ]

    return rows


def _referred_again_within(referral, days):
    again = referral.referred_again_on
    return again is not None and again <= referral.received_on + timedelta(days=days)


def up_classified(answers):
    return [
        _row(r, r.screening == "ird", 1)
        for r in answers.referrals
        if r.received == "welfare" and r.screening
    ]


def registrations(answers):
    return [
        Row(s.child, None, month_of(s.registered_on), s.dimensions, 1, 0)
        for s in answers.registrations
    ]


def children_on_register(answers):
    return [
        Row(spell.child, None, month, spell.dimensions, 1, 0)
        for month in answers.span("on_register")
        for spell in on_register(answers.registrations, month)
    ]


def population(answers):
    return [
        Row(None, None, month, dimensions, persons, 0)
        for month, dimensions, persons in answers.population.rows
    ]


def most_deprived_fifth(answers):
    return [
        Row(None, None, month, d, persons * (d["simd_quintile"] == ("1",)), persons)
        for month, d, persons in answers.population.rows
        if d["simd_quintile"] != (NOT_KNOWN,)
    ]


def attendance(answers):
    return [
        Row(child, None, month, dimensions, attended, possible)
        for child, month, dimensions, attended, possible, _ in answers.attendance
    ]


def coverage(kind):
    def rows(answers):
        return [
            Row(r.child, None, r.due_month, r.dimensions, int(r.in_time), 1)
            for r in answers.reviews
            if r.kind == kind
        ]

    return rows


def _reviewed(r, numerator, dimensions=None):
    month = month_of(r.reviewed_on)
    return Row(r.child, None, month, dimensions or r.dimensions, int(numerator), 1)


def _done(answers, *kinds):
    return [r for r in answers.reviews if r.reviewed_on and r.kind in kinds]


def concern(kind, complete=False):
    def rows(answers):
        return [
            _reviewed(r, r.concern)
            for r in _done(answers, kind)
            if r.meaningful or not complete
        ]

    return rows


def review_meaningful(answers):
    kinds = ("13_15_months", "27_30_months", "4_5_years")
    return [_reviewed(r, r.meaningful) for r in _done(answers, *kinds)]


def concern_by_domain(answers):
    return [
        _reviewed(r, found in CONCERN, {**r.dimensions, "domain": (domain,)})
        for r in _done(answers, "27_30_months")
        for domain, found in r.found.items()
    ]


def additional_plan(answers):
    return [
        _reviewed(r, r.plan == "additional")
        for r in _done(answers, "27_30_months")
        if r.plan in ("core", "additional")
    ]


def by_session(numerator, denominator=lambda s: 1, counted=lambda s: True):
    """What each pupil adds in a school year, which stands in its August."""

    def rows(answers):
        return [
            Row(
                s.child,
                None,
                s.year,
                s.dimensions,
                int(numerator(s)),
                int(denominator(s)),
            )
            for s in answers.sessions
            if counted(s)
        ]

    return rows


def exclusions(answers):
    return [
        Row(e.child, None, month_of(e.on), e.dimensions, 1, 0)
        for e in answers.exclusions
    ]


def school_referrals(answers):
    return [
        _row(r, 1, 0)
        for r in _child_protection(answers)
        if r.dimensions["source_agency"] == ("education",)
    ]


def deregistrations(answers):
    return [
        Row(
            s.child,
            None,
            month_of(s.deregistered_on),
            {**s.dimensions, "reason": (s.reason,)},
            1,
            0,
        )
        for s in answers.registrations
        if s.deregistered_on
    ]


def register_open(answers):
    return [
        Row(spell.child, None, month, spell.dimensions, 1, 0)
        for month in answers.span("register_open")
        for spell in open_spells(answers.registrations, month)
    ]


def re_registered(months):
    """Of registrations so long after the extract begins that an earlier one is known."""

    def rows(answers):
        known_from = months_on(answers.sources["registrations"].first, months)
        found = []
        for s in answers.registrations:
            if s.registered_on >= known_from:
                before = off_before(s, answers.registrations)
                again = before is not None and before >= _back(s.registered_on, months)
                month = month_of(s.registered_on)
                found.append(Row(s.child, None, month, s.dimensions, int(again), 1))
        return found

    return rows


def _back(on, months):
    """The same day so many months before, or the last there is of that month."""
    month = months_on(month_of(on), -months)
    return month.replace(day=min(on.day, last_day(month).day))


def length_of_registration(answers):
    return [
        Row(
            s.child,
            None,
            month_of(s.deregistered_on),
            s.dimensions,
            1,
            1,
            (s.deregistered_on - s.registered_on).days,
        )
        for s in answers.registrations
        if s.deregistered_on and s.deregistered_on >= s.registered_on
    ]


def review_on_time(answers):
    return [
        Row(m.child, None, month_of(m.on), m.dimensions, int(m.in_time), 1)
        for m in answers.meetings
    ]


def core_group_on_time(answers):
    return [
        Row(m.child, None, month_of(m.on), m.dimensions, int(m.in_time), 1)
        for m in answers.core_groups
    ]


def referred_concern_27_30(answers):
    reviews = {r.child: r for r in answers.reviews if r.kind == "27_30_months"}
    found = []
    for r in _child_protection(answers):
        review = reviews.get(r.child)
        if review and review.reviewed_on and review.reviewed_on < r.received_on:
            found.append(_row(r, review.concern, 1))
    return found


def referred_low_attendance(answers):
    found = []
    for r in _child_protection(answers):
        attended, possible = two_terms_before(r.child, r.received_on, answers.by_term)
        if possible:
            found.append(_row(r, attended / possible < 0.9, 1))
    return found


def referred_excluded(answers):
    on = defaultdict(list)
    for e in answers.exclusions:
        on[e.child].append(e.on)
    return [
        _row(r, any(_in_year_before(day, r.received_on) for day in on[r.child]), 1)
        for r in _child_protection(answers)
        if was_pupil(answers.pupils[r.child], r.received_on)
    ]


def referred_earlier(answers):
    known_from = answers.sources["referrals"].first + timedelta(days=365)
    days = defaultdict(set)
    for r in _child_protection(answers):
        days[r.child].add(r.received_on)
    return [
        _row(r, any(_in_year_before(day, r.received_on) for day in days[r.child]), 1)
        for r in _child_protection(answers)
        if r.received_on >= known_from
    ]


def _in_year_before(day, on):
    return on - timedelta(days=365) <= day < on


def attendance_around(answers):
    found = []
    for r in _child_protection(answers):
        if not has_dated_decision(r):
            continue
        known = {name: r.dimensions[name] for name in AROUND if name in r.dimensions}
        known["decided_as"] = (DECIDED_AS[r.final_class],)
        for term, attended, possible in around(r.child, r.received_on, answers.by_term):
            row = _row(r, attended, possible, month_of(r.decided_on))
            found.append(
                row._replace(dimensions={**known, "term": (term,)}, incident=None)
            )
    return found


def linked(system):
    def rows(answers):
        return [
            Row(child, None, month_of(on), dimensions, int(linked), 1)
            for one, child, on, dimensions, linked in answers.records
            if one == system
        ]

    return rows


def _filled(one, numerator, denominator):
    month = month_of(one.on)
    return Row(one.child, None, month, one.dimensions, int(numerator), denominator)


def _of(answers, informant):
    return [one for one in answers.sdq if one.informant == informant]


def _has_total(one):
    return one.scores["total"] is not None


def sdq_raised(informant):
    def rows(answers):
        average = "four_band:total:1"
        return [
            _filled(one, average not in one.dimensions["sdq_score"], 1)
            for one in _of(answers, informant)
            if _has_total(one)
        ]

    return rows


def sdq_bands(informant):
    def rows(answers):
        return [_filled(one, 1, 0) for one in _of(answers, informant)]

    return rows


def sdq_lower_later(informant):
    def rows(answers):
        return [
            _filled(one, one.scores["total"] < one.earlier, 1)
            for one in _of(answers, informant)
            if _has_total(one) and one.earlier is not None
        ]

    return rows


def boxall(section, better):
    def rows(answers):
        return [
            _filled(one, better * (one.scores["sum"] - one.earlier) > 0, 1)
            for one in answers.boxall
            if one.informant == section and one.earlier is not None
        ]

    return rows


def wellbeing_wheel(answers):
    return [_filled(one, one.better, 1) for one in answers.wheels]


def wellbeing_low(answers):
    return [_filled(one, 1, 0) for one in answers.wheels]


PER_POPULATION = {"referral_rate", "on_register"}
COUNTED_STOCKS = {"population", "pupils", "register_open"}
# Counted once a school year.
YEARLY = {
    *("authorised_absence", "unauthorised_absence", "persistent_absence"),
    *("pupils_excluded", "pupils", "additional_support", "looked_after_pupils"),
    "free_meals",
}


def _proportion(rows, sources, matures, dimensions=REFERRAL):
    return Measure("proportion", rows, dimensions, sources, matures)


INFORMANTS = ("parent", "teacher", "self")


def _after(by, days, *also):
    return _proportion(after(by, days), (*DECIDED, *also), days, DECISION)


MEASURES = {
    "referrals": Measure("count", referrals, REFERRAL, RECEIVED, 0),
    "referral_rate": Measure("rate", referral_rate, REFERRAL, RECEIVED, 0),
    "where_referrals_go": Measure("count", where_referrals_go, REFERRAL, MET, 91),
    "reclassified": _proportion(reclassified, DECIDED, 42, INVOLVED),
    "reclassified_at_screening": _proportion(reclassified_at("screening"), DECIDED, 28),
    "reclassified_at_ird": _proportion(reclassified_at("ird"), DECIDED, 28),
    "reclassified_after_investigation": _proportion(
        reclassified_at("investigation"), DECIDED, 42
    ),
    "ird_of_referrals": _proportion(ird_of_referrals, DECIDED, 28, INVOLVED),
    "investigation_of_referrals": _proportion(investigation_of_referrals, DECIDED, 42),
    "investigation_of_irds": _proportion(investigation_of_irds, DECIDED, 42, INVOLVED),
    "cppm_of_referrals": _proportion(cppm_of_referrals, MET, 91),
    "cppm_of_investigations": _proportion(cppm_of_investigations, MET, 91, INVOLVED),
    "registration_of_referrals": _proportion(registration_of_referrals, MET, 91),
    "registration_of_cppms": _proportion(registration_of_cppms, MET, 91, INVOLVED),
    "cppm_on_time": _proportion(cppm_on_time, ("referrals", "meetings"), 0),
    "days_to_decision": Measure("duration", days_to_decision, REFERRAL, DECIDED, 42),
    "time_to_decision": Measure(
        "duration", time_to_decision, WITHOUT_ENDING, DECIDED, 0
    ),
    "days_to_offer": Measure(
        "duration", days_to_offer, (*WITHOUT_ENDING, "offer"), MET, 91
    ),
    "after_referred_again_90": _after("next_referral_on", 90),
    "after_referred_again_365": _after("next_referral_on", 365),
    "after_ird_90": _after("next_ird_on", 90),
    "after_ird_365": _after("next_ird_on", 365),
    "after_registered_90": _after("next_registration_on", 90, "registrations"),
    "after_registered_365": _after("next_registration_on", 365, "registrations"),
    "offered_instead": Measure("count", offered_instead, OFFER, MET, 91),
    "nothing_offered": _proportion(nothing_offered, MET, 91),
    "repeat_within_90_days": _proportion(repeat_within(90), RECEIVED, 90),
    "repeat_within_365_days": _proportion(repeat_within(365), RECEIVED, 365),
    "up_classified": _proportion(up_classified, RECEIVED, 28),
    "registrations": Measure("count", registrations, REGISTER, ("registrations",), 0),
    "on_register": Measure(
        "stock", children_on_register, REGISTER, ("registrations",), 0
    ),
    "population": Measure("stock", population, POPULATION, ("population",), 0),
    "most_deprived_fifth": Measure(
        "ratio",
        most_deprived_fifth,
        (*AREA_LEVELS, "data_zone"),
        ("population",),
        0,
    ),
    "attendance": Measure("ratio", attendance, PUPIL, ("attendance",), 0),
    **{
        f"review_{name}_coverage": _proportion(
            coverage(kind), ("reviews",), matures, REVIEW
        )
        for name, kind, matures in (
            ("first_visit", "first_visit", 280),
            ("6_8", "6_8_weeks", 200),
            ("13_15", "13_15_months", 305),
            ("27_30", "27_30_months", 305),
            ("4_5", "4_5_years", 305),
        )
    },
    **{
        name: _proportion(rows, ("reviews",), 150, (*REVIEW, *also))
        for name, rows, *also in (
            ("concern_13_15", concern("13_15_months")),
            ("concern_27_30", concern("27_30_months")),
            ("concern_4_5", concern("4_5_years")),
            ("concern_27_30_meaningful", concern("27_30_months", complete=True)),
            ("review_meaningful", review_meaningful, "review"),
            ("additional_plan", additional_plan),
        )
    },
    "concern_by_domain": _proportion(
        concern_by_domain,
        ("reviews",),
        150,
        (*AREA_LEVELS, "zone", "health_team", "domain"),
    ),
    **{
        name: Measure(
            "ratio", by_session(missed, possible), SESSION, ("attendance",), 334
        )
        for name, missed, possible in (
            ("authorised_absence", lambda s: s.authorised, lambda s: s.possible),
            ("unauthorised_absence", lambda s: s.unauthorised, lambda s: s.possible),
        )
    },
    "persistent_absence": _proportion(
        by_session(lambda s: s.attended / s.possible <= 0.9),
        ("attendance",),
        334,
        SESSION,
    ),
    "pupils_excluded": _proportion(
        by_session(lambda s: s.excluded), ("attendance", "exclusions"), 334, SESSION
    ),
    "exclusions": Measure(
        "count", exclusions, (*PUPIL, "exclusion_kind"), ("exclusions",), 0
    ),
    "exclusion_rate": Measure(
        "rate",
        exclusions,
        (*PUPIL, "exclusion_kind"),
        ("exclusions", "attendance"),
        0,
    ),
    "school_referrals_a_day": Measure(
        "rate",
        school_referrals,
        (*AREA_LEVELS, *SCHOOL, "team", "zone", "sex"),
        ("referrals", "attendance"),
        0,
    ),
    "pupils": Measure(
        "stock",
        by_session(lambda s: 1, lambda s: 0, lambda s: s.on_roll),
        SESSION,
        ("attendance",),
        60,
    ),
    **{
        name: _proportion(
            by_session(
                what, counted=lambda s, what=what: s.on_roll and what(s) is not None
            ),
            ("attendance",),
            60,
            SESSION,
        )
        for name, what in (
            ("additional_support", lambda s: s.support),
            ("looked_after_pupils", lambda s: s.looked_after),
            ("free_meals", lambda s: s.meals),
        )
    },
    "deregistrations": Measure(
        "count", deregistrations, (*REGISTER, "reason"), ("registrations",), 0
    ),
    "register_open": Measure("stock", register_open, REGISTER, ("registrations",), 0),
    "re_registered_12": _proportion(re_registered(12), ("registrations",), 0, REGISTER),
    "re_registered_24": _proportion(re_registered(24), ("registrations",), 0, REGISTER),
    "length_of_registration": Measure(
        "duration", length_of_registration, REGISTER, ("registrations",), 0
    ),
    "review_on_time": _proportion(review_on_time, ("meetings",), 0, REGISTER),
    "core_group_on_time": _proportion(core_group_on_time, ("meetings",), 30, REGISTER),
    "referred_concern_27_30": _proportion(
        referred_concern_27_30, ("referrals", "reviews"), 0, ACROSS
    ),
    "referred_low_attendance": _proportion(
        referred_low_attendance, ("referrals", "attendance"), 0, ACROSS
    ),
    "referred_excluded": _proportion(
        referred_excluded, ("referrals", "exclusions"), 0, ACROSS
    ),
    "referred_earlier": _proportion(referred_earlier, RECEIVED, 0, ACROSS),
    "attendance_around": Measure(
        "ratio", attendance_around, AROUND, (*DECIDED, "attendance"), 365
    ),
    "referrals_linked": _proportion(linked("referrals"), RECEIVED, 0, LINKED),
    "pupils_linked": _proportion(linked("pupils"), ("attendance",), 0, LINKED),
    "reviews_linked": _proportion(linked("reviews"), ("reviews",), 0, LINKED),
    **{
        f"sdq_raised_{who}": _proportion(sdq_raised(who), ("sdq",), 0, PUPIL)
        for who in INFORMANTS
    },
    **{
        f"sdq_bands_{who}": Measure("count", sdq_bands(who), BANDS_OF_SDQ, ("sdq",), 0)
        for who in INFORMANTS
    },
    **{
        f"sdq_lower_later_{who}": _proportion(sdq_lower_later(who), ("sdq",), 0, PUPIL)
        for who in INFORMANTS
    },
    "boxall_developmental": _proportion(
        boxall("developmental", 1), ("boxall",), 0, PUPIL
    ),
    "boxall_diagnostic": _proportion(boxall("diagnostic", -1), ("boxall",), 0, PUPIL),
    "wellbeing_wheel": _proportion(wellbeing_wheel, ("wheels",), 0, PUPIL),
    "wellbeing_low": Measure("count", wellbeing_low, INDICATOR, ("wheels",), 0),
}
