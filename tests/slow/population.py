"""Children who live in each data zone, by year, age band and sex."""

from collections import Counter
from datetime import date

from tests.slow.children import band_of_years
from tests.slow.extracts import Codes, read_rows


class Population:
    """Children aged 0 to 17 at 30 June of each year of the file."""

    def __init__(self, folder, places):
        codes, persons = Codes(), Counter()
        for row in read_rows(folder, "population"):
            sex = codes.of("sex", row["Sex"])
            if int(row["Age"]) < 18 and sex in ("male", "female"):
                band = band_of_years(int(row["Age"]))
                key = (int(row["Year"]), row["Data Zone"], band, sex)
                persons[key] += int(row["Persons"])
        self.rows = [
            (date(year, 6, 1), _dimensions(places, data_zone, band, sex), number)
            for (year, data_zone, band, sex), number in persons.items()
        ]
        self.years = sorted({key[0] for key in persons})

    def year_for(self, month):
        """The year itself, else the nearest earlier one, else the first."""
        return max((y for y in self.years if y <= month.year), default=self.years[0])


def _dimensions(places, data_zone, band, sex):
    return {
        **places.area(data_zone),
        "data_zone": (data_zone,),
        "age_band": (band,),
        "sex": (sex,),
        "simd_quintile": places.simd_quintile(data_zone),
    }
