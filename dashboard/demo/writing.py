"""Files as the systems write them: header, dates, encoding, rows that occur twice."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from dashboard.demo.partnership import Chance
from dashboard.demo.window import uk_date

WINDOWS = "cp1252"
UNICODE = "utf-8"
UNICODE_MARKED = "utf-8-sig"

Cell = str | int
Row = Sequence[Cell]


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    encoding: str = UNICODE,
    title: str = "",
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        if title:
            writer.writerow([title])
        writer.writerow(header)
        writer.writerows(rows)


def date_if_by(day: int, latest: int) -> str:
    """The date, or nothing where it lies past the extract."""
    return uk_date(day) if day <= latest else ""


def with_repeats(chance: Chance, rows: list[Row], share: float) -> list[Row]:
    """The rows, with a few of them written twice running."""
    repeated = chance.random(len(rows)) < share
    if len(rows) and not repeated.any():
        repeated[int(chance.integers(len(rows)))] = True
    return [
        row
        for row, is_repeated in zip(rows, repeated, strict=True)
        for row in ([row, row] if is_repeated else [row])
    ]


def untidy(chance: Chance, postcode: str, share: float) -> str:
    """A postcode as it is sometimes typed: lower case, or without its space."""
    if chance.random() >= share:
        return postcode
    ways = (postcode.lower(), postcode.replace(" ", ""))
    return ways[int(chance.integers(len(ways)))]
