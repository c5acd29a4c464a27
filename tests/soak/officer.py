"""A data officer in a process of their own: publishes, goes back, publishes.

One line of JSON asks (`do`: publish or undo), one answers: which picture is served now,
between which two moments it came to be, and what every address shows of it. That is
asked of the picture's own file by this process, which shares nothing with the server.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dashboard.access.viewer import named_staff
from dashboard.answers import ask
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.view import view_of
from dashboard.intake import rules
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.measures import Catalogue
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.social_work_extracts import (
    TO_IRD,
    WELFARE,
    Contact,
    write_social_work,
)
from tests.soak.shown import ADDRESSES, digest

AS_AT = date(2026, 3, 31)
CONTACTS = 240
MEASURES = ("referrals", "reclassified", "where_referrals_go")


def few_measures(settings: Settings) -> Catalogue:
    """A small picture is soon made: more of them come and go in a minute."""
    every = whole_catalogue(settings)
    return {name: every[name] for name in MEASURES if name in every}


def contacts(number: int) -> Iterator[Contact]:
    """The same children each time; their teams, agencies and outcomes are others."""
    for n in range(CONTACTS):
        turned = n * 7 + number * (n % 5)
        yield Contact(
            person=n // 2,
            received_on=date(2024, 9, 1) + timedelta(days=(n * 11) % 540),
            team=f"T0{1 + turned % 3}",
            source=("Police", "Education", "Health")[turned % 3 - number % 2],
            outcome=(WELFARE, TO_IRD)[(turned // 3) % 2],
        )


def publish(home: Path, number: int) -> str:
    files = write_social_work(home.parent / "extracts", contacts(number))
    manifest, _ = publish_extracts(
        files, read_settings(home), as_at=AS_AT, decisions=Decisions(yes=True)
    )
    return manifest.id


def shown(home: Path, picture: str) -> dict[str, str]:
    """What each address shows of a picture, as what can be compared."""
    viewer = named_staff(home)
    found = {}
    for address in ADDRESSES:
        pinned = f"{address}&as_at={picture}"
        view = view_of(pinned, REFERRAL_PANELS, viewer, "referrals")
        # The page's words are of what the only door answers.
        assert ask(view.whole.question, viewer).whole == view.whole.whole
        found[address] = digest(view.headline, view.change, view.store["panels"])
    return found


def main() -> None:
    rules.whole_catalogue = few_measures
    home = Path(sys.argv[1])
    for number, line in enumerate(sys.stdin):
        began = time.monotonic()
        if json.loads(line)["do"] == "undo":
            picture = Snapshots(home).undo(who="the soak").id
        else:
            picture = publish(home, number)
        told = {"picture": picture, "began": began, "ended": time.monotonic()}
        told["shown"] = shown(home, picture)
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
