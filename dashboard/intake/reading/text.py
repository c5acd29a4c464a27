"""What bytes a text file is made of: its encoding, and whether its lines are plain."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.intake.reading.unreadable import Unreadable

LONGEST_LINE = 10_000_000
_CHUNK = 1 << 22
_SAMPLE = 1 << 16
# Windows' quotation marks and dashes, written as if they were Latin-1.
_C1 = {
    code: bytes([code]).decode("cp1252", errors="ignore") or chr(code)
    for code in range(0x80, 0xA0)
}
_C1_IN_UTF8 = re.compile(rb"\xc2[\x80-\x9f]")
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")


@dataclass(frozen=True)
class Text:
    """How a text file is decoded; `plain` where DuckDB's own reader can be given it."""

    path: Path
    encoding: str
    plain: bool

    def lines(self) -> Iterator[str]:
        """The lines with their ends, as people read them."""
        with self.path.open(
            encoding=self.encoding, errors="replace", newline=""
        ) as file:
            for line in file:
                yield line.translate(_C1) if not self.plain else line

    def sample(self) -> str:
        with self.path.open(
            encoding=self.encoding, errors="replace", newline=""
        ) as file:
            return file.read(_SAMPLE)


def text_of(path: Path, name: str) -> Text:
    """Look at every byte once. Raises Unreadable where it is no text, or has no lines."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    marked = _marked(start) or _unmarked_utf16(start)
    if marked and marked.startswith("utf-16"):
        _check_lines(path, name, marked)
        return Text(path, marked, plain=False)
    if b"\x00" in start:
        raise Unreadable(
            f"{name} is not text, although its name says so.",
            what_to_do="Export it as CSV or Excel and send that.",
        )
    utf8, plain = _utf8_and_plain(path, name)
    if not utf8:
        return Text(path, "cp1252", plain=False)
    return Text(path, marked or "utf-8", plain=plain)


def _marked(start: bytes) -> str | None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else None


def _unmarked_utf16(start: bytes) -> str | None:
    """Every second byte of Latin text in UTF-16 is nought."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = len(start) // 2 * 0.4
    if odd > enough and odd > 10 * even:
        return "utf-16-le"
    if even > enough and even > 10 * odd:
        return "utf-16-be"
    return None


def _utf8_and_plain(path: Path, name: str) -> tuple[bool, bool]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = plain = True
    line, ended = 0, False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.endswith(b"\r"):
                chunk += file.read(1)
            line = _longest_open_line(chunk, line, name)
            plain = plain and _is_plain(chunk, ended=ended)
            ended = chunk.endswith(b"\n")
            utf8 = utf8 and _decodes(decoder, chunk)
    return utf8 and _decodes(decoder, b"", final=True), plain


def _is_plain(part: bytes, *, ended: bool) -> bool:
    """One kind of line end, no blank line, and no Windows sign that is none.

    `ended`: the part before it ended a line.
    """
    returns = part.count(b"\r")
    whole = part.count(b"\r\n")
    one_kind = not returns or returns == whole == part.count(b"\n")
    blank = any(sign in part for sign in _BLANK_LINES)
    blank = blank or (ended and part.startswith((b"\n", b"\r")))
    return one_kind and not blank and not _C1_IN_UTF8.search(part)


def _decodes(
    decoder: codecs.IncrementalDecoder, part: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(part, final)
    except UnicodeDecodeError:
        return False
    return True


def _longest_open_line(chunk: bytes, line: int, name: str) -> int:
    """The length of the line that is still open; refuses one that never ends."""
    first = chunk.find(b"\n")
    if first < 0:
        first = chunk.find(b"\r")
    if line + (first if first >= 0 else len(chunk)) > LONGEST_LINE:
        raise Unreadable(
            f"{name} has a line of more than {LONGEST_LINE // 1_000_000} million characters.",
            what_to_do="It is not a table with a row a line. Export it again.",
        )
    if first < 0:
        return line + len(chunk)
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return len(chunk) - last - 1


def _check_lines(path: Path, name: str, encoding: str) -> None:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                _longest_open_line(b"", LONGEST_LINE + 1, name)
