"""Counts as float arrays: whatever enters the statistics is looked at once, here."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def non_negative(values: ArrayLike, name: str) -> FloatArray:
    """`values` as floats of their own shape; NaN ("not known") is let through.

    Raises ValueError, using `name`, when any value is negative or infinite.
    """
    array = np.asarray(values, dtype=np.float64)
    if np.any(array < 0):
        message = f"{name} must not be negative"
        raise ValueError(message)
    if np.any(np.isinf(array)):
        message = f"{name} must be finite"
        raise ValueError(message)
    return array


def whole(values: ArrayLike, name: str) -> FloatArray:
    """As `non_negative`, and raises ValueError for fractions: tails need counts."""
    array = non_negative(values, name)
    if np.any(array != np.floor(array), where=~np.isnan(array)):
        message = f"{name} must be whole numbers"
        raise ValueError(message)
    return array


def part_of_whole(x: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """`x` out of `n`, broadcast together.

    Raises ValueError when either is negative or infinite, or any x exceeds its n.
    """
    parts, wholes = np.broadcast_arrays(non_negative(x, "x"), non_negative(n, "n"))
    if np.any(parts > wholes):
        message = "x must not exceed n"
        raise ValueError(message)
    return parts, wholes


def tail_of(level: float) -> float:
    """The probability outside a two-sided `level`, on each side: .95 gives .025.

    Raises ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        message = f"a level lies between 0 and 1, not {level}"
        raise ValueError(message)
    # Without rounding 1 - .95 leaves .025000000000000022, and limits strict by a hair.
    return round((1 - level) / 2, 15)
