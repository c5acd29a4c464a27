"""Whether a file holds one child: every word in it is looked at, whatever the file is.

Packed files are unpacked in memory, workbooks and databases read cell by cell. What
cannot be opened is said to be so: nobody can know what is in it.
"""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import duckdb
import python_calamine

from dashboard.errors import SightlineError
from dashboard.intake.sought import LONGEST, Sought
from dashboard.warehouse.engine import quoted

_CHUNK = 1 << 20
_DEEPEST = 4
_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_SHUT = (b"7z\xbc\xaf", b"Rar!", b"%PDF", b"BZh", b"\xfd7zXZ")
_BINARY_WORKBOOK = "xl/workbook.bin"


class CannotBeSearched(SightlineError):
    """A file that cannot be opened, so that nobody can know what it holds."""


def holds(path: Path, sought: Sought) -> bool:
    """Whether the child is in a file, or in its name. Raises CannotBeSearched."""
    if sought.is_in(path.name):
        return True
    try:
        return any(sought.is_in(text) for text in _texts(path))
    except (
        *(OSError, ValueError, EOFError, RuntimeError, NotImplementedError),
        *(zipfile.BadZipFile, duckdb.Error, sqlite3.Error),
        python_calamine.CalamineError,
    ) as error:
        raise CannotBeSearched(path.name) from error


def _texts(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        head = file.read(16)
        if head[8:12] == b"DUCK":
            yield from _duckdb(path)
        elif head.startswith(b"SQLite format 3"):
            yield from _sqlite(path)
        elif head.startswith(b"PAR1"):
            yield from _parquet(path)
        else:
            file.seek(0)
            yield from _of(file, 0)


def _of(file: IO[bytes], depth: int) -> Iterator[str]:
    """The texts of an open file; of a packed one those of its members."""
    head = file.read(16)
    file.seek(0)
    if depth > _DEEPEST or head.startswith(_SHUT):
        raise CannotBeSearched("shut")
    if head.startswith(_ZIP):
        yield from _members(file, depth)
    elif head.startswith(_OLE):
        yield from _workbook(file.read())
    elif head.startswith(_GZIP):
        yield from _of(io.BytesIO(gzip.decompress(file.read())), depth + 1)
    else:
        yield from _plain(file)


def _members(file: IO[bytes], depth: int) -> Iterator[str]:
    with zipfile.ZipFile(file) as packed:
        if _BINARY_WORKBOOK in packed.namelist():
            file.seek(0)
            yield from _workbook(file.read())
            return
        for member in packed.infolist():
            yield member.filename
            with packed.open(member) as opened:
                head = opened.read(16)
            with packed.open(member) as opened:
                nested = head.startswith((_ZIP, _OLE, _GZIP, *_SHUT))
                inner = io.BytesIO(opened.read()) if nested else None
                yield from _of(inner, depth + 1) if inner else _plain(opened)


def _workbook(content: bytes) -> Iterator[str]:
    workbook = python_calamine.load_workbook(io.BytesIO(content))
    for name in workbook.sheet_names:
        yield name
        for row in workbook.get_sheet_by_name(name).to_python():
            yield " \n".join(_cell(cell) for cell in row)


def _cell(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if isinstance(cell, float) and whole else str(cell)


def _plain(file: IO[bytes]) -> Iterator[str]:
    """A text, piece by piece; what is cut at the end of one stands whole in the next."""
    rest = b""
    while chunk := file.read(_CHUNK):
        piece = rest + chunk
        yield _decoded(piece)
        rest = piece[-4 * LONGEST :]


def _decoded(piece: bytes) -> str:
    """UTF-16 has a nought in each character of a number, at one of two places."""
    text = piece.decode("utf-8", errors="replace")
    if b"\x00" not in piece:
        return text
    return f"{text} \n{piece.replace(bytes(1), b'').decode('utf-8', errors='replace')}"


def _duckdb(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        ).fetchall():
            source = f"{quoted(schema)}.{quoted(table)}"
            yield from _column(connection, source, column)


def _parquet(path: Path) -> Iterator[str]:
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table kept as from read_parquet(?)", [str(path)]
        )
        for column, *_ in connection.execute("describe kept").fetchall():
            yield from _column(connection, "kept", column)


def _column(
    connection: duckdb.DuckDBPyConnection, source: str, column: str
) -> Iterator[str]:
    found = connection.execute(
        f"select distinct cast({quoted(column)} as varchar) from {source}"
    )
    while rows := found.fetchmany(10_000):
        yield from (value for (value,) in rows if value is not None)


def _sqlite(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "select name from sqlite_master where type = 'table'"
        )
        for (table,) in tables.fetchall():
            for row in connection.execute(f"select * from {quoted(table)}"):
                yield " \n".join(str(value) for value in row)
