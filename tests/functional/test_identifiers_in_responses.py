"""No identifier of any extract reaches a browser or the server's log.

Every page that is opened by `test_pages` is listened to there; here it is clicked through,
and an unknown address and a broken one are asked for. The product's own scripts and styles
are searched too.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.functional.conftest import wait_until
from tests.functional.listening import is_static, listen, texts_of
from tests.identifiers import found_in_text

pytestmark = pytest.mark.functional

BROKEN = ("/nowhere", "/referrals?team=nobody", "/measure/nothing", "/?period=never")
CLICKED = ("area", "school", "team", "source", "concern", "flow")


def test_no_identifier_reaches_a_browser_or_the_log(
    page: Page, server_log: Path, identifiers: frozenset[str]
) -> None:
    heard = listen(page)
    page.goto("/referrals")
    wait_until(page, "document.body.dataset.drawn >= 1")
    _click_through(page)
    assert {is_static(answer) for answer in heard} == {True, False}
    texts = texts_of(heard)
    texts += [(address, page.request.get(address).text()) for address in BROKEN]
    assert len(texts) > 25
    for url, text in texts:
        assert not found_in_text(text, identifiers), url
    said = server_log.read_text(encoding="utf-8")
    assert said
    assert not found_in_text(said, identifiers)


def _click_through(page: Page) -> None:
    """Each panel's first row chosen, one upon the other."""
    for panel in CLICKED:
        row = page.locator(f'[data-table="{panel}"] button').first
        if row.count():
            row.evaluate("button => button.click()")
            page.wait_for_load_state("networkidle")
