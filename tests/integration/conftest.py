"""What several tests of whole flows share."""

from collections.abc import Iterator

import pytest

from dashboard.measures import Catalogue
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import Settings

COUNTED = ("referrals", "reclassified", "school_roll")


def _few(settings: Settings) -> Catalogue:
    every = whole_catalogue(settings)
    return {name: every[name] for name in COUNTED}


@pytest.fixture(scope="module")
def few_measures() -> Iterator[None]:
    """Pictures of three measures: of a publish what is counted takes four fifths, and where
    it matters how files come and go nothing is learnt from a hundred."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.intake.rules.whole_catalogue", _few)
        yield
