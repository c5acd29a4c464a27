"""The whole release of the invented partnership, attacked as STATISTICS §9.3 G says.

`make attack` prints what was found and writes it in words for who has to sign for it.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.access.grant import Grain
from dashboard.answers import home_of
from dashboard.attack.attack import (
    COUNTS,
    FEWEST,
    HAVING,
    MOST_GAINED,
    SAMPLE,
    Attack,
    attack,
    in_words,
)
from dashboard.attack.bounds import begin, tighten
from dashboard.attack.collecting import Collected, Files, Read, collect, numbers
from dashboard.attack.estimates import Pool, Rate, hit_rates
from dashboard.disclosure import LEAST
from dashboard.settings import PROJECT
from tests.attack.again import built_again
from tests.attack.blocks import blocks, solve
from tests.attack.snapshots import SINCE, joined

pytestmark = [pytest.mark.attack, pytest.mark.timeout(1200)]

# Of what came between two snapshots the share that whoever knows of a child in it may
# know to be 1 to 4: the snapshots' noise was drawn before anybody could tell.
MOST_IN_BETWEEN = 0.002
EVERY = 100_000
WHOLE = "SIGHTLINE_ATTACK_PAGE" in os.environ
MOST_LOOKED_AT = (
    *("registrations", "nothing_offered", "concern_27_30", "persistent_absence"),
    *("sdq_raised_teacher", "referred_earlier", "where_referrals_go"),
)
BLOCKS = 40
PERIODS = {
    "month": "a month",
    "quarter": "a quarter",
    "school_year": "a school year",
    "financial_year": "a financial year",
    "calendar_year": "a calendar year",
    "all": "all months held",
}
DEPTHS = ("the whole", "one breakdown", "two breakdowns")


@pytest.fixture(scope="module")
def files(demo_home: Path) -> Files:
    return Files.of(demo_home)


@pytest.fixture(scope="module")
def attacked(files: Files, demo_home: Path) -> dict[str, Attack]:
    """Every measure where it is to be written down; else those that are looked at most."""
    home = home_of(demo_home)
    asked = {question.measure for question in home.settings.questions}
    wanted = {*asked, *home.settings.zone_measures, *MOST_LOOKED_AT}
    return attack(
        files, {n: m for n, m in home.catalogue.items() if WHOLE or n in wanted}
    )


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
        held.append(collect(Files.at(*paths), "referrals"))
    together = Attack()
    together.add(joined(held), EVERY)
    return {"Twelve monthly snapshots together": together}


def _days(home: Path) -> list[date]:
    snapshots = home_of(home).snapshots
    last = snapshots.manifest(snapshots.current_id()).as_at
    months = [12 * last.year + last.month - 1 - back for back in reversed(range(12))]
    return [date(month // 12, month % 12 + 1, 14) for month in months]


def test_nothing_small_is_proved(attacked: dict[str, Attack]) -> None:
    counts, having = attacked[COUNTS], attacked[HAVING]
    assert counts.wrong == having.wrong == 0, "a bound that does not hold is no attack"
    assert counts.numbers > 50_000
    assert counts.small > 5_000
    assert having.small > 5_000
    assert counts.exact == having.exact == 0
    assert counts.one_to_four == having.one_to_four == 0
    assert counts.known == having.known == []


def test_the_best_guess_is_hardly_better_than_a_plain_one(
    attacked: dict[str, Attack],
) -> None:
    """Pooled by kind of period and number of dimensions."""
    for one in attacked.values():
        assert sum(rate.cells >= FEWEST for rate in one.pooled.values()) >= 5
        assert one.telling == {}
        assert not one.found


@pytest.mark.long
def test_twelve_monthly_snapshots_tell_no_more(snapshots: dict[str, Attack]) -> None:
    """Neither of a cell, nor of what came to it in a month, which no table offers."""
    (together,) = snapshots.values()
    assert together.wrong == together.exact == together.one_to_four == 0
    assert together.small > 5_000
    assert any(kind.startswith(SINCE) for kind, _ in together.pooled)
    assert together.telling == {}
    assert all(cell[1].startswith(SINCE) for cell in together.known)
    assert len(together.known) <= MOST_IN_BETWEEN * together.small


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


@pytest.mark.long
def test_it_is_told_in_words(
    attacked: dict[str, Attack], snapshots: dict[str, Attack]
) -> None:
    words = _page(attacked, snapshots)
    print(f"\n{words}")
    if page := os.environ.get("SIGHTLINE_ATTACK_PAGE"):
        (PROJECT / page).write_text(words, encoding="utf-8")
    small = sum(one.small for one in attacked.values())
    assert f"0 of {small:,} small numbers can be worked out" in words


def _page(attacked: dict[str, Attack], snapshots: dict[str, Attack]) -> str:
    numbers_told = sum(one.numbers for one in attacked.values())
    (together,) = snapshots.values()
    lines = [
        "# Can a small number be worked out?",
        "",
        in_words(attacked),
        "",
        "A small number is truly 1 to 4. The attacker has every number of the release of",
        f"the invented partnership ({numbers_told:,} of them), knows how noise is made and",
        "how common each small number is, and that a child he knows is in it. He does every",
        "sum that the numbers must fit: by each further breakdown and by shorter periods.",
        "",
        "With the releases of twelve months he has also what came from one to the next: of",
        f"{together.small:,} small numbers of referrals, {together.exact} can be proved exactly,"
        f" {together.one_to_four} to be",
        f"1 to 4, and {len(together.known)} of what came in one month to be so by whoever"
        " knows of a child in it.",
        "",
    ]
    for title, one in (attacked | snapshots).items():
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
    by_anybody, by_holder = Attack(), Attack()
    by_anybody.add(found)
    by_holder.add_held(
        found, Grain(grain if grain == "partnership" else _most(found, grain))
    )
    assert 0 < by_holder.small < by_anybody.small
    assert (by_holder.wrong, by_holder.exact, by_holder.one_to_four) == (0, 0, 0)
    assert by_holder.known == []


def _most(found: Collected, grain: str) -> str:
    _, (place,) = max(
        (n, c[3]) for c, n in found.true.items() if c[:2] == (grain, "all")
    )
    return f"{grain}:{place}"
