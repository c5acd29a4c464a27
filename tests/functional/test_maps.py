"""Areas on a map, as a leader uses it: by its buttons, by a click, by the table's rows.

The fixture of a page fails on any request to another host: no tiles, no shapes from elsewhere.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.functional.conftest import wait_until

pytestmark = pytest.mark.functional

VIEW = "/referrals?measure=reclassified&level_area=intermediate_zone&period=last36"
_CHART = 'document.querySelector(`[data-chart="area"] .js-plotly-plot`)'


def open_view(page: Page, address: str) -> None:
    page.goto(address)
    wait_until(page, "document.body.dataset.drawn >= 1")


def after(page: Page, act: Any) -> None:
    before = page.evaluate("Number(document.body.dataset.drawn)")
    act()
    wait_until(page, f"Number(document.body.dataset.drawn) > {before}")


def places(page: Page, kind: str) -> dict[str, str]:
    """What is drawn: key → what it says when pointed at."""
    drawn = f'{_CHART} && {_CHART}.data.some(t => t.mode === "{kind}" && t.customdata)'
    wait_until(page, drawn)
    return dict(
        page.evaluate(
            f"""kind => {_CHART}.data
                .filter(trace => trace.mode === kind && trace.customdata)
                .flatMap(trace => trace.customdata.map(
                    (key, n) => [key, Array.isArray(trace.text) ? trace.text[n] : trace.text]))""",
            kind,
        )
    )


def rows(page: Page) -> dict[str, list[str]]:
    """The table: key → label and first number."""
    return dict(
        page.evaluate(
            """() => [...document.querySelectorAll('[data-table="area"] tbody tr')].map(row => {
                const button = row.querySelector("button");
                return [button.dataset.key, [button.textContent, row.cells[1].textContent]];
            })"""
        )
    )


def test_the_map_has_the_numbers_of_its_table(page: Page) -> None:
    open_view(page, VIEW)
    group = page.get_by_role("group", name="How areas are drawn")
    expect(group.get_by_role("button", name="Chart")).to_have_attribute(
        "aria-pressed", "true"
    )
    before = rows(page)
    for name, kind in (("Map", "lines"), ("Circles", "markers")):
        button = group.get_by_role("button", name=name)
        button.focus()
        after(page, lambda: page.keyboard.press("Enter"))
        expect(button).to_have_attribute("aria-pressed", "true")
        said = places(page, kind)
        assert rows(page) == before
        assert said.keys() == {key for key in before if key != "not_known"}
        for key, text in said.items():
            label, number = before[key]
            assert text.startswith(f"<b>{label}</b>")
            assert number.split(" · ")[0] in text
    after(page, lambda: group.get_by_role("button", name="Chart").click())
    assert rows(page) == before


def middle_of(page: Page, key: str) -> tuple[float, float]:
    """Where an area's middle is on the screen: the mean of its corners."""
    found = page.evaluate(
        f"""key => {{
            const chart = {_CHART};
            const trace = chart.data.find(t => (t.customdata || [])[0] === key);
            const {{ xaxis, yaxis }} = chart._fullLayout;
            const mean = values => {{
                const known = values.filter(v => v !== null);
                return known.reduce((a, b) => a + b, 0) / known.length;
            }};
            const box = chart.getBoundingClientRect();
            return [box.left + xaxis._offset + xaxis.d2p(mean(trace.x)),
                    box.top + yaxis._offset + yaxis.d2p(mean(trace.y))];
        }}""",
        key,
    )
    return float(found[0]), float(found[1])


def test_a_click_on_an_area_chooses_it_and_so_does_its_row(page: Page) -> None:
    open_view(page, f"{VIEW}&map=areas")
    key = sorted(places(page, "lines"))[3]
    page.locator('[data-chart="area"]').scroll_into_view_if_needed()
    x, y = middle_of(page, key)
    page.mouse.move(x, y)
    after(page, lambda: page.mouse.click(x, y))
    assert parse_qs(urlsplit(page.url).query)["intermediate_zone"] == [key]
    outlined = f'{_CHART}.data.some(t => t.line && t.line.color === "#e5682a")'
    wait_until(page, outlined)
    row = page.locator(f'[data-table="area"] button[data-key="{key}"]')
    assert row.get_attribute("aria-pressed") == "true"
    page.locator('[data-panel="area"] summary').click()
    row.focus()
    after(page, lambda: page.keyboard.press("Enter"))
    assert "intermediate_zone" not in parse_qs(urlsplit(page.url).query)
    wait_until(page, f"!({outlined})")


@pytest.mark.parametrize("way", ["areas", "circles"])
def test_a_map_can_be_read_on_a_phone(page: Page, way: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(page, f"/measure/most_deprived_fifth?level_area=data_zone&map={way}")
    expect(page.locator('[data-said="area"]')).to_contain_text(
        "Of 72 data zones, 56 are at 0.0 % and 16 are at 100.0 %."
    )
    wait_until(
        page,
        "document.querySelectorAll('[data-chart=\"area\"] .legendtext').length === 2",
    )
    legend = page.evaluate(
        """() => [...document.querySelectorAll('[data-chart="area"] .legendtext')].map(words => {
            const box = words.getBoundingClientRect();
            return [words.textContent, parseFloat(getComputedStyle(words).fontSize), box.left, box.right];
        })"""
    )
    assert [words for words, *_ in legend] == ["100.0 % (16)", "0.0 % (56)"]
    assert all(
        size >= 12 and 0 <= left < right <= 390 for _, size, left, right in legend
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
