"""What has been published, in the browser: going back by keyboard, comparing, fitting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import taken_from
from tests.conftest import let_everything_be_exact
from tests.functional.conftest import serving, wait_until
from tests.functional.test_pages import (
    WIDTHS,
    words_of_the_code_on,
    wrong_for_those_who_hear_or_tab,
)
from tests.integration.test_publishing import AS_AT, GOOD, referrals, row

pytestmark = [pytest.mark.functional, pytest.mark.journeys]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two pictures."""
    folder = tmp_path_factory.mktemp("history")
    let_everything_be_exact(folder / "home")
    settings = read_settings(folder / "home")
    for name, rows in (("first", [GOOD]), ("second", [GOOD, row(PERSON_ID="102")])):
        path = referrals(folder / f"{name}.csv", rows)
        publish_extracts([path], settings, as_at=AS_AT)
    return settings.home


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with serving(home, log, "/healthz") as address:
        yield address


def open_history(page: Page) -> None:
    page.goto("/data/history")
    expect(page.locator("h1")).to_have_text("What has been published")


def test_it_says_what_was_published_and_fits(page: Page) -> None:
    open_history(page)
    newest = page.locator(".history-picture").first
    expect(newest).to_contain_text("served now")
    expect(newest).to_contain_text("second.csv")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}", 5)
    assert wrong_for_those_who_hear_or_tab(page) == []
    assert words_of_the_code_on(page) == []


def test_two_pictures_are_compared(page: Page) -> None:
    open_history(page)
    page.get_by_role("button", name="Compare").click()
    compared = page.locator("#history-compared")
    expect(compared.get_by_role("row", name="Feb 2026")).to_contain_text("1")
    expect(compared.get_by_role("row", name="Feb 2026")).to_contain_text("2")


def test_a_copied_link_is_remembered(page: Page, home: Path) -> None:
    page.goto("/referrals")
    wait_until(page, "document.body.dataset.drawn >= 1")
    with page.expect_response("**/taken") as answered:
        page.locator("#view-copy").click()
    assert answered.value.status == 204
    current = Snapshots(home).current_id()
    assert [one.what for one in taken_from(home, {current})] == ["link"]


def test_going_back_by_keyboard(page: Page, home: Path) -> None:
    """With a dialog that can be left; what is withdrawn says why, and who has a link."""
    open_history(page)
    was = Snapshots(home).current_id()
    back = page.get_by_role("button", name="Go back to this picture")
    back.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("These are withdrawn")
    expect(dialog).to_contain_text("the officer at the page: a link")
    assert wrong_for_those_who_hear_or_tab(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert Snapshots(home).current_id() == was
    back.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why?").press_sequentially("wrong file")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Done.")
    withdrawn = page.locator(f"[data-picture='{was}']")
    expect(withdrawn).to_contain_text("withdrawn")
    expect(withdrawn).to_contain_text("wrong file")
    expect(withdrawn).to_contain_text("the officer at the page: a link")
    assert Snapshots(home).current_id() != was
