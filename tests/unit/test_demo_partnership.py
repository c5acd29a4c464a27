"""The synthetic partnership: whole, valid, repeatable, and of published size."""

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from dashboard.demo import build
from dashboard.demo.identifiers import chi_is_valid, scn_is_valid
from dashboard.demo.planted import plant
from dashboard.demo.window import add_months, window_of

Row = dict[str, str]

WINDOWS = ("cp1252", 0)
UNICODE = ("utf-8", 0)
MARKED = ("utf-8-sig", 0)
FILES = {
    "mosaic_referrals.csv": (("cp1252", 1), "PERSON_ID", "Responsible Team", 18),
    "mosaic_steps.csv": (MARKED, "WORKFLOW_STEP_ID", "RESPONSIBLE_TEAM", 10),
    "mosaic_meetings.csv": (UNICODE, "MEETING_ID", "Responsible Team", 7),
    "mosaic_registrations.csv": (UNICODE, "REGISTRATION_ID", "Responsible Team", 13),
    "seemis_pupils.csv": (WINDOWS, "SCN", "EthnicBackground", 18),
    "seemis_attendance.csv": (UNICODE, "SeedCode", "HalfDays", 6),
    "seemis_exclusions.csv": (UNICODE, "RecordId", "RemovedFromRegister", 8),
    "sdq_teachers.csv": (UNICODE, "SCN", "attends", 31),
    "sdq_families.csv": (UNICODE, "SCN", "Total Difficulties", 10),
    "boxall_profiles.csv": (UNICODE, "SCN", "Strand Score", 6),
    "wellbeing_wheels.csv": (UNICODE, "SCN", "Direction", 9),
    "chsp_reviews.csv": (WINDOWS, "CHI", "HPI", 17),
    "identity_lookup.csv": (UNICODE, "SCN", "Mosaic ID", 3),
    "organisation.csv": (UNICODE, "Kind", "Postcode", 8),
    "zones.csv": (UNICODE, "Zone", "To", 6),
    "population.csv": (UNICODE, "Data Zone", "Persons", 5),
    "geography_lookup.csv": (UNICODE, "DataZone", "Council", 9),
    "postcode_lookup.csv": (UNICODE, "Postcode", "DataZone", 2),
    "simd_ranks.csv": (UNICODE, "DataZone", "SIMD Rank", 2),
}
SYSTEM_FILES = (
    "mosaic_referrals.csv",
    "mosaic_registrations.csv",
    "seemis_pupils.csv",
    "chsp_reviews.csv",
)
AS_AT = date(2026, 11, 14)
PRESENT = {"10", "11", "13"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("small")
    build(directory, children=1500, years=2, seed=7)
    return directory


@pytest.fixture(scope="module")
def whole(demo_extracts: Path) -> Path:
    """The partnership as it is shown: 10,000 children, five years."""
    return demo_extracts


@cache
def rows(directory: Path, name: str) -> list[Row]:
    return list(stream(directory, name))


def stream(directory: Path, name: str) -> Iterator[Row]:
    """Rows one by one, for a file too large to keep."""
    (encoding, titles), *_ = FILES[name]
    with (directory / name).open(encoding=encoding, newline="") as file:
        for _ in range(titles):
            next(file)
        yield from csv.DictReader(file)


def without_repeats(found: list[Row]) -> list[Row]:
    return list({tuple(row.items()): row for row in found}.values())


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def protection(directory: Path) -> list[Row]:
    referrals = without_repeats(rows(directory, "mosaic_referrals.csv"))
    return [row for row in referrals if row["Contact Type"] == "Child Protection"]


def share(found: list[Row], column: str, *values: str) -> float:
    return sum(row[column] in values for row in found) / len(found)


# ---- Form ----


def test_same_seed_gives_same_bytes(small: Path, tmp_path: Path) -> None:
    build(tmp_path, children=1500, years=2, seed=7)
    names = sorted(path.name for path in small.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (small / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_another_seed_gives_other_children(small: Path, tmp_path: Path) -> None:
    build(tmp_path, children=300, years=1, seed=8)
    ours = {row["SCN"] for row in rows(small, "seemis_pupils.csv")}
    assert not ours >= {row["SCN"] for row in rows(tmp_path, "seemis_pupils.csv")}


@pytest.mark.parametrize("name", FILES)
def test_file_has_its_header_and_rows(small: Path, name: str) -> None:
    _, first, last, width = FILES[name]
    found = rows(small, name)
    assert found
    header = list(found[0])
    assert (header[0], header[-1], len(header)) == (first, last, width)


def test_referrals_open_with_a_title_and_carry_a_windows_dash(small: Path) -> None:
    content = (small / "mosaic_referrals.csv").read_bytes()
    assert content.startswith(b"Child protection and wellbeing contacts.")
    assert b"Wellbeing Concern \x96 TATC" in content


def test_pupils_carry_accents_and_windows_apostrophes(whole: Path) -> None:
    content = (whole / "seemis_pupils.csv").read_bytes()
    assert b"O\x92Vrennick" in content
    surnames = [row["Surname"] for row in rows(whole, "seemis_pupils.csv")]
    assert any(name.isalpha() and not name.isascii() for name in surnames)
    assert "Null" in surnames


def test_events_are_a_workbook_with_real_dates(small: Path) -> None:
    with ZipFile(small / "events.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    guidance = (date(2025, 6, 2) - date(1899, 12, 30)).days
    assert f"<v>{guidance}</v>" in sheet


def test_identifiers_are_valid(small: Path) -> None:
    assert all(scn_is_valid(r["SCN"]) for r in rows(small, "seemis_pupils.csv"))
    assert all(chi_is_valid(r["CHI"]) for r in rows(small, "chsp_reviews.csv"))
    lookup = rows(small, "identity_lookup.csv")
    assert all(scn_is_valid(r["SCN"]) for r in lookup if r["SCN"])
    assert all(chi_is_valid(r["CHI"]) for r in lookup if r["CHI"])


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("051234561", True),
        ("120000012", True),
        ("120000101", True),
        ("161234567", True),
        ("109876542", True),
        ("109876543", False),
        ("000000000", False),
        ("51234561", False),
    ],
)
def test_candidate_number_check_digit(number: str, valid: bool) -> None:
    assert scn_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("0101011237", True),
        ("0101336489", True),
        ("0101405073", True),
        ("0101625707", True),
        ("0101201234", False),
        ("101011237", False),
    ],
)
def test_chi_check_digit(number: str, valid: bool) -> None:
    assert chi_is_valid(number) is valid


def test_some_candidate_numbers_begin_with_nought(whole: Path) -> None:
    assert any(r["SCN"].startswith("0") for r in rows(whole, "seemis_pupils.csv"))


# ---- One child is one child ----


def test_a_child_is_the_same_in_every_system(small: Path) -> None:
    """Follow the lookup from SCN and Mosaic ID to CHI: birth, sex, name, address."""
    by = {
        "SCN": {r["SCN"]: r for r in rows(small, "seemis_pupils.csv")},
        "CHI": {r["CHI"]: r for r in rows(small, "chsp_reviews.csv")},
        "Mosaic ID": {
            r["PERSON_ID"]: r
            for r in rows(small, "mosaic_referrals.csv")
            if r["Gender"] != "Unknown"
        },
    }
    compared = 0
    for link in rows(small, "identity_lookup.csv"):
        people = [by[key][link[key]] for key in by if link[key] in by[key]]
        seen = {_person(person) for person in people}
        assert len(seen) <= 1
        compared += len(people) > 1
    assert compared > 50


def _person(row: Row) -> tuple[str, str, str, str]:
    postcode = row.get("Postcode", row.get("PostCode", ""))
    sex = row.get("Gender", row.get("Sex", ""))
    return (
        row["Surname"],
        row["DOB"],
        sex[0],
        postcode.upper().replace(" ", ""),
    )


def test_chi_agrees_with_birth_and_sex(small: Path) -> None:
    for row in rows(small, "chsp_reviews.csv"):
        assert row["CHI"][:6] == f"{day(row['DOB']):%d%m%y}"
        assert int(row["CHI"][8]) % 2 == (row["Sex"] == "M")


def test_siblings_share_a_referral_a_home_and_a_team(small: Path) -> None:
    families: dict[str, list[Row]] = defaultdict(list)
    for row in without_repeats(rows(small, "mosaic_referrals.csv")):
        families[row["REFERRAL_ID"]].append(row)
    assert any(len(family) > 1 for family in families.values())
    for family in families.values():
        assert len({row["PERSON_ID"] for row in family}) == len(family)
        assert len({row["Surname"] for row in family}) == 1
        assert len({_person(row)[3] for row in family}) == 1
        for shared in ("Responsible Team", "Referral Date", "Contact Type"):
            assert len({row[shared] for row in family}) == 1


def test_an_unborn_child_has_no_sex_and_no_other_number(whole: Path) -> None:
    unborn = [
        row
        for row in rows(whole, "mosaic_referrals.csv")
        if day(row["DOB"]) > day(row["Referral Date"])
    ]
    assert unborn
    assert {row["Gender"] for row in unborn} == {"Unknown"}
    surely_unborn = add_months(AS_AT, 1)
    future = {r["PERSON_ID"] for r in unborn if day(r["DOB"]) > surely_unborn}
    assert not future & {r["Mosaic ID"] for r in rows(whole, "identity_lookup.csv")}


def test_postcodes_are_known_and_some_are_untidy(small: Path) -> None:
    tidy = {row["Postcode"] for row in rows(small, "postcode_lookup.csv")}
    joined = {postcode.replace(" ", "") for postcode in tidy}
    untidy = 0
    for name in SYSTEM_FILES:
        for row in rows(small, name):
            postcode = row.get("Postcode", row.get("PostCode", ""))
            assert postcode.upper().replace(" ", "") in joined
            untidy += postcode not in tidy
    assert untidy


# ---- Social work ----


def test_nothing_closes_before_it_was_received(whole: Path) -> None:
    for row in rows(whole, "mosaic_referrals.csv"):
        received = day(row["Referral Date"])
        assert received < AS_AT
        for column in ("Screening Date", "Support Offered Date"):
            assert not row[column] or received <= day(row[column]) <= AS_AT
        if row["Date Closed"]:
            assert received < day(row["Date Closed"]) <= AS_AT


def test_a_screening_has_both_date_and_outcome_or_neither(whole: Path) -> None:
    for row in rows(whole, "mosaic_referrals.csv"):
        assert bool(row["Screening Outcome"]) == bool(row["Screening Date"])


def test_steps_and_meetings_belong_to_referrals_in_the_extract(whole: Path) -> None:
    referred = {
        (row["PERSON_ID"], row["REFERRAL_ID"])
        for row in rows(whole, "mosaic_referrals.csv")
    }
    for name in (
        "mosaic_steps.csv",
        "mosaic_meetings.csv",
        "mosaic_registrations.csv",
    ):
        for row in rows(whole, name):
            linked = (row["PERSON_ID"], row["REFERRAL_ID"])
            assert not row["REFERRAL_ID"] or linked in referred


def test_steps_run_in_order_and_siblings_share_them(whole: Path) -> None:
    siblings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    shared = ("REFERRAL_ID", "Step Type", "STARTED_ON")
    for row in rows(whole, "mosaic_steps.csv"):
        dates = [row[c] for c in ("INCOMING_ON", "STARTED_ON", "COMPLETED_ON")]
        days = [day(text) for text in dates if text]
        assert days == sorted(days)
        assert all(known <= AS_AT for known in days)
        assert bool(dates[2]) == (row["STEP_STATUS"] == "COMPLETED")
        siblings[row["WORKFLOW_STEP_ID"]].add(tuple(row[c] for c in shared))
    assert all(len(steps) == 1 for steps in siblings.values())


def test_old_words_stop_when_the_forms_change(whole: Path) -> None:
    for row in rows(whole, "mosaic_meetings.csv"):
        if row["Meeting Type"].startswith(("Initial", "Review")):
            renamed = day(row["Meeting Date"]) >= date(2022, 7, 1)
            assert row["Meeting Type"].endswith("CPPM" if renamed else "CPCC")
    retired = "ZZ Initial Referral Discussion"
    for row in rows(whole, "mosaic_steps.csv"):
        if row["Step Type"] == retired:
            assert day(row["STARTED_ON"] or row["INCOMING_ON"]) < date(2023, 1, 1)
    kinds = {row["Step Type"] for row in rows(whole, "mosaic_steps.csv")}
    assert {retired, "Inter-agency Referral Discussion (IRD)"} <= kinds


def test_a_cancelled_discussion_is_mostly_taken_up_again(whole: Path) -> None:
    discussions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(whole, "mosaic_steps.csv"):
        if "Discussion" in row["Step Type"]:
            key = (row["PERSON_ID"], row["REFERRAL_ID"])
            discussions[key].append(row["STEP_STATUS"])
    cancelled = [s for s in discussions.values() if "CANCELLED" in s]
    again = [s for s in cancelled if "COMPLETED" in s]
    assert 0.01 < len(cancelled) / len(discussions) < 0.06
    assert 0 < len(again) <= len(cancelled)


@pytest.mark.parametrize("name", ["mosaic_referrals.csv", "mosaic_steps.csv"])
def test_a_few_rows_are_repeated(whole: Path, name: str) -> None:
    found = rows(whole, name)
    repeated = len(found) - len(without_repeats(found))
    assert 0 < repeated < 0.015 * len(found)


def test_missing_months_are_absent(whole: Path) -> None:
    months = Counter(
        row["Referral Date"][3:] for row in rows(whole, "mosaic_referrals.csv")
    )
    assert months["08/2023"] == 0
    assert all(months[month] for month in ("07/2023", "09/2023"))
    attendance = {row["Month"] for row in stream(whole, "seemis_attendance.csv")}
    assert "01/02/2024" not in attendance
    assert {"01/01/2024", "01/03/2024"} <= attendance


def test_registrations_reconcile(whole: Path) -> None:
    """A child leaves the register before coming back, and open ones have no reason."""
    spells: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in rows(whole, "mosaic_registrations.csv"):
        begins, ended = day(row["REGISTRATION_START_DATE"]), _ended(row)
        assert begins <= ended
        assert bool(row["Deregistration Reason"]) == (ended != date.max)
        spells[row["PERSON_ID"]].append((begins, ended))
    for times in spells.values():
        for (_, ended), (begins, _) in pairwise(sorted(times)):
            assert ended <= begins


def _ended(row: Row) -> date:
    text = row["DEREGISTRATION_DATE"]
    return date.max if text in ("", "01/01/1900") else day(text)


# ---- Schools ----


def test_attendance_codes_sum_to_possible(small: Path) -> None:
    possible: Counter[tuple[str, ...]] = Counter()
    accounted: Counter[tuple[str, ...]] = Counter()
    for row in rows(small, "seemis_attendance.csv"):
        key = (row["SeedCode"], row["SCN"], row["Month"])
        half_days = int(row["HalfDays"])
        assert half_days > 0
        (possible if row["AttendanceCode"] == "01" else accounted)[key] += half_days
    assert possible == accounted
    assert not any(month.startswith("01/07/") for _, _, month in possible)


def test_exclusions_are_in_the_attendance(small: Path) -> None:
    coded: Counter[tuple[str, str]] = Counter()
    for row in rows(small, "seemis_attendance.csv"):
        if row["AttendanceCode"] == "40":
            coded[row["SCN"], row["Month"][3:]] += int(row["HalfDays"])
    recorded: Counter[tuple[str, str]] = Counter()
    for row in rows(small, "seemis_exclusions.csv"):
        recorded[row["SCN"], row["StartDate"][3:]] += int(row["LengthOfExclusion"])
    assert coded == recorded


def test_pupils_start_and_leave_at_the_usual_ages(small: Path) -> None:
    for row in rows(small, "seemis_pupils.csv"):
        born, begins = day(row["DOB"]), day(row["AdmissionDate"])
        age = (begins - born).days / 365.25
        assert 4.4 < age < 18.6
        if row["StudentStage"] == "P1" and begins.month == 8:
            assert age < 5.6
        assert begins <= _left(row)


def _left(row: Row) -> date:
    return day(row["LeavingDate"]) if row["LeavingDate"] else date.max


def test_a_pupil_is_at_one_school_at_a_time(small: Path) -> None:
    spells: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in rows(small, "seemis_pupils.csv"):
        spells[row["SCN"]].append((day(row["AdmissionDate"]), _left(row)))
    for times in spells.values():
        for (_, ended), (begins, _) in pairwise(sorted(times)):
            assert ended < begins


def test_not_assessed_is_written_na(small: Path) -> None:
    assert any(r["LevelOfEnglish"] == "NA" for r in rows(small, "seemis_pupils.csv"))


# ---- Places ----


def test_geography_is_as_large_as_it_should_be(small: Path) -> None:
    geography = rows(small, "geography_lookup.csv")
    levels = ("DataZone", "Intermediate Zone Code", "Ward Code", "Locality Code")
    sizes = [len({row[level] for row in geography}) for level in levels]
    assert sizes == [72, 12, 5, 5]
    nested = {(row["Ward Code"], row["Locality Code"]) for row in geography}
    assert len(nested) > 5


def test_boundaries_are_of_every_area_and_of_nowhere(small: Path) -> None:
    found = json.loads((small / "boundaries.geojson").read_text(encoding="utf-8"))
    codes = [feature["properties"]["code"] for feature in found["features"]]
    held = rows(small, "geography_lookup.csv")
    columns = ("DataZone", "Council Code", "Ward Code", "Locality Code")
    named = {row[column] for row in held for column in columns}
    named |= {row["Intermediate Zone Code"] for row in held}
    assert sorted(codes) == sorted(named)
    rings = [
        ring
        for feature in found["features"]
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
    ]
    # The middle of the North Sea.
    assert all(2 < lon < 3.2 and 56 < lat < 57 for ring in rings for lon, lat in ring)
    # Against the clock: none is a hole that would be drawn as an area.
    assert all(
        sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0 for ring in rings
    )


def test_organisation_holds_a_renamed_team(small: Path) -> None:
    found = rows(small, "organisation.csv")
    kinds = Counter(row["Kind"] for row in found)
    assert kinds == {"area": 5, "school": 22, "team": 8, "health_team": 4}
    renamed = [row for row in found if row["Code"] == "SWT06"]
    assert [bool(row["To"]) for row in renamed] == [True, False]


def test_population_is_in_balance(small: Path) -> None:
    by_year: Counter[str] = Counter()
    for row in rows(small, "population.csv"):
        by_year[row["Year"]] += int(row["Persons"])
    assert set(by_year) == {"2023", "2024", "2025", "2026"}
    assert all(1350 < total < 1650 for total in by_year.values())


# ---- What is planted ----


def test_truth_names_what_the_files_hold(small: Path) -> None:
    truth = json.loads((small / "truth.json").read_text(encoding="utf-8"))
    assert truth["as_at"] == "2026-11-14"
    zones = {row["Zone"] for row in rows(small, "zones.csv")}
    assert zones == {truth["reclassification_step"]["zone"]}
    known = {row["SCN"] for row in rows(small, "seemis_pupils.csv")}
    assert set(truth["identifiers"]["scn"]) <= known
    codes = {row["Code"] for row in rows(small, "organisation.csv")}
    assert {truth["team_threshold"]["team"], truth["school_attendance"]["school"]} <= (
        codes
    )


@pytest.mark.parametrize(
    ("team", "school", "on", "chance"),
    [
        ("IN", "", date(2025, 6, 1), 0.6),
        ("IN", "", date(2025, 6, 2), 0.2),
        ("OUT", "MEMBER", date(2025, 6, 2), 0.2),
        ("JOINS", "", date(2025, 9, 30), 0.4),
        ("JOINS", "", date(2025, 10, 1), 0.2),
        ("OUT", "", date(2026, 1, 1), 0.4),
    ],
)
def test_the_step_is_in_the_zone_from_the_guidance_on(
    team: str, school: str, on: date, chance: float
) -> None:
    planted = plant(
        {
            "planted": {
                "guidance_on": date(2025, 6, 2),
                "zone_reclassified_before": 0.6,
                "zone_reclassified_after": 0.2,
                "usual_reclassified": 0.4,
            },
            "zone": {
                "teams": ["IN"],
                "schools": ["MEMBER"],
                "teams_joining": ["JOINS"],
                "schools_joining": [],
                "grows_on": date(2025, 10, 1),
            },
        }
    )
    assert planted.reclassified(team, school, on.toordinal()) == chance


def test_window_ends_with_the_last_month() -> None:
    window = window_of(date(2026, 10, 1), AS_AT, 5)
    assert (window.opens, window.closes) == (date(2021, 11, 1), date(2026, 10, 31))
    assert len(window.months) == 60
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)


# ---- Published magnitudes, on the partnership as it is shown ----


def test_referrals_go_as_far_as_published(whole: Path) -> None:
    referrals = protection(whole)
    assert 17 < len(referrals) / 59.4 < 23
    mature = [r for r in referrals if day(r["Referral Date"]) < date(2026, 10, 1)]
    assert 0.50 < share(mature, "Screening Outcome", "Proceed to IRD") < 0.62
    assert 0.35 < share(mature, "Current Classification", "Wellbeing Concern") < 0.45
    unborn = [r for r in referrals if r["Gender"] == "Unknown"]
    assert 0.02 < len(unborn) / len(referrals) < 0.06


def test_meetings_are_as_many_as_published(whole: Path) -> None:
    first = [
        row
        for row in rows(whole, "mosaic_meetings.csv")
        if row["Meeting Type"].startswith(("Initial", "Pre-birth"))
    ]
    assert 33 < len(first) / 5 < 48
    assert 0.68 < share(first, "Outcome", "Registered") < 0.84


def test_register_is_as_large_as_published_from_the_first_month(whole: Path) -> None:
    registrations = rows(whole, "mosaic_registrations.csv")
    stock = [
        sum(day(r["REGISTRATION_START_DATE"]) <= at < _ended(r) for r in registrations)
        for at in (add_months(date(2021, 11, 30), month) for month in range(60))
    ]
    assert 10 < stock[0] < 35
    assert 17 < sum(stock) / len(stock) < 26


def test_attendance_is_as_published(whole: Path) -> None:
    possible: Counter[str] = Counter()
    present: Counter[str] = Counter()
    for row in stream(whole, "seemis_attendance.csv"):
        sector, code = row["StudentStage"][0], row["AttendanceCode"]
        if code == "01":
            possible[sector] += int(row["HalfDays"])
        elif code in PRESENT:
            present[sector] += int(row["HalfDays"])
    assert math.isclose(present["P"] / possible["P"], 0.925, abs_tol=0.007)
    assert math.isclose(present["S"] / possible["S"], 0.88, abs_tol=0.01)


@pytest.mark.parametrize(
    ("review", "months", "coverage", "concern"),
    [
        ("13-15 Month", 13, 0.90, 0.14),
        ("27-30 Month", 27, 0.91, 0.17),
        ("4-5 Year", 48, 0.79, 0.18),
    ],
)
def test_reviews_are_as_published(
    whole: Path, review: str, months: int, coverage: float, concern: float
) -> None:
    """Of children eligible long enough ago for their review to be recorded."""
    eligible = [
        row
        for row in rows(whole, "chsp_reviews.csv")
        if row["Review"] == review
        and add_months(day(row["DOB"]), months) < date(2026, 1, 1)
    ]
    done = [row for row in eligible if row["Date of Review"]]
    worried = [row for row in done if {"C", "P"} & set(row.values())]
    assert math.isclose(len(done) / len(eligible), coverage, abs_tol=0.03)
    assert math.isclose(len(worried) / len(done), concern, abs_tol=0.03)
