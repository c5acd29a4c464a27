"""The whole release of the invented partnership, attacked as STATISTICS §9.3 G says.

`make attack` prints what was found and writes it in words for who has to sign for it.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.answers import home_of
from dashboard.measures import About, Kind, Measure
from dashboard.settings import PROJECT
from dashboard.statistics.noise_row import noise_row
from tests.attack.bounds import begin, tighten
from tests.attack.collecting import Collected, collect
from tests.attack.estimates import Rate, hit_rates, pooled

pytestmark = pytest.mark.attack

# Beyond the better of two plain guesses, by so much a guess may be right (§9.3 G 2).
MOST_GAINED = 0.10
# Of fewer small cells a rate says nothing: it moves by more than that by chance.
FEWEST = 60
_COLUMN = {
    Kind.COUNT: "numerator",
    Kind.RATE: "numerator",
    Kind.STOCK: "numerator",
    Kind.PROPORTION: "denominator",
}
PERIODS = {
    "month": "a month",
    "quarter": "a quarter",
    "school_year": "a school year",
    "financial_year": "a financial year",
    "calendar_year": "a calendar year",
    "all": "all months held",
}
DEPTHS = ("the whole", "one breakdown", "two breakdowns")


@dataclass
class Attack:
    """What an attack on every measure came to."""

    numbers: int = 0
    small: int = 0
    exact: int = 0
    one_to_four: int = 0
    wrong: int = 0
    rates: dict[tuple[str, int], list[Rate]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def pooled(self) -> dict[tuple[str, int], Rate]:
        return {pool: pooled(rates) for pool, rates in self.rates.items()}

    @property
    def together(self) -> Rate:
        return pooled([rate for rates in self.rates.values() for rate in rates])


@pytest.fixture(scope="module")
def attack(demo_home: Path) -> Attack:
    made = Attack()
    for measure in _about_children(demo_home):
        found = collect(demo_home, measure.name, _COLUMN[measure.kind])
        bounds = tighten(begin(found), found.sums)
        made.numbers += len(found.shown)
        made.small += len(found.small)
        made.exact += len(bounds.proved_exact(found.small))
        made.one_to_four += len(bounds.proved_small(found.small))
        made.wrong += len(bounds.wrong(found))
        for pool, rate in hit_rates(found, sample=2_000).items():
            made.rates[pool].append(rate)
    return made


def _about_children(home: Path) -> list[Measure]:
    return [
        measure
        for measure in home_of(home).catalogue.values()
        if measure.about is About.CHILDREN and measure.kind in _COLUMN
    ]


def test_nothing_small_is_proved(attack: Attack) -> None:
    assert attack.wrong == 0, "a bound that does not hold is no attack"
    assert attack.numbers > 50_000
    assert attack.small > 5_000
    assert attack.exact == 0
    assert attack.one_to_four == 0


def test_the_best_guess_is_hardly_better_than_a_plain_one(attack: Attack) -> None:
    """Pooled by kind of period and number of dimensions."""
    judged = {p: r for p, r in attack.pooled.items() if r.cells >= FEWEST}
    assert len(judged) >= 5
    telling = {p: r for p, r in judged.items() if r.gained > MOST_GAINED}
    assert telling == {}


def test_it_is_told_in_words(attack: Attack) -> None:
    words = _in_words(attack)
    print(f"\n{words}")
    if page := os.environ.get("SIGHTLINE_ATTACK_PAGE"):
        (PROJECT / page).write_text(words, encoding="utf-8")
    assert f"0 of {attack.small:,} small numbers can be worked out" in words


def _in_words(attack: Attack) -> str:
    every = attack.together
    proved = max(attack.exact, attack.one_to_four)
    lines = [
        "# Can a small number be worked out?",
        "",
        f"{proved:,} of {attack.small:,} small numbers can be worked out. The best guess"
        f" is right {10 * every.estimate:.1f} times in 10; guessing from the page alone,"
        f" {10 * every.from_page:.1f} times in 10; always naming the commonest number,"
        f" {10 * every.commonest:.1f} times in 10.",
        "",
        "A small number is truly 1 to 4. The attacker has every number of the release of",
        f"the invented partnership ({attack.numbers:,} of them), knows how noise is made and",
        "how common each small number is, and that a child he knows is in it. He does every",
        "sum that the numbers must fit: by each further breakdown, and by shorter periods.",
        f"Proved exactly: {attack.exact}. Proved to be 1 to 4: {attack.one_to_four}.",
        "",
        "| Period | Of what | Small numbers | Best guess | From the page | Commonest |",
        "|---|---|--:|--:|--:|--:|",
    ]
    order = list(PERIODS)
    for (kind, depth), rate in sorted(
        attack.pooled.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
    ):
        lines.append(
            f"| {PERIODS[kind]} | {DEPTHS[depth]} | {rate.cells:,} | {rate.estimate:.0%}"
            f" | {rate.from_page:.0%} | {rate.commonest:.0%} |"
        )
    return "\n".join(lines) + "\n"


# Planted weaknesses: an attack that does not find these finds nothing.


@pytest.fixture(scope="module")
def referrals(demo_home: Path) -> Collected:
    return collect(demo_home, "referrals")


def test_hiding_small_cells_alone_is_found(referrals: Collected) -> None:
    """Exact numbers from ten up, and what is under ten hidden."""
    bounds = begin(referrals, most_withheld=9)
    for cell in referrals.cells:
        if (true := referrals.true.get(cell, 0)) >= 10:
            bounds.low[cell] = bounds.high[cell] = true
    tighten(bounds, referrals.sums)
    assert bounds.wrong(referrals) == []
    assert len(bounds.proved_exact(referrals.small)) > 10
    assert len(bounds.proved_small(referrals.small)) > 100


def test_noughts_that_are_told_are_found(referrals: Collected) -> None:
    """Where every true nought is shown as one, what is hidden is at least 1."""
    bounds = begin(referrals, most_withheld=9)
    for cell in referrals.cells:
        if not referrals.true.get(cell):
            bounds.high[cell] = 0
        elif cell not in referrals.shown:
            bounds.low[cell] = 1
        if referrals.true.get(cell, 0) >= 10:
            bounds.high[cell] = bounds.low[cell] = referrals.true[cell]
    tighten(bounds, referrals.sums)
    assert len(bounds.proved_exact(referrals.small)) > 100


def test_the_same_children_with_other_noise_are_found(referrals: Collected) -> None:
    """A breakdown that changes nothing is a second draw of the noise, and a third."""
    with_copies = referrals
    for number in range(4):
        with_copies = _drawn_again(with_copies, f"again{number}", seed=number)
    plain = hit_rates(referrals, sample=4_000)["school_year", 1]
    averaged = hit_rates(with_copies, sample=4_000)["school_year", 1]
    assert plain.gained <= MOST_GAINED < averaged.gained


def _drawn_again(found: Collected, name: str, seed: int) -> Collected:
    """Every table of one dimension by one more, which has one value: shown from zero up."""
    noise = np.random.default_rng(seed).choice(noise_row(), size=len(found.cells))
    tables, shown, true = dict(found.tables), dict(found.shown), dict(found.true)
    for place, ((combination, kind, period), cells) in enumerate(found.tables.items()):
        if not combination or "," in combination:
            continue
        copies = []
        for number, cell in enumerate(cells):
            copy = (f"{combination},{name}", kind, period, (*cell[3], "one"))
            copies.append(copy)
            true[copy] = found.true.get(cell, 0)
            shown[copy] = true[copy] + float(noise[(place * 97 + number) % len(noise)])
        tables[f"{combination},{name}", kind, period] = copies
    return replace(found, tables=tables, shown=shown, true=true)
