"""A small partnership, month by month, in which what is planted can be told from the rest."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import (
    TO_IRD,
    WELFARE,
    Contact,
    write_social_work,
)

MET_ON = date(2026, 1, 31)
FIRST = date(2023, 8, 1)
MONTHS = 30


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


def as_it_was_met(folder: Path) -> Path:
    """A home with one picture: that of the papers of a meeting."""
    home = folder / "home"
    key = home / "keys" / "pseudonym.key"
    key.parent.mkdir(parents=True, mode=0o700)
    key.write_text("5" * 64, encoding="ascii")  # noise is the same in every run
    key.chmod(0o600)
    publish(home, contacts(MONTHS), MET_ON, Decisions(yes=True))
    return home
