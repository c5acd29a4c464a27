"""An attack on a whole release, as STATISTICS §9.3 G says, and what came of it in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.access.grant import Grain
from dashboard.attack.bounds import Bounds, begin, tighten
from dashboard.attack.collecting import Cell, Collected, Files, collect
from dashboard.attack.estimates import Pool, Rate, hit_rates, pooled
from dashboard.measures import About, Catalogue, Kind, Measure

# Beyond the better of two plain guesses, by so much a guess may be right (§9.3 G 2).
MOST_GAINED = 0.10
# Of fewer small cells a rate says nothing: it moves by more than that by chance.
FEWEST = 200
SAMPLE = 2_000
COUNTS, HAVING = "Counts", "Of shares, how many have it"
# What is attacked of each kind of measure; of a share, how many have it besides.
COLUMN = {
    Kind.COUNT: "numerator",
    Kind.RATE: "numerator",
    Kind.STOCK: "numerator",
    Kind.PROPORTION: "denominator",
}


@dataclass
class Attack:
    """What was found of `small` small cells (truly 1 to 4) in `numbers` shown.

    `known` are proved to be 1 to 4 to whoever knows of a child in them. Bounds that are
    `wrong` are a fault of the attack itself.
    """

    numbers: int = 0
    small: int = 0
    exact: int = 0
    one_to_four: int = 0
    wrong: int = 0
    known: list[Cell] = field(default_factory=list)
    rates: dict[Pool, list[Rate]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: Collected, sample: int = SAMPLE) -> Bounds:
        """Prove what can be proved of a column, and guess the rest."""
        bounds = tighten(begin(found), found.sums)
        small = found.small
        self.numbers += len(found.shown)
        self.small += len(small)
        self.exact += len(bounds.proved_exact(small))
        self.one_to_four += len(bounds.proved_small(small))
        self.known += bounds.proved_to_who_knows(small)
        self.wrong += len(bounds.wrong(found))
        for pool, rate in hit_rates(found, sample=sample).items():
            self.rates[pool].append(rate)
        return bounds

    def add_held(self, found: Collected, grain: Grain) -> None:
        """Prove what can be proved of the others by who is granted some exactly."""
        given = {
            cell
            for cell in found.cells
            if grain.covers(tuple(zip(cell[0].split(","), cell[3], strict=False)), None)
        }
        bounds = begin(found)
        for cell in given:
            bounds.low[cell] = bounds.high[cell] = found.true.get(cell, 0)
        tighten(bounds, found.sums)
        others = [cell for cell in found.small if cell not in given]
        self.numbers += len(found.shown)
        self.small += len(others)
        self.exact += len(bounds.proved_exact(others))
        self.one_to_four += len(bounds.proved_small(others))
        self.known += bounds.proved_to_who_knows(others)
        self.wrong += len(bounds.wrong(found))

    @property
    def pooled(self) -> dict[Pool, Rate]:
        return {pool: pooled(rates) for pool, rates in self.rates.items()}

    @property
    def telling(self) -> dict[Pool, Rate]:
        """The pools in which a guess is right more often than it may be; the small ones
        as one."""
        judged = {p: r for p, r in self.pooled.items() if r.cells >= FEWEST}
        if few := [r for r in self.pooled.values() if r.cells < FEWEST]:
            together = pooled(few)
            if together.cells >= FEWEST:
                judged["small pools", 0] = together
        return {p: r for p, r in judged.items() if r.gained > MOST_GAINED}

    @property
    def found(self) -> bool:
        """Whether anything can be worked out."""
        return bool(self.exact or self.one_to_four or self.known or self.telling)


def attack(
    files: Files, catalogue: Catalogue, grains: Sequence[Grain] = ()
) -> dict[str, Attack]:
    """Every count, and of every share how many have it: at most all, as far as known.

    And for each of the `grains` that exact numbers are granted at, by who holds it.
    """
    counts, having = Attack(), Attack()
    held = {f"To who is granted {grain.word}": Attack() for grain in grains}
    for measure in _about_children(files, catalogue):
        found = collect(files, measure.name, COLUMN[measure.kind])
        bounds = counts.add(found)
        for one, grain in zip(held.values(), grains, strict=True):
            one.add_held(found, grain)
        if measure.kind is Kind.PROPORTION:
            numerators = collect(files, measure.name, "numerator")
            having.add(replace(numerators, most=bounds.high))
    return {COUNTS: counts, HAVING: having} | held


def _about_children(files: Files, catalogue: Catalogue) -> list[Measure]:
    held = {
        name for (name,) in files.release.rows("select distinct measure from offered")
    }
    return [
        measure
        for measure in catalogue.values()
        if measure.about is About.CHILDREN
        and measure.kind in COLUMN
        and measure.name in held
    ]


def in_words(attacks: Mapping[str, Attack]) -> str:
    """“0 of 61 small numbers can be worked out. The best guess is right 4 times in 10; …”"""
    found = [attacks[name] for name in (COUNTS, HAVING)]
    small = sum(one.small for one in found)
    if not small:
        return "No number is so small that it could be worked out."
    proved = sum(max(one.exact, one.one_to_four, len(one.known)) for one in found)
    rate = pooled(_every(found))
    return (
        f"{proved:,} of {small:,} small numbers can be worked out. The best guess is right"
        f" {10 * rate.estimate:.1f} times in 10; guessing from the page alone,"
        f" {10 * rate.from_page:.1f} times in 10; always naming the commonest number,"
        f" {10 * rate.commonest:.1f} times in 10."
    )


def _every(attacks: Iterable[Attack]) -> list[Rate]:
    return [rate for one in attacks for rates in one.rates.values() for rate in rates]
