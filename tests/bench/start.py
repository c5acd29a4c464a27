"""From nothing to a first page; a pack."""

from collections.abc import Callable
from time import perf_counter

from dashboard.access.viewer import named_staff
from dashboard.components.packing import PackItem, pack_of
from dashboard.reports.pack import Pack
from dashboard.reports.paper import as_pdf
from dashboard.reports.slides import as_pptx
from dashboard.reports.workbook import as_xlsx
from tests.bench.click import CLICKS, PAGE, forget_views
from tests.bench.measured import Part, Row
from tests.bench.rows import Partnership
from tests.bench.server import OURS, USUAL, served

BESIDE = "the usual way: Dash, Plotly Express, a pandas frame"
KINDS = (OURS, USUAL)
PAPERS = "Papers of the group"
WRITTEN: dict[str, Callable[[Pack], bytes]] = {
    "pptx": as_pptx,
    "pdf": as_pdf,
    "xlsx": as_xlsx,
}


def starting(made: Partnership, times: int = 2) -> Part:
    """From the command to the first page with its numbers, as a server answers it."""
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(times):
        for kind in KINDS:
            with served(kind, made) as server:
                took[kind].append(server.started)
    row = Row(
        "start",
        "start to first page, server",
        tuple(took[OURS]),
        BESIDE,
        tuple(took[USUAL]),
    )
    return Part([row])


def packing(made: Partnership, times: int = 3) -> Part:
    """Twelve views with their charts of the room, from addresses to the file: warm, of
    views that have been looked at, and of views that are all worked out anew."""
    viewer = named_staff(made.home)
    items = [PackItem(PAGE + search, in_the_room=True) for search in CLICKS]
    rows = []
    for kind, write in WRITTEN.items():
        write(pack_of(items, viewer, PAPERS))  # fonts and libraries are loaded
        for anew in (False, True):
            took = []
            for _ in range(times):
                if anew:
                    forget_views()
                began = perf_counter()
                assert write(pack_of(items, viewer, PAPERS))
                took.append(perf_counter() - began)
            rows.append(_pack(kind, len(items), anew, took))
    return Part(rows)


def _pack(kind: str, views: int, anew: bool, took: list[float]) -> Row:
    of = "worked out anew" if anew else "looked at before"
    key = f"pack_{kind}_anew" if anew else f"pack_{kind}"
    return Row(key, f"a pack of {views} views in the room, {of}, {kind}", tuple(took))
