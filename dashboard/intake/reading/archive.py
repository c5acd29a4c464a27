"""The files of a zip, unpacked one by one into a folder of their own."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dashboard.intake.reading.unreadable import Unreadable
from dashboard.intake.reading.workbook import check_unpacked

MOST_MEMBERS = 2_000
# What a Mac or Windows puts into a zip beside the files.
_NOT_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def members(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each member's name and where it was unpacked; the caller deletes it.

    A member's own folders are never followed: the place is ours, the name only shown.
    """
    check_unpacked(path)
    try:
        with zipfile.ZipFile(path) as packed:
            for number, member in enumerate(_files(packed, path.name)):
                place = scratch / f"{path.stem[:40]}_{number}"
                place.mkdir()
                name = PurePosixPath(member.filename.replace("\\", "/")).name
                target = place / (name.strip(". ") or "file")
                with packed.open(member) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file)
                yield name, target
                shutil.rmtree(place, ignore_errors=True)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Unreadable(
            f"{path.name} cannot be unpacked.",
            what_to_do="Is it protected by a password, or damaged? Send the files themselves.",
        ) from error


def _files(packed: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    found = [
        member
        for member in packed.infolist()
        if not member.is_dir()
        and not any(mark in member.filename for mark in _NOT_FILES)
    ]
    if not found or len(found) > MOST_MEMBERS:
        raise Unreadable(
            f"{name} holds {len(found):,} files; between 1 and {MOST_MEMBERS:,} are taken.",
            what_to_do="Send the extracts themselves, or in several zips.",
        )
    return found
