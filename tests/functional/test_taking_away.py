"""The links that take a page away: they follow the address that is looked at."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
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


def test_the_sentence_is_copied_with_what_holds_for_it(page: Page) -> None:
    page.goto("/referrals?measure=reclassified")
    _of(page, "csv", "as_at")
    page.get_by_role("button", name="Copy sentence").click()
    expect(page.locator("#view-sentence")).to_have_text("Sentence copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in ("view-headline", "view-change", "view-foot"):
        assert page.locator(f"#{part}").inner_text() in copied


def test_a_picture_says_what_the_page_says_of_it(page: Page, tmp_path: Path) -> None:
    page.goto("/referrals?measure=reclassified")
    _of(page, "csv", "as_at")
    drawn = _picture(page, "SVG", tmp_path).read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", drawn)).replace("&amp;", "&")
    for part in ("view-headline", "view-change", "view-foot"):
        said = page.locator(f"#{part}").inner_text()
        assert said.split() == [one for one in said.split() if one in words]
    with Image.open(_picture(page, "PNG", tmp_path)) as found:
        assert found.width == 2_400
        assert len(found.convert("L").getcolors() or ()) > 20


def _picture(page: Page, form: str, folder: Path) -> Path:
    with page.expect_download() as found:
        page.get_by_role("button", name=form).click()
    assert found.value.suggested_filename == f"reclassified.{form.lower()}"
    kept = folder / found.value.suggested_filename
    found.value.save_as(kept)
    return kept
