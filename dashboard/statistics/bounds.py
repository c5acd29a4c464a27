"""What shown numbers prove of hidden ones: the smallest and largest that fit them all.

Everything shown is a row: so many of these unknowns lie between two bounds. Whoever
reads a page can do the same sum; this is how it is done first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import (
    Bounds,
    LinearConstraint,
    linprog,
    milp,
)
from scipy.sparse import csr_array

from dashboard.statistics.counts import FloatArray

# The solvers stop within this of a bound.
TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class Shown:
    """Shown numbers as rows over unknown counts: `low <= rows @ unknowns <= high`."""

    rows: "csr_array[np.float64]"
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Proved:
    """The smallest and largest value of each target that fits what is shown."""

    low: FloatArray
    high: FloatArray

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Which targets have one value only."""
        return np.asarray(self.high - self.low < TOLERANCE * np.maximum(1, self.high))


def prove(shown: Shown, targets: Sequence[ArrayLike], *, whole: bool = False) -> Proved:
    """Bounds of each target (a row of coefficients over the unknowns, which are counts).

    By linear programming; `whole` takes the unknowns as whole numbers, which proves
    more and takes longer. Raises ValueError where nothing fits what is shown.
    """
    found = [
        (
            _extreme(shown, row, 1.0, whole=whole),
            _extreme(shown, row, -1.0, whole=whole),
        )
        for row in (np.asarray(target, dtype=np.float64) for target in targets)
    ]
    low, high = (np.array(side, dtype=np.float64) for side in zip(*found, strict=True))
    return Proved(low, high)


def _extreme(shown: Shown, target: FloatArray, sign: float, *, whole: bool) -> float:
    solved = (_whole if whole else _linear)(shown, sign * target)
    if solved.status == _UNBOUNDED:
        return -sign * np.inf
    if not solved.success:
        message = "no counts fit what is shown"
        raise ValueError(message)
    return float(sign * solved.fun)


_UNBOUNDED = 3


def _whole(shown: Shown, cost: FloatArray) -> Any:
    return milp(
        cost,
        constraints=LinearConstraint(shown.rows, shown.low, shown.high),
        integrality=np.ones(cost.size, dtype=np.int_),
        bounds=Bounds(0, np.inf),
    )


def _linear(shown: Shown, cost: FloatArray) -> Any:
    equal = shown.low == shown.high
    above, below = ~equal & np.isfinite(shown.high), ~equal & np.isfinite(shown.low)
    rows = np.concatenate([shown.rows[above].toarray(), -shown.rows[below].toarray()])
    limits = np.concatenate([shown.high[above], -shown.low[below]])
    return linprog(
        cost,
        A_ub=rows if rows.size else None,
        b_ub=limits if rows.size else None,
        A_eq=shown.rows[equal] if equal.any() else None,
        b_eq=shown.low[equal] if equal.any() else None,
        bounds=(0, None),
        method="highs",
    )
