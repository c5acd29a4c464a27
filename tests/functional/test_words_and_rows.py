"""What a named leader decides about words; which rows are behind a figure.

1. A word that decides waits. The leader sees what it would move, gives a name, says yes.
2. An officer gives the file again, and is told the rows behind a figure.
3. An officer says of a month without rows that nothing happened, and publishes.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.intake.publish import publish_extracts
from dashboard.intake.wordlists import propose_word
from dashboard.settings import read_settings
from tests.functional.test_upload import READING, check_for_all, choose, verdict
from tests.integration.test_meanings import ROWS, STEPS, WORD
from tests.integration.test_publishing import AS_AT, GOOD, referrals, row

pytestmark = [pytest.mark.functional, pytest.mark.journeys]


@pytest.fixture
def published(granted_home: Path, tmp_path: Path) -> Path:
    """A home with March published, and one of its words proposed; its referrals file."""
    settings = read_settings(granted_home)
    file = referrals(tmp_path / "march.csv", ROWS)
    steps = tmp_path / "steps.csv"
    steps.write_text(STEPS, encoding="utf-8")
    publish_extracts([file, steps], settings, as_at=AS_AT)
    propose_word(granted_home, "screening_outcome", WORD, "welfare", "an officer")
    return file


def test_a_leader_sees_what_a_word_would_move_and_decides(
    published: Path, new_page: Page
) -> None:
    page = new_page
    page.goto("/data")
    page.get_by_role("link", name="Words that decide (1 waiting)").click()
    expect(page.get_by_role("heading", name=WORD)).to_be_visible()
    page.get_by_role("button", name="See what it would move").click()
    moved = page.get_by_text("Reclassified as a welfare concern (1 month)")
    expect(moved).to_be_visible(timeout=READING)
    moved.click()
    expect(page.locator("details[open]")).to_contain_text("Feb 2026")
    expect(page.locator("details[open]")).to_contain_text("67 %")
    check_for_all(page)
    page.get_by_role("button", name="Yes: count it as").click()
    expect(page.locator("#words-refused")).to_contain_text("Say who decides")
    page.get_by_label("Your name, for the record").fill("A Leader")
    page.get_by_role("button", name="Yes: count it as").click()
    expect(page.locator("main")).to_contain_text("No word waits for a decision.")
    expect(page.locator("table")).to_contain_text("A Leader")
    check_for_all(page)


def test_the_rows_behind_a_figure_are_told(published: Path, new_page: Page) -> None:
    page = new_page
    page.goto("/data/trace?measure=referrals&period=all")
    page.locator("#trace-file").set_input_files(str(published))
    expect(page.locator("#trace-found")).to_contain_text(
        "Rows 2, 3, 4.", timeout=READING
    )
    check_for_all(page)
    page.goto("/data/history")
    expect(page.locator("main")).to_contain_text("Looked for the rows of march.csv")


def test_a_month_without_rows_is_asked_about(new_page: Page, tmp_path: Path) -> None:
    page = new_page
    april = row(PERSON_ID="9", REFERRAL_ID="R9", **{"Referral Date": "03/04/2026"})
    choose(page, referrals(tmp_path / "two.csv", [GOOD, april]))
    verdict(page, "2 of 2 rows are ready")
    expect(page.locator("main")).to_contain_text("No rows at all in Mar 2026")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    page.get_by_label("Nothing happened").check()
    page.get_by_role("button", name="Say so, and read again").click()
    publish = page.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_be_enabled(timeout=READING)
    publish.click()
    verdict(page, "Published.")
    page.goto("/data")
    expect(page.locator(".cover-nothing")).to_have_count(1)


def test_rows_that_are_gone_need_a_yes(
    published: Path, new_page: Page, tmp_path: Path
) -> None:
    page = new_page
    choose(page, referrals(tmp_path / "less.csv", ROWS[:2]))
    verdict(page, "2 of 2 rows are ready")
    expect(page.locator("main")).to_contain_text("1 row of what we hold no longer in")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#upload-refused")).to_contain_text("needs your yes first")
    page.get_by_label("Yes: I have read what asks for a yes").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    verdict(page, "Published.")
