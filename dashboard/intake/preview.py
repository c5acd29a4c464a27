"""What the reader makes of a file, before any meaning is given to it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from dashboard.intake.profiles import read_profiles
from dashboard.intake.reading import read_tables
from dashboard.intake.recognise import HeaderScorer
from dashboard.settings import Settings
from dashboard.warehouse.engine import open_building, quoted


def read_as_text(path: Path, settings: Settings) -> Iterator[list[str]]:
    """The header and then every row of each table of a file, as intake reads it."""
    score = HeaderScorer(read_profiles(settings.profile_folders))
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        connection = open_building(scratch / "read.duckdb", scratch=scratch)
        try:
            for sheet in read_tables(
                connection, path, table="file", scratch=scratch, score=score
            ):
                yield list(sheet.header)
                cells = ", ".join(
                    f"coalesce(c{index}, '')" for index in range(len(sheet.header))
                )
                rows = connection.execute(
                    f"select {cells} from {quoted(sheet.table)} order by row_number"
                )
                while batch := rows.fetchmany(10_000):
                    yield from (list(row) for row in batch)
        finally:
            connection.close()
