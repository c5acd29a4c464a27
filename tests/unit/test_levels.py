"""New levels: recorded with a reason, taken back, never lost."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import ForTheUser
from dashboard.partnership.levels import levels_of, record_level, take_back_level
from dashboard.partnership.records import Records
from dashboard.partnership.tables import LEVEL

ZONE = (("zone", "A zone"),)


def test_a_level_holds_for_its_measure_and_filters(tmp_path: Path) -> None:
    assert levels_of(tmp_path) == ()
    for start in (date(2026, 1, 1), date(2025, 6, 1)):
        record_level(
            tmp_path,
            measure="reclassified",
            clauses=ZONE,
            start=start,
            reason="  New   guidance ",
            who="A leader",
        )
    first, second = levels_of(tmp_path)
    assert (first.start, second.start) == (date(2025, 6, 1), date(2026, 1, 1))
    assert (first.measure, first.clauses) == ("reclassified", ZONE)
    assert (first.reason, first.who) == ("New guidance", "A leader")


def test_without_a_reason_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ForTheUser, match="reason"):
        record_level(
            tmp_path, measure="m", clauses=(), start=date(2026, 1, 1), reason=" "
        )
    assert levels_of(tmp_path) == ()


def test_what_is_taken_back_stays_on_record(tmp_path: Path) -> None:
    level = record_level(
        tmp_path, measure="m", clauses=(), start=date(2026, 1, 1), reason="Because"
    )
    assert level.who == "the officer at the page"
    take_back_level(tmp_path, level, who="Another leader")
    assert levels_of(tmp_path) == ()
    (kept,) = Records(tmp_path).rows(LEVEL.select())
    assert (kept["id"], kept["gone_by"]) == (level.id, "Another leader")
    again = record_level(
        tmp_path, measure="m", clauses=(), start=date(2026, 1, 1), reason="After all"
    )
    assert levels_of(tmp_path) == (again,)
