"""What changed since a meeting, on planted histories: it says exactly that and no more.

A small partnership is published once, as its group saw it; each history goes on from a
copy of that home.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.coverage import Said
from dashboard.warehouse.snapshots import Snapshots
from dashboard.what_changed import WhatChanged, what_changed
from tests.integration.social_work_extracts import (
    TO_IRD,
    WELFARE,
    Contact,
    write_social_work,
)

YES = Decisions(yes=True)
MET_ON = date(2026, 1, 31)
FIRST = date(2023, 8, 1)
MONTHS = 30
REFERRALS = "Child protection and wellbeing contacts (Mosaic)"
STEPS = "Workflow steps: screening, IRD, investigation (Mosaic)"


def month_of(number: int) -> date:
    index = FIRST.year * 12 + FIRST.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def contacts(months: int, *, usual: int = 16, doubled_from: int = 99) -> list[Contact]:
    """So many a month, give or take, a half of them welfare concerns."""
    drawn, made = Random(9), []
    for number in range(months):
        here = usual * (2 if number >= doubled_from else 1) + drawn.randint(-4, 4)
        for place in range(here):
            day = month_of(number) + timedelta(days=place % 27)
            outcome = WELFARE if drawn.random() < 0.5 else TO_IRD
            team = f"T0{1 + drawn.randrange(3)}"
            made.append(Contact(len(made), day, team, outcome=outcome))
    return made


def publish(home: Path, made: list[Contact], as_at: date, decisions: Decisions) -> str:
    manifest, _ = publish_extracts(
        write_social_work(home.parent / "extracts", made),
        read_settings(home),
        as_at=as_at,
        decisions=decisions,
    )
    return manifest.id


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home as it was on the day of the meeting."""
    home = tmp_path_factory.mktemp("met") / "home"
    key = home / "keys" / "pseudonym.key"
    key.parent.mkdir(parents=True, mode=0o700)
    key.write_text("5" * 64, encoding="ascii")  # noise is the same in every run
    key.chmod(0o600)
    publish(home, contacts(MONTHS), MET_ON, Decisions(yes=True))
    return home


def since(
    met: Path,
    folder: Path,
    made: list[Contact],
    as_at: date,
    decisions: Decisions = YES,
) -> Path:
    """A copy of the home in which more was published since."""
    home = folder / "home"
    shutil.copytree(met, home)
    publish(home, made, as_at, decisions)
    return home


def compared(home: Path, viewer: Viewer | None = None) -> WhatChanged:
    after, before = (manifest.id for manifest in Snapshots(home).all())
    return what_changed(
        before, after, viewer or named_staff(home), since=MET_ON, on=date(2026, 4, 1)
    )


def test_nothing_changed_is_said_in_one_line(met: Path, tmp_path: Path) -> None:
    home = since(met, tmp_path, contacts(MONTHS), MET_ON)
    found = compared(home)
    assert found.changes == ()
    assert found.summary == ""


def test_a_signal(met: Path, tmp_path: Path) -> None:
    made = contacts(MONTHS + 10, doubled_from=MONTHS)
    home = since(met, tmp_path, made, date(2026, 11, 30))
    found = compared(home)
    assert [c.sentence for c in found.changes] == []


@pytest.fixture(scope="module")
def late(met: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five referrals of November come late; February is not sent, and March is."""
    made = contacts(MONTHS + 2)
    february = month_of(MONTHS)
    made = [c for c in made if c.received_on.replace(day=1) != february]
    for place in range(5):
        day = date(2025, 11, 3 + place)
        made.append(Contact(9_000 + place, day, "T01", outcome=WELFARE))
    decisions = Decisions(yes=True)
    for source in ("mosaic_referrals", "mosaic_steps"):
        decisions = decisions.with_month(source, february, Said.NOT_SUBMITTED)
    folder = tmp_path_factory.mktemp("late")
    return since(met, folder, made, date(2026, 3, 31), decisions)


def test_a_late_revision_and_a_missing_month(late: Path) -> None:
    found = compared(late)
    assert [c.sentence for c in found.changes] == []


def test_protected(late: Path) -> None:
    found = compared(late, Viewer(late))
    assert [c.sentence for c in found.changes] == []
