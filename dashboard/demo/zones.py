"""Writes what the partnership keeps itself: its transformation zone and its events."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import xlsxwriter

from dashboard.demo.area import Area
from dashboard.demo.partnership import Settings
from dashboard.demo.window import uk_date
from dashboard.demo.writing import Row, write_csv

MEMBERS = ("Zone", "Aim", "Member Kind", "Member", "From", "To")
EVENTS = ("Date", "What happened", "Kind", "Where", "Note")


def write_zone(directory: Path, settings: Settings) -> None:
    rows = _members(settings["zone"])
    write_csv(directory / "zones.csv", MEMBERS, rows)


def _members(zone: Settings) -> Iterator[Row]:
    for kind, members, joins in (
        ("school", zone["schools"], zone["from"]),
        ("team", zone["teams"], zone["from"]),
        ("school", zone["schools_joining"], zone["grows_on"]),
        ("team", zone["teams_joining"], zone["grows_on"]),
    ):
        begins = uk_date(joins.toordinal())
        for member in members:
            yield zone["name"], zone["aim"], kind, member, begins, ""


def write_events(directory: Path, area: Area) -> None:
    """A workbook whose dates are real ones; its own date is fixed, for equal bytes."""
    book = xlsxwriter.Workbook(str(directory / "events.xlsx"))
    created = datetime.combine(area.window.as_at, time(), UTC)
    book.set_properties({"created": created})
    sheet = book.add_worksheet("Events")
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, EVENTS)
    for row, event in enumerate(area.settings["events"], start=1):
        sheet.write_datetime(row, 0, event["date"], as_date)
        words = [event[key] for key in ("what", "kind", "where", "note")]
        sheet.write_row(row, 1, words)
    book.close()
