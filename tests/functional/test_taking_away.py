"""The links that take a page away: they follow the address that is looked at."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.functional


def _of(page: Page, form: str, holding: str) -> str:
    """What a link is of, once its address holds some words."""
    link = page.locator(f'a[data-pack="/pack.{form}"]')
    expect(link).to_have_attribute("href", re.compile(re.escape(holding)))
    href = link.get_attribute("href") or ""
    return parse_qs(urlsplit(href).query)["of"][0]


def test_a_link_is_of_what_is_on_the_screen_and_of_this_very_picture(
    page: Page,
) -> None:
    page.goto("/referrals?measure=reclassified")
    assert "team" not in _of(page, "pptx", "as_at")
    page.locator('button[data-dimension="team"]').first.evaluate("one => one.click()")
    for form in ("pptx", "pdf", "xlsx", "csv"):
        of = _of(page, form, "team")
        assert of.startswith("/referrals?measure=reclassified&team=")
        assert "as_at=" in of


def test_a_click_on_a_link_gives_the_file(page: Page) -> None:
    page.goto("/referrals?measure=reclassified")
    _of(page, "csv", "as_at")
    with page.expect_download() as found:
        page.get_by_role("link", name="CSV").click()
    with found.value.path().open(encoding="utf-8-sig") as file:
        assert file.readline().startswith("view,panel,measure,place,period")
