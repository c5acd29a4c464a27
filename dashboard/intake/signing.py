"""The sign-off of a release, by exception: what a named person must have seen first.

Where the partnership asks for it (`sign_off` in its settings), a publish whose release
offers a table that the one before did not, or of which something can be worked out, waits
until someone has put their name to it. Every other goes out as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.access.grant import Grain
from dashboard.attack.attack import COUNTS, HAVING, attack, in_words
from dashboard.attack.collecting import Files
from dashboard.errors import ForTheUser
from dashboard.measures import Catalogue
from dashboard.warehouse.engine import Reader, open_reader

_PERIODS = {
    "month": "each month",
    "quarter": "each quarter",
    "school_year": "each school year",
    "financial_year": "each financial year",
    "calendar_year": "each calendar year",
    "all": "all months together",
}


@dataclass(frozen=True)
class Examined:
    """What can be worked out of a release, in words, and what in it is an exception."""

    words: str
    exceptions: tuple[str, ...]


class SignOffNeeded(ForTheUser):
    """A release is an exception, and nobody has put their name to it."""

    def __init__(self, examined: Examined) -> None:
        self.examined = examined
        super().__init__(
            "Not published: this release waits for a named person's sign-off.",
            "\n".join((*examined.exceptions, examined.words)),
            "Whoever may sign puts their name to it (on the command line: --signed-by NAME)."
            " What was published before is still served.",
        )


def examine(
    exact: Path,
    release: Path,
    before: Path | None,
    catalogue: Catalogue,
    grains: Sequence[Grain] = (),
) -> Examined:
    """Attack a release, and set its tables beside those of the one `before`.

    By anybody, and by whoever is granted exact numbers at one of the `grains`.
    """
    attacks = attack(Files.at(exact, release), catalogue, grains)
    words = in_words(attacks)
    exceptions = [
        "Something can be worked out of it."
        if name in (COUNTS, HAVING)
        else f"{name}, numbers of others can be worked out of it."
        for name, one in attacks.items()
        if one.found
    ]
    if before is None:
        exceptions.append("It is the first: every table in it is new.")
    else:
        exceptions += _new_tables(open_reader(release), open_reader(before), catalogue)
    return Examined(words, tuple(exceptions))


def _new_tables(now: Reader, before: Reader, catalogue: Catalogue) -> list[str]:
    """“Reclassified as a welfare concern would be told by team and sex, each quarter.”"""
    offered = "select measure, combination, period_kind from offered"
    known = set(before.rows(offered))
    found = sorted(table for table in now.rows(offered) if table not in known)
    return [
        f"{catalogue[measure].title} would be told {_by(combination)}{_PERIODS[kind]},"
        " which it was not."
        for measure, combination, kind in found
        if measure in catalogue
    ]


def _by(combination: str) -> str:
    names = combination.replace("_", " ").split(",") if combination else []
    return f"by {' and '.join(names)}, " if names else ""


def signed(examined: Examined | None, by: str) -> None:
    """Raises SignOffNeeded where a release is an exception that nobody has signed."""
    if examined is not None and examined.exceptions and not by.strip():
        raise SignOffNeeded(examined)


def told(exceptions: Sequence[str], most: int = 12) -> list[str]:
    """The exceptions that a page has room for, and how many more there are."""
    more = len(exceptions) - most
    return [*exceptions[:most], *([f"And {more:,} more."] if more > 0 else [])]
