"""What is typed is text: hostile values in every box, and in what others will read."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.partnership.happenings import Happening, record_happening
from tests.functional.conftest import PAGES, watched_page

pytestmark = pytest.mark.functional

HOSTILE = (
    """"'><img src=x onerror="window.hostile=1"><script>window.hostile=1</script>"""
)
# Of every page those that have something to type into; of the others the address alone.
WITH_BOXES = [
    address
    for address in PAGES
    if address.startswith(("/tools", "/zones/", "/data", "/definitions"))
    or address == "/referrals"
]
BOXES = (
    "main input:not([type]):visible, main input[type=text]:visible,"
    " main input[type=search]:visible, main textarea:visible"
)


def test_hostile_values_in_every_box_do_nothing(browser: Browser, server: str) -> None:
    """Each is filled in and sent; nothing of it runs, and nothing breaks.

    Every page in a browser of its own: what was sent may still be taking the last away.
    """
    filled = 0
    for address in WITH_BOXES:
        with watched_page(browser, server) as page:
            filled += _fill_in(page, address)
    assert filled > 15


def _fill_in(page: Page, address: str) -> int:
    """How many boxes there were to fill in."""
    broken: list[str] = []
    page.on(
        "response",
        lambda answer: broken.append(answer.url) if answer.status >= 500 else None,
    )
    page.on("dialog", lambda dialog: broken.append(dialog.message))
    _complain_of_what_runs(page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    boxes = page.locator(BOXES)
    filled = 0
    for index in range(min(boxes.count(), 30)):
        box = boxes.nth(index)
        if box.is_editable():
            box.fill(HOSTILE)
            filled += 1
    if boxes.count():
        boxes.first.press("Enter")
        page.wait_for_load_state("networkidle")
    assert broken == [], address
    return filled


def _complain_of_what_runs(page: Page) -> None:
    """To the console, on which a watched page fails: on whatever page it is by then."""
    page.add_init_script(
        "Object.defineProperty(window, 'hostile',"
        " { set: () => console.error('what was typed has run') })"
    )


def test_what_runs_is_noticed(browser: Browser, server: str) -> None:
    with pytest.raises(AssertionError, match="has run"):
        _run_something(browser, server)


def _run_something(browser: Browser, server: str) -> None:
    with watched_page(browser, server) as page:
        _complain_of_what_runs(page)
        page.goto("/definitions")
        page.evaluate("window.hostile = 1")


@pytest.mark.parametrize(
    "where", ["/referrals", "/measure/referrals", "/measures", "/data/trace"]
)
@pytest.mark.parametrize("name", ["measure", "team", "period", "as_at", "words"])
def test_hostile_values_in_an_address_are_no_part_of_the_page(
    page: Page, where: str, name: str
) -> None:
    answer = page.goto(f"{where}?{name}={HOSTILE}")
    assert answer is not None
    assert answer.status < 500
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hostile") is None
    assert page.locator("img[src=x]").count() == 0


def test_a_hostile_title_is_read_as_it_was_written(page: Page, demo_home: Path) -> None:
    """An event is drawn on charts, listed, and told to who cannot see charts."""
    record_happening(
        demo_home,
        Happening(
            happened_on=date(2026, 3, 2),
            title=HOSTILE,
            kind="other",
            scope="Everywhere",
            note=HOSTILE,
            who=HOSTILE,
        ),
    )
    for address in ("/zones", "/referrals", "/measure/referrals", "/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hostile") is None
        assert page.locator("img[src=x]").count() == 0
    page.goto("/zones")
    expect(page.locator("main")).to_contain_text("onerror=")
