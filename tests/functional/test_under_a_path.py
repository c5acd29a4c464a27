"""Under a path, behind nginx that speaks HTTPS: every page, and what is done on them.

The other tests serve below `/`: an address that forgets the path is right there and wrong
here, so each page is gone to and each of its addresses looked at.
"""

import io
import re
import shutil
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Response, expect
from pptx import Presentation

from dashboard.access.accounts import make_account
from tests.access import Held, write_access
from tests.functional.conftest import (
    PAGES,
    free_port,
    serving,
    wait_until,
    watched_page,
)
from tests.functional.proxy import proxied, trusting
from tests.functional.test_pages import settle

pytestmark = pytest.mark.functional

PATH = "/sightline/"
NAME, PASSWORD = "a leader", "of these tests alone, and long"
ROLES = ("leader", "data_officer", "recorder", "administrator")
# Where each address of a page leads: its own, whatever a script or Dash made of it.
LEADS_TO = """[...document.querySelectorAll('[href], [action], [src]')].map((one) =>
    new URL(one.getAttribute('href') ?? one.getAttribute('action') ?? one.getAttribute('src'),
            document.baseURI).href)"""


@dataclass(frozen=True)
class Site:
    """The whole of it as people reach it, and what trusts its certificate."""

    address: str
    trust: ssl.SSLContext


@pytest.fixture(scope="module")
def site(
    published_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("under-a-path")
    home, port, tls = folder / "home", free_port(), free_port()
    shutil.copytree(published_home, home)
    write_access(
        home,
        [Held(role, NAME) for role in ROLES],
        address=f"https://localhost:{tls}",
        behind_proxy=True,
    )
    make_account(home, NAME, PASSWORD)
    said = {"SIGHTLINE_PATH": PATH, "SIGHTLINE_SECRET": "of these tests alone" * 3}
    with (
        serving(home, folder / "log.txt", "/healthz", port, **said),
        proxied(folder, PATH, tls, port),
    ):
        yield Site(f"https://localhost:{tls}", trusting(folder))


@pytest.fixture(scope="module")
def state(
    browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Signed in once: to the page that was asked for, and nowhere beside the path."""
    kept = tmp_path_factory.mktemp("state") / "state.json"
    with watched_page(browser, site.address, ignore_https_errors=True) as page:
        page.goto(f"{PATH}definitions?of=referrals")
        expect(page).to_have_url(re.compile(rf"{PATH}sign-in\?to=/definitions"))
        page.get_by_label("Name").fill(NAME)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(f"{site.address}{PATH}definitions?of=referrals")
        expect(page.locator(".standing-person")).to_contain_text(NAME)
        page.context.storage_state(path=kept)
    return kept


@pytest.fixture
def page(browser: Browser, site: Site, state: Path) -> Iterator[Page]:
    """A page that fails its test on a failed request, or on one beside the path."""
    with watched_page(
        browser, site.address, ignore_https_errors=True, storage_state=state
    ) as opened:
        wrong: list[str] = []
        opened.on("response", lambda answer: _look_at(answer, wrong))
        opened.on("requestfailed", lambda asked: _look_at_failed(asked, wrong))
        yield opened
        assert wrong == []


def _look_at(answer: Response, wrong: list[str]) -> None:
    parts = urlsplit(answer.url)
    inside = parts.path.startswith(PATH) or parts.scheme in ("data", "blob")
    if not inside or answer.status >= 400:
        wrong.append(f"{answer.status} {answer.url}")


def _look_at_failed(asked: Request, wrong: list[str]) -> None:
    """What a browser no longer wants because it goes on, or keeps as a file, is no fault."""
    if asked.failure != "net::ERR_ABORTED":
        wrong.append(f"{asked.failure} {asked.url}")


def beside_the_path(page: Page, site: Site) -> list[str]:
    """Addresses of this page that lead to the host, and not below the path."""
    return [
        to
        for to in page.evaluate(LEADS_TO)
        if to.startswith(site.address) and not urlsplit(to).path.startswith(PATH)
    ]


def test_every_page_and_each_of_its_addresses_is_below_the_path(
    page: Page, site: Site
) -> None:
    each = {urlsplit(address).path: address for address in PAGES}
    for address in each.values():
        page.goto(PATH.rstrip("/") + address)
        expect(page.locator("main")).to_contain_text(PAGES[address], ignore_case=True)
        assert beside_the_path(page, site) == [], address


def test_a_filter_a_link_and_going_back(page: Page, site: Site) -> None:
    settle(page, PATH)
    page.get_by_role("link", name="Referrals", exact=True).click()
    expect(page).to_have_url(f"{site.address}{PATH}referrals")
    wait_until(page, "document.body.dataset.drawn >= 1")
    row = page.locator("button.row-button[data-dimension='team']").first
    row.evaluate("one => one.click()")  # its table is folded
    expect(page).to_have_url(re.compile(rf"{PATH}referrals\?team="))
    expect(page.locator("#view-chips .chip")).to_have_count(1)
    page.go_back()
    expect(page.locator("#view-chips .chip")).to_have_count(0)
    page.locator(".standing-audience").click()
    page.get_by_role("link", name="anybody: numbers for publication").click()
    expect(page).to_have_url(f"{site.address}{PATH}referrals")
    expect(page.locator(".standing-audience")).to_contain_text("publication")


def test_what_is_taken_away_leads_back_below_the_path(page: Page, site: Site) -> None:
    settle(page, f"{PATH}referrals?measure=reclassified")
    link = page.locator("a[data-pack='/pack.pptx']")
    expect(link).to_have_attribute("href", re.compile(r"\?of=%2Freferrals.*as_at"))
    with page.expect_download() as taken:
        link.click()
    slides = Presentation(io.BytesIO(Path(taken.value.path()).read_bytes()))
    links = {
        run.hyperlink.address
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    }
    assert links
    for link in links:
        assert link.startswith(f"{site.address}{PATH}look-as/")
    settle(page, next(iter(links)))
    expect(page).to_have_url(
        re.compile(rf"{PATH}referrals\?measure=reclassified&as_at")
    )


def test_what_is_recorded_and_who_signs_out(page: Page, site: Site) -> None:
    settle(page, f"{PATH}referrals?measure=reclassified")
    to_meeting = page.get_by_role("link", name="Add to meeting")
    expect(to_meeting).to_have_attribute("href", re.compile(r"\?of=%2Freferrals"))
    page.goto(f"{PATH}meetings")
    page.get_by_label("What the group is called").fill("Under a path")
    page.get_by_label("Meets on").fill("2026-11-20")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page).to_have_url(re.compile(rf"{PATH}meeting/"))
    for cookie in page.context.cookies():
        assert cookie["path"] == PATH and cookie["secure"], cookie
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(rf"{PATH}sign-in\?out=1"))


def asked(site: Site, path: str, **headers: str) -> tuple[int, str]:
    """The status, and what is said or where it leads."""
    request = urllib.request.Request(site.address + path, headers=headers)
    handler = urllib.request.HTTPSHandler(context=site.trust)
    try:
        with urllib.request.build_opener(handler, _Stays).open(request) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers.get("Location") or error.read().decode()


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def test_what_is_asked_in_a_proxys_name_is_not_believed(site: Site) -> None:
    """nginx writes what it says of a request anew, whatever whoever asks has written."""
    forged = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Prefix": "/else"}
    status, to = asked(site, f"{PATH}referrals", Accept="text/html", **forged)
    assert (status, to) == (303, f"{PATH}sign-in?to=/referrals")
    assert asked(site, "/referrals")[0] in (403, 404)  # nginx has no such place
