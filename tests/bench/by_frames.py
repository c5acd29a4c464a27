"""The same numbers by pandas and by polars, of frames that are in memory already.

Values are categories and dates are dates. A row of several concerns is there once for
each in a frame of its own, made beforehand: none is unnested while the clock runs.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from tests.bench.by_sql import LISTS, opened
from tests.bench.panels import WHOLE, Click, Numbers, Panel

_PLAIN = (
    *("month", "child", "incident", "age_band", "sex", "simd_quintile", "ended"),
    *("source_agency", "team", "school", "locality"),
)
_SHOWN_LISTS = ("concern", "zone_on_day")


def _select(measure: str, by: str | None) -> str:
    plain = ", ".join(f'"{name}"' for name in _PLAIN)
    more = f', unnest("{by}") as "{by}"' if by else ""
    return f'select {plain}{more} from fact."{measure}"'


def _key(panel: Panel) -> tuple[str, str | None]:
    return panel.measure, panel.by if panel.by in LISTS else None


class ByPandas:
    """Frames of pandas, filtered by a mask once for each set of filters."""

    def __init__(self, exact: Path, measures: tuple[str, ...]) -> None:
        with opened(exact) as connection:
            self.frames = {
                (m, by): _as_categories(connection.execute(_select(m, by)).df())
                for m in measures
                for by in (None, *_SHOWN_LISTS)
            }

    def numbers(self, click: Click) -> Numbers:
        chosen: dict[object, pd.DataFrame] = {}
        told: Numbers = {}
        for panel in click:
            key = (_key(panel), panel.clauses, panel.first, panel.last)
            if key not in chosen:
                chosen[key] = self._chosen(panel)
            told[panel.name] = _counted_by_pandas(chosen[key], panel)
        return told

    def _chosen(self, panel: Panel) -> pd.DataFrame:
        frame = self.frames[_key(panel)]
        month = frame["month"]
        mask = (month >= pd.Timestamp(panel.first)) & (
            month <= pd.Timestamp(panel.last)
        )
        for dimension, value in panel.clauses:
            mask &= frame[dimension] == value
        return frame[mask]


def _as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    words = [n for n in frame.columns if n not in ("month", "child", "incident")]
    return frame.astype(dict.fromkeys(words, "category"))


def _counted_by_pandas(frame: pd.DataFrame, panel: Panel) -> dict[str, int]:
    if panel.name == WHOLE:
        return {
            "rows": len(frame),
            "children": int(frame["child"].nunique()),
            "incidents": int(frame["incident"].nunique()),
        }
    counts = frame[panel.by].value_counts(sort=False)
    if panel.by == "month":
        return {str(m.date()): int(n) for m, n in counts.items()}  # type: ignore[attr-defined]
    return {str(key): int(n) for key, n in counts.items()}


class ByPolars:
    """Frames of polars; the panels of a click are collected together."""

    def __init__(self, exact: Path, measures: tuple[str, ...]) -> None:
        with opened(exact) as connection:
            self.frames = {
                (m, by): _of_categories(connection.execute(_select(m, by)).fetchnumpy())
                for m in measures
                for by in (None, *_SHOWN_LISTS)
            }

    def numbers(self, click: Click) -> Numbers:
        asked = [_counted_by_polars(self._chosen(panel), panel) for panel in click]
        found = pl.collect_all(asked)
        return {
            panel.name: frame.row(0, named=True)
            if panel.name == WHOLE
            else {str(key): n for key, n in frame.iter_rows()}
            for panel, frame in zip(click, found, strict=True)
        }

    def _chosen(self, panel: Panel) -> pl.LazyFrame:
        return self.frames[_key(panel)].filter(
            pl.col("month").is_between(panel.first, panel.last),
            *(pl.col(dimension) == value for dimension, value in panel.clauses),
        )


def _of_categories(columns: Mapping[str, Any]) -> pl.LazyFrame:
    frame = pl.DataFrame({name: column.tolist() for name, column in columns.items()})
    return frame.with_columns(
        pl.col(pl.String).cast(pl.Categorical), pl.col("month").cast(pl.Date)
    ).lazy()


def _counted_by_polars(frame: pl.LazyFrame, panel: Panel) -> pl.LazyFrame:
    if panel.name == WHOLE:
        return frame.select(
            rows=pl.len(),
            children=pl.col("child").drop_nulls().n_unique(),
            incidents=pl.col("incident").drop_nulls().n_unique(),
        )
    return frame.group_by(str(panel.by)).len()
