"""One click on the referrals page: from its address to the figures as JSON, nothing kept.

Beside it the same numbers asked of the rows: by SQL, by pandas, by polars; and the bare
look-ups. Each side is timed in its turn for every click, and all say the same numbers
before any is timed. What the others do not do: judge, word and draw the numbers.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter
from typing import Any

from plotly.io.json import to_json_plotly

from dashboard import answers
from dashboard.access.viewer import Viewer, named_staff
from dashboard.components import kept
from dashboard.components.addressed import page_at
from dashboard.components.view import View
from dashboard.partnership.records import one_connection
from dashboard.warehouse.engine import open_reader
from tests.bench.by_cubes import ByCubes, overheard
from tests.bench.by_frames import ByPandas, ByPolars
from tests.bench.by_sql import BySql
from tests.bench.panels import Click, asked_by, numbers_of, same
from tests.bench.rows import RELEASED, Partnership, partnership

PAGE = "/referrals"
MEASURES = ("referrals", "where_referrals_go")
CLICKS = (
    *("?source_agency=police", "?team=SWT04", "?sex=female", "?age_band=5_11"),
    *("?source_agency=health&sex=male", "?team=SWT02", "?simd_quintile=1", "?sex=male"),
    *("?team=SWT03&age_band=0_4", "?source_agency=education", "?age_band=12_15"),
    "?simd_quintile=2&sex=female",
)
Side = Callable[[int], object]


@dataclass(frozen=True)
class Clicked:
    """The seconds of each side, by its name, one for each click, in the order made."""

    rows: int
    facts: int
    cells: int
    seconds: dict[str, list[float]]


def clicked(made: Partnership, rounds: int = 3) -> Clicked:
    """Make every click on every side, several times over."""
    viewer = named_staff(made.home)
    sides = _sides(made, viewer)
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for place in range(len(CLICKS)):  # once unmeasured: files and plans are warm
        for side in sides.values():
            side(place)
    for _ in range(rounds):
        for place in range(len(CLICKS)):
            for name, side in sides.items():
                began = perf_counter()
                side(place)
                seconds[name].append(perf_counter() - began)
    [(facts, cells)] = open_reader(made.exact).rows(
        "select (select count(*) from fact.referrals), (select count(*) from cube.referrals)"
    )
    return Clicked(made.rows, facts, cells, seconds)


def forget_views() -> None:
    """The next view is worked out from its picture."""
    kept._place.cache_clear()
    answers._answered.cache_clear()


def view_at(search: str, viewer: Viewer) -> View:
    """A view that nothing was kept of; records are read as a request reads them."""
    forget_views()
    with one_connection():
        return page_at(PAGE, viewer).view(search)


def as_json(view: View) -> str:
    """As Dash writes it."""
    said = {
        "store": view.store,
        "figures": view.figures,
        "said": [view.headline, view.change, view.foot, *view.notes],
    }
    text: str = to_json_plotly(said)
    return text


def _sides(made: Partnership, viewer: Viewer) -> Mapping[str, Side]:
    """Each side by its name, ours first; AssertionError where two differ."""
    clicks, queries = _asked(made, viewer)
    sql, cubes = BySql(made.exact), ByCubes(made.exact)
    pandas, polars = ByPandas(made.exact, MEASURES), ByPolars(made.exact, MEASURES)
    numbers: dict[str, Callable[[Click], Any]] = {
        "sql_panels": sql.a_query_a_panel,
        "sql_once": sql.one_query,
        "pandas": pandas.numbers,
        "polars": polars.numbers,
    }
    for place, search in enumerate(CLICKS):
        ours = numbers_of(view_at(search, viewer))
        for find in numbers.values():
            assert same(ours, find(clicks[place]))
    prepared = [cubes.prepare(asked) for asked in queries]
    public = Viewer(made.home)

    def protected(place: int) -> str:
        return as_json(view_at(CLICKS[place], public))

    return {
        "ours": lambda place: as_json(view_at(CLICKS[place], viewer)),
        "floor": lambda place: cubes.run(prepared[place]),
        "floor_planned": lambda place: cubes.ask(queries[place]),
        **{name: _of(find, clicks) for name, find in numbers.items()},
        **({"protected": protected} if made.rows <= RELEASED else {}),
    }


def _of(find: Callable[[Click], Any], clicks: list[Click]) -> Side:
    return lambda place: find(clicks[place])


def _asked(
    made: Partnership, viewer: Viewer
) -> tuple[list[Click], list[list[tuple[str, list[Any]]]]]:
    """What each click asks, and the statements that ours asks for it."""
    [(first, last)] = open_reader(made.exact).rows(
        "select min(month), max(month) from measure_month where measure = ?",
        [MEASURES[0]],
    )
    assert isinstance(first, date) and isinstance(last, date)
    clicks, queries = [], []
    for search in CLICKS:
        view_at(search, viewer)  # what is kept of the file itself is
        with overheard() as heard:
            view = view_at(search, viewer)
        clicks.append(asked_by(view, first, last))
        queries.append(list(heard))
    return clicks, queries


def main() -> None:
    """Of so many rows, in a process of its own: what was measured, as JSON."""
    rows, rounds = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps(asdict(clicked(partnership(rows), rounds))))


if __name__ == "__main__":
    main()
