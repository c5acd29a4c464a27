"""Planted weaknesses: an attack that does not find these finds nothing.

That of STATISTICS §9.3 G which tables of three dimensions were is none here: of what is
under ten nothing is told, however fine the table, and guesses gain five points at most.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.attack.attack import MOST_GAINED
from dashboard.attack.bounds import Bounds, begin, tighten
from dashboard.attack.collecting import Cell, Collected, Files, Read, collect
from dashboard.attack.estimates import hit_rates
from dashboard.disclosure import LEAST
from dashboard.statistics.noise_row import BOUND, noise_row
from dashboard.warehouse.facts import MANY_VALUED
from tests.attack.snapshots import Snapshots

pytestmark = [pytest.mark.attack, pytest.mark.timeout(1200)]

MANY_TIMES = 11
# Small cells of one measure that a rate is taken of.
ENOUGH = 60
UNIONS = 16


@pytest.fixture(scope="module")
def referrals(demo_home: Path) -> Collected:
    return collect(Files.of(demo_home), "referrals")


def _know(bounds: Bounds, found: Collected, cell: Cell) -> None:
    bounds.low[cell] = bounds.high[cell] = found.true.get(cell, 0)


def test_hiding_small_cells_alone_is_found(referrals: Collected) -> None:
    """Exact numbers from ten up, and what is under ten hidden."""
    bounds = begin(referrals, most_withheld=LEAST - 1)
    for cell in referrals.cells:
        if referrals.true.get(cell, 0) >= LEAST:
            _know(bounds, referrals, cell)
    tighten(bounds, referrals.sums)
    assert bounds.wrong(referrals) == []
    assert len(bounds.proved_exact(referrals.small)) > 10
    assert len(bounds.proved_small(referrals.small)) > 100


def test_noughts_that_are_told_are_found(referrals: Collected) -> None:
    """Where every true nought is shown as one, what is hidden is at least 1."""
    bounds = begin(referrals, most_withheld=LEAST - 1)
    for cell in referrals.cells:
        if not referrals.true.get(cell):
            bounds.high[cell] = 0
        elif cell not in referrals.shown:
            bounds.low[cell] = 1
        if referrals.true.get(cell, 0) >= LEAST:
            _know(bounds, referrals, cell)
    tighten(bounds, referrals.sums)
    assert len(bounds.proved_exact(referrals.small)) > 100


def test_one_to_four_as_nought_or_five_is_found(referrals: Collected) -> None:
    """Then what is shown as 1 to 4, or as none, says what it cannot be."""
    rng = np.random.default_rng(1)
    bounds = Bounds({}, {})
    for cell in referrals.cells:
        count = int(referrals.true.get(cell, 0))
        if count < BOUND:
            shown = BOUND if rng.random() < count / BOUND else 0
        else:
            shown = max(0, count + int(rng.choice(noise_row())))
        least = {0: 0, BOUND: 1}.get(shown, max(BOUND, shown - BOUND))
        bounds.low[cell], bounds.high[cell] = least, shown + BOUND
    tighten(bounds, referrals.sums)
    assert bounds.wrong(referrals) == []
    assert len(bounds.proved_small(referrals.small)) > 10


def test_the_exact_number_in_a_tooltip_is_found(referrals: Collected) -> None:
    """Of those cells alone of which a protected number is shown."""
    bounds = begin(referrals)
    for cell in referrals.shown:
        if cell in bounds.low:
            _know(bounds, referrals, cell)
    tighten(bounds, referrals.sums)
    assert len(bounds.proved_exact(referrals.small)) > 100


def test_raw_totals_are_found(referrals: Collected) -> None:
    """Tables of two dimensions whose margins are exact, from ten up."""
    bounds = begin(referrals)
    for cell in referrals.cells:
        if len(cell[3]) < 2 and referrals.true.get(cell, 0) >= LEAST:
            _know(bounds, referrals, cell)
    tighten(bounds, referrals.sums)
    assert len(bounds.proved_exact(referrals.small)) > 10


def test_a_mean_line_from_exact_numbers_is_found(referrals: Collected) -> None:
    """Times the years it is drawn over, it is the exact total, however small."""
    bounds = begin(referrals)
    for cell in referrals.cells:
        combination, kind, _, key = cell
        drawn = any(
            k == "school_year" and c == combination for c, k, _ in referrals.tables
        )
        if kind == "all" and key and drawn:
            _know(bounds, referrals, cell)
    tighten(bounds, referrals.sums)
    assert len(bounds.proved_exact(referrals.small)) > 10


def test_an_order_by_exact_numbers_is_found(referrals: Collected) -> None:
    """Bars in the order of the truth: of many more it is known that they are under ten."""
    plain = tighten(begin(referrals), referrals.sums)
    ordered = tighten(begin(referrals), referrals.sums)
    for cells in referrals.tables.values():
        order = sorted(cells, key=lambda cell: -referrals.true.get(cell, 0))
        most = np.minimum.accumulate([ordered.high[cell] for cell in order])
        ordered.high.update(zip(order, most, strict=True))
    tighten(ordered, referrals.sums)
    assert ordered.wrong(referrals) == []
    assert _few(ordered, referrals) > 2 * _few(plain, referrals) > 0


def _few(bounds: Bounds, found: Collected) -> int:
    return sum(bounds.high[cell] < LEAST for cell in found.small)


def test_keys_drawn_again_for_each_snapshot_are_found(referrals: Collected) -> None:
    """Twelve draws of one count are nearly the count."""
    draws = tuple(Read(_drawn(referrals, seed)) for seed in range(MANY_TIMES))
    plain = hit_rates(referrals)
    averaged = hit_rates(replace(referrals, reads=draws))
    judged = [pool for pool, rate in plain.items() if rate.cells >= ENOUGH]
    assert max(plain[pool].gained for pool in judged) <= MOST_GAINED
    assert max(averaged[pool].gained for pool in judged) > MOST_GAINED


def _drawn(found: Collected, seed: int) -> Mapping[Cell, float]:
    noise = np.random.default_rng(seed).choice(noise_row(), size=len(found.cells))
    shown = {
        cell: found.true.get(cell, 0) + float(more)
        for cell, more in zip(found.cells, noise, strict=True)
    }
    return {cell: number for cell, number in shown.items() if number >= LEAST}


def test_sums_of_free_groups_are_found(referrals: Collected) -> None:
    """Places added up at will: with one and without it, again and again."""
    rng = np.random.default_rng(3)
    tables, true = defaultdict(list, referrals.tables), dict(referrals.true)
    sums = list(referrals.sums)
    for (combination, kind, period), cells in referrals.tables.items():
        free = not set(combination.split(",")) & set(MANY_VALUED)
        if kind != "school_year" or len(cells) < 4 or not free:
            continue
        for cell in cells:
            if not 1 <= true.get(cell, 0) <= 4:
                continue
            for number in range(UNIONS):
                others = [c for c in cells if c != cell and rng.random() < 0.5]
                name = (
                    "free groups",
                    kind,
                    period,
                    (combination, *cell[3], str(number)),
                )
                without, together = ((*name[:3], (*name[3], end)) for end in ("-", "+"))
                true[without] = sum(true.get(c, 0) for c in others)
                true[together] = true[without] + true[cell]
                tables[name[:3]] += [without, together]
                sums.append((together, [without, cell]))
    grouped = Snapshots(
        "referrals", referrals.shown, true, tables, {}, told=tuple(sums)
    )
    grouped = replace(grouped, shown=dict(referrals.shown) | _of_groups(grouped))
    small = Counter(cell[0] == "free groups" for cell in grouped.small)
    assert small[False] > ENOUGH
    plain = hit_rates(referrals)["school_year", 2]
    averaged = hit_rates(grouped)["school_year", 2]
    assert plain.gained <= MOST_GAINED < averaged.gained


def _of_groups(found: Collected) -> dict[Cell, float]:
    return {
        cell: shown
        for cell, shown in _drawn(found, seed=4).items()
        if cell[0] == "free groups"
    }
