"""A measure's cells as the protected audiences may see them: one pure function.

Which rules hold hangs on the kind of measure; the rules themselves are `disclosure`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dashboard.disclosure import (
    LEAST,
    Audience,
    Counts,
    Shown,
    Table,
    protected_count,
    protected_share,
    rounded,
)
from dashboard.measures import About, Kind, Measure
from dashboard.remainders import held_back, rows_of
from dashboard.statistics.noise_row import BOUND
from dashboard.warehouse.lookup import Cell
from dashboard.warehouse.offering import Shape

# A server that only answers never makes a frame, and would import pandas for its name.
if TYPE_CHECKING:
    import pandas as pd

# With more of a duration's rows than this in bands too small to show, no median is given.
MOST_MISSING = 0.2


def protect_cells(measure: Measure, cells: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """The cells with shown numbers in place of exact ones; withheld cells are gone.

    `cells` have `combination`, `period_kind`, `period`, counts and the keys of their
    children. Published figures are as they are; of practice what too few say is gone.
    """
    if measure.about is About.PUBLISHED or cells.empty:
        return cells
    if measure.about is About.PRACTICE:
        return cells[cells["incidents"] >= measure.least_incidents]
    if measure.kind is Kind.RATIO:
        return _ratio(cells)
    return _BY_KIND.get(measure.kind, _counted)(cells, _Noise.of(cells), shape)


def as_seen(
    cells: Sequence[Cell], measure: Measure, audience: Audience
) -> Sequence[Cell]:
    """Cells of a release as an audience sees them: for publication rounded to 5.

    Whole per cents stay as they are; what a model expects is not published.
    """
    if audience is not Audience.PUBLIC or measure.about is About.PUBLISHED:
        return cells
    if measure.kind is Kind.RATIO:
        return cells
    return [_for_publication(cell) for cell in cells]


def _for_publication(cell: Cell) -> Cell:
    def five(number: float | None) -> int | None:
        return None if number is None else int(rounded(np.array(float(number))))

    return replace(
        cell,
        rows=five(cell.rows) or 0,
        children=five(cell.children),
        incidents=five(cell.incidents),
        numerator=five(cell.numerator),
        denominator=five(cell.denominator) or 0,
        expected=0.0,
        modelled=0,
        modelled_numerator=0.0,
    )


@dataclass(frozen=True, eq=False)
class _Noise:
    """The cells' tables, found once: each has a salt for each unit that is counted."""

    cells: pd.DataFrame
    codes: Counts
    tables: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, cells: pd.DataFrame) -> _Noise:
        columns = ["combination", "period_kind", "period"]
        of = np.asarray(cells.groupby(columns, sort=False).ngroup(), dtype=np.int64)
        first = np.unique(of, return_index=True)[1]
        tables = cells[columns].iloc[first].itertuples(index=False, name=None)
        return cls(cells, of, [(n, f"{kind}:{on:%Y-%m}") for n, kind, on in tables])

    def shown(self, column: str, key: str, unit: str = "") -> Shown:
        """A column of counts as it may be shown; `key` is the column of its children's."""
        salts = np.array(
            [Table(name, period, unit).salt for name, period in self.tables],
            dtype=np.int64,
        )
        counts, keys = (
            np.asarray(self.cells[name].fillna(0).round(), dtype=np.int64)
            for name in (column, key)
        )
        return protected_count(counts, keys, np.asarray(salts[self.codes]))


def _counted(cells: pd.DataFrame, noise: _Noise, shape: Shape) -> pd.DataFrame:
    """Counts, rates and stocks: referrals, children and incidents each with a salt."""
    shown = cells.copy()
    numerators = noise.shown("numerator", "numerator_key")
    shown["numerator"], _ = held_back(shape, rows_of(shape, cells), numerators)
    shown["children"] = noise.shown("children", "denominator_key", "children")
    shown["incidents"] = noise.shown("incidents", "denominator_key", "incidents")
    shown["rows"] = shown["numerator"]
    shown["denominator"] = 0.0
    return _blank_model(shown[shown["numerator"].notna()])


def _shared(cells: pd.DataFrame, noise: _Noise, shape: Shape) -> pd.DataFrame:
    """Proportions: both numbers with keys of their own, then group disclosure."""
    shown = cells.copy()
    rows = rows_of(shape, cells)
    denominators, of_all = held_back(
        shape, rows, noise.shown("denominator", "denominator_key")
    )
    numerators, denominators = protected_share(
        noise.shown("numerator", "numerator_key", "numerator"), denominators
    )
    numerators, _ = held_back(shape, rows, numerators, most=of_all)
    shown["numerator"], shown["denominator"] = numerators, denominators
    shown["rows"] = denominators
    for unit in ("children", "incidents"):
        shown[unit] = noise.shown(unit, "denominator_key", unit)
    # What a model expects of the rows is scaled to the rows that are shown.
    modelled = cells["expected"].notna() & (cells["modelled"] > 0)
    share = (cells["expected"] / cells["denominator"]).where(modelled)
    shown["expected"] = (share * denominators).round(1)
    shown["modelled"] = shown["denominator"].where(modelled)
    shown["modelled_numerator"] = shown["numerator"].where(modelled)
    return shown[shown["denominator"].notna()]


def _ratio(cells: pd.DataFrame) -> pd.DataFrame:
    """Half-days over half-days: whole per cents, of ten children or more, and no counts."""
    possible = cells["denominator"].where(cells["denominator"] > 0)
    shown = cells.assign(
        numerator=(100 * cells["numerator"] / possible).round(),
        denominator=100.0,
        children=np.nan,
        rows=100,
        incidents=np.nan,
    )
    kept = (cells["children"] >= LEAST) & shown["numerator"].notna()
    return _blank_model(shown[kept])


def _lasting(cells: pd.DataFrame, noise: _Noise, shape: Shape) -> pd.DataFrame:
    """Durations: each band is a count; a median only where hardly any band is missing."""
    shown = cells.copy()
    rows = noise.shown("rows", "denominator_key")
    shown["rows"], _ = held_back(shape, rows_of(shape, cells), rows)
    shown["numerator"] = shown["rows"]
    shown["children"] = noise.shown("children", "denominator_key", "children")
    shown["incidents"] = noise.shown("incidents", "denominator_key", "incidents")
    shown["denominator"] = 0.0
    shown = shown[shown["rows"].notna()]
    return _blank_model(shown[_bands_told(shown)])


def _bands_told(shown: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows stay: every whole, and the bands of one that most of them are told of.

    Of bands, too, what is withheld may not be surely few: the smallest go until it is not.
    """
    place = ["combination", "period_kind", "period", "key1", "key2", "key3"]
    of = shown.groupby(place, dropna=False).ngroup().to_numpy()
    rows = shown["rows"].to_numpy(dtype=np.float64)
    kept = shown["band"].notna().to_numpy(copy=True)
    whole = np.bincount(of, np.where(kept, 0.0, rows))
    while True:
        left = whole + BOUND - np.bincount(of, np.where(kept, rows - BOUND, 0.0))
        short = kept & (left < BOUND)[of]
        if not short.any():
            break
        order = np.lexsort((rows, of))
        smallest = order[short[order]]
        first = np.unique(of[smallest], return_index=True)[1]
        kept[smallest[first]] = False
    told = np.bincount(of, np.where(kept, rows, 0.0))
    enough = (whole > 0) & (told >= (1 - MOST_MISSING) * whole)
    return shown["band"].isna().to_numpy() | (kept & enough[of])


def _blank_model(shown: pd.DataFrame) -> pd.DataFrame:
    return shown.assign(expected=np.nan, modelled=np.nan, modelled_numerator=np.nan)


_BY_KIND: dict[Kind, Callable[[pd.DataFrame, _Noise, Shape], pd.DataFrame]] = {
    Kind.PROPORTION: _shared,
    Kind.DURATION: _lasting,
}
