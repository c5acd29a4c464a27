"""A file, whatever it is, as the tables it holds."""

import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dashboard.intake.reading.archive import members
from dashboard.intake.reading.damage import Widths
from dashboard.intake.reading.dialect import dialect_of, rows_of, usual_width
from dashboard.intake.reading.geojson import features_of, is_json
from dashboard.intake.reading.html_tables import html_tables
from dashboard.intake.reading.layout import KNOWN_HEADER, Layout, layout_of, score_of
from dashboard.intake.reading.loading import load_plain, load_rows, taken_off
from dashboard.intake.reading.sheet import HeaderScore, Row, Rows, Sheet, Told
from dashboard.intake.reading.text import text_of
from dashboard.intake.reading.unreadable import Unreadable
from dashboard.intake.reading.workbook import Worksheet, worksheets

_SAMPLED_ROWS = 500
# A sheet whose column names are this much like the best one's is of the extract too.
_LIKE_THE_BEST = 0.6
_TEXTS = {".csv", ".txt", ".tsv"}
_OLE = b"\xd0\xcf\x11\xe0"
_PARTS_OF_A_WORKBOOK = ("[Content_Types].xml", "content.xml")


def read_tables(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str,
    scratch: Path,
    score: HeaderScore,
    progress: Told | None = None,
) -> list[Sheet]:
    """Every table of a file into a temporary table of text each.

    What the file is says its content, not its name. `score` says how many of a row's
    cells are column names of a known extract; `scratch` is a folder for copies.
    Raises Unreadable in a sentence that says what to do.
    """
    if not path.is_file():
        raise Unreadable(
            f"{path.name}: there is no such file.", what_to_do="Check its name."
        )
    if path.stat().st_size == 0:
        raise Unreadable(f"{path.name} is empty.", what_to_do="Export it again.")
    before = path.stat()
    reader = _Reader(connection, scratch, score)
    found = reader.tables(path, path.name, table)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable(
            f"{path.name} changed while it was being read.",
            what_to_do="Wait until it is whole, and send it again.",
        )
    if progress:
        progress(after.st_size, after.st_size)
    return found


@dataclass(frozen=True)
class _Reader:
    connection: duckdb.DuckDBPyConnection
    scratch: Path
    score: HeaderScore

    def tables(self, path: Path, name: str, table: str) -> list[Sheet]:
        with path.open("rb") as file:
            start = file.read(4096)
        if start.startswith(_OLE) or _is_packed_workbook(path, start):
            found, notes = worksheets(path)
            return self._sheets(found, notes, name, table)
        if start.startswith(b"PK") and not _calls_itself_text(path):
            return self._members(path, name, table)
        if is_json(start):
            return [self._features(path, name, table)]
        if b"<html" in start.lower() or b"<table" in start.lower():
            return self._sheets(html_tables(path), (), name, table)
        return [self._text(path, name, table)]

    def _members(self, path: Path, name: str, table: str) -> list[Sheet]:
        found: list[Sheet] = []
        for number, (member, place) in enumerate(members(path, self.scratch)):
            if place.stat().st_size == 0:
                raise Unreadable(
                    f"{name}: {member} is empty.", what_to_do="Export it again."
                )
            for sheet in self.tables(place, f"{name}, {member}", f"{table}_{number}"):
                inside = ", ".join(part for part in (member, sheet.sheet) if part)
                found.append(replace(sheet, file=name, sheet=inside))
        return found

    def _features(self, path: Path, name: str, table: str) -> Sheet:
        """A table from its first row on: no layout to find, nothing to take off."""
        found = features_of(path, name)
        widths = Widths.of((), len(found.header))
        load_rows(self.connection, iter(found.rows), table, widths, self.scratch)
        return Sheet(name, table, found.header, 0, len(found.rows))

    def _sheets(
        self,
        found: list[Worksheet],
        notes: tuple[str, ...],
        name: str,
        table: str,
    ) -> list[Sheet]:
        chosen, left = self._chosen(found)
        if not chosen:
            raise Unreadable(f"{name} has no rows.", what_to_do="Export it again.")
        notes += tuple(
            f"The sheet “{sheet.name}” holds no extract and was not read."
            for sheet in left
        )
        single = len(found) == 1
        sheets = []
        for number, sheet in enumerate(chosen):
            width = max(len(cells) for _, cells in sheet.rows)
            read = self._rows(sheet.rows, width, name, f"{table}_{number}")
            told = (*read.notes, *(notes if number == 0 else ()))
            sheets.append(replace(read, sheet="" if single else sheet.name, notes=told))
        return sheets

    def _chosen(
        self, found: list[Worksheet]
    ) -> tuple[list[Worksheet], list[Worksheet]]:
        """The sheets of an extract; where none is one, the first that is a table."""
        scores = [score_of(sheet.rows, self.score) for sheet in found]
        best = max(scores, default=0.0)
        if best < KNOWN_HEADER:
            return found[:1], found[1:]
        enough = max(KNOWN_HEADER, _LIKE_THE_BEST * best)
        chosen = [s for s, known in zip(found, scores, strict=True) if known >= enough]
        return chosen, [sheet for sheet in found if sheet not in chosen]

    def _text(self, path: Path, name: str, table: str) -> Sheet:
        text = text_of(path, name)
        told = (
            ("Read as Windows text: look at a name that has an accent.",)
            if text.encoding == "cp1252"
            else ()
        )
        dialect = dialect_of(text.sample())
        top = list(itertools.islice(rows_of(text, dialect, 0), _SAMPLED_ROWS))
        width = usual_width(top)
        layout = self._layout(top, width, name)
        if text.plain and dialect.duckdb and len(layout.header) == width:
            loaded = load_plain(self.connection, path, table, layout, dialect)
            if loaded:
                sheet = Sheet(name, table, layout.header, layout.header_row, 0)
                return self._finished(sheet, layout, ())
        top = list(itertools.islice(rows_of(text, dialect, width), _SAMPLED_ROWS))
        layout = self._layout(top, width, name)
        read = self._loaded(rows_of(text, dialect, width), top, layout, name, table)
        return replace(read, notes=(*read.notes, *told))

    def _rows(self, rows: list[Row], width: int, name: str, table: str) -> Sheet:
        layout = self._layout(rows, width, name)
        return self._loaded(iter(rows), rows[:_SAMPLED_ROWS], layout, name, table)

    def _layout(self, rows: list[Row], width: int, name: str) -> Layout:
        layout = layout_of(rows, self.score, name)
        names = [*layout.header, *([""] * (width - len(layout.header)))]
        return replace(layout, header=tuple(names))

    def _loaded(
        self, rows: Rows, top: list[Row], layout: Layout, name: str, table: str
    ) -> Sheet:
        body = [row for row in top if row[0] > layout.header_row]
        widths = Widths.of(body, len(layout.header))
        load_rows(
            self.connection,
            _below(rows, layout.header_row),
            table,
            widths,
            self.scratch,
        )
        sheet = Sheet(name, table, layout.header, layout.header_row, 0)
        return self._finished(sheet, layout, widths.check(name))

    def _finished(self, sheet: Sheet, layout: Layout, mended: tuple[str, ...]) -> Sheet:
        told = replace(sheet, notes=(*layout.notes, *mended))
        return taken_off(self.connection, told, layout)


def _below(rows: Rows, header_row: int) -> Iterator[Row]:
    return (row for row in rows if row[0] > header_row)


def _calls_itself_text(path: Path) -> bool:
    """A damaged zip is said to be one, unless its name says that it is text."""
    return path.suffix.lower() in _TEXTS and not zipfile.is_zipfile(path)


def _is_packed_workbook(path: Path, start: bytes) -> bool:
    if not start.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except zipfile.BadZipFile:
        return False
    return any(name.startswith(_PARTS_OF_A_WORKBOOK) for name in names)
