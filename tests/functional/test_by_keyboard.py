"""Three people by their keys alone: the group, the data officer, the leader of a zone.

At each stop the focus is seen and is large enough to be hit (WCAG 2.2: 2.4.7, 2.5.8); after
each deed it is somewhere.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.intake.decisions import Decisions
from dashboard.partnership.decisions import decisions_of
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    save_meeting,
)
from dashboard.partnership.zones import Member, Zone, save_zone
from tests.conftest import let_everything_be_exact
from tests.functional.conftest import serving, wait_until, watched_page
from tests.functional.keys import Keys
from tests.integration.planted_months import MET_ON, MONTHS, contacts, publish
from tests.integration.social_work_extracts import write_social_work

pytestmark = [pytest.mark.functional, pytest.mark.journeys]

READING = 120_000  # milliseconds: two processors may be shared
ZONE = "Hillfoot zone"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small partnership with a zone of one team, and a meeting of two views."""
    made = tmp_path_factory.mktemp("keys") / "home"
    let_everything_be_exact(made)
    save_zone(made, Zone(ZONE, (Member("team", "T01", date(2024, 8, 1)),)))
    picture = publish(made, contacts(MONTHS), MET_ON, Decisions(yes=True))
    meeting = save_meeting(
        made, Meeting("The strategic group", date(2026, 2, 12), picture)
    )
    for address in ("/referrals", "/measure/reclassified"):
        add_view(made, meeting.id, MeetingView(address, address.strip("/")), "Officer")
    return made


@pytest.fixture(scope="module")
def keyed_server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("log") / "log.txt"
    with serving(home, log, "/healthz") as address:
        yield address


@pytest.fixture
def keys(browser: Browser, keyed_server: str) -> Iterator[Keys]:
    with watched_page(browser, keyed_server) as page:
        page.route("**/_favicon.ico**", lambda route: route.fulfill(status=204))
        yield Keys(page)


def heading(page: Page, words: str) -> None:
    expect(page.locator("h1:visible").first).to_contain_text(words, timeout=READING)


def shown(page: Page, view: int) -> None:
    wait_until(page, f"document.querySelector('.slide.current')?.id === 'view-{view}'")


def test_the_group_goes_to_its_meeting_presents_and_decides(
    keys: Keys, home: Path
) -> None:
    page = keys.page
    page.goto("/")
    heading(page, "Where we are")
    keys.to("Skip to the page")
    keys.press("Enter")
    assert keys.is_on(page.locator("#page"))
    keys.to("Meetings", back=True)
    keys.press("Enter")
    heading(page, "Meetings")
    keys.is_not_lost()
    keys.to("The strategic group")
    keys.press("Enter")
    heading(page, "The strategic group, 12 Feb 2026")
    keys.is_not_lost()
    keys.to("Present")
    keys.press("Enter")
    page.wait_for_url("**/present/**")
    page.wait_for_load_state("networkidle")
    _looks_at_a_view(keys)
    _decides(keys)
    assert [one.seen for one in decisions_of(home)] == ["Steady"]
    keys.press("Escape")
    expect(page.locator(".slide.current .slide-record")).to_be_hidden()
    keys.is_not_lost()
    keys.press("Escape")
    heading(page, "The strategic group, 12 Feb 2026")
    expect(page.locator("main")).to_contain_text("Steady")


def _looks_at_a_view(keys: Keys) -> None:
    page, slide = keys.page, keys.page.locator(".slide.current")
    keys.press("ArrowRight")
    shown(page, 2)
    keys.press("t")
    expect(slide.locator(".slide-table")).to_be_visible()
    keys.is_not_lost()
    keys.press("d")
    expect(slide.locator(".slide-definition")).to_be_visible()
    keys.press("Escape")
    expect(slide.locator(".slide-definition")).to_be_hidden()
    keys.is_not_lost()
    keys.press("ArrowRight")
    shown(page, 3)
    keys.press("ArrowLeft")
    shown(page, 2)


def _decides(keys: Keys) -> None:
    page = keys.page
    keys.press("r")
    assert keys.is_not_lost().startswith("What we see")
    keys.type("Steady")
    keys.to("Record it")
    with page.expect_response("**/records/decision") as answer:
        keys.press("Enter")
    assert answer.value.ok
    page.wait_for_load_state("networkidle")
    shown(page, 2)
    keys.is_not_lost()


def test_the_officer_sends_files_and_publishes(
    granted_home: Path, new_page: Page, tmp_path: Path
) -> None:
    keys, page = Keys(new_page), new_page
    few = contacts(6, usual=12)
    files = write_social_work(tmp_path / "extracts", few)
    page.goto("/data")
    heading(page, "Data")
    keys.to("Send files")
    keys.press("Enter")
    heading(page, "Send files")
    keys.is_not_lost()
    keys.to("Drop files here, or choose them")
    with page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files([str(path) for path in files])
    verdict = page.locator("#upload-verdict")
    expect(verdict).to_contain_text("rows are ready", timeout=READING)
    expect(verdict).to_be_focused()
    keys.to("Publish")
    keys.press("Enter")
    expect(verdict).to_contain_text("Published.", timeout=READING)
    expect(verdict).to_be_focused()
    keys.to("See where we are")
    keys.press("Enter")
    heading(page, "Where we are")


def test_the_leader_narrows_to_the_zone_and_takes_the_link(keys: Keys) -> None:
    page = keys.page
    page.goto("/referrals")
    wait_until(page, "document.body.dataset.drawn >= 1")
    before = page.locator("#view-headline").inner_text()
    keys.to("Transformation zone")
    _drawn_after(keys, lambda: keys.type(ZONE[:4]))
    assert parse_qs(urlsplit(page.url).query)["zone"] == [ZONE]
    assert keys.is_not_lost().startswith("Transformation zone")
    narrowed = page.locator("#view-headline").inner_text()
    assert narrowed != before
    _reads_a_table(keys)
    keys.to("Welfare concerns", back=True)
    _drawn_after(keys, lambda: keys.press("Enter"))
    assert keys.is_not_lost() == "Welfare concerns"
    assert page.locator("#view-headline").inner_text() != narrowed
    keys.to(f"Take away Transformation zone: {ZONE}", back=True)
    _drawn_after(keys, lambda: keys.press("Enter"))
    keys.is_not_lost()
    assert "zone" not in parse_qs(urlsplit(page.url).query)
    keys.to("Copy link")
    keys.press("Enter")
    wait_until(page, "document.activeElement.textContent.includes('opied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "as_at=" in copied
    keys.is_not_lost()


def _reads_a_table(keys: Keys) -> None:
    keys.to("Table")
    keys.press("Enter")
    wait_until(keys.page, "document.activeElement.closest('details').open")


def _drawn_after(keys: Keys, deed: object) -> None:
    drawn = int(keys.page.evaluate("document.body.dataset.drawn"))
    deed()  # type: ignore[operator]
    wait_until(keys.page, f"document.body.dataset.drawn > {drawn}")
