"""The linked page, as a leader uses it.

1. She opens Referrals and clicks a team: area and school panels change, the team's not.
2. She reloads the address and gets the same numbers; Back undoes; a chip takes away.
3. She does it again by keyboard alone, and the focus stays on the row she used.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import wait_until

pytestmark = pytest.mark.functional


def open_view(page: Page, address: str = "/referrals") -> None:
    page.goto(address)
    wait_until(page, "document.body.dataset.drawn >= 1")


def after(page: Page, act: Any) -> None:
    """Do something, and wait until the view has been drawn anew."""
    before = page.evaluate("Number(document.body.dataset.drawn)")
    act()
    wait_until(page, f"Number(document.body.dataset.drawn) > {before}")


def numbers(page: Page, panel: str) -> dict[str, str]:
    """The panel's table: label → first number."""
    return dict(
        page.evaluate(
            """panel => [...document.querySelectorAll(`[data-table="${panel}"] tbody tr`)]
                .map(row => [row.querySelector("button").textContent, row.cells[1].textContent])""",
            panel,
        )
    )


def bars(page: Page, panel: str) -> dict[str, Any]:
    """What Plotly has drawn: key → length, read from the chart itself."""
    return dict(
        page.evaluate(
            """panel => {
                const data = document.querySelector(`[data-chart="${panel}"] .js-plotly-plot`).data;
                const drawn = data[data.length - 1];
                return drawn.y.map((key, place) => [key, drawn.x[place]]);
            }""",
            panel,
        )
    )


def click_mark(page: Page, panel: str, place: int) -> None:
    """Click the row of a chart where Plotly drew it, as a person would."""
    chart = page.locator(f'[data-chart="{panel}"]')
    chart.scroll_into_view_if_needed()
    box = chart.locator(".nsewdrag").bounding_box()
    rows = page.evaluate(
        """panel => document.querySelector(`[data-chart="${panel}"] .js-plotly-plot`).data[0].y.length""",
        panel,
    )
    assert box is not None
    page.mouse.click(box["x"] + 12, box["y"] + box["height"] * (place + 0.5) / rows)


def test_a_click_on_a_team_changes_the_other_panels_and_not_its_own(page: Page) -> None:
    open_view(page)
    before = {panel: numbers(page, panel) for panel in ("area", "school", "team")}
    assert sum(int(v.replace(",", "")) for v in before["area"].values()) > 0
    after(page, lambda: click_mark(page, "team", 2))
    assert numbers(page, "team") == before["team"]
    assert numbers(page, "area") != before["area"]
    assert numbers(page, "school") != before["school"]
    chosen = page.locator('[data-table="team"] tr.chosen button')
    assert chosen.count() == 1
    label = chosen.text_content() or ""
    headline = page.locator("#view-headline").text_content() or ""
    assert headline.startswith(before["team"][label])
    assert f"Team: {label}" in (page.locator("#view-chips").text_content() or "")
    assert {str(int(v)) for v in bars(page, "team").values()} == set(
        before["team"].values()
    )


def test_the_same_mark_again_clears(page: Page) -> None:
    open_view(page)
    before = numbers(page, "area")
    after(page, lambda: click_mark(page, "team", 2))
    after(page, lambda: click_mark(page, "team", 2))
    assert numbers(page, "area") == before
    assert page.url.endswith("/referrals")


def test_the_address_holds_the_filters_and_back_undoes(page: Page) -> None:
    open_view(page)
    first = numbers(page, "school")
    after(page, lambda: click_mark(page, "area", 1))
    second = numbers(page, "school")
    after(page, lambda: click_mark(page, "source", 0))
    third = numbers(page, "school")
    address = page.url
    page.reload()
    wait_until(page, "document.body.dataset.drawn >= 1")
    assert page.url == address
    assert numbers(page, "school") == third
    after(page, page.go_back)
    assert numbers(page, "school") == second
    after(page, page.go_back)
    assert numbers(page, "school") == first
    after(page, page.go_forward)
    assert numbers(page, "school") == second


def test_by_keyboard_alone(page: Page) -> None:
    open_view(page)
    summary = page.locator('[data-panel="team"] summary')
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.key"
    key = page.evaluate(focused)
    assert key
    before = numbers(page, "area")
    after(page, lambda: page.keyboard.press("Enter"))
    assert numbers(page, "area") != before
    assert page.evaluate(focused) == key
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    )
    after(page, lambda: page.keyboard.press("Enter"))
    assert numbers(page, "area") == before
    assert page.evaluate(focused) == key


def test_the_filter_bar_and_a_chip(page: Page) -> None:
    open_view(page)
    before = page.locator("#view-headline").text_content()
    team = page.get_by_label("Team", exact=True)
    name = team.locator("option").nth(3).text_content()
    after(page, lambda: team.select_option(label=name))
    assert page.locator("#view-headline").text_content() != before
    after(page, lambda: page.locator(".chip").first.click())
    expect(page.locator("#view-headline")).to_have_text(before or "")
    expect(team).to_have_value("any")


def test_a_click_on_a_month_chooses_the_period(page: Page) -> None:
    open_view(page)
    row = page.locator('[data-table="trend"] button').nth(10)
    page.locator('[data-panel="trend"] .table-summary').click()
    wanted = row.text_content()
    after(page, row.click)
    assert "period=month" in page.url
    expect(page.locator("#view-foot")).to_contain_text(wanted or "")


def test_levels_of_a_place_are_asked_one_at_a_time(page: Page) -> None:
    open_view(page)
    level = page.locator('[data-panel="school"] select')
    after(page, lambda: level.select_option("sector"))
    assert "Primary schools" in numbers(page, "school")
    assert "Not at school (unborn, pre-school or left)" in numbers(page, "school")
    total = sum(int(v.replace(",", "")) for v in numbers(page, "school").values())
    headline = page.locator("#view-headline").text_content() or ""
    assert headline.startswith(f"{total:,} ")


def test_copy_link_pins_the_picture(page: Page) -> None:
    open_view(page, "/referrals?measure=reclassified")
    page.locator("#view-copy").click()
    expect(page.locator("#view-copy")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "as_at=2026-" in link
    said = page.locator("#view-headline").text_content()
    open_view(page, link)
    expect(page.locator("#view-headline")).to_have_text(said or "")


def test_children_and_incidents_are_fewer_than_referrals(page: Page) -> None:
    counts = {}
    for unit in ("referrals", "children", "incidents"):
        open_view(page, f"/referrals?unit={unit}&period=all")
        counts[unit] = int(
            (page.locator("#view-headline").text_content() or "")
            .split()[0]
            .replace(",", "")
        )
    assert counts["incidents"] < counts["children"] < counts["referrals"]


def test_an_address_that_asks_for_nothing_says_so(page: Page) -> None:
    open_view(page, "/referrals?team=nobody&period=last36")
    expect(page.locator("#view-notes")).to_contain_text("nobody")
    page.goto("/referrals?period=never")
    expect(page.locator("#view-headline")).to_contain_text("There is no period")


def test_what_the_browser_holds_is_cells_and_no_rows(page: Page) -> None:
    """Only labels and looked-up cells reach the browser: never a child's key or a row."""
    answers: list[str] = []
    page.on(
        "response",
        lambda r: (
            answers.append(r.text())
            if r.url.endswith("_dash-update-component")
            else None
        ),
    )
    open_view(page)
    sent = json.dumps(answers)
    for word in ("child_key", "incident_key", "person_key"):
        assert word not in sent
