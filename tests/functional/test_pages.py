"""Every page, at three widths: it fits, it says what it must, and axe finds nothing at all.

Nor is there an identifier in anything that the server answers to make it.
"""

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.settings import PROJECT
from dashboard.words import NEVER_ON_SCREEN
from tests.functional.conftest import PAGES, wait_until
from tests.functional.listening import is_static, listen, texts_of
from tests.identifiers import found_in_text

pytestmark = pytest.mark.functional

WIDTHS = (390, 1366, 1920)


def settle(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1").first).not_to_be_empty(timeout=30_000)
    if (
        page.locator("#view-store").count()
        or "referrals" in address
        or "measure/" in address
    ):
        wait_until(page, "document.body.dataset.drawn >= 1")
    page.wait_for_timeout(400)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_read_by_all(
    page: Page, address: str, identifiers: frozenset[str]
) -> None:
    """It says what it must, fits each width, and axe finds nothing at all."""
    heard = listen(page)
    settle(page, address)
    for url, text in texts_of(one for one in heard if not is_static(one)):
        assert not found_in_text(text, identifiers), url
    expect(page.locator("main")).to_contain_text(PAGES[address], ignore_case=True)
    expect(page.locator(".standing")).to_contain_text("as at 14 Nov 2026")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}", 5)
    assert wrong_for_those_who_hear_or_tab(page) == []
    assert drawn_as_something_else(page) == []
    assert words_of_the_code_on(page) == []


def drawn_as_something_else(page: Page) -> object:
    """Kinds of chart that the part of Plotly which is served does not know."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".js-plotly-plot")]
            .flatMap((one) => one.data.map((trace) => trace.type ?? "scatter"))
            .filter((type) => !(type in window.Plotly.PlotSchema.get().traces))"""
    )


def wrong_for_those_who_hear_or_tab(page: Page) -> list[object]:
    return [
        (found["id"], [node["target"] for node in found["nodes"]][:3])
        for found in Axe().run(page).response["violations"]
    ]


def words_of_the_code_on(page: Page) -> list[str]:
    """Words of the code outside the definitions, which show SQL."""
    page.evaluate(
        "document.querySelectorAll('.definition').forEach(part => part.remove())"
    )
    words = page.locator("body").inner_text().lower()
    return [word for word in NEVER_ON_SCREEN if f" {word.lower()} " in f" {words} "]


def test_the_first_page_has_its_five_questions_each_a_link(page: Page) -> None:
    settle(page, "/")
    lines = page.locator(".five-link")
    assert lines.count() == 5
    for number in range(5):
        assert lines.nth(number).locator(".five-number").inner_text()
        assert lines.nth(number).locator(".five-sentence").inner_text().endswith(".")
    lines.nth(1).click()
    wait_until(page, "document.body.dataset.drawn >= 1")
    expect(page.locator("#view-headline")).to_contain_text("welfare concern")


@pytest.mark.parametrize("address", ["/", "/referrals", "/thresholds"])
def test_nothing_is_lost_in_the_readers_own_colours(page: Page, address: str) -> None:
    """Nor where nothing may move; what is chosen is still told from what is not."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    settle(page, address)
    assert wrong_for_those_who_hear_or_tab(page) == []
    moving = """[...document.querySelectorAll('*')].filter((one) =>
        parseFloat(getComputedStyle(one).transitionDuration) > 0).length"""
    assert page.evaluate(moving) == 0
    for chosen, other in (
        (".site-link.active", ".site-link:not(.active)"),
        (".choice[aria-pressed=true]", ".choice[aria-pressed=false]"),
    ):
        if page.locator(chosen).count():
            assert edge_of(page, chosen) != edge_of(page, other), chosen


def edge_of(page: Page, which: str) -> object:
    return page.locator(which).first.evaluate(
        "(one) => getComputedStyle(one).borderBottom"
    )


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_health_and_an_unknown_path(server: str) -> None:
    assert status_of(f"{server}/healthz") == 200
    assert status_of(f"{server}/nowhere") == 404
    assert status_of(f"{server}/measure/attendance") == 200
    assert status_of(f"{server}/referrals?team=SWT01") == 200


def test_print_has_no_controls(page: Page) -> None:
    settle(page, "/referrals")
    page.emulate_media(media="print")
    expect(page.locator(".filter-bar")).to_be_hidden()
    expect(page.locator("#view-headline")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "where-we-are"),
        ("/referrals?measure=reclassified", "referrals"),
        ("/thresholds?period=last36", "thresholds"),
        ("/zone/Haldinforth%20Transformation%20Zone", "zone"),
    ],
)
def test_the_pictures_in_the_readme_are_of_today(
    page: Page, address: str, name: str, tmp_path: Path
) -> None:
    """Takes the README's pictures anew; kept where SIGHTLINE_PICTURES names a folder."""
    folder = Path(os.environ.get("SIGHTLINE_PICTURES", tmp_path))
    settle(page, address)
    taken = folder / f"{name}.png"
    page.screenshot(path=str(taken))
    assert taken.stat().st_size > 20_000
    assert f"docs/{name}.png" in (PROJECT / "README.md").read_text(encoding="utf-8")
    assert (PROJECT / "docs" / f"{name}.png").exists()
