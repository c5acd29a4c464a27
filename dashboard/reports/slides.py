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
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.charts.theme import DARK_BLUE, GREY, INK
from dashboard.dates import day
from dashboard.reports.drawing import lines_of
from dashboard.reports.native import natives_of
from dashboard.reports.native_look import SMALLEST, Native, rgb
from dashboard.reports.pack import OPEN_VIEW, Pack, PackPage, PackPanel, Section
from dashboard.reports.picture import picture_of
from dashboard.reports.png import as_png
from dashboard.sentences import ADJUSTED

WIDE, HIGH = 13.333, 7.5
_EDGE, _BELOW = 0.5, 6.82
# Beside the first chart of a view stand its notes and the key to its letters.
_ASIDE, _GAP = 3.4, 0.35
_MOST_ASIDE = 2.6
TITLE, LARGE, TEXT = 26, 18, 14
_LEADING = 1.22
_POINTS = 72.0
A_PICTURE = "A picture: PowerPoint has no chart of this kind. Its numbers are in the PDF and in Excel."
_MORE = "… and more: see the PDF."
FONT = "Arial"


# A paragraph on a slide: size, whether it is bold, words.
Said = tuple[int, bool, str]


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

    `words` are (size, bold, text), and so is what stands `aside` of the charts.
    """

    title: str
    words: tuple[Said, ...] = ()
    aside: tuple[Said, ...] = ()
    cells: tuple[_Cell, ...] = ()
    foot: str = ""
    link: str = ""
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


def _that_fit(lines: Sequence[Said], wide: float, high: float) -> Iterator[Said]:
    high -= _height(_MORE, SMALLEST, wide)
    for line in lines:
        high -= _height(line[2], line[0], wide, bold=line[1])
        if high < 0:
            yield (SMALLEST, False, _MORE)
            return
        yield line


def _views(pack: Pack) -> Iterator[_Slide]:
    for page in pack.pages:
        yield from _view(page)


def _view(page: PackPage) -> Iterator[_Slide]:
    """The first chart alone with all that is said of the view; the others two by two.

    What has no chart is words: beside the first where they are few, else at the end.
    """
    drawn = [panel for panel in page.panels if panel.figure["data"]]
    cells = [cell for panel in drawn for cell in _cells(panel)]
    foot = f"{page.foot} · picture {page.picture}"
    words = [(LARGE, False, page.change), (TEXT, True, page.note)]
    first = cells[:1]
    # What holds of every page is on the last ones.
    notes = [note for note in page.notes if note != ADJUSTED]
    aside = [(SMALLEST, False, note) for note in notes]
    aside += [(SMALLEST, False, words) for words in page.besides]
    aside += [(SMALLEST, False, e.words) for cell in first for e in cell.panel.events]
    undrawn = _undrawn(page)
    beside = [(SMALLEST, False, f"{name}: {said}") for name, said in undrawn.paragraphs]
    if first and _tall([*aside, *beside], _ASIDE) < _MOST_ASIDE:
        aside, undrawn = [*aside, *beside], Section("", ())
    yield _Slide(
        page.sentence,
        tuple(line for line in words if line[2]),
        tuple(aside),
        tuple(first),
        foot,
        page.link,
    )
    for two in _two_by_two(cells[1:]):
        yield _Slide(page.sentence, cells=two, foot=foot, link=page.link)
    if undrawn.paragraphs:
        yield from _section(undrawn, foot, page.link)


def _undrawn(page: PackPage) -> Section:
    """What is said in place of each chart that is not there."""
    said = (
        (panel.title, "\n".join(filter(None, (panel.said, _instead(panel)))))
        for panel in page.panels
        if not panel.figure["data"]
    )
    return Section(page.sentence, tuple(one for one in said if one[1]))


def _instead(panel: PackPanel) -> str:
    """The words that the screen has where the chart would be, if they say more."""
    words: str = panel.figure["layout"]["annotations"][0]["text"]
    return "" if words in panel.said else words


def _two_by_two(cells: Sequence[_Cell]) -> Iterator[tuple[_Cell, ...]]:
    """A picture has a slide to itself: its words are to be read as the others are."""
    waiting: list[_Cell] = []
    for cell in cells:
        if waiting and (cell.native is None or len(waiting) == 2):
            yield tuple(waiting)
            waiting = []
        if cell.native is None:
            yield (cell,)
        else:
            waiting.append(cell)
    if waiting:
        yield tuple(waiting)


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


def _section(section: Section, foot: str = "", link: str = "") -> Iterator[_Slide]:
    """As many slides as its words need at a size that can be read."""
    wide = WIDE - 2 * _EDGE
    room = _BELOW - 0.8 - _height(section.title, TITLE, wide, bold=True)
    room -= _height(f"{foot} · {OPEN_VIEW}", SMALLEST, wide) if foot else 0
    lines: list[Said] = []
    used, title = 0.0, section.title
    for name, words in section.paragraphs:
        given = [(TEXT, True, name)] if name else []
        given += [(SMALLEST, False, line) for line in words.split("\n")]
        needs = sum(_height(t, s, wide, bold=b) for s, b, t in given)
        if lines and used + needs > room:
            yield _Slide(title, tuple(lines), foot=foot, link=link)
            lines, used, title = [], 0.0, f"{section.title}, continued"
        lines += given
        used += needs
    yield _Slide(title, tuple(lines), foot=foot, link=link)


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
            words = f"{given.foot} · {OPEN_VIEW}" if given.link else given.foot
            high = _height(words, SMALLEST, WIDE - 2 * _EDGE)
            bottom -= high
            box = (_EDGE, bottom, WIDE - 2 * _EDGE, high)
            foot = _text(slide, given.foot, box, SMALLEST, colour=GREY)
            if given.link:
                _link(foot, given.link)
        wide = WIDE - 2 * _EDGE
        if given.aside:
            wide -= _ASIDE + _GAP
            left = _EDGE + wide + _GAP
            room = bottom - top - 0.2
            aside = _that_fit(given.aside, _ASIDE, room)
            self._lines(slide, list(aside), left, top + 0.1, _ASIDE)
        self._cells(slide, given.cells, (top + 0.06, bottom - 0.06), wide)
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
        band.fill.fore_color.rgb = rgb(self._colour)
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
        _text(slide, foot, (_EDGE, 7.02, WIDE - 2 * _EDGE, 0.3), SMALLEST, bold=True)

    # -- charts ---------------------------------------------------------------------

    def _cells(
        self, slide: Any, cells: Sequence[_Cell], room: tuple[float, float], wide: float
    ) -> None:
        if not cells:
            return
        top, bottom = room
        wide = (wide - _GAP * (len(cells) - 1)) / len(cells)
        heads = [self._head(cell, wide) for cell in cells]
        tails = [self._tail(cell) for cell in cells]
        start = top + max(_tall(head, wide) for head in heads)
        end = bottom - max(_tall(tail, wide) for tail in tails)
        for place, cell in enumerate(cells):
            left = _EDGE + place * (wide + _GAP)
            self._lines(slide, heads[place], left, top, wide)
            self._lines(slide, tails[place], left, end, wide)
            _chart(slide, cell, (left, start, wide, max(0.8, end - start)))

    def _head(self, cell: _Cell, wide: float) -> list[Said]:
        said = cell.panel.said
        size = TEXT if _height(said, TEXT, wide) < 1.1 else SMALLEST
        title = (TEXT, True, f"{cell.panel.title}{cell.part}")
        return [title, (size, False, said)] if said else [title]

    def _tail(self, cell: _Cell) -> list[Said]:
        if cell.native is not None:
            return [(SMALLEST, False, cell.native.key)] if cell.native.key else []
        return [(SMALLEST, False, A_PICTURE)]

    def _lines(
        self,
        slide: Any,
        lines: Sequence[Said],
        left: float,
        top: float,
        wide: float,
    ) -> None:
        for size, bold, text in lines:
            high = _height(text, size, wide, bold=bold)
            _text(slide, text, (left, top, wide, high), size, bold=bold)
            top += high


def _tall(lines: Sequence[Said], wide: float) -> float:
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
    # At a point of type to a length, its words are as large as they say.
    tall = min(float(figure["layout"]["height"]) * 1.2, high * _POINTS)
    drawing = picture_of(figure, wide * _POINTS, tall)
    picture = slide.shapes.add_picture(
        io.BytesIO(as_png(drawing)),
        *map(Inches, (left, top, wide, tall / _POINTS)),
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
) -> Any:
    shape = slide.shapes.add_textbox(*map(Inches, box))
    frame = shape.text_frame
    _no_margins(frame)
    frame.word_wrap = True
    frame.text = words
    for paragraph in frame.paragraphs:
        _style(paragraph, size, colour, bold=bold)
    return frame


def _link(frame: Any, to: str) -> None:
    """At the end of the words, the way to the page itself."""
    frame.paragraphs[-1].add_run().text = " · "
    run = frame.paragraphs[-1].add_run()
    run.text = OPEN_VIEW
    run.hyperlink.address = to


def _no_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = (
        Emu(0)
    )


def _style(paragraph: Any, size: float, colour: str, *, bold: bool) -> None:
    font = paragraph.font
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(colour)


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
