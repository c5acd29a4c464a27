"""Rows of a file by their numbers, read again as text: what goes back to its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.intake.profiles import read_profiles
from dashboard.intake.reading import read_tables
from dashboard.intake.recognise import HeaderScorer
from dashboard.settings import Settings
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.snapshots import Snapshots


@dataclass(frozen=True)
class RowsAgain:
    """`rows`: (row number, its cells), numbered as in the file."""

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def rows_again(
    path: Path, settings: Settings, *, header: Sequence[str], numbers: Sequence[int]
) -> RowsAgain:
    """The rows of the table of a file that has this header; none where it has gone."""
    score = HeaderScorer(read_profiles(settings.profile_folders))
    with Snapshots(settings.home).building() as place, duckdb.connect() as connection:
        for sheet in read_tables(
            connection, path, table="file", scratch=place, score=score
        ):
            if list(sheet.header) == list(header):
                cells = ", ".join(
                    f"coalesce(c{index}, '')" for index in range(len(sheet.header))
                )
                found = connection.execute(
                    f"select row_number, {cells} from {quoted(sheet.table)} "
                    "where list_contains(?::bigint[], row_number) order by row_number",
                    [list(numbers)],
                ).fetchall()
                rows = tuple((int(number), tuple(row)) for number, *row in found)
                return RowsAgain(sheet.sheet, sheet.header, rows)
    return RowsAgain("", tuple(header), ())
