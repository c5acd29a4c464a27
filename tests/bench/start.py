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


def packing(made: Partnership, times: int = 2) -> Part:
    """Twelve views with their charts of the room, from addresses to the file."""
    viewer = named_staff(made.home)
    items = [PackItem(PAGE + search, in_the_room=True) for search in CLICKS]
    took: dict[str, list[float]] = {kind: [] for kind in WRITTEN}
    for _ in range(times):
        for kind, write in WRITTEN.items():
            forget_views()
            began = perf_counter()
            assert write(pack_of(items, viewer, "Papers of the group"))
            took[kind].append(perf_counter() - began)
    return Part(
        [
            Row(
                f"pack_{kind}",
                f"a pack of {len(items)} views in the room, {kind}",
                tuple(found),
            )
            for kind, found in took.items()
        ],
    )
