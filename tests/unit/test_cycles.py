"""Cycles and events: kept, drawn where they touch, wrong ones refused in words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import ForTheUser
from dashboard.partnership.cycles import (
    Act,
    Cycle,
    cycles_of,
    followed,
    save_cycle,
    take_back_cycle,
)
from dashboard.partnership.happenings import (
    Happening,
    happenings_of,
    national_events,
    record_happening,
    take_back_happening,
)
from dashboard.settings import read_settings

BEGUN = date(2026, 3, 2)
CYCLE = Cycle("A checklist", BEGUN, prediction="Two of three")


def test_a_cycle_is_kept_followed_and_finished(tmp_path: Path) -> None:
    first = save_cycle(tmp_path, CYCLE)
    second = save_cycle(tmp_path, replace(CYCLE, title="In a school", follows=first.id))
    third = save_cycle(tmp_path, replace(CYCLE, title="In three", follows=second.id))
    assert followed(third, cycles_of(tmp_path)) == [second.id, first.id]
    save_cycle(tmp_path, replace(first, act=Act.ADAPT, result="Three of five"))
    kept = next(one for one in cycles_of(tmp_path) if one.id == first.id)
    assert (kept.result, kept.event.title) == (
        "Three of five",
        "Cycle: A checklist (adapted)",
    )
    take_back_cycle(tmp_path, first.id)
    assert len(cycles_of(tmp_path)) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(CYCLE, title=""), "needs a name"),
        (replace(CYCLE, prediction=" "), "needs a prediction"),
        (
            replace(CYCLE, ended_on=date(2026, 3, 1)),
            "ends on 1 Mar 2026, before it begins on 2 Mar 2026",
        ),
        (replace(CYCLE, id="x", follows="x"), "follow itself"),
    ],
)
def test_a_cycle_that_is_wrong_is_not_kept(
    tmp_path: Path, wrong: Cycle, words: str
) -> None:
    with pytest.raises(ForTheUser, match=words):
        save_cycle(tmp_path, wrong)
    assert cycles_of(tmp_path) == ()


def test_what_happened_is_kept_and_taken_back(tmp_path: Path) -> None:
    with pytest.raises(ForTheUser, match="Say what happened"):
        record_happening(tmp_path, Happening(BEGUN, "  "))
    kept = record_happening(tmp_path, Happening(BEGUN, "Two posts vacant", "staffing"))
    assert [one.title for one in happenings_of(tmp_path)] == ["Two posts vacant"]
    take_back_happening(tmp_path, kept.id)
    assert happenings_of(tmp_path) == ()


def test_national_events_are_off_until_they_are_switched_on(tmp_path: Path) -> None:
    assert national_events(read_settings(tmp_path)) == ()
    (tmp_path / "settings.toml").write_text("national_events = true\n")
    events = national_events(read_settings(tmp_path))
    assert {event.happened_on.year for event in events} == {2020, 2021, 2023}
    assert all(event.note for event in events), "each has its source"
