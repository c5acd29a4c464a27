"""A page that is a list is linked as the referrals page is.

1. On Schools a stage is chosen by keyboard: other panels follow, its own does not.
2. What is counted once a year offers no months, and says its school year.
3. The register's table has the numbers of its chart.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.test_linked_view import after, numbers, open_view

pytestmark = pytest.mark.functional


def test_a_stage_is_chosen_and_the_others_follow(page: Page) -> None:
    open_view(page, "/schools?measure=persistent_absence")
    own, sexes = numbers(page, "stage"), numbers(page, "sex")
    page.locator('[data-panel="stage"] summary').click()
    row = page.locator('[data-table="stage"] tbody button', has_text=re.compile("^S3$"))
    row.focus()
    after(page, lambda: page.keyboard.press("Enter"))
    assert "stage=S3" in page.url
    assert numbers(page, "stage") == own
    assert numbers(page, "sex") != sexes


def test_what_is_counted_once_a_year_offers_no_months(page: Page) -> None:
    open_view(page, "/schools")
    points = page.get_by_role("group", name="Points")
    expect(points).to_be_visible()
    after(page, lambda: page.get_by_role("button", name="Persistent absence").click())
    expect(points).to_be_hidden()
    expect(page.locator("#view-foot")).to_contain_text("school year 2025/26")


def test_the_registers_table_has_the_numbers_of_its_chart(page: Page) -> None:
    page.goto("/register")
    rows = page.locator(".register tbody tr")
    expect(rows).to_have_count(24)
    told = [
        [cell.inner_text() for cell in rows.nth(n).locator("td").all()]
        for n in range(24)
    ]
    drawn = page.evaluate(
        """() => document.querySelector(".js-plotly-plot").data
            .map(one => [...one.y].reverse().map(y => String(Math.abs(y))))"""
    )
    begun, ended, after_it = drawn
    assert [row[1] for row in told] == begun
    assert [row[2] for row in told] == ended
    assert [row[3] for row in told] == after_it
    assert {row[4] for row in told} == {"0"}
