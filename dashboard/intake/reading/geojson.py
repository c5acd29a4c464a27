"""Boundaries as GeoJSON (RFC 7946): one row for each feature.

A feature's properties are its columns, and `geometry` its outline as text: a list of
polygons, each a list of rings of [longitude, latitude], whatever it was in the file.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.intake.reading.sheet import Row
from dashboard.intake.reading.unreadable import Unreadable

GEOMETRY = "geometry"
MOST_BYTES = 60 << 20
MOST_FEATURES = 20_000
MOST_POSITIONS = 2_000_000
# Of one feature: a row of text is no longer than what is read (see `text.LONGEST_LINE`).
MOST_IN_ONE = 300_000
MOST_PROPERTIES = 200
# About a metre.
_DECIMALS = 5
_LON_LAT = ("CRS84", "EPSG::4326", "EPSG:4326")
_EXPORT = "Export it as GeoJSON with longitudes and latitudes (EPSG:4326)."
_SMALLER = "Export it generalised, for your own council alone."

Ring = list[tuple[float, float]]
Polygon = list[Ring]


@dataclass(frozen=True)
class Features:
    """The features of a file as a table: the names of its columns, and its rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def is_json(start: bytes) -> bool:
    """Whether a file begins as a JSON object does; no table begins so."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def features_of(path: Path, name: str) -> Features:
    """Raises Unreadable where it is no FeatureCollection of areas in longitude and latitude."""
    collection = _collection(path, name)
    _check_reference_system(collection, name)
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable(f"{name} has no features.", what_to_do=_EXPORT)
    if len(features) > MOST_FEATURES:
        raise Unreadable(
            f"{name} has {len(features):,} features; at most {MOST_FEATURES:,} are read.",
            what_to_do=_SMALLER,
        )
    properties = [_properties(feature, n, name) for n, feature in _numbered(features)]
    header = tuple(dict.fromkeys(key for one in properties for key in one))
    if len(header) > MOST_PROPERTIES:
        raise Unreadable(
            f"{name} has {len(header):,} properties; at most {MOST_PROPERTIES} are read.",
            what_to_do="Export it with its codes and names alone.",
        )
    outlines = _Outlines(name)
    rows = [
        (n, [*(_words(one.get(key)) for key in header), outlines.text(feature, n)])
        for (n, feature), one in zip(_numbered(features), properties, strict=True)
    ]
    return Features((*header, GEOMETRY), tuple(rows))


def _numbered(features: list[Any]) -> Iterator[tuple[int, Any]]:
    """The first feature of a file is its row 1."""
    return enumerate(features, start=1)


def _collection(path: Path, name: str) -> Mapping[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(
            f"{name} is larger than {MOST_BYTES >> 20} MB.", what_to_do=_SMALLER
        )
    try:
        found = json.loads(path.read_bytes(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"{name} begins as JSON does, and is not whole.",
            what_to_do="Export it again.",
        ) from error
    if found.get("type") != "FeatureCollection":
        said = f"“{str(found.get('type'))[:40]}”" if "type" in found else "no GeoJSON"
        raise Unreadable(
            f"{name} is JSON, but no collection of features: it is {said}.",
            what_to_do=_EXPORT,
        )
    return dict(found)


def _no_number(word: str) -> float:
    raise ValueError(word)


def _check_reference_system(collection: Mapping[str, Any], name: str) -> None:
    """None said is longitude and latitude; an old file may say so, or another."""
    crs = collection.get("crs")
    said = crs.get("properties") if isinstance(crs, dict) else None
    system = said.get("name", "") if isinstance(said, dict) else ""
    if crs is not None and not str(system).endswith(_LON_LAT):
        raise Unreadable(
            f"{name} is drawn in another reference system ({str(system)[:60] or 'not named'}).",
            "Longitudes and latitudes are read; 27700 is the British National Grid, in metres.",
            _EXPORT,
        )


def _properties(feature: object, number: int, name: str) -> Mapping[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Unreadable(f"{name}: row {number} is no feature.", what_to_do=_EXPORT)
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {key: value for key, value in properties.items() if key != GEOMETRY}


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


class _Outlines:
    """The outlines of one file: checked, made alike, and counted."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._positions = 0

    def text(self, feature: Mapping[str, Any], number: int) -> str:
        polygons = self._polygons(feature.get(GEOMETRY), number)
        if not polygons or not all(polygons):
            raise self._refused(number, "has no outline", "Leave it out, or draw it.")
        drawn = [[self._ring(ring, number) for ring in one] for one in polygons]
        count = sum(len(ring) for one in drawn for ring in one)
        self._positions += count
        if count > MOST_IN_ONE or self._positions > MOST_POSITIONS:
            raise self._refused(number, "makes too many points", _SMALLER)
        return json.dumps(drawn, separators=(",", ":"))

    def _polygons(self, geometry: object, number: int) -> list[list[object]]:
        """The polygons of a geometry; none where it is empty."""
        if not isinstance(geometry, dict):
            return []
        kind, found = geometry.get("type"), geometry.get("coordinates")
        if kind not in ("Polygon", "MultiPolygon"):
            said = f"is a {str(kind)[:40]}, not an area"
            raise self._refused(number, said, "Polygon and MultiPolygon are read.")
        polygons = [found] if kind == "Polygon" and found else found
        if polygons and not _are_lists(polygons):
            raise self._refused(number, "has an outline that is not read", _EXPORT)
        return list(polygons or [])

    def _ring(self, ring: object, number: int) -> Ring:
        positions = [self._position(one, number) for one in _listed(ring)]
        if len(positions) < 4 or positions[0] != positions[-1]:
            said = "has a ring that does not close"
            raise self._refused(number, said, "A ring ends where it begins.")
        return positions

    def _position(self, position: object, number: int) -> tuple[float, float]:
        """Longitude and latitude; a height is left out."""
        numbers = _listed(position)[:2]
        if len(numbers) < 2 or not all(_is_number(one) for one in numbers):
            raise self._refused(number, "has a point that is not read", _EXPORT)
        lon, lat = (float(one) for one in numbers)
        if abs(lon) > 180 or abs(lat) > 90:
            said = f"has a point at {lon:.0f}, {lat:.0f}, which is no longitude and latitude: are they metres of the British National Grid"
            raise self._refused(number, said, _EXPORT, "?")
        return round(lon, _DECIMALS), round(lat, _DECIMALS)

    def _refused(
        self, number: int, said: str, what_to_do: str, end: str = "."
    ) -> Unreadable:
        return Unreadable(
            f"{self._name}: row {number} {said}{end}",
            "The first feature in the file is row 1.",
            what_to_do,
        )


def _are_lists(polygons: object) -> bool:
    return isinstance(polygons, list) and all(isinstance(p, list) for p in polygons)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # An int of a thousand digits is no float at all.
    return is_number and abs(value) < 1e12 and math.isfinite(value)  # type: ignore[arg-type]
