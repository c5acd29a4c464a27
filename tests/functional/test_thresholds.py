"""Thresholds and reclassification, as a strategic group and an analyst use it.

1. They open the page: every question has a picture, a sentence and a table.
2. They click a team in a picture; every other panel follows, by mouse and by keyboard.
3. An analyst reads the chart by other rules: the address has it, the page says so.
4. A leader records a new level with its reason, and takes it back.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import wait_until
from tests.functional.test_linked_view import after, open_view

pytestmark = pytest.mark.functional

PANELS = (
    "flow",
    "team",
    "area",
    "source",
    "profile",
    "mix",
    "soon",
    "after",
    "offered",
)
ZONE = "/referrals?measure=reclassified&zone=Haldinforth+Transformation+Zone"


def test_every_question_has_a_picture_a_sentence_and_a_table(page: Page) -> None:
    open_view(page, "/thresholds?period=last36")
    for panel in PANELS:
        section = page.locator(f'[data-panel="{panel}"]')
        expect(section).to_be_visible()
        expect(section.locator(".js-plotly-plot .main-svg").first).to_be_attached()
        expect(section.locator(".said")).not_to_be_empty()
        section.locator("summary").click()
        assert section.locator("tbody tr").count() > 1
    questions = page.locator("h2.asked").all_text_contents()
    assert questions == [
        "Where do referrals go?",
        "Are our thresholds the same?",
        "Is it the team or the mix?",
        "How soon do we know?",
        "What happened after?",
    ]


def test_the_planted_team_is_named_in_the_picture_and_in_words(page: Page) -> None:
    open_view(page, "/thresholds?measure=ird_of_referrals&period=last36")
    said = page.locator('[data-said="team"]')
    expect(said).to_contain_text("Brackshiel Children and Families (higher)")
    picture = page.locator('[data-chart="team"] .annotation-text')
    assert "Brackshiel Children and Families" in picture.all_text_contents()
    expect(page.locator('[data-said="profile"]')).to_contain_text(
        "Brackshiel Children and Families, on to an IRD (higher)"
    )
    expect(page.locator('[data-said="mix"]')).to_contain_text("Still different")


def test_a_click_on_a_place_narrows_the_rest_and_not_its_own(page: Page) -> None:
    open_view(page, "/thresholds?period=all")
    headline = page.locator("#view-headline").text_content()
    chart = page.locator('[data-chart="team"]')
    chart.scroll_into_view_if_needed()
    mark = chart.locator(".scatterlayer .points path").nth(2).bounding_box()
    assert mark is not None
    after(
        page,
        lambda: page.mouse.click(
            mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
        ),
    )
    assert "team=SWT" in page.url
    assert page.locator("#view-headline").text_content() != headline
    assert page.locator('[data-table="profile"] tr.chosen').count() == 1
    assert page.locator('[data-table="team"] tbody tr').count() > 5
    after(page, lambda: page.locator(".chip").first.click())
    expect(page.locator("#view-headline")).to_have_text(headline or "")


def test_a_team_is_chosen_by_keyboard(page: Page) -> None:
    open_view(page, "/thresholds?period=all")
    page.locator('[data-panel="profile"] summary').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    after(page, lambda: page.keyboard.press("Enter"))
    assert "team=" in page.url


def test_places_in_rows_are_the_other_view_in_the_order_of_the_alphabet(
    page: Page,
) -> None:
    open_view(page, "/thresholds?period=all")
    after(page, lambda: page.get_by_role("button", name="In rows").click())
    assert "places=bars" in page.url
    ticks = page.locator('[data-chart="team"] .ytick').all_text_contents()
    assert ticks == sorted(ticks, key=str.casefold)
    assert len(ticks) > 5


def test_other_rules_are_in_the_address_and_said(page: Page) -> None:
    open_view(page, ZONE)
    expect(page.locator("#view-change")).to_contain_text("one side of its median")
    page.get_by_text("Read it another way").first.click()
    expect(page.locator("[data-charts]")).to_be_hidden()
    suits = page.get_by_role("button", name="The control chart that suits the measure")
    after(page, suits.click)
    assert "rules=control" in page.url
    expect(page.locator("#view-notes")).to_contain_text("p chart (shares), because")
    expect(page.locator('[data-chart="trend"]')).to_contain_text("range that")
    after(page, page.get_by_role("button", name="XmR chart", exact=True).click)
    expect(page.locator("#view-notes")).to_contain_text("XmR chart, chosen by hand")
    after(page, page.go_back)
    expect(page.locator("#view-notes")).to_contain_text("p chart (shares), because")


def test_a_new_level_is_recorded_with_its_reason_and_taken_back(page: Page) -> None:
    open_view(page, ZONE)
    notes = page.locator("#view-notes")
    page.get_by_text("Read it another way").first.click()
    page.get_by_role("button", name="Record a new level").click()
    expect(page.locator("#level-said")).to_contain_text("Choose the month")
    page.get_by_label("From", exact=True).select_option("2025-05")
    page.get_by_role("button", name="Record a new level").click()
    expect(page.locator("#level-said")).to_contain_text("needs a reason")
    page.get_by_label("Because").fill("New threshold guidance")
    page.get_by_label("Your name").fill("A leader")
    after(page, page.get_by_role("button", name="Record a new level").click)
    levels = page.locator("#view-levels")
    expect(levels).to_contain_text("New level from May 2025: New threshold guidance")
    expect(page.locator("#view-change")).not_to_contain_text("one side of its median")
    page.reload()
    wait_until(page, "document.body.dataset.drawn >= 1")
    expect(levels).to_contain_text("A leader")
    after(page, levels.get_by_role("button", name="Take it back").click)
    expect(levels).not_to_contain_text("New level")
    expect(page.locator("#view-change")).to_contain_text("one side of its median")
    expect(notes).to_be_attached()


def test_the_model_stands_behind_the_page(page: Page) -> None:
    open_view(page, "/thresholds?period=last36")
    page.get_by_text("How is this worked out?").click()
    page.get_by_text("The model of the mix of referrals").click()
    definition = page.locator("#view-definition")
    expect(definition).to_contain_text("Expected beside observed")
    expect(definition).to_contain_text("It knows nothing of teams")
    rows = definition.locator("tbody").last.locator("tr")
    assert rows.count() == 10


def test_the_board_and_the_cards_follow_the_filters(page: Page) -> None:
    page.goto("/measures")
    board = page.get_by_role("region", name="Better here, worse there")
    expect(board).to_contain_text("chance alone would make")
    attendance = board.get_by_role("link", name="Attendance", exact=True)
    expect(attendance).to_be_visible()
    page.get_by_label("Team", exact=True).select_option("SWT05")
    expect(attendance).to_have_count(0)
    assert "team=SWT05" in page.url
    link = board.get_by_role("link", name="Reclassified as a welfare concern")
    expect(link).to_have_attribute("href", re.compile("team=SWT05"))
    signs = board.locator("img.sign")
    assert all(signs.nth(n).get_attribute("alt") for n in range(signs.count()))
