"""How column names are compared: a mark of a note belongs to no name."""

import pytest

from dashboard.intake.words import header_key


@pytest.mark.parametrize(
    "written",
    [
        "Pupil roll",
        "Pupil roll(1)",
        "Pupil roll (12)",
        "Pupil roll( 4)",
        "Pupil roll [Note 1]",
        "Pupil roll [Note 8] [Note 9]",
        "Pupil Roll [ NOTE ]",
        "Pupil roll [notes 1 and 2]",
    ],
)
def test_a_mark_of_a_note_is_no_part_of_a_name(written: str) -> None:
    assert header_key(written) == "pupil roll"


def test_the_note_of_a_group_goes_from_the_middle() -> None:
    joined = "Roll by SIMD Quintiles [Note 6] SIMD Quintile 1"
    assert header_key(joined) == "roll by simd quintiles simd quintile 1"


@pytest.mark.parametrize(
    "different",
    ["Rate (%)", "Age (2019)", "Teachers (FTE)", "(1) Pupils", "[Notebook]"],
)
def test_what_is_no_mark_stays(different: str) -> None:
    assert header_key(different) == different.lower()
