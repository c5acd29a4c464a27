"""The noise row: what each of 256 keys adds to a count.

One symmetric row for every count, nought included: bounded by 5, variance exactly 4, and
the likelier the nearer to nought (STATISTICS §9.3 C). Of the whole numbers that are so,
those nearest to a normal curve of that variance, in total variation.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from math import exp

KEYS = 256
BOUND = 5
VARIANCE = 4

Half = tuple[int, ...]


@cache
def noise_row() -> tuple[int, ...]:
    """The noise of each key, from the lowest noise to the highest; their sum is 0."""
    half = min(_halves(), key=_distance)
    sides = [*reversed(half[1:]), *half]
    values = range(-BOUND, BOUND + 1)
    return tuple(
        v for v, count in zip(values, sides, strict=True) for _ in range(count)
    )


def _halves() -> Iterator[Half]:
    """How many keys have noise 0, 1 … 5: never more the further from nought."""
    for tail in product(range(1, 12), range(1, 24), range(1, 40), range(1, 64)):
        fifth, fourth, third, second = tail
        of_variance = KEYS * VARIANCE // 2
        first = of_variance - 25 * fifth - 16 * fourth - 9 * third - 4 * second
        nought = KEYS - 2 * (first + second + third + fourth + fifth)
        if nought >= first >= second >= third >= fourth >= fifth:
            yield (nought, first, second, third, fourth, fifth)


def _distance(half: Half) -> float:
    normal = [exp(-(n**2) / (2 * VARIANCE)) for n in range(BOUND + 1)]
    whole = normal[0] + 2 * sum(normal[1:])
    wanted = [KEYS * share / whole for share in normal]
    return sum(abs(a - b) for a, b in zip(half, wanted, strict=True))
