"""The choice between a chart of the areas and a map of them, in the head of their panel."""

from collections.abc import Sequence

from dash import html

from dashboard.components.frame import choice_group
from dashboard.components.panels import Panel
from dashboard.components.presentation import Mapped
from dashboard.warehouse.contents import Contents

_WAYS = (("chart", "Chart"), (Mapped.AREAS, "Map"), (Mapped.CIRCLES, "Circles"))


def map_choice(held: Contents) -> list[html.Div]:
    """Chart, map or circles, where boundaries are held.

    The script shows it where those of the level that is drawn are.
    """
    if not held.outlines:
        return []
    group = choice_group("How areas are drawn", "map", _WAYS, named=False)
    group["children"][-1].hidden = True
    setattr(group["children"][-1], "data-circled", "true")
    return [html.Div(**group, hidden=True, **{"data-mapped": "true"})]


def known_levels(
    panel: Panel, measures: Sequence[str], held: Contents
) -> Sequence[str]:
    """The levels of a panel that any of these measures is known by."""
    return tuple(
        level
        for level in panel.levels
        if any((measure, level) in held.values for measure in measures)
    )
