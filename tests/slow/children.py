"""Which ids are one child, how old a child is, and which school a child is at."""

from collections import defaultdict

from tests.slow.extracts import NOT_KNOWN, day, read_rows
from tests.slow.months import whole_months
from tests.slow.places import NOT_AT_SCHOOL

YEARS = ((4, "0_4"), (11, "5_11"), (15, "12_15"), (17, "16_17"))


def age_band(born_on, on):
    """The age band on a day, birthday counted."""
    if born_on is None:
        return NOT_KNOWN
    if born_on > on:
        return "unborn"
    return band_of_years(whole_months(born_on, on) // 12)


def band_of_years(years):
    return next((band for last, band in YEARS if years <= last), "18_plus")


class Children:
    """The approved look-up: one key for each child, whatever id a row gives."""

    def __init__(self, folder):
        self._keys = {}
        for row in read_rows(folder, "identity_lookup"):
            ids = [
                (system, row[system])
                for system in ("Mosaic ID", "SCN", "CHI")
                if row[system]
            ]
            for one in ids:
                self._keys[one] = ids[0]

    def key(self, system, number):
        return self._keys.get((system, number), (system, number))


class Spells:
    """Who was at which school when."""

    def __init__(self, folder, children):
        self._of = defaultdict(list)
        for row in read_rows(folder, "seemis_pupils"):
            spell = (
                day(row["AdmissionDate"]),
                row["SeedCode"],
                day(row["LeavingDate"]),
            )
            self._of[children.key("SCN", row["SCN"])].append(spell)

    def school(self, child, on, band):
        """The school a child is at on a day, or why there is none."""
        there = [
            (admitted, seed)
            for admitted, seed, left in self._of.get(child, ())
            if admitted <= on and (left is None or on < left)
        ]
        if there:
            return max(there)[1]
        if band in ("unborn", "0_4") or child in self._of:
            return NOT_AT_SCHOOL
        return NOT_KNOWN
