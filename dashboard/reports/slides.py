"""A pack as PowerPoint: a sentence for each title, and charts that can be edited.

What PowerPoint has no chart of is a crisp picture, and says so. Nothing is smaller than
is read from the end of a table, and each thing stands below what is above it.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.charts.theme import DARK_BLUE, GREY, INK
from dashboard.dates import day
from dashboard.reports.drawing import lines_of
from dashboard.reports.native import SMALLEST, Native, natives_of
from dashboard.reports.pack import Pack, PackPage, PackPanel, Section
from dashboard.reports.picture import picture_of
from dashboard.reports.png import as_png

WIDE, HIGH = 13.333, 7.5
_EDGE, _BELOW = 0.5, 6.62
TITLE, LARGE, TEXT = 26, 18, 14
_LEADING = 1.22
_POINTS = 72.0
# Of a picture in its own lengths, so that its smallest words are no smaller than others.
_PICTURE_WIDE = 560.0
A_PICTURE = "A picture: PowerPoint has no chart of this kind. Its numbers are in the PDF and in Excel."
FONT = "Arial"


@dataclass(frozen=True)
class _Cell:
    """One chart on a slide, with its words: native, or a picture where there is none."""

    panel: PackPanel
    native: Native | None
    part: str = ""


def as_pptx(pack: Pack) -> bytes:
    """The slides of a pack, as the bytes of a .pptx file."""
    slides = [_cover(pack), *_views(pack), *_last_pages(pack)]
    deck = _Deck.of_pack(pack, len(slides))
    for number, slide in enumerate(slides, start=1):
        deck.add(slide, number)
    out = io.BytesIO()
    deck.made.save(out)
    return out.getvalue()


# -- what is on each slide --------------------------------------------------------------


@dataclass(frozen=True)
class _Slide:
    """Title and words from the top down, charts side by side, words at the foot.

    `words` are (size, bold, text).
    """

    title: str
    words: tuple[tuple[int, bool, str], ...] = ()
    cells: tuple[_Cell, ...] = ()
    foot: str = ""
    cover: bool = False


def _cover(pack: Pack) -> _Slide:
    lines = [(LARGE, True, pack.look.partnership)]
    lines += [(LARGE, False, f"Made on {day(pack.made_on)} · {pack.numbers}")]
    lines += [
        (TEXT, False, f"{n}  {p.title}: {p.sentence}")
        for n, p in enumerate(pack.pages, start=1)
    ]
    return _Slide(
        pack.title, tuple(_that_fit(lines, WIDE - 2 * _EDGE, 4.6)), cover=True
    )


def _that_fit(
    lines: Sequence[tuple[int, bool, str]], wide: float, high: float
) -> Iterator[tuple[int, bool, str]]:
    for line in lines:
        high -= _height(line[2], line[0], wide, bold=line[1])
        if high < 0:
            yield (TEXT, False, "…")
            return
        yield line


def _views(pack: Pack) -> Iterator[_Slide]:
    for page in pack.pages:
        yield from _view(page)


def _view(page: PackPage) -> Iterator[_Slide]:
    """The first chart alone with all that is said of the view; the others two by two."""
    cells = [cell for panel in page.panels for cell in _cells(panel)]
    foot = f"{page.foot} · picture {page.picture}"
    said = [(LARGE, False, page.change), (TEXT, True, page.note)]
    said += [(SMALLEST, False, note) for note in page.notes]
    words = tuple(line for line in said if line[2])
    yield _Slide(page.sentence, words, tuple(cells[:1]), foot)
    rest = cells[1:]
    for n in range(0, len(rest), 2):
        yield _Slide(page.sentence, (), tuple(rest[n : n + 2]), foot)


def _cells(panel: PackPanel) -> Iterator[_Cell]:
    natives = natives_of(panel)
    if not natives:
        yield _Cell(panel, None)
    for number, native in enumerate(natives, start=1):
        part = f" ({number} of {len(natives)})" if len(natives) > 1 else ""
        yield _Cell(panel, native, part)


def _last_pages(pack: Pack) -> Iterator[_Slide]:
    for section in pack.last:
        yield from _section(section)


def _section(section: Section) -> Iterator[_Slide]:
    """As many slides as its words need at a size that can be read."""
    room, wide = _BELOW - 1.35, WIDE - 2 * _EDGE
    lines: list[tuple[int, bool, str]] = []
    used, title = 0.0, section.title
    for name, words in section.paragraphs:
        given = [(TEXT, True, name)] if name else []
        given += [(TEXT, False, line) for line in words.split("\n")]
        needs = sum(_height(t, s, wide, bold=b) for s, b, t in given)
        if lines and used + needs > room:
            yield _Slide(title, tuple(lines))
            lines, used, title = [], 0.0, f"{section.title}, continued"
        lines += given
        used += needs
    yield _Slide(title, tuple(lines))


def _height(text: str, size: float, wide: float, *, bold: bool = False) -> float:
    """How many inches some words take, at a width in inches."""
    lines = len(lines_of(text, wide * _POINTS, size, bold=bold))
    return lines * size * _LEADING / _POINTS + 0.04


# -- the deck ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _Deck:
    made: Any
    pack: Pack
    of: int

    @classmethod
    def of_pack(cls, pack: Pack, slides: int) -> "_Deck":
        made = Presentation()
        made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
        _set_font(made)
        made.core_properties.title = pack.title
        made.core_properties.author = pack.look.partnership
        made.core_properties.keywords = pack.look.marking
        made.core_properties.language = "en-GB"
        return cls(made, pack, slides)

    def add(self, given: _Slide, number: int) -> None:
        slide = self.made.slides.add_slide(self.made.slide_layouts[5])
        wide = WIDE - 2 * _EDGE - (1.6 if self.pack.look.logo else 0)
        top = self._title(slide, given.title, wide)
        for size, bold, text in given.words:
            high = _height(text, size, WIDE - 2 * _EDGE, bold=bold)
            _text(slide, text, (_EDGE, top, WIDE - 2 * _EDGE, high), size, bold=bold)
            top += high
        bottom = _BELOW
        if given.foot:
            high = _height(given.foot, SMALLEST, WIDE - 2 * _EDGE)
            bottom -= high
            _text(
                slide,
                given.foot,
                (_EDGE, bottom, WIDE - 2 * _EDGE, high),
                SMALLEST,
                colour=GREY,
            )
        self._cells(slide, given.cells, top + 0.06, bottom - 0.06)
        self._frame(slide, number)

    def _title(self, slide: Any, words: str, wide: float) -> float:
        """The title in its own placeholder, so that a deck has an outline; where it ends."""
        high = _height(words, TITLE, wide, bold=True)
        size = TITLE if high < 1.1 else 24
        high = _height(words, size, wide, bold=True)
        title = slide.shapes.title
        title.left, title.top = Inches(_EDGE), Inches(0.42)
        title.width, title.height = Inches(wide), Inches(high)
        frame = title.text_frame
        _no_margins(frame)
        frame.text = words
        frame.vertical_anchor = MSO_ANCHOR.TOP
        _style(frame.paragraphs[0], size, self._colour, bold=True)
        frame.paragraphs[0].alignment = 1
        return 0.42 + high + 0.06

    @property
    def _colour(self) -> str:
        return self.pack.look.colour or DARK_BLUE

    def _frame(self, slide: Any, number: int) -> None:
        """A band of the partnership's colour, its logo and marking, and which page it is."""
        band = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, 0, 0, Inches(WIDE), Inches(0.14)
        )
        band.fill.solid()
        band.fill.fore_color.rgb = _rgb(self._colour)
        band.line.fill.background()
        _decorative(band)
        look = self.pack.look
        if look.logo is not None:
            mark = slide.shapes.add_picture(
                str(look.logo), 0, Inches(0.3), height=Inches(0.6)
            )
            mark.left = Inches(WIDE - _EDGE) - mark.width
            _say(mark, f"The mark of {look.partnership}")
        page = f"page {number} of {self.of}"
        foot = " · ".join(filter(None, (look.partnership, look.marking, page)))
        _text(slide, foot, (_EDGE, 6.98, WIDE - 2 * _EDGE, 0.3), SMALLEST, bold=True)

    # -- charts ---------------------------------------------------------------------

    def _cells(
        self, slide: Any, cells: Sequence[_Cell], top: float, bottom: float
    ) -> None:
        if not cells:
            return
        gap = 0.35
        wide = (WIDE - 2 * _EDGE - gap * (len(cells) - 1)) / len(cells)
        heads = [self._head(cell, wide, alone=len(cells) == 1) for cell in cells]
        tails = [self._tail(cell) for cell in cells]
        start = top + max(_tall(head, wide) for head in heads)
        end = bottom - max(_tall(tail, wide) for tail in tails)
        for place, cell in enumerate(cells):
            left = _EDGE + place * (wide + gap)
            self._lines(slide, heads[place], left, top, wide)
            self._lines(slide, tails[place], left, end, wide)
            _chart(slide, cell, (left, start, wide, max(0.8, end - start)))

    def _head(
        self, cell: _Cell, wide: float, *, alone: bool
    ) -> list[tuple[int, bool, str]]:
        said = cell.panel.said
        size = TEXT if _height(said, TEXT, wide) < 1.1 else SMALLEST
        title = (TEXT, True, f"{cell.panel.title}{cell.part}")
        return [title, (size, False, said)] if said else [title]

    def _tail(self, cell: _Cell) -> list[tuple[int, bool, str]]:
        lines = [(SMALLEST, False, " · ".join(cell.panel.events))]
        if cell.native is None and cell.panel.figure["data"]:
            lines.append((SMALLEST, False, A_PICTURE))
        return [line for line in lines if line[2]]

    def _lines(
        self,
        slide: Any,
        lines: Sequence[tuple[int, bool, str]],
        left: float,
        top: float,
        wide: float,
    ) -> None:
        for size, bold, text in lines:
            high = _height(text, size, wide, bold=bold)
            _text(slide, text, (left, top, wide, high), size, bold=bold)
            top += high


def _tall(lines: Sequence[tuple[int, bool, str]], wide: float) -> float:
    return sum(_height(text, size, wide, bold=bold) for size, bold, text in lines)


def _chart(slide: Any, cell: _Cell, box: tuple[float, float, float, float]) -> None:
    left, top, wide, high = box
    if cell.native is not None:
        frame = slide.shapes.add_chart(
            cell.native.kind, *map(Inches, box), cell.native.data
        )
        cell.native.look(frame.chart)
        _say(frame, cell.panel.alt)
        return
    figure = cell.panel.figure
    if not figure["data"]:
        words = figure["layout"]["annotations"][0]["text"]
        if words and words not in cell.panel.said:
            _text(slide, words, (left, top, wide, 0.4), TEXT, colour=GREY)
        return
    drawing = picture_of(figure, _PICTURE_WIDE)
    shape = min(wide / drawing.width, high / drawing.height)
    picture = slide.shapes.add_picture(
        io.BytesIO(as_png(drawing)),
        Inches(left),
        Inches(top),
        Inches(drawing.width * shape),
        Inches(drawing.height * shape),
    )
    _say(picture, cell.panel.alt)


def _text(
    slide: Any,
    words: str,
    box: tuple[float, float, float, float],
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
) -> None:
    shape = slide.shapes.add_textbox(*map(Inches, box))
    frame = shape.text_frame
    _no_margins(frame)
    frame.word_wrap = True
    frame.text = words
    for paragraph in frame.paragraphs:
        _style(paragraph, size, colour, bold=bold)


def _no_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = (
        Emu(0)
    )


def _style(paragraph: Any, size: float, colour: str, *, bold: bool) -> None:
    font = paragraph.font
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())


def _say(shape: Any, words: str) -> None:
    """What it shows, for those who hear the slide."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _decorative(shape: Any) -> None:
    _say(shape, "")


def _set_font(made: Any) -> None:
    """One typeface that every office has, for charts too: they follow the theme."""
    master = made.slide_master
    for part in (rel.target_part for rel in master.part.rels.values()):
        if part.partname.startswith("/ppt/theme"):
            theme = etree.fromstring(part.blob)
            for latin in theme.iter(qn("a:latin")):
                latin.set("typeface", FONT)
            part._blob = etree.tostring(
                theme, xml_declaration=True, encoding="UTF-8", standalone=True
            )
