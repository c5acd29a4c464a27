"""Is it the team, or the mix of what is referred to it? One model of the whole.

A logistic model says how likely each referral is to be counted, given its source, its
concerns, the child's age and what came before, whoever received it. Summed over a team
that is what the team would have had if it decided as all do together.
"""

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dashboard.statistics.counts import FloatArray

# Fewer events (or non-events) than this for each coefficient and the model is of noise.
EVENTS_PER_COEFFICIENT = 10
# A level with fewer rows, or with one outcome only, joins those it is compared with.
FEWEST_ROWS = 10
# An odds ratio beyond e to this is a column that separates the outcomes.
LARGEST = 8.0

# A column is one value a row, or several; None, or no value at all, is not known.
Column: TypeAlias = Sequence[str | None] | Sequence[Sequence[str] | None]
Mask: TypeAlias = NDArray[np.bool_]


class NoModel(StrEnum):
    """Why there is no model."""

    TOO_FEW_EVENTS = "too few events"
    NO_FIT = "no fit"


@dataclass(frozen=True)
class Coefficient:
    """How much likelier a level is than what its column is compared with, by odds."""

    column: str
    level: str
    odds_ratio: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Tenth:
    """A tenth of the rows, by how likely the model has them: expected and observed."""

    rows: int
    expected: float
    observed: float


@dataclass(frozen=True, eq=False)
class CaseMix:
    """The model and what it expects of each row; all NaN where `reason` is set.

    `used` rows made the model; `unusable` have a column that is not known. `concordance`
    is the share of pairs, one counted and one not, that the model has in their order: a
    half is no better than chance.
    """

    expected: FloatArray
    reason: NoModel | None
    used: int
    unusable: int
    events: int
    coefficients: tuple[Coefficient, ...] = ()
    tenths: tuple[Tenth, ...] = ()
    concordance: float = float("nan")


def fit_case_mix(
    outcome: Sequence[float], columns: Mapping[str, Column], fitted_on: Sequence[bool]
) -> CaseMix:
    """Fit one model of `outcome` (0 or 1, a row each) on the rows of `fitted_on`.

    Each column becomes a 0/1 column for each of its levels but the commonest (of columns
    with several values a row: each of them). Every row with all columns known gets what
    it is expected to come to, also those the model was not fitted on.

    A logistic regression by maximum likelihood (statsmodels). Off below ten events, or
    non-events, for each coefficient (Peduzzi and others, J Clin Epidemiol 1996;
    49:1373), where a column separates the outcomes, and where it does not converge.
    """
    counted = np.asarray(outcome, dtype=np.float64)
    usable = _usable(columns, counted.size)
    base = usable & np.asarray(fitted_on, dtype=np.bool_)
    names, design = _design(columns, counted, base)
    events = int(counted[base].sum())
    summary = (int(base.sum()), int(counted.size - usable.sum()), events)
    fewer = min(events, summary[0] - events)
    nothing = np.full(counted.shape, np.nan)
    if fewer < EVENTS_PER_COEFFICIENT * (len(names) + 1):
        return CaseMix(nothing, NoModel.TOO_FEW_EVENTS, *summary)
    found = _fitted(design[base], counted[base])
    if found is None:
        return CaseMix(nothing, NoModel.NO_FIT, *summary)
    weights, errors = found
    expected = np.where(usable, 1 / (1 + np.exp(-design @ weights)), np.nan)
    return CaseMix(
        expected,
        None,
        *summary,
        coefficients=tuple(
            Coefficient(*name, *_odds(weight, error))
            for name, weight, error in zip(names, weights[1:], errors[1:], strict=True)
        ),
        tenths=_tenths(expected[base], counted[base]),
        concordance=_concordance(expected[base], counted[base]),
    )


def _usable(columns: Mapping[str, Column], size: int) -> Mask:
    usable = np.ones(size, dtype=np.bool_)
    for column in columns.values():
        usable &= np.array([bool(value) for value in column], dtype=np.bool_)
    return usable


def _design(
    columns: Mapping[str, Column], outcome: FloatArray, base: Mask
) -> tuple[list[tuple[str, str]], FloatArray]:
    """A column of ones, and one for each level worth a coefficient, with their names."""
    names: list[tuple[str, str]] = []
    made = [np.ones(outcome.size)]
    for name, column in columns.items():
        rows = [_levels(value) for value in column]
        several = any(len(row) > 1 for row in rows)
        for level in _worth_a_coefficient(rows, outcome, base, several=several):
            names.append((name, level))
            made.append(np.array([level in row for row in rows], dtype=np.float64))
    return names, np.column_stack(made)


def _levels(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _worth_a_coefficient(
    rows: Sequence[tuple[str, ...]], outcome: FloatArray, base: Mask, *, several: bool
) -> list[str]:
    """Levels with rows enough, and both outcomes; of single values not the commonest."""
    seen: Counter[str] = Counter()
    events: Counter[str] = Counter()
    for row, counted, is_base in zip(rows, outcome, base, strict=True):
        if is_base:
            seen.update(row)
            events.update(row if counted else ())
    every = sorted(seen, key=lambda level: (-seen[level], level))
    among = int(base.sum())
    return [
        level
        for level in every[0 if several else 1 :]
        if FEWEST_ROWS <= seen[level] <= among - FEWEST_ROWS
        and 0 < events[level] < seen[level]
    ]


def _fitted(
    design: FloatArray, outcome: FloatArray
) -> tuple[FloatArray, FloatArray] | None:
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    # Slow to import, and only a publish needs it.

    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        found = sm.GLM(outcome, design, family=sm.families.Binomial()).fit()
    weights, errors = np.asarray(found.params), np.asarray(found.bse)
    sound = found.converged and np.all(np.isfinite(errors))
    if not sound or np.any(np.abs(weights) > LARGEST):
        return None
    return weights, errors


def _odds(weight: float, error: float) -> tuple[float, float, float]:
    ends = (weight, weight - 1.959964 * error, weight + 1.959964 * error)
    middle, lower, upper = (float(np.exp(end)) for end in ends)
    return middle, lower, upper


def _tenths(expected: FloatArray, outcome: FloatArray) -> tuple[Tenth, ...]:
    order = np.argsort(expected, kind="stable")
    return tuple(
        Tenth(int(part.size), float(expected[part].sum()), float(outcome[part].sum()))
        for part in np.array_split(order, 10)
        if part.size
    )


def _concordance(expected: FloatArray, outcome: FloatArray) -> float:
    ranks = stats.rankdata(expected)
    events = outcome == 1
    one, other = int(events.sum()), int((~events).sum())
    return float((ranks[events].sum() - one * (one + 1) / 2) / (one * other))
