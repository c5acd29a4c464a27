"""What protection costs: how often a planted change is found, exact against protected.

Series are drawn in memory, at the size of the invented partnership: the whole by month,
and its zone by quarter. `make attack` prints them and writes docs/usefulness.md.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.change import change_of
from dashboard.disclosure import (
    Audience,
    noise_variance,
    protected_count,
    protected_share,
)
from dashboard.measures import Measure
from dashboard.method import Method, Rules
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.points import Point, Status
from dashboard.settings import PROJECT, read_settings

pytestmark = [pytest.mark.attack, pytest.mark.long, pytest.mark.timeout(1200)]

SEEDS = 600
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Planted:
    """A series of one measure: counts about `size`, and a share, that change half way."""

    title: str
    measure: str
    points: int
    months: int
    size: tuple[float, float]
    share: tuple[float, float] | None = None

    def unchanged(self) -> "Planted":
        share = self.share and (self.share[0], self.share[0])
        return Planted(
            self.title,
            self.measure,
            self.points,
            self.months,
            (self.size[0],) * 2,
            share,
        )


WHOLE = Planted("Referrals, whole partnership by month", "referrals", 48, 1, (20, 30))
SHARE = Planted(
    "Reclassified, whole partnership by quarter",
    *("reclassified", 20, 3, (62, 62), (0.45, 0.28)),
)
ZONE = Planted(
    "Reclassified, the zone by quarter",
    *("reclassified", 20, 3, (40, 40), (0.55, 0.30)),
)
RULES = (Rules.ANHOEJ, Rules.CONTROL)


@dataclass(frozen=True)
class Found:
    """Of `SEEDS` series: in how many something is said to have changed."""

    planted: Planted
    rules: Rules
    exact: int
    protected: int
    falsely_exact: int
    falsely_protected: int
    withheld: float


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    measures = whole_catalogue(read_settings(tmp_path_factory.mktemp("no-home")))
    return [
        _found(planted, measures[planted.measure], rules)
        for planted in (WHOLE, SHARE, ZONE)
        for rules in RULES
    ]


def _found(planted: Planted, measure: Measure, rules: Rules) -> Found:
    def signals(series: Planted, audience: Audience) -> tuple[int, float]:
        drawn = [_points(series, audience, seed) for seed in range(SEEDS)]
        flagged = sum(
            change_of(
                measure,
                points,
                Method(),
                rules=rules,
                noise_variance=noise_variance(audience),
            ).signal
            for points in drawn
        )
        withheld = np.mean([p.value is None for points in drawn for p in points])
        return flagged, float(withheld)

    protected, withheld = signals(planted, Audience.PARTNERSHIP)
    return Found(
        planted,
        rules,
        signals(planted, Audience.OPERATIONAL)[0],
        protected,
        signals(planted.unchanged(), Audience.OPERATIONAL)[0],
        signals(planted.unchanged(), Audience.PARTNERSHIP)[0],
        withheld,
    )


def _points(planted: Planted, audience: Audience, seed: int) -> list[Point]:
    """The same children for both audiences; their keys are drawn apart from them."""
    rng = np.random.default_rng(seed)
    late = np.arange(planted.points) >= planted.points // 2
    of = rng.poisson(np.where(late, *planted.size[::-1]))
    chance = np.where(late, *planted.share[::-1]) if planted.share else 1.0
    having = rng.binomial(of, chance)
    numerators, denominators = having.astype(float), of.astype(float)
    if audience.protected:
        numerators, denominators = _protected(planted, having, of, rng)
    return list(_as_points(planted, numerators, denominators))


def _protected(
    planted: Planted,
    having: NDArray[np.int64],
    of: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[Numbers, Numbers]:
    keys, salts = (
        rng.integers(0, 256, (2, planted.points)),
        np.zeros(planted.points, int),
    )
    shown = protected_count(having, keys[0], salts)
    if planted.share is None:
        return shown, shown
    return protected_share(shown, protected_count(of, keys[1], salts))


def _as_points(
    planted: Planted, numerators: Numbers, denominators: Numbers
) -> Iterator[Point]:
    for place, (x, n) in enumerate(zip(numerators, denominators, strict=True)):
        month = place * planted.months
        value = x / n if planted.share else x
        told = bool(np.isfinite(value))
        yield Point(
            key=None,
            label="",
            period=date(2021 + month // 12, 1 + month % 12, 1),
            period_label="",
            status=Status.SHOWN if told else Status.WITHHELD,
            numerator=x if told else 0.0,
            denominator=n if planted.share and told else 0.0,
            value=float(value) if told else None,
            lower=None,
            upper=None,
            rows=int(n) if told else 0,
            children=None,
            incidents=None,
        )


def test_protection_claims_no_more_changes_than_there_are(found: list[Found]) -> None:
    assert all(one.falsely_protected <= one.falsely_exact for one in found)


def test_the_whole_partnership_is_still_seen_to_change(found: list[Found]) -> None:
    """A half more referrals, and a share that falls by a third."""
    whole = [one for one in found if one.planted is not ZONE]
    assert all(one.protected >= 0.8 * one.exact for one in whole)
    assert all(one.exact >= SEEDS // 2 for one in whole)


def test_the_cost_is_told(found: list[Found]) -> None:
    lines = [
        "# What protection costs",
        "",
        f"Of {SEEDS} series drawn for each line, in how many a chart says that something",
        "changed: where something did (half way), and where nothing did.",
        "",
        "| Series | Rules | Exact | Protected | Falsely, exact | Falsely, protected | Points withheld |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {one.planted.title} | {one.rules} | {one.exact} | {one.protected}"
        f" | {one.falsely_exact} | {one.falsely_protected} | {one.withheld:.0%} |"
        for one in found
    ]
    words = "\n".join(lines) + "\n"
    print(f"\n{words}")
    if page := os.environ.get("SIGHTLINE_ATTACK_PAGE"):
        path = PROJECT / Path(page).parent / "usefulness.md"
        path.write_text(words, encoding="utf-8")
    told = (PROJECT / "docs" / "usefulness.md").read_text(encoding="utf-8")
    assert told == words, "make attack writes it anew"
