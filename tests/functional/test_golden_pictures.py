"""Every slide, page of the PDF and view on the wall, held to pictures that were looked at.

SIGHTLINE_GOLDEN=write takes them anew: look at each of them before it is committed. What
depends on the day and on the picture's own id is set to what does not.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, Page

from dashboard.access.viewer import Viewer
from dashboard.components.packing import PackItem, pack_of
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    save_meeting,
)
from dashboard.reports import png
from dashboard.reports.pack import Pack
from dashboard.reports.paper import as_pdf
from dashboard.reports.slides import as_pptx
from dashboard.warehouse.snapshots import Snapshots
from tests.functional.conftest import serving, wait_until, watched_page
from tests.integration.planted_months import as_it_was_met
from tests.office import pages_of, slides_as_pdf
from tests.pictures import kept, unlike

pytestmark = pytest.mark.functional

GOLDEN = Path(__file__).parent / "golden" / "pictures"
SHOWN = (
    "/referrals",
    "/thresholds?measure=ird_of_referrals",
    "/measure/reclassified",
)
SIZES = ((1920, 1080), (1366, 768))
MADE_ON, MEETS_ON = date(2026, 2, 5), date(2026, 2, 12)
PICTURE = "2026-01-31-120000-0000"
MARKING = 'marking = "OFFICIAL – SENSITIVE"\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = as_it_was_met(tmp_path_factory.mktemp("pictures"))
    (made / "access.toml").write_text("demo_user = true", encoding="utf-8")
    (made / "settings.toml").write_text(MARKING, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def pack(home: Path) -> Iterator[Pack]:
    """Its pictures are written in the typeface that is on every machine."""
    found = pack_of([PackItem(address) for address in SHOWN], Viewer(home), "Papers")
    pages = tuple(replace(page, picture=PICTURE) for page in found.pages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "_FACES", ())
        png._face.cache_clear()
        yield replace(found, pages=pages, made_on=MADE_ON)
    png._face.cache_clear()


@pytest.fixture(scope="module")
def presented(home: Path, browser: Browser) -> Iterator[Page]:
    newest = Snapshots(home).current_id()
    meeting = save_meeting(home, Meeting("The strategic group", MEETS_ON, newest))
    for place, address in enumerate(SHOWN, 1):
        add_view(home, meeting.id, MeetingView(address, f"View {place}"), "Officer")
    with (
        serving(home, home.parent / "log.txt", "/healthz") as address,
        watched_page(browser, address) as page,
    ):
        page.goto(f"/present/{meeting.id}")
        page.wait_for_load_state("networkidle")
        yield page


def test_each_slide_is_as_it_was_looked_at(pack: Pack, tmp_path: Path) -> None:
    pages = pages_of(slides_as_pdf(as_pptx(pack), tmp_path))
    _as_it_was("slide", {_numbered(n): page for n, page in enumerate(pages, 1)})


def test_each_page_of_the_pdf_is_as_it_was_looked_at(
    pack: Pack, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(pack))
    pages = {_numbered(n): page for n, page in enumerate(pages_of(path), 1)}
    _as_it_was("page", pages)
    for other in pages_of(path, by="pdftocairo"):
        number = _numbered(int(other.stem.rsplit("-", 1)[1]))
        was = Image.open(GOLDEN / f"page-{number}.png")
        assert unlike(was, kept(Image.open(other))) == "", "other letters, same page"


def test_each_view_on_the_wall_is_as_it_was_looked_at(
    presented: Page, tmp_path: Path
) -> None:
    taken = {}
    for width, height in SIZES:
        presented.set_viewport_size({"width": width, "height": height})
        presented.keyboard.press("Home")
        for place in range(1, len(SHOWN) + 2):
            _stands_still(presented, place)
            path = tmp_path / f"{width}-{place}.png"
            presented.screenshot(path=path)
            taken[path.stem] = path
            presented.keyboard.press("ArrowRight")
    _as_it_was("wall", taken)


def _stands_still(page: Page, place: int) -> None:
    """Its charts have been drawn anew for the size of the window."""
    wait_until(page, f"document.querySelector('.slide.current')?.id === 'view-{place}'")
    fits = """[...document.querySelectorAll('.slide.current .js-plotly-plot')].every(
        (one) => Math.abs(one.querySelector('.main-svg').clientWidth - one.clientWidth) < 2)"""
    wait_until(page, fits)
    page.wait_for_timeout(300)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.png")), ids=lambda p: p.stem)
def test_what_is_moved_or_cut_off_is_seen(path: Path) -> None:
    picture = Image.open(path)
    assert unlike(picture, picture) == ""
    a_little = round(picture.width * 0.015)
    assert unlike(picture, ImageChops.offset(picture.convert("L"), a_little, 0))
    assert path.stat().st_size < 40_000


def test_a_chart_that_is_gone_is_seen() -> None:
    """On the wall, on a slide and on paper, where each has its first chart."""
    for name, box in (
        ("wall-1920-2", (40, 120, 460, 380)),
        ("slide-02", (30, 110, 540, 360)),
        ("page-02", (30, 150, 400, 300)),
    ):
        picture = Image.open(GOLDEN / f"{name}.png")
        blank = picture.convert("L")
        ImageDraw.Draw(blank).rectangle(box, fill=255)
        assert unlike(picture, blank), name


def _numbered(place: int) -> str:
    return f"{place:02d}"


def _as_it_was(kind: str, taken: dict[str, Path]) -> None:
    """Compare pictures of today with those that are kept, or keep them instead."""
    now = {f"{kind}-{name}": kept(Image.open(path)) for name, path in taken.items()}
    if os.environ.get("SIGHTLINE_GOLDEN") == "write":
        _keep(kind, now)
    was = {path.stem: path for path in GOLDEN.glob(f"{kind}-*.png")}
    assert sorted(now) == sorted(was)
    said = {name: unlike(Image.open(was[name]), one) for name, one in now.items()}
    assert {name: words for name, words in said.items() if words} == {}, taken


def _keep(kind: str, pictures: dict[str, Image.Image]) -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for old in GOLDEN.glob(f"{kind}-*.png"):
        old.unlink()
    for name, picture in pictures.items():
        picture.save(GOLDEN / f"{name}.png", optimize=True)
