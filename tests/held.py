"""Looking for one child in every file of a home, in a way of its own: what is taken out
must be found by nobody, so this shares nothing with what takes it out."""

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.identifiers import found_in_text, values_in

_SHORT = 8


def files_that_hold(home: Path, wanted: frozenset[str]) -> set[str]:
    """The files of a folder, by their paths in it, that hold any of the wanted forms."""
    return {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and (_in_bytes(path, wanted) or _in_cells(path, wanted))
    }


def _in_bytes(path: Path, wanted: frozenset[str]) -> bool:
    content = path.read_bytes()
    named = found_in_text(path.name, wanted)
    return bool(named) or any(_holds(piece, wanted) for piece in _unpacked(content))


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What is packed in it as well, however deep."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                yield from _unpacked(packed.read(member))


def _holds(content: bytes, wanted: frozenset[str]) -> bool:
    """Long forms anywhere, short ones between what no number has: six figures are in
    many a number."""
    short = [form.encode() for form in wanted if len(form) <= _SHORT] or [b"(?!)"]
    words = re.compile(
        rb"(?<![0-9A-Za-z])(?:" + b"|".join(short) + rb")(?![0-9A-Za-z])"
    )
    ways = [content]
    if b"\x00" in content and content[8:12] != b"DUCK":
        ways.append(content.replace(b"\x00", b""))
    return any(
        words.search(way)
        or any(form.encode() in way for form in wanted if len(form) > _SHORT)
        for way in ways
    )


def _in_cells(path: Path, wanted: frozenset[str]) -> bool:
    with path.open("rb") as file:
        head = file.read(16)
    cells: Iterator[str]
    if head[8:12] == b"DUCK":
        cells = (text for _, text in values_in(path))
    elif head.startswith(b"PAR1"):
        cells = _of_parquet(path)
    elif head.startswith(b"SQLite format 3"):
        cells = _of_sqlite(path)
    else:
        return False
    return any(cell in wanted or found_in_text(cell, wanted) for cell in cells)


def _of_parquet(path: Path) -> Iterator[str]:
    with duckdb.connect() as connection:
        rows = connection.execute("from read_parquet(?)", [str(path)]).fetchall()
        yield from (str(value) for row in rows for value in row)


def _of_sqlite(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(path)
    tables = connection.execute("select name from sqlite_master where type = 'table'")
    for (table,) in tables.fetchall():
        for row in connection.execute(f'select * from "{table}"'):
            yield from (str(value) for value in row)
    connection.close()
