"""Rows of the extract files as dictionaries, and the words in them as codes.

Part of the slow second implementation: plain Python, nothing of `dashboard`.
"""

import csv
from datetime import date
from pathlib import Path

CODES = Path(__file__).parents[2] / "data" / "codes"
NO_DATE = {"", "01/01/1900", "02/01/1900", "31/12/9999"}
NOT_KNOWN = "not_known"
_SAME = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'"})

# The last of several rows with the same key in the file is the row.
KEYS = {
    "mosaic_referrals": ("PERSON_ID", "REFERRAL_ID"),
    "mosaic_steps": ("PERSON_ID", "WORKFLOW_STEP_ID"),
    "mosaic_meetings": ("PERSON_ID", "MEETING_ID"),
    "mosaic_registrations": ("PERSON_ID", "REGISTRATION_ID"),
    "seemis_pupils": ("SCN", "SeedCode", "AdmissionDate"),
    "seemis_attendance": ("SCN", "SeedCode", "Month", "AttendanceCode"),
    "seemis_exclusions": ("RecordId",),
    "chsp_reviews": ("CHI", "Review"),
}
DIGITS = {"SCN": 9, "CHI": 10}


def read_rows(folder, name):
    """The rows of an extract as dictionaries by header, repeated rows once."""
    with open(
        folder / f"{name}.csv", encoding=_encoding(folder, name), newline=""
    ) as f:
        lines = csv.reader(f)
        header = next(line for line in lines if len([c for c in line if c]) > 1)
        rows = [_row(header, line) for line in lines if any(line)]
    if name not in KEYS:
        return rows
    return list({tuple(row[c] for c in KEYS[name]): row for row in rows}.values())


def _encoding(folder, name):
    try:
        (folder / f"{name}.csv").read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _row(header, line):
    row = {column: value.strip() for column, value in zip(header, line, strict=True)}
    for column, digits in DIGITS.items():
        if row.get(column):
            row[column] = row[column].zfill(digits)
    return row


def day(text):
    """The date of dd/mm/yyyy; None where it is blank or stands for no date."""
    if text in NO_DATE:
        return None
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def same_words(text):
    """A word without the differences that do not make it another word."""
    return " ".join(text.translate(_SAME).casefold().split())


def code_list(name, column="code"):
    """Word as written → code, of one list of data/codes."""
    with open(CODES / f"{name}.csv", encoding="utf-8", newline="") as f:
        return {same_words(row["raw"]): row[column] for row in csv.DictReader(f)}


class Codes:
    """The code lists that the extracts are read by. A word in no list is an error."""

    def __init__(self):
        self._lists = {}

    def of(self, name, word, blank=None):
        """The code of a word; `blank` where there is no word."""
        if not word:
            return blank
        if name not in self._lists:
            self._lists[name] = code_list(name)
        return self._lists[name][same_words(word)]

    def many(self, name, words):
        """The codes of words separated by semicolons, or that none is known."""
        found = {self.of(name, word.strip()) for word in words.split(";")} - {None}
        return tuple(sorted(found)) or (NOT_KNOWN,)
