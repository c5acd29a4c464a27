"""A pack from addresses: each page worked out by the very same view as the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dashboard.access.viewer import Entitlement, Viewer
from dashboard.address import pinned
from dashboard.answers import Answer, contents, home_of, one_picture
from dashboard.charts.drawn_as import DrawnAs
from dashboard.components.addressed import check_door, page_at, seen_as
from dashboard.components.sources import source_in_words
from dashboard.components.view import View
from dashboard.errors import UnknownName
from dashboard.reports.pack import (
    Happening,
    Look,
    Pack,
    PackPage,
    PackPanel,
    Row,
    Table,
    about_columns,
)
from dashboard.sentences import how_it_was_read
from dashboard.settings import Settings
from dashboard.warehouse.contents import Contents
from dashboard.wording import withheld_in_words

_MOST = 40


@dataclass(frozen=True)
class PackItem:
    """One view of a pack: its address, and what whoever makes the pack says of it.

    `panels` are the names of the charts to take, where not all of them are wanted. In the
    papers of a meeting a view has the charts `in_the_room`; of the others, what they say.
    """

    address: str
    title: str = ""
    note: str = ""
    panels: tuple[str, ...] = ()
    in_the_room: bool = False

    def takes(self, view: View) -> tuple[str, ...]:
        """The names of its charts, in the order of the page."""
        drawn = view.presented if self.in_the_room else tuple(view.figures)
        wanted = self.panels or drawn
        return tuple(n for n in drawn if n in view.behind and n in wanted)


def pack_of(
    items: Sequence[PackItem], viewer: Viewer, title: str = "", server: str = ""
) -> Pack:
    """The pack of some views as one viewer sees them.

    `server` is where its links lead, "https://…"; without it there are none.

    UnknownName where an address is of no page that can be taken away, or there are too
    many; what the page itself would say where it cannot be shown.
    """
    if not 0 < len(items) <= _MOST:
        raise UnknownName(f"A pack has between one and {_MOST} pages.")
    with one_picture(viewer.home):
        pages = tuple(_page_of(item, viewer, server.rstrip("/")) for item in items)
    return Pack(title or pages[0].title, pages, look_of(home_of(viewer.home).settings))


def look_of(settings: Settings) -> Look:
    """A partnership's name, marking, colour and logo, as its settings say."""
    return Look(settings.partnership, settings.marking, settings.colour, settings.logo)


def check_doors(items: Sequence[PackItem], entitled: Entitlement | None) -> None:
    """NotGranted, in words, where a page of a pack does not open for somebody."""
    for item in items:
        check_door(item.address, entitled)


def _page_of(item: PackItem, viewer: Viewer, server: str) -> PackPage:
    page = page_at(item.address, viewer)
    view = page.view(f"?{urlsplit(item.address).query}")
    held = contents(viewer, view.whole.snapshot)
    taken = item.takes(view)
    return PackPage(
        title=item.title or page.title,
        sentence=view.headline,
        change=view.change,
        notes=view.notes,
        foot=view.foot,
        picture=view.whole.snapshot,
        address=item.address,
        measure=view.measure,
        panels=tuple(_panel(name, page.titles(name, view), view) for name in taken),
        besides=tuple(
            f"{page.titles(name, view)}: {view.store['panels'][name]['said']}"
            for name in view.figures
            if item.in_the_room and name not in taken and view.difference(name).judged
        ),
        note=item.note,
        read_by=how_it_was_read(view.series) if view.series else "",
        coverage=_coverage(view, held),
        link=f"{server}{_way_to(item, view, viewer)}" if server else "",
    )


def _way_to(item: PackItem, view: View, viewer: Viewer) -> str:
    return seen_as(pinned(item.address, view.whole.snapshot), viewer.audience)


def _panel(name: str, title: str, view: View) -> PackPanel:
    behind, told = view.behind[name], view.store["panels"][name]
    answer = behind.answers.get("")
    return PackPanel(
        name=name,
        title=title,
        said=told.get("said", ""),
        alt=told["alt"],
        drawn_as=behind.drawn_as,
        figure=view.figures[name],
        table=_table(told, answer or next(iter(behind.answers.values()))),
        answers=behind.answers,
        chosen=next((row["key"] for row in told["rows"] if row["chosen"]), None),
        events=_events(view) if behind.drawn_as is DrawnAs.TREND else (),
        lines=view.lines if behind.drawn_as is DrawnAs.TREND else (),
    )


_OF_ALL = ["Value", "Number", "Out of"]


def _table(told: dict, answer: Answer) -> Table:
    """The table of the screen; a value stands with what it was made of in one cell."""
    columns, join = told["columns"], told["columns"][1:4] == _OF_ALL
    if join:
        columns = [columns[0], "Value (number of all)", *columns[4:]]
    rows = []
    for row in told["rows"]:
        cells = _of_all(row["cells"]) if join else row["cells"]
        said = _with_note(cells, row["note"], withheld_in_words(answer.measure))
        rows.append(Row(row["label"], said, bool(row["unusual"])))
    return Table(about_columns(columns, answer), tuple(rows))


def _of_all(cells: Sequence[str]) -> list[str]:
    """“38 % (37 of 97)”; of what may not be told only what it is of, where that may be."""
    value, number, of, *others = cells
    if of == value or (value == "–" and of == "0"):
        return [value, *others]
    return [
        f"{value} ({number} of {of})" if number != value else f"– (of {of})",
        *others,
    ]


def _with_note(cells: Sequence[str], note: str, few: str) -> tuple[str, ...]:
    """Of what may not be told that it is few, in place of a dash; any other note after it."""
    first, *others = cells
    if note == few:
        return (first.replace("–", few, 1), *others)
    return (f"{first} · {note}", *others) if note else tuple(cells)


def _events(view: View) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            one["letter"],
            date.fromisoformat(one["on"]),
            f"{one['letter']} {one['date']}: {one['title']}",
        )
        for one in view.store["events"]
    )


def _coverage(view: View, held: Contents) -> tuple[str, ...]:
    """To when each extract behind a page was sent, and which months were not."""
    measures = {
        answer.measure.name: answer.measure
        for behind in view.behind.values()
        for answer in behind.answers.values()
    }
    sources = dict.fromkeys(s for m in measures.values() for s in m.sources)
    return tuple(filter(None, (source_in_words(source, held) for source in sources)))
