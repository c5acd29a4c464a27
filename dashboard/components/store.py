"""What the script of a linked page is handed: words, tables and choices, never rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, home_of
from dashboard.components.presentation import Presentation
from dashboard.dates import day
from dashboard.filters import PLACE_LEVELS, Filters
from dashboard.measures import Kind
from dashboard.warehouse.contents import Contents


def store_of(
    shown: Presentation,
    whole: Answer,
    filters: Filters,
    held: Contents,
    viewer: Viewer,
    *,
    panels: Mapping[str, dict[str, Any]],
    levels: Mapping[str, str],
    grain: str | None = None,
    events: Sequence[dict[str, str]] = (),
    mapped: bool = False,
    circled: bool = False,
) -> dict[str, Any]:
    """The store of a page that is about `whole`; `panels` by name, as the script draws them.

    `mapped` and `circled`: whether areas can be drawn on a map, and as circles.
    """
    measure = whole.measure
    return {
        "chips": _chips(filters, held),
        "panels": dict(panels),
        "levels": dict(levels),
        "measure": shown.measure,
        "counted": measure.kind is Kind.COUNT,
        "compared": measure.compares_places and not measure.clusters,
        "finer": not measure.yearly,
        "mapped": mapped,
        "circled": circled,
        "period": str(filters.period),
        "events": list(events),
        "rivals": {
            level: list(group) for group in PLACE_LEVELS.values() for level in group
        },
        "dimensions": list(measure.dimensions),
        "snapshot": whole.snapshot,
        "newer": _newer(whole, shown, viewer),
        "on": _on(shown, grain, viewer),
    }


def _on(shown: Presentation, grain: str | None, viewer: Viewer) -> list[str]:
    """The choices that are on, as the buttons name them."""
    rules = shown.method.rules or home_of(viewer.home).settings.rules
    return [
        f"measure={shown.measure}",
        f"unit={shown.unit}",
        f"grain={grain}",
        f"rules={rules}",
        f"chart={shown.method.chart or 'auto'}",
        f"span={'all' if shown.method.every else 'recent'}",
        f"places={'bars' if shown.bars else 'size'}",
        f"map={shown.mapped or 'chart'}",
    ]


def _chips(filters: Filters, held: Contents) -> list[dict[str, str]]:
    chips = [
        {
            "dimension": d,
            "key": v,
            "words": f"{held.title(d).title}: {held.label(d, v)}",
        }
        for d, v in filters.clauses
    ]
    if str(filters.period) != "last12":
        words = filters.period.in_words
        chips.append(
            {
                "dimension": "period",
                "key": str(filters.period),
                "words": words[:1].upper() + words[1:],
            }
        )
    return chips


def _newer(whole: Answer, shown: Presentation, viewer: Viewer) -> str:
    if shown.snapshot is None:
        return ""
    current = home_of(viewer.home).snapshots.current_id()
    if current == shown.snapshot:
        return ""
    return f"This is the picture as at {day(whole.as_at)}. A newer one exists."
