"""Strengths and Difficulties Questionnaire: scores from answers, and bands from scores.

Bands differ by who answered and by version; three-band and four-band cut-offs are never
mixed. The bands themselves are a list that a partnership may edit (data/codes).
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.counts import FloatArray

SCALES = {
    "emotion": ("somatic", "worries", "unhappy", "clingy", "afraid"),
    "conduct": ("tantrum", "obeys", "fights", "lies", "steals"),
    "hyperactivity": ("restles", "fidgety", "distrac", "reflect", "attends"),
    "peer": ("loner", "friend", "popular", "bullied", "oldbest"),
    "prosocial": ("consid", "shares", "caring", "kind", "helpout"),
}
# Answered the other way round: "certainly true" is the good answer.
REVERSED = ("obeys", "reflect", "attends", "friend", "popular")
FEWEST_ANSWERS = 3
IMPACT = ("distres", "imphome", "impfrie", "impclas", "impleis")


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of each child, NaN where too few items were answered.

    The five scales are from 0 to 10; `total` adds all but prosocial, from 0 to 40;
    `externalising` is conduct and hyperactivity, `internalising` emotion and peer.
    """

    scales: Mapping[str, FloatArray]
    total: FloatArray
    externalising: FloatArray
    internalising: FloatArray


def score(answers: Mapping[str, ArrayLike]) -> Scores:
    """Scores from the 25 items, 0, 1 or 2 each, an array of children for each item.

    A scale is five times the mean of its answered items, rounded half up, from three
    answers on: Goodman, J Child Psychol Psychiatry 1997; 38:581, as published for the
    questionnaire. (Rounding to even would make 2.5 a 2.) Raises KeyError for an item
    that is not there, ValueError for an answer that is none of the three.
    """
    scales = {name: _scale(answers, items) for name, items in SCALES.items()}
    difficulties = [scales[n] for n in ("emotion", "conduct", "hyperactivity", "peer")]
    return Scores(
        scales=scales,
        total=np.sum(difficulties, axis=0),
        externalising=scales["conduct"] + scales["hyperactivity"],
        internalising=scales["emotion"] + scales["peer"],
    )


def _scale(answers: Mapping[str, ArrayLike], items: Iterable[str]) -> FloatArray:
    given = np.array([_item(answers, item) for item in items])
    answered = np.count_nonzero(~np.isnan(given), axis=0)
    mean = np.nansum(given, axis=0) / np.maximum(answered, 1)
    return np.where(answered >= FEWEST_ANSWERS, half_up(5 * mean), np.nan)


def _item(answers: Mapping[str, ArrayLike], item: str) -> FloatArray:
    values = np.asarray(answers[item], dtype=np.float64)
    if not np.isin(values[~np.isnan(values)], (0, 1, 2)).all():
        message = f"{item} is answered 0, 1 or 2"
        raise ValueError(message)
    return 2 - values if item in REVERSED else values


def half_up(values: ArrayLike) -> FloatArray:
    """Rounded to whole numbers, a half always up."""
    return np.floor(np.asarray(values, dtype=np.float64) + 0.5)


def impact(difficulties: ArrayLike, answers: Mapping[str, ArrayLike]) -> FloatArray:
    """The impact score, 0 to 10: distress and effects, "quite a lot" 1, "a great deal" 2.

    `difficulties` is 0 where there are none, and then impact is 0. An item not answered
    counts as 0, unless none is: then NaN. Teachers answer three of the five items: give
    those. Items are 0 to 3.
    """
    given = np.array(
        [
            np.asarray(answers[item], dtype=np.float64)
            for item in IMPACT
            if item in answers
        ]
    )
    points = np.nansum(np.maximum(given - 1, 0), axis=0)
    missing = np.isnan(given).all(axis=0)
    none = np.asarray(difficulties, dtype=np.float64) == 0
    return np.where(none, 0.0, np.where(missing, np.nan, points))


@dataclass(frozen=True)
class Band:
    """One band: scores from `lowest` to `highest` of a scale, for who answered."""

    version: str
    informant: str
    scale: str
    name: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class Bands:
    """The bands of one version and one informant."""

    version: str
    informant: str
    bands: tuple[Band, ...]

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, str]], version: str, informant: str
    ) -> "Bands":
        """Those of a code list; ValueError where it has none, or they leave gaps."""
        found = tuple(
            Band(
                row["version"],
                row["informant"],
                row["scale"],
                row["band"],
                int(row["lowest"]),
                int(row["highest"]),
            )
            for row in rows
            if row["version"] == version and row["informant"] == informant
        )
        if not found:
            message = f"there are no {version} bands for {informant}"
            raise ValueError(message)
        bands = cls(version, informant, found)
        for scale in {band.scale for band in found}:
            bands._check(scale)
        return bands

    def _check(self, scale: str) -> None:
        ours = sorted(
            (b for b in self.bands if b.scale == scale), key=lambda b: b.lowest
        )
        for before, after in itertools.pairwise(ours):
            if after.lowest != before.highest + 1:
                message = f"the bands of {scale} overlap or leave a gap"
                raise ValueError(message)

    def band(self, scale: str, value: float) -> str | None:
        """The band of a score; None for a score that is not known.

        Raises KeyError for a scale without bands, ValueError for a score in none.
        """
        ours = [band for band in self.bands if band.scale == scale]
        if not ours:
            raise KeyError(scale)
        if np.isnan(value):
            return None
        for band in ours:
            if band.lowest <= value <= band.highest:
                return band.name
        message = f"{value} is no score of {scale}"
        raise ValueError(message)
