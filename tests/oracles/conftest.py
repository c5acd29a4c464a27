"""Known answers from the field's own packages, and a table of how close we come."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

DIRECTORY = "SIGHTLINE_ORACLES"
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """One line of the table: what was compared, how often, and how far apart."""

    case: str
    what: str
    values: int
    largest: float
    allowed: float


@dataclass
class Comparisons:
    """Every comparison of a test run, in the order made."""

    made: list[Comparison] = field(default_factory=list)

    def compare(
        self,
        case: str,
        what: str,
        actual: ArrayLike,
        expected: ArrayLike,
        *,
        allowed: float = 1e-9,
    ) -> None:
        """Hold numbers, NaN for "none", to a relative difference; 0 is equality."""
        ours = np.asarray(actual, dtype=np.float64).ravel()
        theirs = np.asarray(expected, dtype=np.float64).ravel()
        assert ours.shape == theirs.shape, f"{case}: {what}"
        assert theirs.size, f"{case}: {what}: nothing to compare"
        largest = _largest_difference(ours, theirs)
        self.made.append(Comparison(case, what, theirs.size, largest, allowed))
        assert largest <= allowed, f"{case}: {what}: {largest:.2e}"


def _largest_difference(ours: Numbers, theirs: Numbers) -> float:
    if np.any(np.isnan(ours) != np.isnan(theirs)):
        return float("inf")
    known = ~np.isnan(theirs)
    ours, theirs = ours[known], theirs[known]
    size = np.where(theirs == 0, 1.0, np.abs(theirs))
    return float(np.max(np.abs(ours - theirs) / size, initial=0.0))


MADE = pytest.StashKey[Comparisons]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"oracles: reads the known answers that {DIRECTORY} points to"
    )
    config.stash[MADE] = Comparisons()


@pytest.fixture(scope="session")
def oracles() -> Path:
    """The directory of known answers. A stranger's clone has none; CI must have them."""
    given = os.environ.get(DIRECTORY)
    if given is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must set {DIRECTORY}")
        pytest.skip(f"{DIRECTORY} is not set: no known answers to compare with")
    if not Path(given).is_dir():
        pytest.fail(f"{DIRECTORY} is not a directory")
    return Path(given)


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compare and remember: `compare(case, what, actual, expected)`."""
    return request.config.stash[MADE].compare


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    made = config.stash[MADE].made
    if not made:
        return
    terminalreporter.section("known answers")
    line = "{:<30} {:<44} {:>7} {:>11} {:>9}"
    terminalreporter.write_line(
        line.format("case", "what", "values", "largest", "allowed")
    )
    for one in made:
        largest, allowed = f"{one.largest:.1e}", f"{one.allowed:.0e}"
        terminalreporter.write_line(
            line.format(one.case, one.what, one.values, largest, allowed)
        )
    total = sum(one.values for one in made)
    terminalreporter.write_line(
        f"{total} values in {len({one.case for one in made})} cases; the largest "
        "difference is relative, and absolute where the known answer is 0"
    )
