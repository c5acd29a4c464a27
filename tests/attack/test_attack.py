"""The whole release of the invented partnership, attacked as STATISTICS §9.3 G says.

`make attack` prints what was found and writes it in words for who has to sign for it.
"""

import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.answers import home_of
from dashboard.disclosure import LEAST
from dashboard.measures import About, Kind, Measure
from dashboard.settings import PROJECT
from dashboard.warehouse.engine import open_reader
from tests.attack.again import built_again
from tests.attack.blocks import blocks, solve
from tests.attack.bounds import Bounds, begin, tighten
from tests.attack.collecting import Cell, Collected, Files, Read, collect, numbers
from tests.attack.estimates import Pool, Rate, hit_rates, pooled
from tests.attack.snapshots import SINCE, joined

pytestmark = [pytest.mark.attack, pytest.mark.timeout(1200)]

# Beyond the better of two plain guesses, by so much a guess may be right (§9.3 G 2).
MOST_GAINED = 0.10
# Of fewer small cells a rate says nothing: it moves by more than that by chance.
FEWEST = 200
# Of what came between two snapshots the share that whoever knows of a child in it may
# know to be 1 to 4: the snapshots' noise was drawn before anybody could tell.
MOST_IN_BETWEEN = 0.002
SAMPLE, EVERY = 2_000, 100_000
BLOCKS = 40
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
    to_who_knows: int = 0
    in_between: int = 0
    wrong: int = 0
    rates: dict[Pool, list[Rate]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: Collected, sample: int) -> Bounds:
        bounds = tighten(begin(found), found.sums)
        small = found.small
        self.numbers += len(found.shown)
        self.small += len(small)
        self.exact += len(bounds.proved_exact(small))
        self.one_to_four += len(bounds.proved_small(small))
        known = bounds.proved_to_who_knows(small)
        self.in_between += sum(cell[1].startswith(SINCE) for cell in known)
        self.to_who_knows += sum(not cell[1].startswith(SINCE) for cell in known)
        self.wrong += len(bounds.wrong(found))
        for pool, rate in hit_rates(found, sample=sample).items():
            self.rates[pool].append(rate)
        return bounds

    @property
    def pooled(self) -> dict[Pool, Rate]:
        return {pool: pooled(rates) for pool, rates in self.rates.items()}

    @property
    def telling(self) -> dict[Pool, Rate]:
        """The pools in which a guess is right more often than it may be; the small ones
        as one."""
        judged = {p: r for p, r in self.pooled.items() if r.cells >= FEWEST}
        few = [r for r in self.pooled.values() if r.cells < FEWEST]
        assert len(judged) >= 5
        assert few
        judged["small pools", 0] = pooled(few)
        return {p: r for p, r in judged.items() if r.gained > MOST_GAINED}

    @property
    def together(self) -> Rate:
        return pooled([rate for rates in self.rates.values() for rate in rates])


@pytest.fixture(scope="module")
def files(demo_home: Path) -> Files:
    return Files.of(demo_home)


@pytest.fixture(scope="module")
def attack(files: Files, demo_home: Path) -> dict[str, Attack]:
    """Every count, and of every share how many have it: at most all, as far as known."""
    counts, having = Attack(), Attack()
    for measure in _about_children(demo_home):
        found = collect(files, measure.name, _COLUMN[measure.kind])
        bounds = counts.add(found, SAMPLE)
        if measure.kind is Kind.PROPORTION:
            numerators = collect(files, measure.name, "numerator")
            having.add(replace(numerators, most=bounds.high), SAMPLE)
    return {"Counts": counts, "Of shares, how many have it": having}


def _about_children(home: Path) -> list[Measure]:
    return [
        measure
        for measure in home_of(home).catalogue.values()
        if measure.about is About.CHILDREN and measure.kind in _COLUMN
    ]


@pytest.fixture(scope="module")
def snapshots(
    demo_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Attack]:
    """Referrals, each month for a year, with what came late."""
    folder = tmp_path_factory.mktemp("snapshots")
    held = []
    for number, day in enumerate(_days(demo_home)):
        with built_again(demo_home, folder / str(number), ["referrals"], day) as made:
            paths = made.exact, made.release
        held.append(collect(Files(*map(open_reader, paths)), "referrals"))
    attack = Attack()
    attack.add(joined(held), EVERY)
    return {"Twelve monthly snapshots together": attack}


def _days(home: Path) -> list[date]:
    snapshots = home_of(home).snapshots
    last = snapshots.manifest(snapshots.current_id()).as_at
    months = [12 * last.year + last.month - 1 - back for back in reversed(range(12))]
    return [date(month // 12, month % 12 + 1, 14) for month in months]


def test_nothing_small_is_proved(attack: dict[str, Attack]) -> None:
    counts, having = attack.values()
    assert counts.wrong == having.wrong == 0, "a bound that does not hold is no attack"
    assert counts.numbers > 50_000
    assert counts.small > 5_000
    assert having.small > 5_000
    assert counts.exact == having.exact == 0
    assert counts.one_to_four == having.one_to_four == 0
    assert counts.to_who_knows == having.to_who_knows == 0


def test_the_best_guess_is_hardly_better_than_a_plain_one(
    attack: dict[str, Attack],
) -> None:
    """Pooled by kind of period and number of dimensions."""
    for one in attack.values():
        assert one.telling == {}


def test_twelve_monthly_snapshots_tell_no_more(snapshots: dict[str, Attack]) -> None:
    """Neither of a cell, nor of what came to it in a month, which no table offers."""
    (attack,) = snapshots.values()
    assert attack.wrong == attack.exact == attack.one_to_four == 0
    assert attack.to_who_knows == 0
    assert attack.in_between <= MOST_IN_BETWEEN * attack.small
    assert attack.small > 5_000
    assert any(kind.startswith(SINCE) for kind, _ in attack.pooled)
    assert attack.telling == {}


def test_all_sums_of_a_table_together_prove_no_more(files: Files) -> None:
    """In whole numbers, of tables of two dimensions and their margins."""
    solved = 0
    for name, column in (("referrals", "numerator"), ("reclassified", "denominator")):
        found = collect(files, name, column)
        bounds = tighten(begin(found), found.sums)
        tables = sorted(blocks(found), key=repr)
        chosen = np.random.default_rng(2).choice(len(tables), BLOCKS, replace=False)
        for table in (tables[number] for number in chosen):
            small = [c for c in found.tables[table] if 1 <= found.true.get(c, 0) <= 4]
            proved = solve(found, bounds, table, small[:3])
            assert not proved.exact.any()
            assert not ((proved.low >= 1) & (proved.high <= 4)).any()
            solved += len(small[:3])
    assert solved > BLOCKS


def test_children_and_incidents_are_no_second_look(files: Files) -> None:
    """Each is told with noise of its own; of few children nearly as many as referrals."""
    found = collect(files, "referrals")
    reads = []
    for unit in ("children", "incidents"):
        true = numbers(files.exact, "referrals", unit)
        less = Counter(
            int(found.true[cell] - true.get(cell, 0))
            for cell in found.cells
            if LEAST / 2 <= found.true.get(cell, 0) <= 3 * LEAST
        )
        often = [less[n] / less.total() for n in range(max(less) + 1)]
        reads.append(Read(numbers(files.release, "referrals", unit), often))
    rates = hit_rates(replace(found, reads=tuple(reads)), sample=SAMPLE)
    assert max(r.gained for r in rates.values() if r.cells >= FEWEST) <= MOST_GAINED


def test_it_is_told_in_words(
    attack: dict[str, Attack], snapshots: dict[str, Attack]
) -> None:
    words = _in_words(attack | snapshots)
    print(f"\n{words}")
    if page := os.environ.get("SIGHTLINE_ATTACK_PAGE"):
        (PROJECT / page).write_text(words, encoding="utf-8")
    small = sum(one.small for one in (attack | snapshots).values())
    assert f"0 of {small:,} small numbers can be worked out" in words


def _in_words(attacks: dict[str, Attack]) -> str:
    every = pooled([one.together for one in attacks.values()])
    small = sum(one.small for one in attacks.values())
    exact = sum(one.exact for one in attacks.values())
    one_to_four = sum(one.one_to_four for one in attacks.values())
    between = sum(one.in_between for one in attacks.values())
    to_who_knows = sum(one.to_who_knows for one in attacks.values())
    numbers_told = sum(one.numbers for one in attacks.values())
    lines = [
        "# Can a small number be worked out?",
        "",
        f"{max(exact, one_to_four):,} of {small:,} small numbers can be worked out. The"
        f" best guess is right {10 * every.estimate:.1f} times in 10; guessing from the"
        f" page alone, {10 * every.from_page:.1f} times in 10; always naming the"
        f" commonest number, {10 * every.commonest:.1f} times in 10.",
        "",
        "A small number is truly 1 to 4. The attacker has every number of the release of",
        f"the invented partnership ({numbers_told:,} of them, those of twelve monthly",
        "snapshots with them), knows how noise is made and how common each small number",
        "is, and that a child he knows is in it. He does every sum that the numbers must",
        "fit: by each further breakdown, by shorter periods, and from month to month.",
        f"Proved exactly: {exact:,}. Proved to be 1 to 4: {one_to_four:,}. Proved to be",
        f"1 to 4 to whoever knows of a child in it: {to_who_knows:,}, and {between:,} of what",
        "came between two snapshots.",
        "",
    ]
    for title, one in attacks.items():
        lines += [f"## {title}", "", *_table(one), ""]
    return "\n".join(lines)


def _table(attack: Attack) -> list[str]:
    lines = [
        "| Period | Of what | Small numbers | Best guess | From the page | Commonest |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for (kind, depth), rate in sorted(attack.pooled.items(), key=_in_order):
        words = PERIODS[kind.removeprefix(f"{SINCE} ")]
        if kind.startswith(SINCE):
            words = f"what came to {words}"
        lines.append(
            f"| {words} | {DEPTHS[depth]} | {rate.cells:,} | {rate.estimate:.0%}"
            f" | {rate.from_page:.0%} | {rate.commonest:.0%} |"
        )
    return lines


def _in_order(item: tuple[Pool, Rate]) -> tuple[bool, int, int]:
    (kind, depth), _ = item
    came = kind.startswith(SINCE)
    return came, list(PERIODS).index(kind.removeprefix(f"{SINCE} ")), depth


@pytest.mark.parametrize("grain", ["partnership", "team", "zone_on_day", "school"])
def test_who_is_granted_exact_numbers_proves_no_others(
    files: Files, grain: str
) -> None:
    """Of the whole partnership, or of the largest of its places, by all that crosses it."""
    found = collect(files, "referrals")
    granted = _granted(found, grain)
    bounds = begin(found)
    for cell in granted:
        bounds.low[cell] = bounds.high[cell] = found.true.get(cell, 0)
    tighten(bounds, found.sums)
    others = [cell for cell in found.small if cell not in granted]
    assert bounds.wrong(found) == []
    assert len(others) < len(found.small)
    assert bounds.proved_exact(others) == []
    assert bounds.proved_small(others) == []
    assert len(bounds.proved_to_who_knows(others)) <= MOST_IN_BETWEEN * len(others)


def _granted(found: Collected, grain: str) -> set[Cell]:
    if grain == "partnership":
        return {cell for cell in found.cells if not cell[3]}
    _, (place,) = max(
        (n, c[3]) for c, n in found.true.items() if c[:2] == (grain, "all")
    )
    return {
        cell
        for cell in found.cells
        if (grain, place) in zip(cell[0].split(","), cell[3], strict=False)
    }
