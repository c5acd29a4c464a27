"""Files that are whole after a power cut: written, made sure of, then given their name."""

import os
import secrets
from pathlib import Path

from dashboard.machine import open_new, sync_folder

HALF_WRITTEN = ".*.new"


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace a file in one step: a reader meets the old text or the new, whole."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open_new(new, mode) as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Make sure of every file in a folder, and of the folder."""
    for path in folder.iterdir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
