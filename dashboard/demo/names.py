"""Invented names, with the accents and apostrophes that real extracts carry."""

from itertools import product

import numpy as np

from dashboard.demo.partnership import Chance, Settings, Truth


def surnames(chance: Chance, settings: Settings, count: int) -> list[str]:
    """A surname for each household; exactly one household is called Null."""
    names = settings["names"]
    plain = _joined(names["surname_starts"], names["surname_ends"])
    chosen = _some(chance, plain, count)
    seconds = _some(chance, plain, count)
    double = chance.random(count) < settings["population"]["double_surname"]
    chosen = [
        f"{first}-{second}" if is_double else first
        for first, second, is_double in zip(chosen, seconds, double, strict=True)
    ]
    return _with_accents(chance, settings, chosen, names["special_surnames"])


def forenames(chance: Chance, settings: Settings, count: int) -> list[str]:
    names = settings["names"]
    plain = _joined(names["forename_starts"], names["forename_ends"])
    chosen = _some(chance, plain, count)
    return _with_accents(chance, settings, chosen, names["special_forenames"])


def _joined(starts: list[str], ends: list[str]) -> list[str]:
    return [start + end for start, end in product(starts, ends)]


def _some(chance: Chance, names: list[str], count: int) -> list[str]:
    return [names[place] for place in chance.integers(len(names), size=count)]


def _with_accents(
    chance: Chance, settings: Settings, plain: list[str], special: list[str]
) -> list[str]:
    share = settings["population"]["accented"]
    is_special: Truth = np.asarray(chance.random(len(plain)) < share)
    others = _some(chance, special, len(plain))
    return [
        other if swap else name
        for name, other, swap in zip(plain, others, is_special, strict=True)
    ]
