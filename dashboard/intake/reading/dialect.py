"""How a text file parts its cells, and its records read one by one.

Python's csv reader takes the well-formed records. A record that does not have as many
cells as the others is mended where there is one way to do it, and is an error otherwise:
a row whose cells have moved would be a wrong number.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.intake.reading.sheet import Row, Rows
from dashboard.intake.reading.text import LONGEST_LINE, Text

DELIMITERS = ",;\t|"
_SAMPLED = 200
# A cell with line breaks is not longer than this; a quote that is never closed is.
_LONGEST_RECORD = 1_000

csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True)
class Dialect:
    """`escape` is "" where a quote within a cell is doubled."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def cells(self, record: str, *, strict: bool = True) -> list[str] | None:
        """The cells of one record; None where it is not well-formed."""
        if self.escape:
            record = record.replace(self.escape + self.quote, self.quote * 2)
        reader = csv.reader(
            [record], delimiter=self.delimiter, quotechar=self.quote, strict=strict
        )
        try:
            return next(reader, [])
        except csv.Error:
            return None

    @property
    def duckdb(self) -> bool:
        """Whether it is the dialect that DuckDB is asked to read."""
        return self.quote == '"' and not self.escape


def dialect_of(sample: str) -> Dialect:
    quote = _quote_of(sample)
    bare = re.sub(f"{quote}[^{quote}]*{quote}", "", sample)
    return Dialect(_delimiter_of(bare), quote, _escape_of(sample, quote))


def _delimiter_of(bare: str) -> str:
    """The sign that most lines have equally often; the commoner of two."""
    lines = [line for line in bare.splitlines()[:_SAMPLED] if line.strip()]

    def fits(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if not counts:
            return (0, 0)
        often, alike = counts.most_common(1)[0]
        return (alike, often)

    return max(DELIMITERS, key=fits)


def _quote_of(sample: str) -> str:
    single = len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n])", sample, re.M))
    return "'" if single > 1 and '"' not in sample else '"'


def _escape_of(sample: str, quote: str) -> str:
    escaped = sample.count("\\" + quote)
    doubled = len(re.findall(f"[^,;\t|\\\\{quote}\n]{quote}{quote}", sample))
    return "\\" if escaped and not doubled else ""


def records_of(text: Text, dialect: Dialect) -> Iterator[tuple[int, str]]:
    """Records (number from 1, text): lines, joined where a quoted cell holds breaks.

    Where a quote is never closed the line is a record of its own, to be mended.
    """
    number = 0
    waiting: list[str] = []
    for line in text.lines():
        waiting.append(line)
        if not _closed(waiting, dialect):
            if len(waiting) < _LONGEST_RECORD:
                continue
            # No end in sight: the first line stands alone, the others are looked at again.
            for record in _line_by_line(waiting, dialect):
                number += 1
                yield number, record
            waiting = []
            continue
        number += 1
        yield number, "".join(waiting)
        waiting = []
    for record in _line_by_line(waiting, dialect):
        number += 1
        yield number, record


def _closed(lines: Sequence[str], dialect: Dialect) -> bool:
    if dialect.escape:
        return sum(_quotes(line, dialect) for line in lines) % 2 == 0
    return sum(line.count(dialect.quote) for line in lines) % 2 == 0


def _quotes(line: str, dialect: Dialect) -> int:
    return (
        line.replace("\\\\", "").replace("\\" + dialect.quote, "").count(dialect.quote)
    )


def _line_by_line(lines: Sequence[str], dialect: Dialect) -> Iterator[str]:
    """The first line alone, then the rest joined again where its quotes close."""
    rest: list[str] = []
    for place, line in enumerate(lines):
        if place == 0:
            yield line
            continue
        rest.append(line)
        if _closed(rest, dialect):
            yield "".join(rest)
            rest = []
    yield from rest


def rows_of(text: Text, dialect: Dialect, width: int) -> Rows:
    """Every record as cells; `width` is how many most of them have."""
    for number, record in records_of(text, dialect):
        body = record.rstrip("\r\n")
        cells = dialect.cells(body)
        if cells is None:
            cells = _mended(body, dialect, width)
        if cells is None:
            cells = dialect.cells(body, strict=False) or []
        yield number, cells


def _mended(record: str, dialect: Dialect, width: int) -> list[str] | None:
    """A record with one quote too many: read as if that quote were a part of its cell."""
    quote, delimiter = dialect.quote, dialect.delimiter
    starts = [
        place
        for place, sign in enumerate(record)
        if sign == quote and (place == 0 or record[place - 1] == delimiter)
    ]
    doubled = [place for place in starts if record[place + 1 : place + 2] == quote]
    tried = [record[:at] + quote + record[at:] for at in doubled]
    tried += [_quoted_from(record, at, quote, delimiter) for at in starts]
    found = (dialect.cells(one) for one in tried)
    return next((cells for cells in found if cells and len(cells) == width), None)


def _quoted_from(record: str, at: int, quote: str, delimiter: str) -> str:
    """The record with the cell that begins at a stray quote put into quotes."""
    end = record.find(delimiter, at)
    end = len(record) if end < 0 else end
    inside = record[at:end].replace(quote, quote * 2)
    return record[:at] + quote + inside + quote + record[end:]


def usual_width(rows: Sequence[Row]) -> int:
    """How many cells most rows have; of two equally common, the larger."""
    widths = Counter(len(cells) for _, cells in rows if any(map(str.strip, cells)))
    return max(widths, key=lambda width: (widths[width], width), default=0)
