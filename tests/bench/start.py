"""From nothing to a first page; a click in a browser; a pack."""

from collections.abc import Callable
from time import perf_counter

from dashboard.access.viewer import named_staff
from dashboard.components.packing import PackItem, pack_of
from dashboard.reports.pack import Pack
from dashboard.reports.paper import as_pdf
from dashboard.reports.slides import as_pptx
from dashboard.reports.workbook import as_xlsx
from tests.bench.click import CLICKS, PAGE, forget_views
from tests.bench.measured import Part, Row, at_share
from tests.bench.painting import browsing, cold_page, painted
from tests.bench.rows import Partnership
from tests.bench.server import OURS, USUAL, served

BESIDE = "the usual way: Dash, Plotly Express, a pandas frame"
KINDS = (OURS, USUAL)
AGAIN = 2
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


def drawing(made: Partnership) -> Part:
    """A cold browser's first page, then clicks until painted, one here and one there."""
    cold: dict[str, list[float]] = {kind: [] for kind in KINDS}
    clicks: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with (
        served(OURS, made) as ours,
        served(USUAL, made) as usual,
        browsing() as browser,
    ):
        servers = {OURS: ours, USUAL: usual}
        for _ in range(AGAIN):
            pages = {}
            for kind, server in servers.items():
                pages[kind], took = cold_page(browser, server)
                cold[kind].append(took)
            for search in CLICKS:
                for kind, page in pages.items():
                    clicks[kind].append(painted(page, search))
            for page in pages.values():
                page.context.close()
    late = {kind: (at_share(found, 0.95),) for kind, found in clicks.items()}
    beside = f"{BESIDE}; no tables"
    return Part(
        [
            Row("cold", "cold browser to first page", *_pair(cold, BESIDE)),
            Row(
                "painted",
                "click to all eight charts painted (ours: and tables)",
                *_pair(clicks, beside),
            ),
            Row("painted_late", "the same, 95th percentile", *_pair(late, beside)),
        ],
    )


def _pair(
    took: dict[str, list[float]] | dict[str, tuple[float]], beside: str
) -> tuple[tuple[float, ...], str, tuple[float, ...]]:
    return tuple(took[OURS]), beside, tuple(took[USUAL])


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
