"""Boundaries through the real intake, to a map that shows the numbers of its table."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Question, ask, contents
from dashboard.charts.steps import BLUES
from dashboard.components.panels import AREA
from dashboard.components.view import View, view_of
from dashboard.intake.arrived import Arrived
from dashboard.intake.findings import ExtractsRefused, Finding, Severity
from dashboard.intake.publish import check_extracts, publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.snapshots import Snapshots
from tests.conftest import let_everything_be_exact

AS_AT = date(2026, 11, 14)
FIRST, LAST = "S01007409", "S01007480"
MAP = "/measure/most_deprived_fifth?level_area=data_zone&map="


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def square(place: int) -> list[list[float]]:
    west, south = -3.8 + place / 10, 56.1
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    return [[round(west + x, 5), round(south + y, 5)] for x, y in corners]


def write_squares(path: Path, column: str, codes: Sequence[str]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {column: code, "name": f"Square {code}"},
            "geometry": {"type": "Polygon", "coordinates": [square(place)]},
        }
        for place, code in enumerate(codes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def write_look_up(path: Path, codes: Sequence[str]) -> Path:
    return write_rows(
        path,
        (
            {"DataZone": code, "Council Code": "S12000005", "Ward Code": "S13002875"}
            for code in codes
        ),
    )


def check(home: Path, *paths: Path) -> list[Arrived]:
    return check_extracts(paths, read_settings(home), as_at=AS_AT)


def must_fix(arrived: Iterable[Arrived]) -> list[Finding]:
    found = [f for file in arrived for f in file.findings]
    return [f for f in found if f.severity is Severity.MUST_FIX]


def test_boundaries_of_another_year_wait_for_a_look_up(tmp_path: Path) -> None:
    """2011's zones are held; 2022's boundaries are refused until its look-up comes too."""
    of_2022 = ["S01013500", "S01013501"]
    held = write_look_up(tmp_path / "lookup.csv", [FIRST, "S01007410"])
    drawn = write_squares(tmp_path / "areas.geojson", "DataZone", of_2022)
    for files in [(drawn,), (held, drawn)]:
        (finding,) = must_fix(check(tmp_path, *files))
        assert (
            finding.title == "Boundaries whose codes are of another year than the data"
        )
        assert finding.column == "DataZone"
        assert finding.rows == (1, 2)
        assert finding.examples[0] == (1, "S01013500")
        assert "Send the look-up of data zones of the same year" in finding.fix
    given = write_look_up(tmp_path / "lookup22.csv", of_2022)
    assert must_fix(check(tmp_path, given, drawn)) == []


def test_what_has_no_outline_is_said(tmp_path: Path) -> None:
    held = write_look_up(tmp_path / "lookup.csv", [FIRST, "S01007410"])
    drawn = write_squares(tmp_path / "areas.geojson", "dz11_code", [FIRST])
    arrived = check(tmp_path, held, drawn)
    (finding,) = [f for file in arrived for f in file.findings]
    assert finding.severity is Severity.SHOULD_LOOK
    assert finding.examples == ((1, "S01007410"),)


# The public sample


@pytest.fixture(scope="module")
def geography(samples: Path) -> Path:
    return samples / "scotland_geography"


def of_clackmannanshire(path: Path, to: Path) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return write_rows(
            to / path.name,
            (row for row in csv.DictReader(file) if FIRST <= row["dz11_code"] <= LAST),
        )


@pytest.fixture(scope="module")
def home(geography: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clackmannanshire's data zones, ranks and people; boundaries as they were published,
    of Forth Valley, and of Scotland's intermediate zones in a second publish."""
    home = tmp_path_factory.mktemp("clackmannanshire") / "home"
    let_everything_be_exact(home)
    look_ups = (
        "lookup_dz11_iz11_ltla20.csv",
        "simd2020v2_dz11_ranks_deciles.csv",
        "nrs_mid2020_population_dz11_single_year_age_sex.csv",
    )
    files = [of_clackmannanshire(geography / name, home.parent) for name in look_ups]
    files.append(geography / "boundaries_dz2011_forth_valley.geojson")
    publish_extracts(files, read_settings(home), as_at=AS_AT)
    more = [geography / "boundaries_iz2011.geojson"]
    publish_extracts(more, read_settings(home), as_at=AS_AT)
    return home


@pytest.fixture
def viewer(home: Path) -> Viewer:
    return named_staff(home)


def drawn(viewer: Viewer, way: str, measure: str = "most_deprived_fifth") -> View:
    return view_of(f"?level_area=data_zone&map={way}", [AREA], viewer, measure)


@pytest.mark.samples
def test_the_map_has_each_data_zone_and_counts_the_most_deprived_fifth(
    viewer: Viewer, geography: Path
) -> None:
    with (geography / "EXPECTED_council_summary.csv").open(encoding="utf-8") as file:
        (expected,) = [
            row
            for row in csv.DictReader(file)
            if row["ltla20_name"] == "Clackmannanshire"
        ]
    assert (expected["dz"], expected["q1"]) == ("72", "18")
    view = drawn(viewer, "areas")
    figure = view.figures["area"]
    areas = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    assert len({trace["customdata"][0] for trace in areas}) == 72
    shades = Counter(trace["fillcolor"] for trace in areas)
    assert shades == {BLUES[-1]: 18, BLUES[0]: 54}
    assert [t["name"] for t in figure["data"] if t.get("name")] == [
        "100.0 % (18)",
        "0.0 % (54)",
    ]
    panel = view.store["panels"]["area"]
    words = "Of 72 data zones, 54 are at 0.0 % and 18 are at 100.0 %."
    assert panel["said"].startswith(words)
    assert panel["alt"].startswith(f"Map. {words}")
    assert len(json.dumps(figure)) < 60_000


@pytest.mark.samples
@pytest.mark.parametrize("way", ["areas", "circles"])
def test_the_map_has_the_numbers_of_its_table(viewer: Viewer, way: str) -> None:
    view = drawn(viewer, way)
    said = dict(texts(view.figures["area"]))
    rows = {row["key"]: row for row in view.store["panels"]["area"]["rows"]}
    assert said.keys() == rows.keys()
    for key, row in rows.items():
        assert f"<b>{row['label']}</b><br>{row['cells'][0]}" in said[key]
    assert rows[FIRST]["label"] == "Tullibody South - 01"


def texts(figure: dict[str, Any]) -> list[tuple[str, str]]:
    """What each place says when it is pointed at, by its key."""
    found: list[tuple[str, str]] = []
    for trace in figure["data"]:
        if "customdata" in trace:
            text = trace["text"]
            one = [text] if isinstance(text, str) else text
            found += zip(trace["customdata"], one, strict=True)
    return found


@pytest.mark.samples
def test_a_circle_is_as_large_as_the_children_are_many(viewer: Viewer) -> None:
    figure = drawn(viewer, "circles").figures["area"]
    (trace,) = [t for t in figure["data"] if t["mode"] == "markers" and "text" in t]
    question = Question("most_deprived_fifth", by="data_zone")
    living = {p.key: p.denominator for p in ask(question, viewer).points}
    ratios = [
        size**2 / living[key]
        for key, size in zip(trace["customdata"], trace["marker"]["size"], strict=True)
    ]
    assert sum(living.values()) == 10_010
    # Sizes are rounded to a tenth of a screen's point.
    assert max(ratios) < 1.06 * min(ratios)


@pytest.mark.samples
def test_a_second_level_takes_nothing_from_the_first(viewer: Viewer) -> None:
    outlines = contents(viewer).outlines
    assert {level: len(areas) for level, areas in outlines.items()} == {
        "data_zone": 72,
        "intermediate_zone": 12,
    }
    lons, lats = zip(
        *(
            p
            for one in outlines["data_zone"].values()
            for ring in one.rings
            for p in ring
        ),
        strict=True,
    )
    assert -3.9 < min(lons) < max(lons) < -3.4
    assert 56.0 < min(lats) < max(lats) < 56.3


@pytest.mark.samples
def test_children_by_intermediate_zone_are_circled_by_the_population(
    viewer: Viewer,
) -> None:
    view = view_of(
        "?level_area=intermediate_zone&map=circles", [AREA], viewer, "population"
    )
    panel = view.store["panels"]["area"]
    assert (
        "The larger a circle, the more children live there (June 2020)."
        in panel["said"]
    )
    living = {row["label"]: row["cells"][0] for row in panel["rows"]}
    for _, said in texts(view.figures["area"]):
        label = said.split("</b>")[0].removeprefix("<b>")
        assert f"{living[label]} children live there" in said


@pytest.mark.samples
def test_a_map_is_drawn_only_where_the_level_has_outlines(viewer: Viewer) -> None:
    view = view_of("?level_area=council&map=areas", [AREA], viewer, "population")
    assert view.store["mapped"] is False
    assert not any(t.get("fill") == "toself" for t in view.figures["area"]["data"])
    chart = view_of("?level_area=data_zone", [AREA], viewer, "most_deprived_fifth")
    assert chart.store["mapped"] is True
    assert "map=chart" in chart.store["on"]


@pytest.mark.samples
def test_the_release_has_the_same_map(home: Path, viewer: Viewer) -> None:
    protected = Viewer(home, who="anybody")
    assert contents(protected).offered is not None
    assert contents(protected).outlines == contents(viewer).outlines
    figure = drawn(protected, "areas").figures["area"]
    areas = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    assert Counter(trace["fillcolor"] for trace in areas)[BLUES[-1]] == 18


@pytest.mark.samples
def test_wards_of_before_the_review_are_refused(
    geography: Path, tmp_path: Path
) -> None:
    """Clackmannanshire's wards were S13002527 to 31; since 2022 they are S13002875 to 79."""
    look_up = write_rows(
        tmp_path / "lookup.csv",
        (
            {"DataZone": f"S0100{7409 + n}", "Council Code": "S12000005", "Ward Code": f"S130025{27 + n}"}
            for n in range(5)
        ),
    )  # fmt: skip
    arrived = check(tmp_path, look_up, geography / "boundaries_ward_2022.geojson")
    (finding,) = must_fix(arrived)
    assert finding.check == "boundary_of_another_year"
    with pytest.raises(ExtractsRefused, match="of another year than the data"):
        publish_extracts(
            [look_up, geography / "boundaries_ward_2022.geojson"],
            read_settings(tmp_path),
            as_at=AS_AT,
        )
    assert Snapshots(tmp_path).current_or_none() is None
