"""Cell keys: noise that hangs on which children are counted, and on nothing else.

Every child has a key; a cell's key is the sum of theirs. The same children get the same
noise in every table and month, so that asking again tells nothing new.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

KEYS = 256
# Counts above this take the noise of the counts that repeat from here on.
REPEATS_FROM, REPEATS = 501, 250

Counts = NDArray[np.int_]


def cell_key(keys: ArrayLike) -> int:
    """The key of a cell: the sum of its children's keys, from 0 to 255."""
    return int(np.sum(np.asarray(keys, dtype=np.int64)) % KEYS)


def perturbed(
    counts: ArrayLike, keys: ArrayLike, noise: Mapping[tuple[int, int], int]
) -> Counts:
    """Counts with the noise of (count, key) added; a pair without any is left alone.

    `noise` is the table of one method, by the count (large ones as `row_of` has them)
    and the key: Fraser and Wooton, UNECE work session 2005, as ONS applies it. Raises
    ValueError for negative counts or keys that are not 0 to 255.
    """
    count, key = np.asarray(counts, dtype=np.int64), np.asarray(keys, dtype=np.int64)
    if np.any(count < 0) or np.any((key < 0) | (key >= KEYS)):
        message = "counts are not negative, and keys lie from 0 to 255"
        raise ValueError(message)
    added = [
        noise.get((row_of(int(n)), int(k)), 0)
        for n, k in zip(count.ravel(), key.ravel(), strict=True)
    ]
    return np.asarray(count + np.array(added, dtype=np.int64).reshape(count.shape))


def row_of(count: int) -> int:
    """The row of the noise table for a count: its own, or the one it repeats."""
    if count <= REPEATS_FROM + REPEATS - 1:
        return count
    return REPEATS_FROM + (count - REPEATS_FROM) % REPEATS
