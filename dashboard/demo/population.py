"""Writes population.csv: children by data zone, sex and age on each 30 June."""

from datetime import date
from itertools import product
from pathlib import Path

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.children import CHILDHOOD, Children
from dashboard.demo.partnership import Whole
from dashboard.demo.places import Places
from dashboard.demo.window import YEAR
from dashboard.demo.writing import Row, write_csv

HEADER = ("Data Zone", "Year", "Sex", "Age", "Persons")
SEXES = ("Male", "Female")


def write_population(directory: Path, area: Area) -> None:
    window, places = area.window, area.places
    years = range(window.opens.year - 1, window.as_at.year + 1)
    rows: list[Row] = []
    for year in years:
        counts = _counts(area.children, places, date(year, 6, 30).toordinal())
        cells = product(enumerate(places.zones), enumerate(SEXES), range(CHILDHOOD))
        rows += [
            (zone.code, year, sex, age, int(counts[place, is_girl, age]))
            for (place, zone), (is_girl, sex), age in cells
        ]
    write_csv(directory / "population.csv", HEADER, rows)


def _counts(children: Children, places: Places, day: int) -> Whole:
    counts: Whole = np.zeros((len(places.zones), len(SEXES), CHILDHOOD), dtype=np.int64)
    here = children.resident(day)
    age = ((day - children.born[here]) / YEAR).astype(np.int64)
    age = np.minimum(age, CHILDHOOD - 1)
    girl = children.girl[here].astype(np.int64)
    np.add.at(counts, (children.zone[here], girl, age), 1)
    return counts
