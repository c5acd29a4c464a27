"""What the reader makes of a file, before any meaning is given to it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dashboard.intake.profiles import read_profiles
from dashboard.intake.read import read_sheet
from dashboard.intake.recognise import HeaderScorer
from dashboard.settings import Settings


def read_as_text(path: Path, settings: Settings) -> Iterator[list[str]]:
    """The header and then every row of a file, as the text that intake reads."""
    score = HeaderScorer(read_profiles(settings.profile_folders))
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        sheet = read_sheet(
            connection, path, table="file", scratch=Path(scratch), score=score
        )
        yield list(sheet.header)
        cells = ", ".join(
            f"coalesce(c{index}, '')" for index in range(len(sheet.header))
        )
        rows = connection.execute(f"select {cells} from file order by row_number")
        while batch := rows.fetchmany(10_000):
            yield from (list(row) for row in batch)
