"""A leader makes a zone and a cycle; workers fill a tool in, with and without a network."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.partnership.tool_answers import answers_of
from dashboard.settings import read_settings
from tests.conftest import let_everything_be_exact
from tests.functional.conftest import serving, watched_page
from tests.functional.test_upload import check_for_all
from tests.integration.test_zone_readings import AS_AT, ROWS, extracts

pytestmark = [pytest.mark.functional, pytest.mark.journeys]

READY = 90_000  # milliseconds: a picture is made anew meanwhile
TODAY = date.today()


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small partnership that has published, with no zone yet."""
    folder = tmp_path_factory.mktemp("leader")
    home = folder / "home"
    let_everything_be_exact(home)
    publish_extracts(
        extracts(folder),
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return home


@pytest.fixture(scope="module")
def small_server(
    small_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    log = tmp_path_factory.mktemp("log") / "log.txt"
    with serving(small_home, log, "/healthz") as address:
        yield address


@pytest.fixture
def leader(browser: Browser, small_server: str) -> Iterator[Page]:
    with watched_page(browser, small_server) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, small_server: str) -> Iterator[BrowserContext]:
    """A phone whose network can go: what it cannot load is no fault of the page."""
    context = browser.new_context(
        base_url=small_server, viewport={"width": 390, "height": 800}, is_mobile=True
    )
    yield context
    context.close()


def test_a_leader_makes_a_zone_and_a_cycle_and_sees_both_on_four_pages(
    leader: Page,
) -> None:
    page = leader
    page.goto("/zones")
    expect(page.locator("main")).to_contain_text("There is no zone yet.")
    check_for_all(page)
    page.get_by_role("link", name="Make a zone").click()
    page.get_by_label("Name of the zone").fill("First zone")
    page.get_by_label("What it is for").fill("Fewer families, sooner helped")
    page.get_by_label("School, team or area").select_option(label="Team: Team 1")
    page.get_by_label("Joined on").fill("2026-03-01")
    page.get_by_label("Left on").fill("2026-02-01")
    check_for_all(page)
    page.get_by_role("button", name="Save the zone").click()
    expect(page.locator(".said-no")).to_contain_text("it would be in it on no day")
    page.reload()
    expect(page.get_by_label("Name of the zone")).to_have_value("First zone")
    page.get_by_label("Left on").fill("")
    page.get_by_role("button", name="Save the zone").click()
    expect(page.locator("#zones-making")).to_contain_text(
        re.compile("worked out anew|is saved"), timeout=READY
    )
    expect(page.locator("#zones-making")).to_contain_text(
        re.compile("The numbers are worked out anew|in every number"), timeout=READY
    )

    page.get_by_role("link", name="Record a cycle").click()
    page.get_by_label("What is tried").fill("A checklist")
    page.get_by_label("Where", exact=False).first.select_option("First zone")
    page.get_by_label("Prediction", exact=True).fill("Two of three")
    page.get_by_label("Began on").fill("2026-05-04")
    page.get_by_label("Ended on").fill("2026-05-01")
    check_for_all(page)
    page.get_by_role("button", name="Save the cycle").click()
    expect(page.locator(".said-no")).to_contain_text("before it begins")
    page.get_by_label("Ended on").fill("")
    page.get_by_role("button", name="Save the cycle").click()
    expect(page.locator("h1")).to_have_text("First zone")
    expect(page.locator("main")).to_contain_text("Two of three")
    check_for_all(page)

    for address in (
        "/zones",
        "/zone/First%20zone",
        "/referrals?zone=First+zone",
        "/measure/referrals?zone=First+zone",
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("First zone")
        expect(page.locator("main")).to_contain_text("A checklist")
    expect(page.locator("[data-panel=zone]")).to_contain_text("The rest, like for like")
    page.locator("[data-panel=trend] .table-summary").click()
    expect(page.locator("[data-table=trend] th", has_text="Everyone")).to_be_visible()
    assert len(ROWS) == 8


def test_a_zone_is_taken_back_and_put_back_by_keyboard(leader: Page) -> None:
    page = leader
    page.goto("/zones")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take back").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Taken back")
    page.get_by_role("button", name="Put back").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".zone-card")).to_have_count(1)


def test_a_tool_is_filled_in_on_a_phone_with_the_network_cut(
    phone: BrowserContext, small_home: Path
) -> None:
    page = phone.new_page()
    page.goto("/tools/fill?tool=tac_meeting&of=team:T1")
    expect(page.get_by_text("The child's own view was heard")).to_be_visible()
    for group in page.locator("fieldset").all():
        group.get_by_text("Yes", exact=True).click()
    page.get_by_label("What would have made this meeting better?").fill("More time")
    phone.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said-yes")).to_contain_text(
        "kept on this device and will be sent"
    )
    assert answers_of(small_home, ["tac_meeting"]) == []
    phone.set_offline(False)
    expect(page.locator("main")).to_contain_text(
        "Sent. It is in the chart below.", timeout=READY
    )
    expect(page.locator("main")).to_contain_text("1 filled in")
    expect(page.locator("main")).to_contain_text("100 %")
    expect(page.locator("main")).to_contain_text("More time")
    (answer,) = answers_of(small_home, ["tac_meeting"])
    assert answer.giver.team == "T1"
    page.goto("/tools")
    page.wait_for_timeout(5_000)
    assert len(answers_of(small_home, ["tac_meeting"])) == 1, "it is sent once"


def test_what_is_typed_outlives_a_page_that_is_closed(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/tools/fill?tool=child_view&of=team:T2")
    page.locator("fieldset").first.get_by_text("A bit").click()
    page.close()
    again = phone.new_page()
    again.goto("/tools/fill?tool=child_view&of=team:T2")
    expect(again.locator(".said-yes")).to_contain_text("still here")
    expect(again.locator("fieldset").first.get_by_label("A bit")).to_be_checked()


def test_a_second_worker_uses_a_link_without_an_account(
    leader: Page, phone: BrowserContext, small_home: Path
) -> None:
    page = leader
    page.goto("/tools/link?tool=child_view")
    page.get_by_label("Of which team or school").select_option(label="Team 2")
    page.get_by_label("Ends on").fill((TODAY + timedelta(days=7)).isoformat())
    check_for_all(page)
    page.get_by_role("button", name="Make the link").click()
    address = page.locator("#made-link").get_attribute("href")
    assert address is not None

    worker = phone.new_page()
    worker.goto(address)
    expect(worker.locator("main")).to_contain_text("About Team 2")
    for group in worker.locator("fieldset").all():
        group.get_by_text("Yes", exact=True).click()
    worker.get_by_role("button", name="Send").click()
    expect(worker.locator("main")).to_contain_text("Thank you: it is sent")
    (answer,) = answers_of(small_home, ["child_view"])
    assert (answer.giver.team, answer.via) == ("T2", "link")

    page.goto("/tools/link?tool=child_view")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).to_contain_text("There is none.")
    worker.goto(address)
    expect(worker.locator("h1")).to_contain_text("not known, or was taken back")


def test_forms_from_paper_and_from_microsoft_forms(
    leader: Page, small_home: Path, tmp_path: Path
) -> None:
    page = leader
    page.goto("/tools/grid?tool=training&of=team:T3")
    row = page.locator(".form-row").first
    row.get_by_label("Day").fill(TODAY.isoformat())
    row.get_by_label("How many people were trained?").fill("4")
    row.get_by_label("How many were coached").fill("2")
    page.get_by_role("button", name="Add a form").click()
    second = page.locator(".form-row").nth(1)
    second.get_by_label("Day").fill((TODAY - timedelta(days=3)).isoformat())
    second.get_by_label("How many people were trained?").fill("1")
    second.get_by_label("How many were coached").fill("0")
    check_for_all(page)
    page.get_by_role("button", name="Send them all").click()
    expect(page.locator("main")).to_contain_text("2 filled in", timeout=READY)

    path = tmp_path / "responses.csv"
    path.write_text(
        "ID,Start time,Completion time,Email,How many people were trained?,"
        "How many were coached while doing the work?\n"
        f"1,x,{TODAY} 09:00:00,anonymous,7,1\n",
        encoding="utf-8",
    )
    page.goto("/tools/bring?tool=training")
    page.get_by_label("Of which team or school").select_option(label="Team 3")
    page.get_by_label("The exported file").set_input_files(str(path))
    check_for_all(page)
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator(".said-yes")).to_contain_text("1 forms are taken in")
    assert len(answers_of(small_home, ["training"])) == 3


def test_a_tool_made_on_the_page_is_a_form_a_measure_and_a_chart_at_once(
    leader: Page,
) -> None:
    page = leader
    page.goto("/tools/make")
    page.get_by_label("Name of the tool").fill("Calls back")
    page.get_by_label("Who fills it in").fill("The duty worker")
    page.get_by_label("How often").fill("each day")
    page.get_by_label("Question", exact=True).fill(
        "Was the caller told what was decided?"
    )
    check_for_all(page)
    page.get_by_role("button", name="Make the tool").click()
    card = page.locator("[data-tool=calls_back]")
    expect(card).to_contain_text("The duty worker, each day")
    card.get_by_role("link", name="Fill in").click()
    page.get_by_label("Team or school").select_option(label="Team 1")
    page.locator("fieldset").first.get_by_text("Yes", exact=True).focus()
    page.keyboard.press("Tab")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Sent. It is in the chart below.")
    expect(page.locator("main")).to_contain_text("Was the caller told")
    check_for_all(page)


def test_only_our_own_pages_may_record(small_server: str) -> None:
    parts = urlsplit(small_server)
    for road in (
        "zone",
        "event",
        "cycle",
        "answer",
        "answers",
        "tool",
        "link",
        "forms",
    ):
        connection = HTTPConnection(parts.hostname or "", parts.port)
        try:
            connection.request("POST", f"/records/{road}", body=b"{}")
            assert connection.getresponse().status == 403
        finally:
            connection.close()
