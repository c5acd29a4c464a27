"""For every check, rows that it must find and rows that it must leave alone.

The picture is as at 30 June 2026. `given` are rows of extract tables that the check
looks at besides the file's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    fails: tuple[Row, ...]
    passes: tuple[Row, ...]
    given: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def pair(fails: Row, passes: Row, **given: tuple[Row, ...]) -> Example:
    return Example((fails,), (passes,), given)


def on(column: str, fails: Any, passes: Any, **same: Any) -> Example:
    """One row that differs from a good one in one column."""
    return pair({**same, column: fails}, {**same, column: passes})


def of_two(first: Row, fails: Row, passes: Row, **given: tuple[Row, ...]) -> Example:
    """A second row that is at fault beside the first, or is not."""
    return Example((first, {**first, **fails}), (first, {**first, **passes}), given)


LATER, TODAY = "2026-07-01", "2026-06-30"
TEAM: tuple[Row, ...] = ({"kind": "team", "code": "T1"},)
SCHOOL: tuple[Row, ...] = ({"kind": "school", "code": "S1"},)
BIRTHS = {"birth_date": "2020-01-01"}, {"birth_date": "2020-01-02"}
MONTH = {"scn_key": "a", "school": "S1", "month": "2026-03-01", "attendance_code": "01"}
REVIEW = {
    "reviewed_on": "2025-01-01",
    **dict.fromkeys(
        (
            "speech",
            "gross_motor",
            "fine_motor",
            "problem_solving",
            "personal_social",
            "emotional",
            "vision",
            "hearing",
        ),
        "no_concern",
    ),
}
SCORED = {"emotion": 1, "conduct": 2, "hyperactivity": 3, "peer": 4, "prosocial": 10}
PROFILED = {"scn_key": "a", "completed_on": "2026-03-02"}
WHEEL = {"scale_min": 1, "scale_max": 5}
ZONES_2011, ZONES_2022 = "S01007409", "S01014000"


def two_births(key: str) -> Example:
    return of_two({key: "a", **BIRTHS[0]}, BIRTHS[1], {key: "b", **BIRTHS[1]})


def two_years() -> Example:
    return of_two(
        {"data_zone": ZONES_2011},
        {"data_zone": ZONES_2022},
        {"data_zone": "S01007410"},
    )


def outline(code: str) -> Row:
    square = "[[[[-3.8,56.1],[-3.7,56.1],[-3.7,56.2],[-3.8,56.1]]]]"
    return {"area_level": "data_zone", "area_code": code, "geometry": square}


def future(column: str) -> Example:
    return on(column, LATER, TODAY)


def order(late: str, early: str) -> Example:
    return on(late, "2026-01-01", "2026-01-02", **{early: "2026-01-02"})


def team() -> Example:
    return pair({"team": "T9"}, {"team": "T1"}, organisation=TEAM)


def school() -> Example:
    return pair({"school": "S9"}, {"school": "S1"}, organisation=SCHOOL)


def pupil() -> Example:
    return pair({"scn_key": "b"}, {"scn_key": "a"}, pupil=({"scn_key": "a"},))


def long_before_birth(column: str) -> Example:
    return on(column, "2020-01-01", "2020-06-01", birth_date="2020-10-01")


EXAMPLES = {
    "attendance_below_nothing": on("half_days", -1, 0),
    "attendance_in_the_future": future("month"),
    "attendance_less_than_possible": of_two(
        {**MONTH, "half_days": 40},
        {"attendance_code": "10", "half_days": 39},
        {"attendance_code": "10", "half_days": 40},
    ),
    "attendance_more_than_possible": of_two(
        {**MONTH, "half_days": 40},
        {"attendance_code": "10", "half_days": 41},
        {"attendance_code": "10", "half_days": 40},
    ),
    "attendance_pupil_not_known": pupil(),
    "attendance_school_not_known": school(),
    "attendance_without_possible": pair({**MONTH, "attendance_code": "10"}, MONTH),
    "boundary_area_without_outline": Example(
        (outline(ZONES_2011),),
        (outline(ZONES_2011), outline("S01007410")),
        {"data_zone": ({"data_zone": ZONES_2011}, {"data_zone": "S01007410"})},
    ),
    "boundary_drawn_twice": of_two(outline(ZONES_2011), {}, {"area_code": "S01007410"}),
    "boundary_of_another_year": Example(
        (outline(ZONES_2022),),
        # those of its neighbours are no fault
        (outline(ZONES_2011), outline("S01007481")),
        {"data_zone": ({"data_zone": ZONES_2011},)},
    ),
    "boundary_outline_not_read": pair(
        {"geometry": "[[[[280000,690000],[280100,690000],[280100,690100]]]]"},
        outline(ZONES_2011),
    ),
    "boxall_in_the_future": future("completed_on"),
    "boxall_pupil_not_known": pupil(),
    "boxall_school_not_known": school(),
    "boxall_score_below_nothing": on("score", -1, 0),
    "boxall_section_incomplete": Example(
        fails=tuple({**PROFILED, "strand": strand} for strand in "ABCDEFGHI"),
        passes=tuple({**PROFILED, "strand": strand} for strand in "QRSTUVWXYZ"),
    ),
    "data_zone_data_zones_of_two_years": two_years(),
    "deprivation_data_zones_of_two_years": two_years(),
    "deprivation_rank_not_possible": on("rank", 6977, 6976),
    "exclusion_below_nothing": on("half_days", -1, 0),
    "exclusion_ended_before_it_began": order("finished_on", "started_on"),
    "exclusion_in_the_future": future("started_on"),
    "exclusion_school_not_known": school(),
    "identity_joins_nothing": on("scn_key", None, "a", person_key="p"),
    "identity_several_children": of_two(
        {"scn_key": "a", "person_key": "p"},
        {"person_key": "q"},
        {"scn_key": "b", "person_key": "q"},
    ),
    "identity_several_scns": of_two(
        {"scn_key": "a", "person_key": "p"},
        {"scn_key": "b"},
        {"scn_key": "b", "person_key": "q"},
    ),
    "indicator_period_not_read": on("month", None, "2026-01-01", period="last year"),
    "meeting_first_is_review": of_two(
        {"person_key": "p", "meeting_type": "initial", "held_on": "2025-01-01"},
        {"person_key": "q", "meeting_type": "review", "held_on": "2025-09-01"},
        {"person_key": "q", "meeting_type": "review", "held_on": "2025-06-01"},
    ),
    "meeting_in_the_future": future("held_on"),
    "meeting_initial_before_birth": on(
        "meeting_type",
        "initial",
        "pre_birth",
        held_on="2020-01-01",
        birth_date="2020-02-01",
    ),
    "meeting_long_before_birth": long_before_birth("held_on"),
    "meeting_outcome_not_of_its_type": on(
        "outcome", "deregistered", "registered", meeting_type="initial"
    ),
    "meeting_pre_birth_after_birth": on(
        "meeting_type",
        "pre_birth",
        "initial",
        held_on="2020-03-01",
        birth_date="2020-02-01",
    ),
    "meeting_team_not_known": team(),
    "meeting_transfer_not_registered": on(
        "person_key", "q", "p", meeting_type="transfer", held_on="2026-01-01"
    ),
    "meeting_without_investigation": on(
        "person_key", "q", "p", meeting_type="initial", held_on="2026-01-01"
    ),
    "organisation_ended_before_it_began": order("to_on", "from_on"),
    "organisation_two_names_at_once": of_two(
        {"kind": "team", "code": "T1", "name": "East", "to_on": "2025-01-01"},
        {"name": "North", "from_on": "2024-12-31", "to_on": None},
        {"name": "North", "from_on": "2025-01-01", "to_on": None},
    ),
    "organisation_two_sectors": of_two(
        {"kind": "school", "code": "S1", "sector": "primary", "to_on": "2025-01-01"},
        {"sector": "secondary", "from_on": "2024-12-31", "to_on": None},
        {"sector": "secondary", "from_on": "2025-01-01", "to_on": None},
    ),
    "population_age_not_possible": on("age", 121, 0),
    "population_below_nothing": on("persons", -1, 0),
    "population_data_zones_of_two_years": two_years(),
    "pupil_absent_more_than_possible": on(
        "half_days_authorised", 9, 8, half_days_possible=8
    ),
    "pupil_admitted_before_birth": order("admitted_on", "birth_date"),
    "pupil_admitted_in_the_future": future("admitted_on"),
    "pupil_at_two_schools": of_two(
        {"scn_key": "a", "school": "S1", "admitted_on": "2024-08-15"},
        {"school": "S2", "admitted_on": "2025-08-15"},
        {"scn_key": "b", "school": "S2", "admitted_on": "2025-08-15"},
    ),
    "pupil_child_with_two_births": two_births("scn_key"),
    "pupil_left_before_admission": order("left_on", "admitted_on"),
    "pupil_school_not_known": school(),
    "referral_child_with_two_births": of_two(
        {"person_key": "p", "received_on": "2021-01-01", **BIRTHS[0]},
        BIRTHS[1],
        {"received_on": "2020-01-01", **BIRTHS[1]},
    ),
    "referral_class_contradicts_screening": on(
        "current_class", "child_protection", "welfare", screening_outcome="welfare"
    ),
    "referral_closed_before_received": order("closed_on", "received_on"),
    "referral_closed_in_the_future": future("closed_on"),
    "referral_in_the_future": future("received_on"),
    "referral_long_before_birth": long_before_birth("received_on"),
    "referral_offered_before_received": order("offered_on", "received_on"),
    "referral_outcome_without_date": on(
        "screened_on", None, TODAY, screening_outcome="ird"
    ),
    "referral_screened_before_received": order("screened_on", "received_on"),
    "referral_screened_in_the_future": future("screened_on"),
    "referral_team_not_known": team(),
    "registration_child_with_two_births": of_two(
        {"person_key": "p", "registered_on": "2021-01-01", **BIRTHS[0]},
        BIRTHS[1],
        {"registered_on": "2020-01-01", **BIRTHS[1]},
    ),
    "registration_ended_before_it_began": order("deregistered_on", "registered_on"),
    "registration_ended_in_the_future": future("deregistered_on"),
    "registration_ended_without_reason": on(
        "reason", None, "improved_home", deregistered_on=TODAY
    ),
    "registration_in_the_future": future("registered_on"),
    "registration_long_before_birth": long_before_birth("registered_on"),
    "registration_of_an_adult": on(
        "registered_on", "2026-01-01", "2025-12-31", birth_date="2008-01-01"
    ),
    "registration_overlaps_another": of_two(
        {
            "person_key": "p",
            "registration_key": "1",
            "registered_on": "2025-01-01",
            "deregistered_on": "2025-06-01",
        },
        {"registration_key": "2", "registered_on": "2025-05-31"},
        {"registration_key": "2", "registered_on": "2025-06-01"},
    ),
    "registration_team_not_known": team(),
    "review_before_birth": order("reviewed_on", "birth_date"),
    "review_child_not_born": future("birth_date"),
    "review_child_with_two_births": two_births("chi_key"),
    "review_count_below_nothing": on("reviews", -1, 0),
    "review_count_more_than_done": on("with_concern", 3, 2, reviews=2),
    "review_domains_incomplete": on("hearing", "incomplete", "no_concern", **REVIEW),
    "review_domains_without_date": on("reviewed_on", None, TODAY, speech="no_concern"),
    "review_in_the_future": future("reviewed_on"),
    "review_long_before_due": on(
        "reviewed_on", "2025-01-01", "2025-05-15", due_month="2025-06-01"
    ),
    "school_roll_below_nothing": on("pupils", -1, 0),
    "school_roll_not_given": on("pupils", None, 0, name="One"),
    "sdq_in_the_future": future("completed_on"),
    "sdq_pupil_not_known": pupil(),
    "sdq_school_not_known": school(),
    "sdq_score_not_possible": on("prosocial", 11, 10, emotion=0),
    "sdq_total_not_the_sum": on("total", 20, 10, **SCORED),
    "sdq_without_total": on("total", None, 10, **SCORED),
    "step_completed_before_asked_for": order("completed_on", "incoming_on"),
    "step_completed_before_started": order("completed_on", "started_on"),
    "step_completed_in_the_future": future("completed_on"),
    "step_completed_without_date": on("completed_on", None, TODAY, status="completed"),
    "step_conference_not_held": on(
        "person_key",
        "q",
        "p",
        step_type="investigation",
        outcome="cppm",
        completed_on="2026-01-01",
    ),
    "step_date_without_completion": on(
        "status", "started", "completed", completed_on=TODAY
    ),
    "step_in_the_future": future("incoming_on"),
    "step_team_not_known": team(),
    "step_without_referral": on("referral_key", "r9", "r1", incoming_on="2026-01-01"),
    "wellbeing_in_the_future": future("completed_on"),
    "wellbeing_pupil_not_known": pupil(),
    "wellbeing_scale_not_possible": on("scale_min", 5, 1, scale_max=5),
    "wellbeing_school_not_known": school(),
    "wellbeing_score_outside_scale": on("score", 5.5, 5, **WHEEL),
    "zone_begins_in_the_future": future("from_on"),
    "zone_left_before_joined": order("to_on", "from_on"),
    "zone_member_not_known": pair(
        {"member_kind": "school", "member": "S9"},
        {"member_kind": "school", "member": "S1"},
        organisation=SCHOOL,
    ),
    "zone_membership_overlaps": of_two(
        {
            "zone": "first",
            "member_kind": "school",
            "member": "S1",
            "from_on": "2025-01-01",
            "to_on": "2025-06-01",
        },
        {"from_on": "2025-05-31", "to_on": None},
        {"from_on": "2025-06-01", "to_on": None},
    ),
}

# What other extracts hold, for the checks that look across.
GIVEN: dict[str, dict[str, tuple[Row, ...]]] = {
    "meeting_transfer_not_registered": {
        "registration": ({"person_key": "p", "registered_on": "2026-06-01"},)
    },
    "meeting_without_investigation": {
        "step": (
            {
                "person_key": "p",
                "step_type": "investigation",
                "incoming_on": "2025-01-01",
            },
        )
    },
    "step_conference_not_held": {
        "meeting": ({"person_key": "p", "held_on": "2026-03-01"},)
    },
    "step_without_referral": {
        "referral": ({"referral_key": "r1", "received_on": "2025-01-01"},)
    },
}
