"""A database is written anew, so that nothing deleted from it is left in its file.

DuckDB marks the blocks of deleted rows as free and leaves their bytes where they were.
"""

from pathlib import Path

from dashboard.warehouse.engine import open_building


def write_anew(path: Path, scratch: Path) -> None:
    """Copy what a closed database holds into a new file, which takes its place."""
    new = path.with_suffix(".new")
    copy_anew(path, new, scratch)
    new.replace(path)


def copy_anew(path: Path, new: Path, scratch: Path) -> None:
    """Copy what a closed database holds into a new file: its rows, and no free blocks."""
    connection = open_building(Path(":memory:"), scratch=scratch)
    try:
        connection.execute(f"attach {_text(path)} as old (read_only)")
        connection.execute(f"attach {_text(new)} as anew")
        connection.execute("copy from database old to anew")
    finally:
        connection.close()


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
