"""Following and aims in a real browser, by keyboard: a button stays under the finger."""

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import wait_until

pytestmark = pytest.mark.functional


def test_follow_a_view_by_keyboard_and_stop_on_the_list(page: Page) -> None:
    page.goto("/referrals?measure=reclassified&team=SWT05")
    begin = page.get_by_role("button", name="Follow this")
    begin.focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop following")
    expect(stop).to_be_focused()
    page.goto("/")
    page.get_by_role("link", name="What you follow").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you follow")
    listed = page.locator(".followed li")
    expect(listed).to_contain_text("Reclassified as a welfare concern, team ")
    listed.get_by_role("button", name="Stop following").press("Enter")
    expect(page.locator("main")).to_contain_text("You follow nothing yet.")


def test_an_aim_is_set_drawn_said_and_taken_back(page: Page) -> None:
    page.goto("/measure/reclassified")
    page.get_by_role("link", name="Set an aim or a limit").click()
    page.get_by_label("How much (in per cent)").fill("60")
    page.get_by_label("From", exact=True).fill("2025-01-01")
    page.get_by_label("Why, and who agreed to it").fill("Agreed by the group")
    page.get_by_role("button", name="Set the line").press("Enter")
    expect(page.locator("#view-notes")).to_contain_text("The aim of at least 60 % was")
    wait_until(
        page,
        """[...document.querySelectorAll('[data-chart="trend"] .annotation-text')]
            .some(one => one.textContent.replace(/\\s/g, '').startsWith('aim60'))""",
    )
    expect(page.locator("#view-levels")).to_contain_text("Agreed by the group")
    page.get_by_role("button", name="Take this line back").press("Enter")
    expect(page.locator("#view-levels")).not_to_contain_text("Agreed by the group")
    expect(page.locator("#view-notes")).not_to_contain_text("The aim of")
