"""A small home with pictures that tell themselves apart by how many referrals they have."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from tests.conftest import let_everything_be_exact
from tests.integration.erased_home import one_measure
from tests.integration.test_publishing import referrals, row

AS_AT = (date(2026, 2, 28), date(2026, 3, 31))


def published(folder: Path, counts: Sequence[int] = (3, 5)) -> Path:
    """A home of one measure, whose pictures have so many referrals, the last one served."""
    home = folder / "home"
    let_everything_be_exact(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)
        for count, as_at in zip(counts, AS_AT, strict=False):
            file = extract(folder / "mosaic_referrals.csv", count)
            publish_extracts(
                [file], read_settings(home), as_at=as_at, decisions=Decisions(yes=True)
            )
    return home


def extract(path: Path, count: int) -> Path:
    rows = [row(PERSON_ID=str(100 + n), REFERRAL_ID=f"R{n}") for n in range(count)]
    return referrals(path, rows)


def copied(home: Path, folder: Path) -> Path:
    shutil.copytree(home, folder / "copied")
    return folder / "copied"
