"""Packs: slides, PDF and workbooks have the numbers of the CSV, and none that may not be told."""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import ask, home_of
from dashboard.charts.by_size import limits_of
from dashboard.charts.drawn_as import DrawnAs
from dashboard.charts.flow import steps_of
from dashboard.components.addressed import view_at
from dashboard.components.packing import PackItem, pack_of
from dashboard.disclosure import Audience
from dashboard.errors import DefinitionError, ForTheUser, UnknownName
from dashboard.points import Status
from dashboard.reports import paper
from dashboard.reports.native import natives_of
from dashboard.reports.native_by_size import APART, PLACES
from dashboard.reports.native_look import SMALLEST
from dashboard.reports.native_rows import MOST_ROWS
from dashboard.reports.native_trend import HAPPENED, OPEN
from dashboard.reports.pack import Pack, PackPanel, as_csv
from dashboard.reports.paper import as_pdf
from dashboard.reports.slides import as_pptx
from dashboard.reports.workbook import as_xlsx
from dashboard.settings import read_settings
from tests.office import slides_as_pdf

ADDRESSES = (
    "/referrals?measure=reclassified",
    "/referrals",
    "/referrals?measure=reclassified&zone=Haldinforth Transformation Zone",
    "/thresholds",
    "/schools",
    "/early-years",
    "/measure/referral_rate",
    "/referrals?measure=reclassified&map=areas",
    "/planning",
    "/wellbeing",
    "/across",
    "/referrals?measure=ird_of_referrals&period=all",
)
NAME, MARKING, NOTE = "Glen Partnership & friends", "OFFICIAL – SENSITIVE", "Look here."
EMU_TO_A_POINT = 12_700


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented partnership, with a name, a marking and a mark of its own."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("packs") / "home"
    shutil.copytree(demo_home, folder)
    Image.new("RGB", (120, 60), "#6a2063").save(folder / "logo.png")
    with (folder / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'\npartnership = "{NAME}"\nmarking = "{MARKING}"\n')
        file.write('colour = "#6a2063"\nlogo = "logo.png"\n')
    return folder


def packed(home: Path, audience: Audience) -> Pack:
    viewer = (
        named_staff(home)
        if audience is Audience.OPERATIONAL
        else Viewer(home, audience)
    )
    items = [PackItem(address, note=NOTE) for address in ADDRESSES]
    return pack_of(items, viewer, "Papers of the group")


@pytest.fixture(scope="module", params=list(Audience))
def pack(request: pytest.FixtureRequest, home: Path) -> Pack:
    return packed(home, request.param)


@pytest.fixture(scope="module")
def protected(home: Path) -> Pack:
    return packed(home, Audience.PARTNERSHIP)


def panels_of(pack: Pack) -> list[PackPanel]:
    return [panel for page in pack.pages for panel in page.panels]


def charts_of(content: bytes) -> list[Any]:
    deck = Presentation(io.BytesIO(content))
    return [
        shape.chart
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    ]


# -- the slides' charts -----------------------------------------------------------------


def test_every_chart_has_the_numbers_of_the_csv(pack: Pack) -> None:
    charts = iter(charts_of(as_pptx(pack)))
    compared = 0
    for panel in panels_of(pack):
        natives = natives_of(panel)
        made = [next(charts) for _ in natives]
        if made and panel.drawn_as is not DrawnAs.FLOW:
            _COMPARED[panel.drawn_as](panel, made)
            compared += 1
    assert next(charts, None) is None
    assert compared > 20


def _own(panel: PackPanel) -> list[dict[str, Any]]:
    return [row for row in panel.rows() if row["panel"] == panel.title]


def _trend(panel: PackPanel, charts: list[Any]) -> None:
    series = {one.name: list(one.values) for one in charts[0].plots[0].series}
    first, *_ = series.values()
    still = series.get(OPEN, [None] * len(first))
    both = [a if a is not None else b for a, b in zip(first, still, strict=True)]
    assert both == [row["value"] for row in _own(panel)]


def _rows(panel: PackPanel, charts: list[Any]) -> None:
    values = [v for chart in charts for v in chart.plots[0].series[0].values]
    assert values == [row["value"] for row in _own(panel)]
    assert all(len(list(c.plots[0].categories)) <= MOST_ROWS for c in charts)
    answer = panel.answer
    assert answer is not None
    for value, point in zip(values, panel.points(answer), strict=True):
        assert (value is None) is (point.value is None)
        assert point.status is not Status.WITHHELD or value is None


def _by_size(panel: PackPanel, charts: list[Any]) -> None:
    found = {
        point
        for series in charts[0].plots[0].series
        if series.name in (PLACES, APART)
        for point in zip(series.iter_values(), _across(series), strict=True)
    }
    told = {(row["value"], row["denominator"]) for row in _own(panel)}
    assert panel.answer is not None
    assert len(found) <= panel.answer.judgement.difference.judged
    assert found
    assert found <= told


def _across(series: Any) -> Iterator[float]:
    for value in series._element.xpath("c:xVal//c:v"):
        yield float(value.text)


_COMPARED = {
    DrawnAs.TREND: _trend,
    DrawnAs.ROWS: _rows,
    DrawnAs.BY_SIZE: _by_size,
}


def test_the_workbook_inside_a_chart_has_what_the_chart_shows(protected: Pack) -> None:
    for chart in charts_of(as_pptx(protected)):
        blob = chart.part.chart_workbook.xlsx_part.blob
        held = set(_numbers_of_workbook(blob))
        shown = {v for s in chart.plots[0].series for v in s.values if v is not None}
        assert shown <= held


def test_nothing_on_a_slide_is_small_or_off_it(pack: Pack) -> None:
    deck = Presentation(io.BytesIO(as_pptx(pack)))
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_text_frame:
                _is_large(shape, title=shape == slide.shapes.title)


def _is_large(shape: Any, *, title: bool) -> None:
    for paragraph in shape.text_frame.paragraphs:
        if paragraph.text:
            assert paragraph.font.size.pt >= (24 if title else SMALLEST), paragraph.text


def test_text_of_a_slide_lies_on_no_other(pack: Pack) -> None:
    deck = Presentation(io.BytesIO(as_pptx(pack)))
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [s for s in slide.shapes if s.has_text_frame and s.text_frame.text]
        boxes += [s for s in slide.shapes if s.has_chart]
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                assert not _overlap(one, other), (number, one.name, other.name)


def _overlap(one: Any, other: Any) -> bool:
    least = EMU_TO_A_POINT * 2
    across = min(one.left + one.width, other.left + other.width) - max(
        one.left, other.left
    )
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > least and down > least


# -- words ------------------------------------------------------------------------------


def test_libreoffice_draws_each_slide(protected: Pack, tmp_path: Path) -> None:
    made = as_pptx(protected)
    text = _text_of(slides_as_pdf(made, tmp_path))
    slides = len(Presentation(io.BytesIO(made)).slides)
    assert f"page {slides} of {slides}" in text
    for page in protected.pages:
        assert _plain(page.sentence) in text
        assert _plain(page.foot) in text
    assert MARKING in text


def test_the_pdf_says_all_that_the_page_says(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(as_pdf(pack))
    text = _text_of(path)
    for page in pack.pages:
        for words in (page.sentence, page.change, page.foot, page.picture, NOTE):
            assert _plain(words) in text
        for panel in page.panels:
            assert _plain(panel.said) in text
    for section in pack.last:
        assert _plain(section.title) in text
    pages = re.findall(r"page (\d+) of (\d+)", text)
    assert [int(page) for page, _ in pages] == list(range(1, int(pages[0][1]) + 1))
    assert text.count(MARKING) == len(pages)
    said = subprocess.run(
        ["pdfinfo", path], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"Tagged:\s+yes", said)


def _text_of(path: Path) -> str:
    made = subprocess.run(
        ["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True
    )
    return _plain(made.stdout)


def _plain(words: str) -> str:
    return " ".join(words.split())


def test_the_last_pages_say_what_was_not_sent_and_what_was_adjusted(
    protected: Pack,
) -> None:
    said = {section.title: section.paragraphs for section in protected.last}
    sent = " ".join(words for _, words in said["What was sent, and what was not"])
    assert "Aug 2023 not sent" in sent
    assert any("few or none" in words for _, words in said["Small numbers"])
    measures = {page.measure.title for page in protected.pages}
    assert measures <= {name for name, _ in said["Definitions"]}


# -- small numbers ----------------------------------------------------------------------


def test_no_file_has_a_number_that_the_audience_was_not_answered(home: Path) -> None:
    """Each number of a workbook, a chart and a CSV is one of the audience's own answers."""
    for audience in (Audience.PARTNERSHIP, Audience.PUBLIC):
        pack = packed(home, audience)
        answered = set(_answered(pack))
        assert set(_numbers_of_workbook(as_xlsx(pack))) <= answered
        assert set(_numbers_of_csv(pack)) <= answered
        told = answered | set(_worked_out(pack))
        for chart in charts_of(as_pptx(pack)):
            for series in chart.plots[0].series:
                if series.name != HAPPENED:
                    values = {v for v in series.values if v is not None}
                    assert values <= told, series.name


def test_an_exact_number_is_in_no_file_of_a_protected_audience(
    home: Path, protected: Pack, tmp_path: Path
) -> None:
    """“87 of 324”, where the group is told “about 85 of 302”."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(as_pdf(protected))
    texts = [_text_of(path), _words_of_slides(protected)]
    told = set(_shares(protected, None))
    exact = set(_shares(protected, named_staff(home))) - told
    assert len(exact) > 50
    for text in texts:
        assert not [words for words in exact if _stands_in(words, text)]


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"{re.escape(words)}(?![\d,])", text) is not None


def _shares(pack: Pack, viewer: Viewer | None) -> Iterator[str]:
    """The shares of a pack's answers in words, or of the same questions asked by another."""
    for page in pack.pages:
        for answer in page.answers:
            asked = answer if viewer is None else ask(answer.question, viewer)
            for point in (*asked.points, asked.whole):
                if point is not None and point.denominator > 9:
                    yield f"({point.numerator:,.0f} of {point.denominator:,.0f}"


def _words_of_slides(pack: Pack) -> str:
    deck = Presentation(io.BytesIO(as_pptx(pack)))
    return "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )


def _answered(pack: Pack) -> Iterator[float]:
    for page in pack.pages:
        for answer in page.answers:
            for point in answer.points:
                given = (point.value, point.lower, point.upper)
                counted = (point.numerator, point.denominator)
                for number in (*given, *counted):
                    if number is not None:
                        yield round(number, 6)


def _worked_out(pack: Pack) -> Iterator[float]:
    """The lines of a chart, and the steps of where referrals go."""
    for panel in panels_of(pack):
        for answer in panel.answers.values():
            change = answer.judgement.change
            lines = (change.centre, change.lower, change.upper) if change else ()
            for value in (v for line in lines for v in line if v is not None):
                yield round(value, 6)
                yield min(max(round(value, 6), 0), 1)
            for limit in limits_of(answer):
                yield from (round(v, 6) for v in limit.values if v is not None)
        if panel.drawn_as is DrawnAs.FLOW and panel.answer:
            yield from (part.count for part in steps_of(panel.answer))


def _numbers_of_workbook(content: bytes) -> Iterator[float]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield from (float(cell) for cell in row if isinstance(cell, int | float))


def _numbers_of_csv(pack: Pack) -> Iterator[float]:
    for panel in panels_of(pack):
        for row in panel.rows():
            yield from (float(v) for v in row.values() if isinstance(v, int | float))
    assert as_csv(pack).count("\n") > 100


# -- refusals ---------------------------------------------------------------------------


def test_a_page_without_charts_of_a_measure_is_refused(home: Path) -> None:
    for address in ("/data", "/", "", "/measure/", "/measure/a/b", "/../etc"):
        with pytest.raises(UnknownName, match="no view of one measure"):
            pack_of([PackItem(address)], named_staff(home))
    with pytest.raises(UnknownName, match="between one and"):
        pack_of([], named_staff(home))


def test_some_charts_of_a_page_alone(home: Path) -> None:
    item = PackItem(ADDRESSES[0], title="Welfare", panels=("trend",))
    pack = pack_of([item], named_staff(home))
    assert [panel.name for panel in pack.pages[0].panels] == ["trend"]
    assert pack.title == "Welfare"
    assert len(charts_of(as_pptx(pack))) == 1


def test_papers_of_a_meeting_have_the_charts_of_the_room(
    home: Path, tmp_path: Path
) -> None:
    """And of every other chart in which something differs, what it says."""
    viewer = named_staff(home)
    pack = pack_of([PackItem(a, in_the_room=True) for a in ADDRESSES], viewer)
    said = 0
    for page in pack.pages:
        view = view_at(page.address, viewer)
        drawn = [panel.name for panel in page.panels]
        assert tuple(drawn) == view.presented[: len(drawn)]
        assert len(drawn) == min(2, len(view.figures))
        for name in set(view.figures) - set(drawn):
            if view.difference(name).unusual:
                told = view.store["panels"][name]["said"]
                assert any(line.endswith(told) for line in page.besides)
                said += 1
    assert said > 5
    path = tmp_path / "papers.pdf"
    path.write_bytes(as_pdf(pack))
    text, slides = _text_of(path), _plain(_words_of_slides(pack))
    for line in (line for page in pack.pages for line in page.besides):
        assert _plain(line) in text
        assert _plain(line) in slides


def test_where_pango_is_missing_the_pdf_says_so(
    protected: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise OSError("cannot load library 'gobject-2.0-0'")

    monkeypatch.setattr(paper, "_load", missing)
    paper._weasyprint.cache_clear()
    with pytest.raises(ForTheUser, match="cannot make PDF") as refused:
        as_pdf(protected)
    assert "PowerPoint" in refused.value.what_to_do
    paper._weasyprint.cache_clear()
    assert as_pptx(protected)


@pytest.mark.parametrize(
    "line", ['colour = "red"', 'logo = "nothing.png"', 'logo = "../x.png"']
)
def test_a_look_that_is_not_valid_is_said(tmp_path: Path, line: str) -> None:
    (tmp_path / "settings.toml").write_text(line, encoding="utf-8")
    settings = read_settings(tmp_path)
    with pytest.raises(DefinitionError):
        _ = settings.colour, settings.logo


# -- how long it takes ------------------------------------------------------------------


@pytest.mark.long
def test_how_long_a_pack_takes(home: Path) -> None:
    """Printed, never judged: a meeting of twelve views, and all charts of twelve pages."""
    assert home_of(home).settings.partnership == NAME
    viewer = Viewer(home)
    papers = [PackItem(a, in_the_room=True) for a in ADDRESSES]
    for items in (papers, [PackItem(address) for address in ADDRESSES]):
        for form in (as_pptx, as_pdf, as_xlsx):
            form(pack_of(items, viewer))
            start = time.perf_counter()
            pack = pack_of(items, viewer)
            content = form(pack)
            took = time.perf_counter() - start
            charts = len(panels_of(pack))
            print(
                f"{form.__name__}: {len(pack.pages)} views, {charts} charts, "
                f"{len(content) / 1024:,.0f} KB, {took:.1f} s"
            )
