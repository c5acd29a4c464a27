"""A meeting in a real browser: made of views, presented by keys, decided in, made again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from dashboard.intake.decisions import Decisions
from dashboard.partnership.decisions import actions_of, decisions_of
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    meetings_of,
    save_meeting,
)
from dashboard.reports.tables import as_written
from dashboard.warehouse.snapshots import Snapshots
from tests.functional.conftest import serving, wait_until, watched_page
from tests.functional.test_pages import wrong_for_those_who_hear_or_tab
from tests.integration.planted_months import MONTHS, as_it_was_met, contacts, publish

pytestmark = pytest.mark.functional

SHOWN = (
    "/referrals",
    "/referrals?measure=reclassified",
    "/thresholds?measure=ird_of_referrals",
    "/schools?measure=persistent_absence",
    "/early-years",
    "/planning",
    "/measure/attendance",
    "/referrals?measure=ird_of_referrals&period=last36",
)
ADDED = (
    "/referrals",
    "/referrals?measure=reclassified",
    "/thresholds?measure=ird_of_referrals",
    "/measure/referrals",
    "/measure/reclassified",
    "/referrals?measure=ird_of_referrals&period=last36",
    "/referrals?measure=reclassified&period=all",
    "/measure/after_referred_again_90",
)
MARKING = "OFFICIAL – SENSITIVE"
SIZES = ((1920, 1080), (1366, 768))
# What a letter on a projected slide is no smaller than, at 1920 wide.
LEAST = 18
SIGNAL = (
    "A change in “Child protection referrals”. Ten months in a row above the median, from"
    " February 2026: more than chance usually gives. Ask what changed."
)


class Room(NamedTuple):
    """A page in a browser, and the home of the server behind it."""

    page: Page
    home: Path


@contextmanager
def opened(home: Path, browser: Browser, folder: Path) -> Iterator[Room]:
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'\nmarking = "{MARKING}"\n')
    with (
        serving(home, folder / "log.txt", "/healthz") as address,
        watched_page(browser, address) as page,
    ):
        # The browser's own wish for an icon with each address; not a part of the page.
        page.route("**/_favicon.ico**", lambda route: route.fulfill(status=204))
        yield Room(page, home)


@pytest.fixture
def room(published_home: Path, browser: Browser, tmp_path: Path) -> Iterator[Room]:
    """The invented partnership, whose meeting has a view of every kind."""
    home = tmp_path / "home"
    shutil.copytree(published_home, home)
    newest = Snapshots(home).current_id()
    group = Meeting("The strategic group", date(2026, 12, 10), newest)
    meeting = save_meeting(home, group)
    for place, address in enumerate(SHOWN, 1):
        add_view(home, meeting.id, MeetingView(address, f"View {place}"), "Ann")
    with opened(home, browser, tmp_path) as found:
        yield found


@pytest.fixture
def group(browser: Browser, tmp_path: Path) -> Iterator[Room]:
    """A small partnership as its group met, and more to come."""
    home = as_it_was_met(tmp_path)
    (home / "access.toml").write_text("demo_user = true", encoding="utf-8")
    with opened(home, browser, tmp_path) as found:
        yield found


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


def test_every_kind_of_view_can_be_read_from_the_end_of_the_table(room: Room) -> None:
    page = room.page
    page.goto(f"/meeting/{meetings_of(room.home)[0].id}")
    page.get_by_role("link", name="Present").click()
    page.wait_for_url("**/present/**")
    quiet(page)
    _each_can_be_read(page)


def test_a_meeting_from_its_first_view_to_the_papers_of_the_next(group: Room) -> None:
    """Made, put in order, presented, decided in; then the next, of newer numbers."""
    page, home = group
    make(page, "The strategic group", "2026-02-12")
    for place, address in enumerate(ADDED, 1):
        add(page, address, f"View {place}")
    expect(page.locator(".agenda > li")).to_have_count(8)
    _put_in_order_by_keyboard(page)
    _put_in_order_by_mouse(page)
    _present(page)
    _decide(page)
    _is_recorded(page, home)
    publish(
        home,
        contacts(MONTHS + 10, doubled_from=MONTHS),
        date(2026, 11, 30),
        Decisions(yes=True),
    )
    _make_the_next(page)
    _what_changed_is_said(page)
    _papers_and_screen_are_alike(page)


def _is_recorded(page: Page, home: Path) -> None:
    meeting = meetings_of(home)[0]
    assert len(decisions_of(home)) == 2
    action = actions_of(home)[0]
    assert (action.owner, action.due_on) == ("Service manager", date(2027, 1, 31))
    page.goto(f"/meeting/{meeting.id}")
    said(page, "Look at who decides at screening")
    page.goto("/actions")
    said(page, "Service manager, by 31 Jan 2027")
    expect(page.locator(".standing")).to_contain_text(MARKING)
    expect(page.locator("article.action .js-plotly-plot")).to_have_count(1)
    page.goto(f"/meeting/{meeting.id}")


def _make_the_next(page: Page) -> None:
    page.reload()
    said(page, "Newer numbers exist")
    page.get_by_text("The next meeting", exact=True).click()
    page.get_by_label("It meets on").fill("2026-12-10")
    page.get_by_role("button", name="Make the next meeting from this one").click()
    said(page, "The strategic group, 10 Dec 2026")
    expect(page.locator(".agenda > li")).to_have_count(8)


def _what_changed_is_said(page: Page) -> None:
    """First the change; beside each view what it said then; on the screen of the room too."""
    expect(page.locator(".changed-list li").first).to_contain_text(SIGNAL)
    expect(page.locator(".agenda .then").first).to_contain_text("Last time: ")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("link", name="Present").click()
        page.wait_for_url("**/present/**")
        quiet(page)
        expect(page.locator(".slide.current")).to_contain_text(SIGNAL)
        _slide_can_be_read(page, width)
        page.keyboard.press("Escape")
        page.wait_for_url("**/meeting/**")


def _papers_and_screen_are_alike(page: Page) -> None:
    """The link on a slide opens the view whose numbers the slide has, to the last digit."""
    with page.expect_download() as found:
        page.get_by_role("link", name="PowerPoint").click()
    deck = Presentation(str(found.value.path()))
    links = dict.fromkeys(filter(None, map(_link_of, deck.slides)))
    assert len(links) == 8
    for link in list(links)[:3]:
        page.goto(link)
        expect(page.locator("#view-headline")).not_to_be_empty(timeout=30_000)
        address = parse_qs(urlsplit(link).query)["to"][0]
        assert page.url.endswith(address)
        slide = next(one for one in deck.slides if _link_of(one) == link)
        expect(page.locator("#view-headline")).to_have_text(slide.shapes.title.text)
        wait_until(page, f"{_DRAWN}.length > 0")
        drawn = {
            as_written(value / of)  # a share is drawn in per cent
            for value in page.evaluate(_DRAWN)
            for of in (1, 100)
        }
        [chart, *_] = [shape.chart for shape in slide.shapes if shape.has_chart]
        for series in chart.plots[0].series:
            told = [value for value in series.values if value is not None]
            assert set(told) <= drawn
            assert told or series.name != chart.plots[0].series[0].name


# Every number that a chart of the page was drawn of, as it was sent.
_DRAWN = """[...document.querySelectorAll('[data-chart] .js-plotly-plot')].flatMap((one) =>
    (one.data || []).flatMap((trace) => [...(trace.y || []), ...(trace.x || [])]))
    .filter((value) => typeof value === 'number')"""


def _link_of(slide: object) -> str:
    found = [
        run.hyperlink.address
        for shape in slide.shapes  # type: ignore[attr-defined]
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    return found[0] if found else ""


def _put_in_order_by_keyboard(page: Page) -> None:
    later = page.get_by_role("button", name="Later").first
    later.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".agenda > li").first).to_contain_text("View 2")


def _put_in_order_by_mouse(page: Page) -> None:
    items = page.locator(".agenda > li")
    last = items.nth(7).locator("p").last
    last.drag_to(items.nth(3).locator("p").last)
    expect(items.nth(3)).to_contain_text("View 8")


def _present(page: Page) -> None:
    """Each view by the arrow keys, as the meeting's own group sees it."""
    sentence = page.locator(".agenda > li").first.locator("p").nth(1).text_content()
    page.get_by_role("link", name="Present").click()
    page.wait_for_url("**/present/**")
    quiet(page)
    _each_can_be_read(page)
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
    assert wrong_for_those_who_hear_or_tab(page) == []
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


def _each_can_be_read(page: Page) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        for view in range(2, 10):
            press(page, "ArrowRight", view)
            _slide_can_be_read(page, width)


def _slide_can_be_read(page: Page, width: int) -> None:
    """Its foot is inside, its charts are high, and no letter is too small for the room."""
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
            const low = [...slide.querySelectorAll('.chart .main-svg')]
                .map((one) => one.getBoundingClientRect().height)
                .filter((high) => high < 180);
            const foot = slide.querySelector('.slide-foot').getBoundingClientRect();
            return {
                small: small,
                low: low,
                inside: foot.bottom <= window.innerHeight && foot.top > 0,
                wide: document.documentElement.scrollWidth,
            };
        }""",
        LEAST,
    )
    assert found["small"] == []
    assert found["low"] == []
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
