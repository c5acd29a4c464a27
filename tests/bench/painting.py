"""A click in a real browser, until every chart of the page is painted.

Debian's Chromium. The address is changed as the page's own script changes it; the clock
stops at the second frame after the last chart has said that it is drawn, and of ours the
tables too.
"""

import time

from playwright.sync_api import Browser, Page

from tests.bench.server import FILTERED, OURS, PANELS, Server

CHARTS = len(PANELS) + 1
# Resolves to how many milliseconds passed, or rejects after half a minute.
_PAINTED = """
async ([click, value, charts]) => {
  const graphs = [...document.querySelectorAll(".js-plotly-plot")];
  if (graphs.length !== charts) throw new Error(`${graphs.length} charts`);
  const waiting = new Set(graphs);
  const began = performance.now();
  await new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`${waiting.size} never painted`)), 30000);
    for (const graph of graphs) {
      const drawn = () => {
        graph.removeListener("plotly_afterplot", drawn);
        waiting.delete(graph);
        if (!waiting.size) { clearTimeout(late); done(); }
      };
      graph.on("plotly_afterplot", drawn);
    }
    if (click === "address") window.dash_clientside.set_props(click, { search: value });
    else document.querySelector(`#${click} input[value="${value}"]`).click();
  });
  await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)));
  return performance.now() - began;
}
"""
_THERE = """
(charts) => {
  const drawn = [...document.querySelectorAll(".js-plotly-plot .main-svg")];
  const ours = document.querySelector("[data-panel]");
  return new Set(drawn.map((one) => one.closest(".js-plotly-plot"))).size === charts
    && (!ours || document.body.dataset.drawn >= 1);
}
"""


def cold_page(browser: Browser, server: Server) -> tuple[Page, float]:
    """A first page, nothing in the browser's cache: it, and seconds until all is there."""
    context = browser.new_context(
        base_url=server.address, viewport={"width": 1366, "height": 900}
    )
    page = context.new_page()
    began = time.perf_counter()
    page.goto("/referrals" if server.kind == OURS else "/", wait_until="commit")
    until = time.monotonic() + 60
    while not page.evaluate(_THERE, CHARTS):
        assert time.monotonic() < until, "a first page is never drawn"
        page.wait_for_timeout(20)
    return page, time.perf_counter() - began


def painted(page: Page, search: str) -> float:
    """Seconds from a click to its charts on the screen."""
    return _painted(page, "address", search)


def painted_by_vizro(page: Page, agency: str) -> float:
    """The same from a choice in a Vizro page's filter."""
    return _painted(page, FILTERED, agency)


def _painted(page: Page, click: str, value: str) -> float:
    took: float = page.evaluate(_PAINTED, [click, value, CHARTS])
    return took / 1000
