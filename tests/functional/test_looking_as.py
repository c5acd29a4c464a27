"""Looking at a page as a wider group will see it, where nobody is signed in."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.functional


def test_a_page_is_looked_at_as_others_will_see_it_by_one_click(page: Page) -> None:
    """The same page is made anew for the wider group, and back again."""
    address = "/referrals?measure=referrals&team=SWT05"
    page.goto(address)
    said = page.locator(".standing summary")
    expect(said).to_have_text("exact numbers: for named staff only")
    said.click()
    page.get_by_role("link", name="the partnership's groups").click()
    expect(said).to_have_text("protected numbers")
    assert page.url.endswith(address)
    expect(page.locator("#page")).to_contain_text("About")
    page.goto("/data/trace")
    expect(page.locator("#page")).to_contain_text("Rows are for named staff")
    page.goto("/data/history")
    expect(page.locator("#page")).not_to_contain_text("Rows in")
    said.click()
    page.get_by_role("link", name="named staff, with exact numbers").click()
    expect(page.locator("#page")).to_contain_text("Rows in")


def test_nobody_looks_as_whom_the_server_does_not_serve(
    server: str,
) -> None:
    """Nor is a page of another site gone back to."""
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{server}/look-as/anybody")
    refused.value.close()
    assert refused.value.code == 404
    elsewhere = Request(
        f"{server}/look-as/public", headers={"Referer": "http://e.test/x"}
    )
    with build_opener(_Stay).open(elsewhere) as answer:
        assert answer.headers["Location"] == "/"


class _Stay(HTTPRedirectHandler):
    """Sees where it is sent and does not go."""

    def http_error_303(self, _request: object, answer: Any, *_: object) -> Any:
        return answer
