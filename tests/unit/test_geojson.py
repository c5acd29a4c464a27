"""Boundaries are read as they are, or refused in a sentence that says why and where."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.reading import Unreadable, read_tables
from dashboard.intake.reading.geojson import features_of

SQUARE = [[-3.8, 56.1], [-3.7, 56.1], [-3.7, 56.2], [-3.8, 56.1]]
GRID = [[280000, 690000], [280100, 690000], [280100, 690100], [280000, 690000]]


def collection(
    geometry: object, properties: object = None, **members: object
) -> dict[str, Any]:
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature], **members}


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def written(folder: Path, content: object, mark: bytes = b"") -> Path:
    path = folder / "areas.geojson"
    path.write_bytes(mark + json.dumps(content).encode())
    return path


def outlines(folder: Path, content: object) -> list[Any]:
    table = features_of(written(folder, content), "areas.geojson")
    return [json.loads(cells[-1]) for _, cells in table.rows]


def test_a_feature_is_a_row_and_its_properties_are_columns(tmp_path: Path) -> None:
    first = collection(polygon(SQUARE), {"dz11_code": "S01007409", "people": 12})
    second = collection(
        polygon(SQUARE), {"name": "A, “quoted”\nname", "dz11_code": None}
    )
    first["features"] += second["features"]
    path = written(tmp_path, first, mark=b"\xef\xbb\xbf \n")
    with duckdb.connect() as connection:
        (sheet,) = read_tables(
            connection, path, table="file", scratch=tmp_path, score=lambda _: 0
        )
        found = connection.execute("select row_number, c0, c1, c2 from file").fetchall()
    assert sheet.header == ("dz11_code", "people", "name", "geometry")
    assert sheet.rows == 2
    assert found == [
        (1, "S01007409", "12", None),
        (2, None, None, "A, “quoted”\nname"),
    ]


def test_an_outline_is_the_same_whichever_way_it_was_written(tmp_path: Path) -> None:
    one = outlines(tmp_path, collection(polygon(SQUARE)))
    many = {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    high = polygon([[*position, 120.5] for position in SQUARE])
    assert one == [[[SQUARE]]]
    assert outlines(tmp_path, collection(many)) == one
    assert outlines(tmp_path, collection(high)) == one


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_longitude_and_latitude_may_be_said(tmp_path: Path, crs: str) -> None:
    named = {"type": "name", "properties": {"name": crs}}
    assert outlines(tmp_path, collection(polygon(SQUARE), crs=named))


BRITISH = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"type": "Topology", "objects": {}}, "no collection of features: it is “Topology”"),
        ({"rows": [1]}, "it is no GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "has no features"),
        ({"type": "FeatureCollection", "features": [7]}, "row 1 is no feature"),
        (collection(polygon(SQUARE), crs=BRITISH), "another reference system"),
        (collection(polygon(SQUARE), crs={}), "another reference system (not named)"),
        (collection(polygon(GRID)), "row 1 has a point at 280000, 690000"),
        (collection(polygon([[x + 400, y] for x, y in SQUARE])), "has a point at 396, 56"),
        (collection(polygon([[x, y + 40] for x, y in SQUARE])), "has a point at -4, 96"),
        (collection(None), "row 1 has no outline"),
        (collection(polygon()), "row 1 has no outline"),
        (collection({"type": "MultiPolygon", "coordinates": [[]]}), "has no outline"),
        (collection({"type": "Point", "coordinates": [-3.8, 56.1]}), "is a Point, not an area"),
        (collection(polygon(SQUARE[:3])), "a ring that does not close"),
        (collection(polygon([*SQUARE[:3], ["a", 1]])), "a point that is not read"),
        (collection(polygon([[True, False]] * 4)), "a point that is not read"),
        (collection({"type": "Polygon", "coordinates": "here"}), "an outline that is not read"),
        (collection(polygon([[10**400, 1]] * 4)), "a point that is not read"),
    ],
)  # fmt: skip
def test_what_is_no_boundary_is_refused(
    tmp_path: Path, content: object, said: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(Unreadable) as refused:
        features_of(path, path.name)
    assert said in refused.value.title
    assert refused.value.what_to_do


@pytest.mark.parametrize(
    "text", ["{", '{"type": NaN}', '{"a":' * 100_000, '{"type": "Feature', "{}]"]
)
def test_broken_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"areas\.geojson begins as JSON does"):
        features_of(path, path.name)


_POSITIONS = st.tuples(
    st.floats(-180, 180).map(lambda x: round(x, 5)),
    st.floats(-90, 90).map(lambda y: round(y, 5)),
).map(list)
_RINGS = st.lists(_POSITIONS, min_size=3, max_size=8).map(lambda ring: [*ring, ring[0]])


@given(st.lists(st.lists(_RINGS, min_size=1, max_size=3), min_size=1, max_size=3))
def test_every_point_of_an_outline_is_kept(
    tmp_path_factory: pytest.TempPathFactory, polygons: list[Any]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    drawn = {"type": "MultiPolygon", "coordinates": polygons}
    assert outlines(folder, collection(drawn)) == [polygons]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "properties", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON, _JSON)
def test_whatever_stands_in_a_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, geometry: object, properties: object
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for drawn in (geometry, {"type": "Polygon", "coordinates": geometry}):
        with suppress(Unreadable):
            assert outlines(folder, collection(drawn, properties))
