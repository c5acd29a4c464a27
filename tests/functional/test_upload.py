"""The whole journey of a file, good and bad, by mouse and by keyboard."""

import json
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.intake.batch import batches
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from tests.functional.conftest import wait_until
from tests.functional.test_pages import (
    WIDTHS,
    words_of_the_code_on,
    wrong_for_those_who_hear_or_tab,
)
from tests.integration.test_publishing import GOOD, HEADER, referrals, row

pytestmark = [pytest.mark.functional, pytest.mark.journeys]

ORGANISATION = (
    "Kind,Code,Name,Parent,Sector,From,To\n"
    "team,T1,Invented Team,,,,\n"
    "school,5712329,Example Primary,,Primary,,\n"
)
READING = 120_000  # milliseconds: two processors may be shared


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    path = tmp_path / "organisation.csv"
    path.write_text(ORGANISATION, encoding="utf-8")
    return path


def choose(page: Page, *paths: Path) -> None:
    page.goto("/data/upload")
    page.locator("#upload-files").set_input_files([str(path) for path in paths])


def verdict(page: Page, words: str) -> None:
    expect(page.locator("#upload-verdict")).to_contain_text(words, timeout=READING)


def check_for_all(page: Page) -> None:
    """It fits each width, axe finds nothing, its words are plain."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}", 5)
    assert wrong_for_those_who_hear_or_tab(page) == []
    assert words_of_the_code_on(page) == []


def test_good_files_are_published_by_mouse(
    new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    good = [GOOD, row(PERSON_ID="102", REFERRAL_ID="R2")]
    choose(page, organisation, referrals(tmp_path / "march.csv", good))
    verdict(page, "4 of 4 rows are ready")
    expect(page.locator("#upload-verdict")).to_be_focused()
    expect(page.locator("main")).to_contain_text("11 of 11 column names known")
    expect(page.locator("main")).to_contain_text("What would change")
    check_for_all(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    verdict(page, "Published.")
    expect(page.locator("#upload-verdict")).to_be_focused()
    expect(page.locator(".standing")).to_contain_text("as at")
    check_for_all(page)
    page.get_by_role("link", name="See where we are").click()
    expect(page.locator(".standing")).to_contain_text("as at")


def test_rows_at_fault_are_left_out_by_keyboard(
    granted_home: Path, new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    bad = [GOOD, row(PERSON_ID="102", Referral_Date="31/13/2026")]
    choose(page, organisation, referrals(tmp_path / "april.csv", bad))
    verdict(page, "1 thing must be put right")
    expect(page.locator(".finding-must_fix")).to_contain_text("1 row")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    check_for_all(page)
    workbook = page.locator(".repair-link").get_attribute("href")
    assert page.request.get(str(workbook)).body().startswith(b"PK")
    page.get_by_text("Note to the source team").click()
    page.get_by_role("button", name="Copy this note").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "april.csv: rows 3" in copied
    assert "31/13/2026" not in copied
    page.get_by_role("button", name="Leave this row out").focus()
    page.keyboard.press("Enter")
    verdict(page, "3 of 3 rows are ready")
    expect(page.locator("#upload-verdict")).to_be_focused()
    page.get_by_role("button", name="Publish", exact=True).focus()
    page.keyboard.press("Space")
    verdict(page, "Published.")
    expect(page.locator("main")).to_contain_text("1 left out by your decision")
    assert list(batches(granted_home)) == []
    page.goto("/data")
    expect(page.locator("main")).to_contain_text("april.csv: 1 of 2 rows")


@pytest.mark.long
def test_a_file_with_columns_renamed_is_mapped_once(
    new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    renamed = [
        "Contact received" if name == "Referral Date" else name for name in HEADER
    ]
    path = referrals(tmp_path / "may.csv", [GOOD], renamed)
    choose(page, organisation, path)
    verdict(page, "1 thing must be put right")
    expect(page.locator("main")).to_contain_text("Not recognised")
    card = page.locator(".upload-card").nth(1)
    card.get_by_label("Kind of extract").select_option("mosaic_referrals")
    card.get_by_role("button", name="Read as this kind").click()
    # Drawn anew, the page gives the verdict focus: a choice made before would be lost.
    expect(page.locator("#upload-verdict")).to_be_focused(timeout=READING)
    chosen = card.get_by_label("Contact received is read as")
    chosen.select_option("received_on", timeout=READING)
    check_for_all(page)
    card.get_by_role("button", name="Read again with these columns").click()
    verdict(page, "3 of 3 rows are ready")
    page.get_by_role("button", name="Publish", exact=True).click()
    verdict(page, "Published.")
    choose(page, path)
    verdict(page, "1 of 1 row is ready")
    expect(page.locator("main")).to_contain_text("11 of 11 column names known")


def test_a_file_that_is_no_extract_is_refused_in_words(
    new_page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "photograph.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    choose(new_page, path)
    verdict(new_page, "1 thing must be put right")
    expect(new_page.locator(".finding-must_fix")).to_contain_text("photograph.png")
    expect(new_page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    check_for_all(new_page)


def test_a_page_left_half_way_goes_on(
    new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    choose(page, organisation)
    page.get_by_text("Reading", exact=True).first.wait_for()
    page.reload()
    verdict(page, "2 of 2 rows are ready")
    page.goto("/data/upload")
    page.locator(".upload-waiting").get_by_role("link", name="organisation.csv").click()
    verdict(page, "2 of 2 rows are ready")
    page.get_by_text("Discard these files…").click()
    page.get_by_role("button", name="Discard them").click()
    verdict(page, "Discarded.")
    page.goto("/data/upload")
    expect(page.locator(".upload-waiting")).to_have_count(0)


@pytest.mark.long
def test_words_are_said_or_asked_about(
    new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    """A plain word is mapped there and then; one that decides a measure waits."""
    page = new_page
    unknown = row(PERSON_ID="102", Source_of_Referral="Neighbour watch")
    decides = row(PERSON_ID="103", Contact_Type="Wellbeing - local")
    path = referrals(tmp_path / "june.csv", [GOOD, unknown, decides])
    choose(page, organisation, path)
    verdict(page, "1 thing must be put right")
    said = page.locator(".finding", has_text="Neighbour watch")
    said.get_by_label("Neighbour watch").select_option(label="Police")
    said.get_by_role("button", name="This is what they mean").click()
    verdict(page, "5 of 5 rows are ready")
    asked = page.locator(".finding", has_text="Wellbeing - local")
    asked.get_by_label("Wellbeing - local").select_option(index=1)
    asked.get_by_role("button", name="Ask for the decision").click()
    expect(asked).to_contain_text("waits for a named leader", timeout=READING)
    check_for_all(page)
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_enabled()


@pytest.mark.long
def test_many_files_of_one_kind_are_one_extract(
    new_page: Page, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    files = [
        referrals(
            tmp_path / f"team {n}.csv", [row(PERSON_ID=str(n), REFERRAL_ID=f"R{n}")]
        )
        for n in range(120)
    ]
    choose(page, organisation, *files)
    verdict(page, "122 of 122 rows are ready")
    expect(page.locator(".upload-card")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(
        "120 files of one kind, as one extract"
    )


@pytest.mark.long
def test_the_second_officer_is_told_and_reads_again(
    new_page: Page, new_home: Path, organisation: Path, tmp_path: Path
) -> None:
    page = new_page
    choose(page, organisation)
    verdict(page, "2 of 2 rows are ready")
    settings = read_settings(new_home)
    first = referrals(tmp_path / "first.csv", [GOOD])
    publish_extracts([first], settings, as_at=date.today())
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#upload-refused")).to_contain_text("first.csv")
    page.get_by_role("button", name="Read again", exact=True).click()
    expect(page.locator("#upload-refused")).to_be_empty(timeout=READING)
    page.get_by_role("button", name="Publish", exact=True).click()
    verdict(page, "Published.")
    page.reload()
    verdict(page, "Published.")


def test_a_reading_is_cancelled_and_begun_again(
    new_page: Page, organisation: Path
) -> None:
    page = new_page
    choose(page, organisation)
    page.get_by_text("Reading", exact=True).first.wait_for()
    page.get_by_role("button", name="Cancel").click()
    verdict(page, "1 file has arrived and not been read to the end")
    page.get_by_role("button", name="Read them").click()
    verdict(page, "2 of 2 rows are ready")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    new_page: Page, organisation: Path
) -> None:
    page = new_page
    page.goto("/data/upload")
    page.locator("#upload-control").evaluate("place => { place.dataset.most = '10' }")
    page.locator("#upload-files").set_input_files([str(organisation)])
    expect(page.locator("#upload-not-taken")).to_contain_text("larger than 2 GB")
    expect(page.locator("#upload-files")).to_be_enabled()
    check_for_all(page)


def test_files_are_dropped(new_page: Page) -> None:
    page = new_page
    page.goto("/data/upload")
    page.locator("#upload-drop").wait_for()
    dropped = page.evaluate_handle(
        """text => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], "organisation.csv", {type: "text/csv"}));
            return carried;
        }""",
        ORGANISATION,
    )
    page.locator("#upload-drop").dispatch_event("drop", {"dataTransfer": dropped})
    verdict(page, "2 of 2 rows are ready")


def test_the_server_refuses_what_is_too_large_before_it_has_come(
    new_server: str,
) -> None:
    """Were the body kept back until it is whole, no answer would come here."""
    connection = HTTPConnection(urlsplit(new_server).netloc, timeout=20)
    connection.request("POST", "/uploads", headers={"X-Sightline": "1"})
    batch = json.loads(connection.getresponse().read())["batch"]
    connection.putrequest("POST", f"/uploads/{batch}/files?name=big.csv")
    connection.putheader("X-Sightline", "1")
    connection.putheader("Content-Length", str(3 << 30))
    connection.endheaders(b"a,b\n1,2\n")
    answer = connection.getresponse()
    assert answer.status == 422
    assert "larger than 2 GB" in json.loads(answer.read())["title"]
    connection.close()
