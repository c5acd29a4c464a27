"""Found, found again, asked and answered, and told to everybody: in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.partnership.barriers import barriers_of
from dashboard.partnership.findings import findings_of
from dashboard.words import NEVER_ON_SCREEN
from tests.functional.conftest import serving, wait_until, watched_page
from tests.functional.test_pages import wrong_for_those_who_hear_or_tab
from tests.integration.test_findings import lines_of

pytestmark = pytest.mark.functional

MARKING = "OFFICIAL – SENSITIVE"
ZONE = "Haldinforth Transformation Zone"
WHAT = "Assessments often lack the child’s own view"
ASKED = "Schools cannot see when a referral is closed"
ANSWER = "A letter goes to the head teacher from January on"
SAID = "Schools will be told when a referral is closed."
WIDTHS = (390, 1366)


@pytest.fixture(scope="module")
def findings_home(
    published_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    home = tmp_path_factory.mktemp("findings") / "home"
    shutil.copytree(published_home, home)
    with (home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'\nmarking = "{MARKING}"\n')
    return home


@pytest.fixture(scope="module")
def desk(
    findings_home: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    log = tmp_path_factory.mktemp("findings-log") / "log.txt"
    with (
        serving(findings_home, log, "/healthz") as address,
        watched_page(browser, address) as page,
    ):
        yield page


def can_be_read_by_all(page: Page) -> None:
    """Each width fits, and axe finds nothing serious."""
    page.wait_for_load_state("networkidle")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}", 5)
    assert wrong_for_those_who_hear_or_tab(page) == []


def unfold(part: Locator, words: str) -> None:
    part.locator("summary").get_by_text(words, exact=True).click()


def saved(page: Page, said: str) -> None:
    expect(page.locator("main [role=status]").first).to_have_text("Saved.")
    expect(page.locator("main")).to_contain_text(said)


def find(
    page: Page, what: str, on: str, by: str, indicator: str, before: str = ""
) -> None:
    page.goto("/findings")
    page.get_by_label("What was found").fill(what)
    page.get_by_label("Found by").select_option(label=by)
    page.get_by_label("Raised on").fill(on)
    page.get_by_label("Quality indicator").select_option(indicator)
    if before:
        again = page.get_by_label("It was found before")
        # Of the same indicator first, whichever is older.
        expect(again.locator("option").nth(1)).to_contain_text(before)
        again.select_option(index=1)
    page.get_by_role("button", name="Record the finding").click()
    saved(page, what)


def test_what_is_found_again_is_one_finding(desk: Page, findings_home: Path) -> None:
    page = desk
    page.goto("/findings")
    expect(page.locator("main")).to_contain_text("No finding is recorded yet")
    find(page, "Chronologies are missing", "2025-01-10", "Inspection", "5.2")
    find(page, WHAT, "2025-02-12", "Audit", "5.4")
    first = page.locator("article.found").first
    expect(first.locator("h3")).to_have_text("Chronologies are missing")
    again = "The view of the child is missing"
    find(page, again, "2026-03-03", "Survey", "5.2", before="Chronologies")
    # It was another one: this time is taken back, and said to be of the right one.
    page.on("dialog", lambda dialog: dialog.accept())
    time = first.locator("li").filter(has_text=again)
    time.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).not_to_contain_text(again)
    find(page, again, "2026-03-03", "Survey", "5.4", before=WHAT)
    expect(page.locator("main")).to_contain_text("Raised twice, first on 12 Feb 2025")
    can_be_read_by_all(page)
    unfold(first, "Close it")
    first.get_by_label("What was done").fill("A template is in use.")
    first.get_by_role("button", name="Close the finding").click()
    saved(page, "A template is in use.")
    assert [(f.what, f.times) for f in findings_of(findings_home)] == [
        *((WHAT, 2), ("Chronologies are missing", 1))
    ]


def test_what_is_in_the_way_waits_for_an_answer(
    desk: Page, findings_home: Path
) -> None:
    page = desk
    meeting = _meeting_of_two_views(page)
    page.goto("/zone/Haldinforth%20Transformation%20Zone")
    unfold(page.locator("main"), "Ask the group")
    page.get_by_label("What is in the way").fill(ASKED)
    page.get_by_role("button", name="Ask the group").click()
    saved(page, f"by {ZONE}: {ASKED}")
    page.goto("/actions")
    expect(page.locator("main")).to_contain_text("Waiting for an answer from the group")
    can_be_read_by_all(page)
    page.goto(f"/present/{meeting}")
    expect(page.locator(".slide.current")).to_contain_text(ASKED)
    page.goto(f"/meeting/{meeting}")
    unfold(page.locator("main"), "Answer it")
    page.get_by_label("The answer", exact=True).fill(ANSWER)
    page.get_by_label("Whose answer it is").fill("Head of service")
    page.get_by_role("button", name="Answer it").click()
    saved(page, "What may go into the update for everybody")
    expect(page.locator("main")).not_to_contain_text("Waiting for an answer")
    page.goto("/zone/Haldinforth%20Transformation%20Zone")
    way = page.locator(".in-the-way")
    expect(way).to_contain_text("Asked on")
    expect(way).to_contain_text(f"by Head of service: {ANSWER}")
    assert [one.answer for one in barriers_of(findings_home)] == [ANSWER]
    _tell_everybody(page, meeting)


def _meeting_of_two_views(page: Page) -> str:
    page.goto("/meetings")
    page.get_by_label("What the group is called").fill("The quiet group")
    page.get_by_label("Meets on").fill("2026-11-20")
    page.get_by_role("button", name="Save the meeting").click()
    saved(page, "The quiet group")
    meeting = page.url.rpartition("/")[2].partition("?")[0]
    for address in ("/referrals?measure=reclassified", "/referrals?team=SWT05"):
        answer = page.request.post(
            "/records/meeting/view",
            data={"meeting": meeting, "address": address, "title": "An inner title"},
            headers={"X-Sightline": "1"},
        )
        assert answer.ok
    return meeting


def _tell_everybody(page: Page, meeting: str) -> None:
    """Nothing of it is in the update until somebody says so, in words for everybody."""
    page.goto(f"/update?meeting={meeting}")
    update = page.locator(".update-page")
    expect(update).to_contain_text("in every 100")
    for inner in (ASKED, ANSWER, "The quiet group", "An inner title", "Brackshiel"):
        expect(update).not_to_contain_text(inner)
    page.get_by_role("link", name="The meeting").click()
    unfold(page.locator("main"), "Choose the words")
    page.get_by_label("The words for the update").fill(SAID)
    page.get_by_role("button", name="Put these words into the update").click()
    saved(page, f"In the update: {SAID}")
    can_be_read_by_all(page)
    page.get_by_role("link", name="Update for everybody").click()
    expect(update).to_contain_text(SAID)
    expect(update).not_to_contain_text(ANSWER)
    can_be_read_by_all(page)
    _is_plain(page)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.emulate_media(media="screen")


def _is_plain(page: Page) -> None:
    """Short sentences, and none of the words that only those who made the page know."""
    said = page.locator(".update-page > :not(.d-print-none)").all_inner_texts()
    sentences = [
        one for part in said for one in re.split(r"(?<=[.?!:])\s+", part) if one
    ]
    lengths = [len(one.split()) for one in sentences]
    assert max(lengths) <= 22
    assert sum(lengths) / len(lengths) <= 12
    words = " ".join(sentences).lower()
    inner = (*NEVER_ON_SCREEN, "median", "reclassified", "audience", "snapshot")
    assert [one for one in inner if f" {one.lower()} " in f" {words} "] == []


def test_the_document_says_what_the_page_says(desk: Page) -> None:
    page = desk
    page.goto("/position")
    expect(page.locator("main")).to_contain_text("Findings that are open")
    can_be_read_by_all(page)
    said = page.evaluate(
        """() => [...document.querySelectorAll('.position-page :is(h1, h2, h3, p, li, th, td)')]
            .filter((one) => !one.closest('.d-print-none'))
            .map((one) => one.textContent)"""
    )
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word document").click()
    assert taken.value.suggested_filename.endswith(".docx")
    assert lines_of(Path(taken.value.path()).read_bytes()) == said
