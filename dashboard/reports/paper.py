"""A pack as PDF: tagged, with bookmarks, a table under each chart, and no browser.

Pictures are the figures of the screen, drawn as lines from the same answers. WeasyPrint
needs Pango, which is not on every server; without it the other formats are there.
"""

import atexit
import base64
import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from typing import Any

from dashboard.charts.drawn_as import DrawnAs
from dashboard.charts.theme import DARK_BLUE
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.reports.pack import (
    OPEN_VIEW,
    Pack,
    PackPage,
    PackPanel,
    Row,
    Section,
    Table,
)
from dashboard.reports.picture import picture_of
from dashboard.reports.svg import as_svg
from dashboard.settings import PROJECT

# Lengths of a picture across the page, and of one in half of it.
_WIDE, _HALF = 700.0, 420.0
# A table with more rows is set in two, side by side.
_LONG = 16
# WeasyPrint's fonts are those of one document after another.
_ONE_AT_A_TIME = threading.Lock()


def as_pdf(pack: Pack) -> bytes:
    """The bytes of a .pdf file. ForTheUser where this server cannot make one."""
    html, fonts, style = _weasyprint()
    document = html(string=_html(pack), base_url=str(PROJECT))
    with _ONE_AT_A_TIME, _nothing_collected():
        made: bytes = document.write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    return made


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A document is a great many small things at once: looking for rubbish among them takes
    a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def can_be_made() -> bool:
    """Whether this server has what a PDF needs."""
    try:
        _load()
    except (ImportError, OSError):
        return False
    return True


@lru_cache(maxsize=1)
def _weasyprint() -> tuple[Any, Any, Any]:
    """The reader of HTML, the fonts and the style: read once, for they take a second."""
    try:
        html, css, configuration = _load()
    except (ImportError, OSError):
        raise ForTheUser(
            "This server cannot make PDF.",
            "It needs Pango, which is not installed here.",
            "Take PowerPoint or Excel, or ask whoever keeps the server to install Pango.",
        ) from None
    fonts = configuration()
    # Its own end needs what an interpreter that ends has already taken away.
    atexit.register(_weasyprint.cache_clear)
    return html, fonts, css(string=_STYLE, font_config=fonts, base_url=str(PROJECT))


def _load() -> tuple[Any, Any, Any]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    return HTML, CSS, FontConfiguration


def _html(pack: Pack) -> str:
    mark = "\n".join(filter(None, (pack.look.partnership, pack.look.marking)))
    body = [_cover(pack), *map(_page, pack.pages), *_sections(pack)]
    colour = pack.look.colour or DARK_BLUE
    return (
        f'<html lang="en-GB" style="--colour: {colour}"><head><meta charset="utf-8">'
        f"<title>{escape(pack.title)}</title>"
        f'<meta name="author" content="{escape(pack.look.partnership)}">'
        f'</head><body data-mark="{escape(mark, quote=True)}">{"".join(body)}</body></html>'
    )


def _foot(words: str) -> str:
    """What stands at the foot of each page from here on, until another says otherwise."""
    return f'data-foot="{escape(words, quote=True)}"'


def _cover(pack: Pack) -> str:
    look = pack.look
    mark = ""
    if look.logo is not None:
        kind = "png" if look.logo.suffix.lower() == ".png" else "jpeg"
        data = base64.b64encode(look.logo.read_bytes()).decode("ascii")
        alt = escape(f"The mark of {look.partnership}")
        mark = f'<img class="mark" src="data:image/{kind};base64,{data}" alt="{alt}">'
    items = "".join(
        f"<li><b>{escape(page.title)}</b> {escape(page.sentence)}</li>"
        for page in pack.pages
    )
    said = f"{look.partnership} · made on {day(pack.made_on)} · {pack.numbers}"
    return (
        f"{mark}<h1>{escape(pack.title)}</h1><p>{escape(said)}</p>"
        f'<ol class="contents">{items}</ol>'
    )


def _page(page: PackPage) -> str:
    """A view from the top of a page; its foot is at the foot of every page it needs."""
    notes = "".join(f"<p class=small>{escape(note)}</p>" for note in page.notes)
    note = f"<p class=note>{escape(page.note)}</p>" if page.note else ""
    wide = [p for p in page.panels if p.drawn_as in (DrawnAs.TREND, DrawnAs.OTHER)]
    rest = [p for p in page.panels if p not in wide]
    words = f"{page.foot} · picture {page.picture}"
    return (
        f"<section {_foot(words)}>"
        f"<p class=called>{escape(page.title)}</p>"
        f"<h1>{escape(page.sentence)}</h1><p class=change>{escape(page.change)}</p>"
        f"{note}{notes}{_link(page)}{''.join(_panel(p, _WIDE) for p in wide)}{_halves(rest)}"
        f"{_besides(page)}</section>"
    )


def _link(page: PackPage) -> str:
    if not page.link:
        return ""
    return (
        f'<p class=small><a href="{escape(page.link, quote=True)}">{OPEN_VIEW}</a></p>'
    )


def _besides(page: PackPage) -> str:
    """What the other charts of the page say, a line each."""
    if not page.besides:
        return ""
    lines = "".join(f"<li>{escape(words)}</li>" for words in page.besides)
    return f"<h2>Also on this page</h2><ul>{lines}</ul>"


def _halves(panels: Sequence[PackPanel]) -> str:
    pairs = [panels[n : n + 2] for n in range(0, len(panels), 2)]
    return "".join(
        f"<div class=pair>{''.join(_panel(p, _HALF) for p in pair)}"
        f"{'' if len(pair) == 2 else '<div class=half></div>'}</div>"
        for pair in pairs
    )


def _panel(panel: PackPanel, width: float) -> str:
    wide = width == _WIDE
    said = f"<p class=small>{escape(panel.said)}</p>" if panel.said else ""
    key = "".join(f"<p class=small>{escape(one.words)}</p>" for one in panel.events)
    return (
        f"<div class={'wide' if wide else 'half'}><div class=chart>"
        f"<h2>{escape(panel.title)}</h2>{said}{_picture(panel, width)}</div>"
        f"{key}{_tables(panel.table, wide=wide)}</div>"
    )


def _picture(panel: PackPanel, width: float) -> str:
    if not panel.figure["data"]:
        words = panel.figure["layout"]["annotations"][0]["text"]
        return f"<p class=small>{escape(words)}</p>" if words else ""
    drawn = as_svg(picture_of(panel.figure, width)).encode("utf-8")
    data = base64.b64encode(drawn).decode("ascii")
    alt = escape(panel.alt, quote=True)
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{alt}">'


def _tables(table: Table, *, wide: bool) -> str:
    rows = table.rows
    if not rows:
        return ""
    if not wide or len(rows) <= _LONG or len(table.columns) > 5:
        return _table(table.columns, rows)
    half = -(-len(rows) // 2)
    sides = (rows[:half], rows[half:])
    both = "".join(
        f"<div class=side>{_table(table.columns, side)}</div>" for side in sides
    )
    return f"<div class=sides>{both}</div>"


def _table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    head = "".join(f"<th scope=col>{escape(words)}</th>" for words in columns)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, rows))}</tbody></table>"


def _row(row: Row) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
    mark = " class=unusual" if row.unusual else ""
    return f"<tr{mark}><th scope=row>{escape(row.label)}</th>{cells}</tr>"


def _sections(pack: Pack) -> Iterator[str]:
    """The last pages: from the top of one, and then below one another."""
    for place, section in enumerate(pack.last):
        yield _section(section, "class=below" if place else _foot(""))


def _section(section: Section, attribute: str) -> str:
    parts = []
    for name, words in section.paragraphs:
        head = f"<h3>{escape(name)}</h3>" if name else ""
        lines = "".join(f"<p>{escape(line)}</p>" for line in words.split("\n"))
        parts.append(head + lines)
    return f"<section {attribute}><h1>{escape(section.title)}</h1>{''.join(parts)}</section>"


_FACES = "".join(
    f"@font-face {{ font-family: Roboto; font-weight: {weight}; "
    f"src: url(assets/fonts/roboto-latin-{weight}-normal.woff2) }}"
    for weight in (400, 700)
)
# The band at the foot holds what every page must say of its numbers, and which page it is:
# as named strings, for a page is laid out once more where an element runs along its foot.
_STYLE = f"""{_FACES}
@page {{
  size: A4; margin: 15mm 15mm 27mm; font-family: Roboto, Arial, sans-serif;
  @bottom-left {{ content: string(foot); width: 65%; font-size: 8pt; color: #46525b;
    vertical-align: top; padding-top: 3mm; line-height: 1.35 }}
  @bottom-right {{ content: string(mark) "\\A page " counter(page) " of " counter(pages);
    white-space: pre-line; width: 34%; font-size: 8pt; font-weight: 700; color: #1a2530;
    vertical-align: top; padding-top: 3mm; line-height: 1.35; text-align: right }}
}}
body {{ string-set: mark attr(data-mark) }}
[data-foot] {{ string-set: foot attr(data-foot) }}
html {{ font: 9.5pt/1.35 Roboto, Arial, sans-serif; color: #1a2530 }}
h1 {{ font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; color: var(--colour);
  bookmark-level: 1 }}
h2 {{ font-size: 11pt; margin: 3mm 0 1mm; bookmark-level: 2; break-after: avoid }}
h3 {{ font-size: 10pt; margin: 3mm 0 0.5mm; bookmark-level: 2 }}
p {{ margin: 0 0 1.2mm }}
section {{ break-before: page }}
section.below {{ break-before: auto; margin-top: 7mm }}
h1, h3 {{ break-after: avoid }}
.called {{ font-weight: 700; color: #46525b; margin: 0 }}
.change {{ font-size: 12pt }}
.note {{ border-left: 1mm solid var(--colour); padding-left: 3mm }}
.small {{ font-size: 8.5pt }}
.mark {{ float: right; max-height: 20mm; max-width: 50mm }}
.contents li {{ margin-bottom: 1.5mm }}
img {{ width: 100% }}
.chart, .pair {{ break-inside: avoid }}
.mark {{ width: auto }}
.pair, .sides {{ display: table; table-layout: fixed; width: 100% }}
.half, .side {{ display: table-cell; width: 50%; padding-right: 5mm; vertical-align: top }}
.half + .half, .side + .side {{ padding-right: 0 }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 8pt; margin: 1mm 0 2mm;
  line-height: 1.2 }}
th, td {{ text-align: right; padding: 0.4mm 1mm; border-bottom: 0.2mm solid #e3e7ea;
  font-weight: 400 }}
th:first-child {{ text-align: left }}
thead th {{ font-weight: 700; vertical-align: bottom }}
thead th:first-child {{ width: 38% }}
.unusual {{ font-weight: 700; background: #fbe9df }}
tr {{ break-inside: avoid }}
"""
