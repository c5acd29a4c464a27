"""Longitudes and latitudes laid flat, north up and shapes right: no tiles, no other host.

An equirectangular projection about the middle of what is drawn; a partnership is small
enough for that to be true to the width of a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from dashboard.charts.theme import layout
from dashboard.warehouse.contents import Outline

KM_IN_A_DEGREE = 111.2
# A panel's usual width, of which a map is as high as its shape asks for.
_WIDTH = 380
_LOWEST, _HIGHEST = 200, 420
_LEGEND_LINE = 24
# Kilometres: a hundredth is less than a screen's point on any map of a council.
_DECIMALS = 2


@dataclass(frozen=True)
class Plane:
    """Where the middle is, how long a degree of longitude is, and the map's shape."""

    lon: float
    lat: float
    across: float
    height: float

    @classmethod
    def of(cls, outlines: Iterable[Outline]) -> "Plane":
        positions = [p for one in outlines for ring in one.rings for p in ring]
        lons, lats = zip(*positions, strict=True)
        lat = (min(lats) + max(lats)) / 2
        across = cos(radians(lat))
        wide = (max(lons) - min(lons)) * across
        shape = (max(lats) - min(lats)) / wide if wide else 1.0
        lon = (min(lons) + max(lons)) / 2
        return cls(lon, lat, across, shape * _WIDTH)

    def at(self, position: tuple[float, float]) -> tuple[float, float]:
        """Kilometres east and north of the middle."""
        east = (position[0] - self.lon) * KM_IN_A_DEGREE * self.across
        north = (position[1] - self.lat) * KM_IN_A_DEGREE
        return round(east, _DECIMALS), round(north, _DECIMALS)

    def line(self, outline: Outline) -> dict[str, list[float | None]]:
        """The x and y of an outline as one line, its rings parted by a gap."""
        found: list[tuple[float | None, float | None]] = []
        for ring in outline.rings:
            gap: list[tuple[float | None, float | None]] = [(None, None)]
            found += [*(gap if found else []), *(self.at(p) for p in (*ring, ring[0]))]
        return {"x": [x for x, _ in found], "y": [y for _, y in found]}

    def layout(self, legend_lines: int, **changes: Any) -> dict[str, Any]:
        """Both directions to one scale, without axes; the legend stands below."""
        height = min(max(self.height, _LOWEST), _HIGHEST)
        hidden = {"visible": False, "fixedrange": True}
        return layout(
            round(height) + _LEGEND_LINE * legend_lines,
            xaxis=hidden,
            yaxis=hidden | {"scaleanchor": "x", "scaleratio": 1},
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
            showlegend=True,
            legend={
                "orientation": "v",
                "x": 0,
                "y": 0,
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            **changes,
        )


def drawn_areas(
    outlines: Mapping[str, Outline], keys: Iterable[str | None]
) -> dict[str, Outline]:
    """The outlines of an answer's places, in its order."""
    return {key: outlines[key] for key in keys if key is not None and key in outlines}
