"""A meeting in a real browser: made of views, presented by keys, decided in, made again."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.partnership.decisions import actions_of, decisions_of
from dashboard.partnership.meetings import meetings_of
from tests.functional.conftest import serving, wait_until, watched_page

pytestmark = pytest.mark.functional

ADDED = (
    "/referrals",
    "/referrals?measure=reclassified",
    "/thresholds?measure=ird_of_referrals",
    "/schools?measure=persistent_absence",
    "/early-years",
    "/planning",
    "/measure/attendance",
    "/referrals?measure=ird_of_referrals&period=last36",
)
MARKING = "OFFICIAL – SENSITIVE"
SIZES = ((1920, 1080), (1366, 768))
# What a letter on a projected slide is no smaller than, at 1920 wide.
LEAST = 18


@pytest.fixture(scope="module")
def meeting_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("meetings") / "home"
    shutil.copytree(demo_home, home)
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'\nmarking = "{MARKING}"\n')
    return home


@pytest.fixture(scope="module")
def room(
    meeting_home: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    log = tmp_path_factory.mktemp("meetings-log") / "log.txt"
    with (
        serving(meeting_home, log, "/healthz") as address,
        watched_page(browser, address) as page,
    ):
        # The browser's own wish for an icon with each address; not a part of the page.
        page.route("**/_favicon.ico**", lambda route: route.fulfill(status=204))
        yield page


def quiet(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def said(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words, timeout=30_000)


def make(page: Page, name: str, on: str) -> None:
    page.goto("/meetings")
    page.get_by_label("What the group is called").fill(name)
    page.get_by_label("Meets on").fill(on)
    page.get_by_role("button", name="Save the meeting").click()
    said(page, "Saved.")


def add(page: Page, address: str, title: str) -> None:
    page.goto(address)
    expect(page.locator("#view-headline")).not_to_be_empty(timeout=30_000)
    wait_until(
        page,
        "document.querySelector('[data-of-address]').href.includes('?of=%2F')",
    )
    page.get_by_role("link", name="Add to meeting").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Add to the meeting").click()
    said(page, "Saved.")


def press(page: Page, key: str, view: int) -> None:
    page.keyboard.press(key)
    wait_until(page, f"document.querySelector('.slide.current').id === 'view-{view}'")


def test_a_meeting_of_eight_views_is_presented_and_decided_in(
    room: Page, meeting_home: Path
) -> None:
    page = room
    make(page, "The strategic group", "2026-12-10")
    for place, address in enumerate(ADDED, 1):
        add(page, address, f"View {place}")
    expect(page.locator(".agenda > li")).to_have_count(8)
    _put_in_order_by_keyboard(page)
    _present(page, meeting_home)
    _decide(page)
    meeting = meetings_of(meeting_home)[0]
    assert len(decisions_of(meeting_home)) == 2
    action = actions_of(meeting_home)[0]
    assert (action.owner, action.due_on) == ("Service manager", date(2027, 1, 31))
    page.goto(f"/meeting/{meeting.id}")
    said(page, "Look at who decides at screening")
    page.goto("/actions")
    said(page, "Service manager, by 31 Jan 2027")
    expect(page.locator(".standing")).to_contain_text(MARKING)
    expect(page.locator("article.action .js-plotly-plot")).to_have_count(1)


def _put_in_order_by_keyboard(page: Page) -> None:
    later = page.get_by_role("button", name="Later").first
    later.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".agenda > li").first).to_contain_text("View 2")


def _present(page: Page, home: Path) -> None:
    """Each view by the arrow keys, as the meeting's own group sees it."""
    sentence = page.locator(".agenda > li").first.locator("p").nth(1).text_content()
    page.get_by_role("link", name="Present").click()
    page.wait_for_url("**/present/**")
    quiet(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        for view in range(2, 10):
            press(page, "ArrowRight", view)
            _slide_can_be_read(page, width)
    press(page, "Home", 1)
    press(page, "ArrowRight", 2)
    slide = page.locator(".slide.current")
    expect(slide.locator("h1")).to_have_text(str(sentence))
    expect(slide.locator(".slide-foot")).to_contain_text("protected numbers")
    expect(slide.locator(".slide-foot")).to_contain_text(MARKING)
    page.keyboard.press("t")
    expect(slide.locator(".slide-table")).to_be_visible()
    page.keyboard.press("d")
    expect(slide.locator(".slide-definition")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(slide.locator(".slide-table")).to_be_hidden()
    page.context.set_offline(True)
    press(page, "ArrowRight", 3)
    expect(page.locator(".slide.current .js-plotly-plot").first).to_be_visible()
    expect(page.locator("#present-said")).to_contain_text("Every view is still here")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    page.wait_for_url("**as_at=**")
    page.go_back()
    wait_until(page, "document.querySelector('.slide.current')?.id === 'view-3'")


def _slide_can_be_read(page: Page, width: int) -> None:
    """Its foot and charts are inside, and no letter is too small for the room."""
    found = page.evaluate(
        """(least) => {
            const slide = document.querySelector('.slide.current');
            const seen = (one) => one.getClientRects().length > 0
                && getComputedStyle(one).visibility === 'visible';
            const letters = [...slide.querySelectorAll('*')].filter(
                (one) => seen(one) && [...one.childNodes].some(
                    (child) => child.nodeType === 3 && child.textContent.trim()));
            const small = letters
                .filter((one) => parseFloat(getComputedStyle(one).fontSize) < least)
                .map((one) => one.textContent);
            const foot = slide.querySelector('.slide-foot').getBoundingClientRect();
            return {
                small: small,
                inside: foot.bottom <= window.innerHeight && foot.top > 0,
                wide: document.documentElement.scrollWidth,
            };
        }""",
        LEAST,
    )
    assert found["small"] == []
    assert found["inside"]
    assert found["wide"] <= width


def _decide(page: Page) -> None:
    """Two decisions beside two views, one with an action."""
    press(page, "Home", 1)
    press(page, "ArrowRight", 2)
    _record(page, "Referrals are steady", with_action=True)
    wait_until(page, "document.querySelector('.slide.current')?.id === 'view-2'")
    quiet(page)
    press(page, "ArrowRight", 3)
    _record(page, "Fewer become a welfare concern", with_action=False)
    wait_until(page, "document.querySelector('.slide.current')?.id === 'view-3'")


def _record(page: Page, seen: str, *, with_action: bool) -> None:
    page.keyboard.press("r")
    beside = page.locator(".slide.current .slide-record")
    beside.get_by_label("What we see").fill(seen)
    if with_action:
        beside.get_by_label("What will be done").fill(
            "Look at who decides at screening"
        )
        beside.get_by_label("Whose it is").fill("Service manager")
        beside.locator("[data-name=due_on]").fill("2027-01-31")
        beside.get_by_label("What should move").select_option("ird_of_referrals")
    with page.expect_response("**/records/decision") as answer:
        beside.get_by_role("button", name="Record it").click()
    assert answer.value.ok
    page.wait_for_timeout(300)
    page.reload()
    quiet(page)
