"""A partner who may not share rows sends figures by place and period."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.components.view import view_of
from dashboard.filters import Filters
from dashboard.intake.findings import ExtractsRefused
from dashboard.intake.publish import publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots

REVIEWS = """geography,month_review,no_reviews,concerns_1_plus,pc_1_plus
North Strand,01/01/2019,40,8,20
Moorhead,01/01/2019,60,9,15
North Strand,01/02/2019,50,,
Moorhead,01/02/2019,50,10,20
North Strand,01/03/2019,50,*,*
"""
FIGURES = """Place,Period,Indicator,Numerator,Denominator,Value
"Edinburgh, City of",2019-20,Plans offered,12,61,
City of Edinburgh,2018/19,Plans offered,11,60,
S12000024,2019-20,Plans offered,1,6,
Perth & Kinross,Dec 2019,Plans offered,1,6,
Moorhead,2019,Plans offered,,,16.7
"""


def publish(home: Path, name: str, text: str) -> None:
    file = home / name
    file.write_text(text, encoding="utf-8")
    publish_extracts([file], read_settings(home), as_at=date(2020, 1, 31))


def kept(home: Path, sql: str) -> list[tuple[object, ...]]:
    """Rows of the picture's detail, which no page reads."""
    snapshots = Snapshots(home)
    return open_reader(snapshots.detail(snapshots.current_id())).rows(sql)


def test_reviews_by_place_and_month_are_a_share_of_those_given(tmp_path: Path) -> None:
    publish(tmp_path, "reviews.csv", REVIEWS)
    question = Question(
        "concern_27_30_reported", Filters.of({}, "all"), by="reported_place"
    )
    answer = ask(question, named_staff(tmp_path))
    shares = {p.label: (p.numerator, p.denominator) for p in answer.points}
    assert shares == {"North Strand": (8, 40), "Moorhead": (19, 110)}
    assert answer.whole is not None
    assert answer.whole.value == 27 / 150


def test_what_was_withheld_is_known_from_what_is_missing(tmp_path: Path) -> None:
    publish(tmp_path, "reviews.csv", REVIEWS)
    rows = kept(
        tmp_path,
        """
        select month(month), with_concern, with_concern_mark from extract.review_count
        where place = 'North Strand' order by month
        """,
    )
    assert rows == [(1, 8, None), (2, None, None), (3, None, "suppressed")]


def test_more_concerns_than_reviews_are_refused(tmp_path: Path) -> None:
    wrong = REVIEWS.replace("40,8", "4,8")
    with pytest.raises(ExtractsRefused, match="More reviews with a concern"):
        publish(tmp_path, "reviews.csv", wrong)


def test_figures_stand_under_one_code_and_in_their_own_time(tmp_path: Path) -> None:
    publish(tmp_path, "figures.csv", FIGURES)
    rows = kept(
        tmp_path,
        "select place, month, numerator, value from published_indicator order by all",
    )
    assert rows == [
        ("Moorhead", date(2019, 8, 1), None, 16.7),
        ("S12000036", date(2018, 8, 1), 11, None),
        ("S12000036", date(2019, 8, 1), 12, None),
        ("S12000048", date(2019, 8, 1), 1, None),
        ("S12000048", date(2019, 12, 1), 1, None),
    ]


def test_a_period_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractsRefused, match="neither a year nor a month"):
        publish(tmp_path, "figures.csv", FIGURES.replace("Dec 2019", "Winter"))


def test_one_partner_takes_away_no_other_partners_figures(tmp_path: Path) -> None:
    publish(tmp_path, "figures.csv", FIGURES)
    others = "Place,Period,Indicator,Value\nMoorhead,2019-20,Waiting times met,88.1\n"
    publish(tmp_path, "others.csv", others)
    rows = kept(
        tmp_path,
        "select indicator, count(*) from published_indicator group by 1 order by 1",
    )
    assert rows == [("Plans offered", 5), ("Waiting times met", 1)]


def test_a_figure_that_a_partner_no_longer_sends_needs_a_yes(tmp_path: Path) -> None:
    publish(tmp_path, "figures.csv", FIGURES)
    fewer = "".join(line for line in FIGURES.splitlines(True) if "S12" not in line)
    with pytest.raises(ExtractsRefused, match="1 row of what we hold"):
        publish(tmp_path, "figures.csv", fewer)


def test_what_others_publish_stands_beside_ours_and_why_it_differs(
    tmp_path: Path,
) -> None:
    """On the page of our own measure, and not where a choice makes it another thing."""
    publish(tmp_path, "reviews.csv", REVIEWS)

    def notes(search: str) -> list[str]:
        view = view_of(search, [], named_staff(tmp_path), "concern_27_30")
        return [note for note in view.notes if note.startswith("As published")]

    (said,) = notes("?period=all")
    assert said.startswith("As published: 18 %, all months held")
    assert said.endswith("by where the child lives.")
    assert notes("?period=last12") == [
        said.replace("all months held", "last 12 months")
    ]
