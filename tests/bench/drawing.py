"""A cold browser's first page, and clicks until painted: ours, the usual way, Vizro's."""

from collections.abc import Callable, Iterable

from playwright.sync_api import Page

from tests.bench.click import CLICKS
from tests.bench.measured import Part, Row, at_share
from tests.bench.painting import cold_page, painted, painted_by_vizro
from tests.bench.people import AGENCIES
from tests.bench.rows import Partnership
from tests.bench.server import OURS, USUAL, VIZRO, served
from tests.bench.start import BESIDE
from tests.chromium import chromium

AGAIN = 2
_BESIDE = f"{BESIDE}; no tables"
_BESIDE_VIZRO = "a Vizro page of the same frames; no tables"
Clicked = tuple[list[float], list[float]]


def drawing(made: Partnership) -> Part:
    """One here and one there, in one browser; one agency after another beside Vizro."""
    with (
        served(OURS, made) as ours,
        served(USUAL, made) as usual,
        served(VIZRO, made) as vizro,
        chromium() as browser,
    ):
        cold: dict[str, list[float]] = {OURS: [], USUAL: [], VIZRO: []}
        beside_usual: Clicked = ([], [])
        beside_vizro: Clicked = ([], [])
        for _ in range(AGAIN):
            pages: dict[str, Page] = {}
            for server in (ours, usual, vizro):
                pages[server.kind], took = cold_page(browser, server)
                cold[server.kind].append(took)
            _click(beside_usual, pages[OURS], pages[USUAL], painted, CLICKS)
            searches = [f"?source_agency={agency}" for agency in AGENCIES]
            _click(beside_vizro, pages[OURS], pages[VIZRO], _in_vizro, searches)
            for page in pages.values():
                page.context.close()
    return Part(
        [
            _row("cold", "cold browser to first page", cold[OURS], cold[USUAL], BESIDE),
            _row("cold_vizro", "the same", cold[OURS], cold[VIZRO], _BESIDE_VIZRO),
            *_rows("painted", *beside_usual, _BESIDE),
            *_rows("painted_vizro", *beside_vizro, _BESIDE_VIZRO),
        ]
    )


def _click(
    told: Clicked,
    ours: Page,
    theirs: Page,
    by_theirs: Callable[[Page, str], float],
    searches: Iterable[str],
) -> None:
    for search in searches:
        told[0].append(painted(ours, search))
        told[1].append(by_theirs(theirs, search))


def _in_vizro(page: Page, search: str) -> float:
    return painted_by_vizro(page, search.split("=")[1])


def _rows(
    key: str, ours: list[float], theirs: list[float], beside: str
) -> tuple[Row, Row]:
    what = "click to all eight charts painted (ours: and tables)"
    late = [at_share(ours, 0.95)], [at_share(theirs, 0.95)]
    return (
        _row(key, f"{what}, median", ours, theirs, beside),
        _row(f"{key}_late", "the same, 95th percentile", *late, beside),
    )


def _row(
    key: str, what: str, ours: list[float], theirs: list[float], beside: str
) -> Row:
    return Row(key, what, tuple(ours), beside, tuple(theirs))
