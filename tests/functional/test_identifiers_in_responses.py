"""No identifier of any extract reaches a browser or the server's log.

Every page is opened and clicked through, an unknown address and a broken one among
them; all that the server answers is searched, the product's own scripts and styles too.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.functional.conftest import PAGES, wait_until
from tests.identifiers import found_in_text

pytestmark = pytest.mark.functional

BROKEN = ("/nowhere", "/referrals?team=nobody", "/measure/nothing", "/?period=never")
STATIC = ("/assets/", "/_dash-component-suites/")
CLICKED = ("area", "school", "team", "source", "concern", "flow")


def test_no_identifier_reaches_a_browser_or_the_log(
    page: Page, server_log: Path, identifiers: frozenset[str]
) -> None:
    bodies: list[tuple[str, bytes]] = []
    files: set[str] = set()

    def keep(route: Route) -> None:
        url = route.request.url
        if url in files:  # a script is the same on every page
            return route.continue_()
        if any(part in url for part in STATIC):
            files.add(url)
        # A connection that was kept may be closed by the server just as it is used.
        answer = route.fetch(max_retries=5)
        bodies.append((url, answer.body()))
        return route.fulfill(response=answer)

    page.route("**/*", keep)
    for address in PAGES:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    _click_through(page)
    page.unroute_all(behavior="wait")
    bodies += [(address, page.request.get(address).body()) for address in BROKEN]
    assert len(bodies) > 40
    for url, body in bodies:
        assert not found_in_text(body.decode("utf-8", errors="replace"), identifiers), (
            url
        )
    said = server_log.read_text(encoding="utf-8")
    assert said
    assert not found_in_text(said, identifiers)


def _click_through(page: Page) -> None:
    """Each panel's first row chosen, one upon the other."""
    page.goto("/referrals")
    wait_until(page, "document.body.dataset.drawn >= 1")
    for panel in CLICKED:
        row = page.locator(f'[data-table="{panel}"] button').first
        if row.count():
            row.evaluate("button => button.click()")
            page.wait_for_load_state("networkidle")
