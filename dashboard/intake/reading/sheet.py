"""What reading gives: where the rows of one table are, as text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HeaderScore = Callable[[Sequence[str]], float]
Told = Callable[[int, int], None]
Row = tuple[int, list[str]]
Rows = Iterator[Row]


@dataclass(frozen=True)
class Sheet:
    """One table of a file: a temporary table of text in the connection it was read by.

    The table has `row_number` (as a spreadsheet shows it, the first row being 1) and one
    column for each header, `c0`, `c1` … `sheet` is the worksheet or the member of a zip,
    where the file has several. `notes` say what was done that the officer may not expect.
    """

    file: str
    table: str
    header: tuple[str, ...]
    header_row: int
    rows: int
    sheet: str = ""
    notes: tuple[str, ...] = ()
