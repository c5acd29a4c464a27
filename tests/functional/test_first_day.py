"""An empty home begins with what to ask for; each request can be read, and printed."""

import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.intake.profiles import read_profiles
from dashboard.settings import DATA
from tests.functional.conftest import serving
from tests.functional.test_upload import check_for_all

pytestmark = [pytest.mark.functional, pytest.mark.journeys]

PROFILES = read_profiles([DATA / "profiles"])


@pytest.fixture(scope="module")
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One for all: whoever only reads leaves a home as empty as it was."""
    home = tmp_path_factory.mktemp("first-day")
    (home / "access.toml").write_text("demo_user = true", encoding="utf-8")
    with serving(home, home / "log.txt", "/") as address:
        yield address


def test_an_empty_home_begins_with_what_to_ask_for(new_page: Page) -> None:
    page = new_page
    for address in ("/", "/data", "/data/first-day"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("First day: what to ask for")
        expect(page.locator(".first-day tbody tr")).to_have_count(len(PROFILES))
        first = page.locator(".first-day tbody tr").first
        expect(first).to_contain_text("Areas, schools and teams")
        expect(first).to_contain_text("not yet")
        check_for_all(page)
    page.goto("/data/upload")
    check_for_all(page)


def test_every_kind_of_extract_has_a_request(new_page: Page) -> None:
    page = new_page
    for name, profile in PROFILES.items():
        page.goto(f"/data/request/{name}")
        expect(page.locator("h1")).to_contain_text(profile.title)
        for column in profile.needed:
            expect(page.locator("main")).to_contain_text(column.why)
    check_for_all(page)
    page.goto("/data/request/nonsense")
    expect(page.locator("h1")).to_contain_text("no such extract")


def test_a_request_is_printed_on_one_page_without_the_frame(new_page: Page) -> None:
    page = new_page
    page.goto("/data/request/mosaic_referrals")
    expect(page.locator("h1")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".request-links")).to_be_hidden()
    expect(page.locator(".site-header")).to_be_hidden()


def test_a_template_is_a_workbook(new_server: str) -> None:
    address = f"{new_server}/data/template/mosaic_referrals.xlsx"
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.read(2) == b"PK"
        assert "mosaic_referrals.xlsx" in answer.headers["Content-Disposition"]
