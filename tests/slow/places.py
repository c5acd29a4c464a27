"""Areas, schools and zones: which values of the place dimensions a row has."""

from collections import defaultdict
from datetime import date

from tests.slow.extracts import NOT_KNOWN, Codes, day, read_rows

AREA_LEVELS = {
    "council": "Council Code",
    "locality": "Locality Code",
    "ward": "Ward Code",
    "intermediate_zone": "Intermediate Zone Code",
}
NOT_AT_SCHOOL = "not_at_school"


class Places:
    """The look-ups of places in one folder of extracts."""

    def __init__(self, folder):
        self._zone_of_postcode = {
            _postcode(row["Postcode"]): row["DataZone"]
            for row in read_rows(folder, "postcode_lookup")
        }
        self._areas = {r["DataZone"]: r for r in read_rows(folder, "geography_lookup")}
        self._ranks = {
            row["DataZone"]: int(row["SIMD Rank"])
            for row in read_rows(folder, "simd_ranks")
        }
        self._schools = {
            row["Code"]: row
            for row in read_rows(folder, "organisation")
            if row["Kind"] == "school"
        }
        self._members = _members_of_zones(folder)
        self._codes = Codes()

    def data_zone(self, postcode):
        """The data zone of a postcode, None where nobody knows it."""
        return self._zone_of_postcode.get(_postcode(postcode))

    def area(self, data_zone):
        """The area dimensions of a data zone."""
        found = self._areas.get(data_zone, {})
        return {
            level: (found.get(column) or NOT_KNOWN,)
            for level, column in AREA_LEVELS.items()
        }

    def simd_quintile(self, data_zone):
        """Fifths of Scotland's 6,976 data zones, 1 the most deprived."""
        rank = self._ranks.get(data_zone)
        return (NOT_KNOWN,) if rank is None else (str(-(-rank * 5 // 6976)),)

    def school(self, seed):
        """The school dimensions of a SEED code, or of having no school."""
        if seed in (NOT_AT_SCHOOL, NOT_KNOWN):
            return {"school": (seed,), "cluster": (seed,), "sector": (seed,)}
        school = self._schools.get(seed)
        if school is None:
            cluster = sector = NOT_KNOWN
        else:
            cluster = school["Parent"] or "no_cluster"
            sector = self._codes.of("sector", school["Sector"], NOT_KNOWN)
        return {"school": (seed,), "cluster": (cluster,), "sector": (sector,)}

    def zones(self, dimensions, on=None):
        """Each zone's name where the row is in it, the rest's where it could have been.

        With a day, who was a member then; without, who has ever been one.
        """
        places = {
            (dimension, value)
            for dimension in ("school", "team", *AREA_LEVELS)
            for value in dimensions.get(dimension, ())
        }
        found = []
        for zone, members in sorted(self._members.items()):
            kinds = {kind for kind, *_ in members}
            within = any(
                (kind, code) in places and (on is None or joined <= on < left)
                for kind, code, joined, left in members
            )
            like = any(
                kind in kinds and value not in (NOT_KNOWN, NOT_AT_SCHOOL)
                for kind, value in places
            )
            if within or (kinds & set(dimensions) and like):
                found.append(zone if within else f"rest:{zone}")
        return tuple(found) or (NOT_KNOWN,)


def _postcode(text):
    return text.upper().replace(" ", "")


def _members_of_zones(folder):
    """Zone → its members, as (dimension, code, joined, left)."""
    codes, members = Codes(), defaultdict(set)
    for row in read_rows(folder, "zones"):
        kind = codes.of("place_kind", row["Member Kind"])
        left = day(row["To"]) if row["To"] else date.max
        members[row["Zone"]].add((kind, row["Member"], day(row["From"]), left))
    return members
