"""Is it the team or the mix? Shares as they would be with the partnership's own mix.

What was observed over what the case-mix model expects of the same referrals, times the
share of all together: indirect standardisation. The model is of all years; the whole in
the period asked sets its level, so that a place is compared with the others then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.arithmetic import as_array
from dashboard.points import Point
from dashboard.statistics.funnel import proportion_funnel
from dashboard.statistics.intervals import wilson


@dataclass(frozen=True)
class Adjusted:
    """A share as it would be with the mix of all, and its 95 % interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class Mix:
    """Adjusted shares by key; `high` and `low` differ by more than chance even so.

    `unusable` rows of the whole had a source, concern, age or involvement that is not
    known, and are in no adjusted share.
    """

    adjusted: Mapping[str, Adjusted] = field(default_factory=dict)
    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    unusable: int = 0

    @property
    def unusual(self) -> tuple[str, ...]:
        return (*self.high, *self.low)


def mix_of(
    points: Sequence[Point], whole: Point | None, *, noise_variance: float = 0.0
) -> Mix | None:
    """The adjusted shares of places; None where no model expects anything of them."""
    if whole is None or not whole.expected or not whole.modelled_numerator:
        return None
    named = [
        p
        for p in points
        # Of one that is withheld nothing is known: it is no nought.
        if p.modelled and p.value is not None and p.key not in (None, "not_known")
    ]
    level = whole.modelled_numerator / whole.expected
    every = whole.modelled_numerator / whole.modelled
    targets = [min(p.expected / p.modelled * level, 1.0) for p in named]
    funnel = proportion_funnel(
        as_array(p.modelled_numerator for p in named),
        as_array(p.modelled for p in named),
        target=targets,
        noise_variance=noise_variance,
    )
    sides = dict(zip((p.key or "" for p in named), funnel.side.tolist(), strict=True))
    return Mix(
        adjusted={
            p.key or "": _adjusted(p, every / target)
            for p, target in zip(named, targets, strict=True)
        },
        high=tuple(key for key, side in sides.items() if side > 0),
        low=tuple(key for key, side in sides.items() if side < 0),
        unusable=int(whole.denominator) - whole.modelled,
    )


def _adjusted(point: Point, factor: float) -> Adjusted:
    around = wilson(point.modelled_numerator, point.modelled)
    share = point.modelled_numerator / point.modelled
    return Adjusted(
        min(share * factor, 1.0),
        min(float(around.lower) * factor, 1.0),
        min(float(around.upper) * factor, 1.0),
    )
