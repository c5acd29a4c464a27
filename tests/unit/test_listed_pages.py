"""The pages that are a list: of measures that there are, or the start stops in words."""

from pathlib import Path

import pytest

from dashboard.components.listed_pages import listed_pages
from dashboard.components.panels import panel_named
from dashboard.errors import DefinitionError
from dashboard.measures import read_catalogue
from dashboard.settings import QUERIES

PAGE = """
[[pages]]
path = "/somewhere"
name = "Somewhere"
title = "Somewhere else"
order = 1
panels = ["area"]
measures = {measures}
{more}
"""


def write(folder: Path, measures: str = '[["referrals", "R"]]', more: str = "") -> Path:
    path = folder / "pages.toml"
    path.write_text(PAGE.format(measures=measures, more=more), encoding="utf-8")
    return path


def test_every_page_names_measures_that_there_are_and_panels_they_know() -> None:
    catalogue = read_catalogue([QUERIES / "measures"])
    for page in listed_pages():
        dimensions: set[str] = set()
        for name, _ in page.measures:
            dimensions |= set(catalogue[name].dimensions)
        for panel in map(panel_named, page.panels):
            assert dimensions & set(panel.levels), (page.path, panel.name)


def test_each_page_and_measure_is_listed_once() -> None:
    paths = [page.path for page in listed_pages()]
    assert len(paths) == len(set(paths))
    for page in listed_pages():
        names = [name for name, _ in page.measures]
        assert len(names) == len(set(names)), page.path


@pytest.mark.parametrize(
    ("measures", "more", "reason"),
    [
        ("[]", "", "a page has measures"),
        ('[["referrals"]]', "", "not enough values"),
        ('[["referrals", "R"]]', 'years = "tax_year"', "school_year, financial_year"),
        ('[["referrals", "R"]]', 'colour = "red"', "colour"),
    ],
)
def test_a_page_that_is_not_valid_stops_the_start(
    tmp_path: Path, measures: str, more: str, reason: str
) -> None:
    with pytest.raises(DefinitionError, match=rf"pages\.toml: /somewhere.*{reason}"):
        listed_pages(write(tmp_path, measures, more))
