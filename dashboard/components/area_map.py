"""Areas on a map, beside their chart: the same answer, drawn where its boundaries are held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.answers import Answer, Question
from dashboard.charts.areas import areas
from dashboard.charts.circles import circles, divides_by_people, people_of
from dashboard.charts.steps import steps_in_words
from dashboard.charts.theme import Figure
from dashboard.components.presentation import Mapped, Presentation
from dashboard.warehouse.contents import Contents

POPULATION = "population"


def people_questions(
    shown: Presentation, levels: Sequence[str], held: Contents
) -> dict[str, Question]:
    """By level, who lives in each place: asked only where circles are drawn of it."""
    if shown.mapped is not Mapped.CIRCLES:
        return {}
    return {
        level: Question(POPULATION, by=level, snapshot=shown.snapshot)
        for level in levels
        if level in held.outlines and _is_populated(level, held)
    }


def _is_populated(level: str, held: Contents) -> bool:
    is_held = POPULATION in held.measures
    return is_held and bool(held.values.get((POPULATION, level)))


@dataclass(frozen=True)
class AreaMap:
    """Whether an answer can be drawn on a map, and as circles; and the map, if it is."""

    can_be: bool = False
    as_circles: bool = False
    figure: Figure | None = None
    words: str = ""

    @classmethod
    def of(
        cls,
        answer: Answer | None,
        held: Contents,
        shown: Presentation,
        population: Answer | None,
        chosen: str | None,
    ) -> "AreaMap":
        level = answer.question.by if answer else None
        outlines = held.outlines.get(level or "", {})
        if answer is None or level is None or not outlines:
            return cls()
        as_circles = _is_populated(level, held) or divides_by_people(answer)
        if shown.mapped is None or (shown.mapped is Mapped.CIRCLES and not as_circles):
            return cls(can_be=True, as_circles=as_circles)
        said = _words(answer, held, level)
        if shown.mapped is Mapped.AREAS:
            figure = areas(answer, outlines, chosen)
        else:
            figure = circles(answer, outlines, people_of(answer, population), chosen)
            said += _sizes_in_words(population or answer)
        return cls(can_be=True, as_circles=as_circles, figure=figure, words=said)

    def said_of(self, panel: Mapping[str, Any]) -> dict[str, Any]:
        """A panel's words with what its map shows, for those who see it and who hear it."""
        if not self.words:
            return dict(panel)
        alt = f"Map. {self.words} {panel['alt']}"
        return {**panel, "said": f"{self.words} {panel['said']}".strip(), "alt": alt}


def _sizes_in_words(living: Answer) -> str:
    when = f" ({living.months[-1]:%B %Y})" if living.months else ""
    return f" The larger a circle, the more children live there{when}."


def _words(answer: Answer, held: Contents, level: str) -> str:
    """What the shades count, and what has no outline to be shaded."""
    outlines = held.outlines[level]
    points = [point for point in answer.points if point.key in outlines]
    words = steps_in_words(answer, points, held.title(level).many)
    left = [p for p in answer.points if p.key not in outlines and p.rows]
    if not left:
        return words
    have = "has" if len(left) == 1 else "have"
    return f"{words} {len(left):,} more {have} no outline: see the table.".strip()
