"""What was measured: times of ours and of what stands beside it, and their ratio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

# A ratio that is worse than the recorded one by half fails.
WORSE = 1.5


@dataclass(frozen=True)
class Row:
    """One line of the table. `ours` and `theirs` are seconds, taken turn about.

    `key` names it in the recorded ratios; a row with nothing beside it has no `theirs`.
    `note` is said beside it.
    """

    key: str
    what: str
    ours: tuple[float, ...]
    beside: str = ""
    theirs: tuple[float, ...] = ()
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs, each with its neighbour in time: the middle one."""
        return median(self._ratios) if self.theirs else None

    @property
    def spread(self) -> tuple[float, float] | None:
        """The quartiles of the ratios."""
        return quartiles(self._ratios) if self.theirs else None

    @property
    def _ratios(self) -> list[float]:
        return [o / t for o, t in zip(self.ours, self.theirs, strict=True)]


@dataclass(frozen=True)
class Part:
    """What one part of the run gives: rows for the table, lines of its own, and figures
    that an aim is held to, by name."""

    rows: list[Row]
    lines: list[str] = field(default_factory=list)
    found: dict[str, float] = field(default_factory=dict)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Part":
        rows = [
            Row(**row | {"ours": tuple(row["ours"]), "theirs": tuple(row["theirs"])})
            for row in values["rows"]
        ]
        return cls(rows, values["lines"], values["found"])


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    return at_share(values, 0.25), at_share(values, 0.75)


def at_share(values: Sequence[float], share: float) -> float:
    """The value that a share of them is at or below, between its neighbours in a line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def worsened(rows: Sequence[Row], recorded: Mapping[str, float]) -> dict[str, str]:
    """A sentence for each row, by its key, whose ratio is worse than the recorded one by
    half, or that nothing was recorded of: it would be held to nothing."""
    return {
        row.key: f"{row.what}, {row.beside}: {row.ratio:.3f}, {_recorded(row, recorded)}"
        for row in rows
        if row.ratio is not None and row.ratio > WORSE * recorded.get(row.key, 0.0)
    }


def _recorded(row: Row, recorded: Mapping[str, float]) -> str:
    if row.key not in recorded:
        return "and nothing was recorded: `make bench` does"
    return f"and {recorded[row.key]:.3f} was recorded"
