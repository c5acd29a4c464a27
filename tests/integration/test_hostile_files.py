"""Files that would harm: each is refused in one sentence, and leaves nothing behind."""

import io
import os
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.intake.reading import Unreadable, read_tables
from dashboard.intake.reading.text import LONGEST_LINE


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def zip_bomb(folder: Path) -> Path:
    return zipped(folder / "bomb.zip", {"extract.csv": bytes(300 << 20)})


def workbook_bomb(folder: Path) -> Path:
    cells = b"<row>" + b" " * (300 << 20) + b"</row>"
    return zipped(
        folder / "bomb.xlsx", {"[Content_Types].xml": b"", "xl/worksheets/s.xml": cells}
    )


def xml_bomb(folder: Path) -> Path:
    """Each entity is ten of the one before: a billion if anybody unfolded them."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    page = f"<?xml version='1.0'?><!DOCTYPE html [{entities}]><html><p>&a9;</p></html>"
    path = folder / "bomb.xls"
    path.write_text(page, encoding="utf-8")
    return path


def too_many_columns(folder: Path) -> Path:
    path = folder / "wide.csv"
    names = ",".join(f"name{n}x" for n in range(10_000))
    path.write_text(f"{names}\n{',' * 9_999}\n", encoding="utf-8")
    return path


def one_endless_line(folder: Path) -> Path:
    path = folder / "line.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n" + b"x" * (LONGEST_LINE + 2))
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.csv"
    path.touch()
    return path


def not_text(folder: Path) -> Path:
    path = folder / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return path


def damaged_workbook(folder: Path) -> Path:
    path = folder / "damaged.xlsx"
    path.write_bytes(b"PK\x03\x04" + os.urandom(2_000))
    return path


def with_a_password(folder: Path) -> Path:
    path = folder / "secret.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_024) + name)
    return path


def many_files(folder: Path) -> Path:
    return zipped(folder / "many.zip", {f"{n}.csv": b"a" for n in range(2_001)})


HOSTILE: list[tuple[Callable[[Path], Path], str]] = [
    (zip_bomb, "would unpack to 300 MB"),
    (workbook_bomb, "would unpack to 300 MB"),
    (xml_bomb, "page of HTML"),
    (too_many_columns, "10,000 columns"),
    (one_endless_line, "million characters"),
    (empty, "is empty"),
    (not_text, "is not text"),
    (damaged_workbook, "cannot be"),
    (with_a_password, "protected by a password"),
    (many_files, "2,001 files"),
]


def read(path: Path, scratch: Path) -> list[tuple[str, int]]:
    scratch.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        sheets = read_tables(
            connection, path, table="t", scratch=scratch, score=lambda cells: 0.0
        )
        return [(sheet.sheet, sheet.rows) for sheet in sheets]


@pytest.mark.parametrize(
    ("make", "words"), HOSTILE, ids=lambda v: getattr(v, "__name__", "")
)
def test_each_is_refused_in_one_sentence(
    make: Callable[[Path], Path], words: str, tmp_path: Path
) -> None:
    path = make(tmp_path)
    with pytest.raises(Unreadable, match=words) as refused:
        read(path, tmp_path / "scratch")
    assert refused.value.what_to_do
    assert "\n" not in str(refused.value)
    assert not list((tmp_path / "scratch").glob("*.csv"))


def test_a_members_folders_are_never_followed(tmp_path: Path) -> None:
    table = b"name,place\nx,y\n"
    path = zipped(
        tmp_path / "tricks.zip",
        {"../../outside.csv": table, "/etc/outside.csv": table, "..\\up.csv": table},
    )
    found = read(path, tmp_path / "scratch")
    assert found == [("outside.csv", 1), ("outside.csv", 1), ("up.csv", 1)]
    assert not list(tmp_path.rglob("outside.csv"))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing.csv"
    path.write_text("name,place\n" + "x,y\n" * 400_000)
    ended = threading.Event()

    def grow() -> None:
        with path.open("a") as file:
            while not ended.wait(0.005):
                file.write("x,y\n")
                file.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        with pytest.raises(Unreadable, match="changed while it was being read"):
            read(path, tmp_path / "scratch")
    finally:
        ended.set()
        writer.join()


def test_a_zip_of_a_zip_is_bounded_too(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("extract.csv", bytes(300 << 20))
    path = zipped(tmp_path / "outer.zip", {"inner.zip": inner.getvalue()})
    with pytest.raises(Unreadable, match="would unpack"):
        read(path, tmp_path / "scratch")
