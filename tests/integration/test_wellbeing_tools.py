"""SDQ, Boxall Profiles and Wellbeing Wheels through the real intake and `ask`."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Answer, Question, ask, contents
from dashboard.demo.identifiers import scn_numbers
from dashboard.filters import Filters
from dashboard.intake.arrived import Arrived
from dashboard.intake.decisions import Decisions
from dashboard.intake.findings import ExtractsRefused, Severity
from dashboard.intake.publish import publish_extracts
from dashboard.intake.wordlists import agree_word, propose_word
from dashboard.measures import read_measure
from dashboard.settings import QUERIES, read_settings
from dashboard.statistics.sdq import SCALES, score
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots
from tests.conftest import let_everything_be_exact

Row = Mapping[str, str]
AS_AT = date(2026, 6, 30)
NOBODY = (0, 0)
ITEMS = [item for items in SCALES.values() for item in items]
# As the sample names them.
THEIRS = {
    "total": "total_difficulties",
    "emotion": "emotion",
    "conduct": "conduct",
    "hyperactivity": "hyper",
    "peer": "peer",
    "prosocial": "prosoc",
}
ONE, OTHER, THIRD = "051234561", "109876542", "120000012"
TOTALS = {"Emotional": "4", "Conduct": "3", "Hyper": "5", "Peer": "2", "Prosocial": "8"}


def write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def published(home: Path, *files: Path) -> list[Arrived]:
    let_everything_be_exact(home)
    settings, yes = read_settings(home), Decisions(yes=True)
    return publish_extracts(files, settings, as_at=AS_AT, decisions=yes)[1]


def asked(home: Path, measure: str, by: str | None = None) -> Answer:
    question = Question(measure, Filters.of({}, "all"), by=by)
    return ask(question, named_staff(home))


def numbers(home: Path, measure: str) -> tuple[float | None, float | None]:
    whole = asked(home, measure).whole
    return (whole.numerator, whole.denominator) if whole else (None, None)


def held(home: Path, sql: str) -> list[tuple[object, ...]]:
    snapshots = Snapshots(home)
    return open_reader(snapshots.detail(snapshots.current_id())).rows(sql)


def findings(arrived: Iterable[Arrived]) -> dict[str, tuple[Severity, int, str]]:
    return {
        f.check: (f.severity, f.count, f.title)
        for file in arrived
        for f in file.findings
    }


# The sample: 228 self-reports of 25 items


@pytest.fixture(scope="module")
def self_reports(samples: Path) -> list[Row]:
    """The items as they are, with made-up numbers and days."""
    with (samples / "sdq" / "sdq_self_items_time1_year7.csv").open() as file:
        given = list(csv.DictReader(file))
    numbers = scn_numbers(np.random.default_rng(1), [2014] * len(given))
    return [
        {
            "SCN": scn,
            "Date Completed": f"{date(2026, 3, 2) + timedelta(days=place % 5):%d/%m/%Y}",
            "Informant": "Self",
            "SDQ Version": "Three bands",
            **{item: row[item] for item in ITEMS},
        }
        for place, (scn, row) in enumerate(zip(numbers, given, strict=True))
    ]


@pytest.fixture(scope="module")
def expected(samples: Path) -> list[Row]:
    with (samples / "sdq" / "EXPECTED_sdq_time1_scores.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reported(self_reports: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("self-reports") / "home"
    (home / "codes").mkdir(parents=True)
    used = home / "codes" / "sdq_bands_used.csv"
    used.write_text("version,note\nthree_band,what this partnership uses\n")
    arrived = published(home, write(home / "sdq_2026.csv", self_reports))
    assert not findings(arrived)
    return home


@pytest.mark.samples
def test_scores_are_those_expected(reported: Path, expected: list[Row]) -> None:
    rows = held(reported, f"select {', '.join(THEIRS)} from sdq_questionnaire")
    theirs = [tuple(int(row[name]) for name in THEIRS.values()) for row in expected]
    assert len(rows) == 228
    assert Counter(rows) == Counter(theirs)


@pytest.mark.samples
def test_bands_of_every_scale_are_those_expected(
    reported: Path, expected: list[Row]
) -> None:
    label = contents(named_staff(reported)).label
    found = {
        label("sdq_score", point.key).rpartition(": ")[::2]: point.value
        for point in asked(reported, "sdq_bands_self", "sdq_score").points
        if point.key != "not_known"
    }
    theirs: Counter[tuple[str, str]] = Counter()
    for scale, name in THEIRS.items():
        title = label("sdq_score", f"three_band:{scale}:1").rpartition(": ")[0]
        band = "total_band" if scale == "total" else f"{name}_band"
        theirs.update((title, row[band]) for row in expected)
    assert found == theirs
    totals = {
        band: n for (title, band), n in found.items() if title == "Total difficulties"
    }
    assert totals == {"normal": 176, "borderline": 28, "abnormal": 24}


@pytest.mark.samples
def test_the_share_that_is_raised_is_of_those_who_answered_alone(
    reported: Path,
) -> None:
    assert numbers(reported, "sdq_raised_self") == (28 + 24, 228)
    assert numbers(reported, "sdq_raised_teacher") == NOBODY


# One picture of all three tools


def questionnaire(scn: str, day: str, informant: str, version: str = "") -> Row:
    return {
        "SCN": scn,
        "Completed On": day,
        "Informant": informant,
        "Bands": version,
        **TOTALS,
    }


def made_up_answers() -> tuple[list[str], np.ndarray]:
    """Those of 120 young people, a quarter of them missing."""
    chance = np.random.default_rng(7)
    answers = chance.integers(0, 3, (120, len(ITEMS))).astype(float)
    answers[chance.random(answers.shape) < 0.25] = np.nan
    return scn_numbers(chance, [2015] * len(answers)), answers


def answered() -> list[Row]:
    return [
        {"SCN": scn, "Date Completed": "02/03/2026", "Informant": "Self"}
        | {
            item: "" if np.isnan(answer) else f"{answer:.0f}"
            for item, answer in zip(ITEMS, row, strict=True)
        }
        for scn, row in zip(*made_up_answers(), strict=True)
    ]


def scored() -> list[Row]:
    first = questionnaire(ONE, "02/09/2025", "Teacher")
    return [
        first,
        {**first, "Informant": "Parent", "Emotional": "0"},
        {**first, "Completed On": "15/10/2025", "Emotional": "0"},  # too soon
        {**first, "Completed On": "02/03/2026", "Emotional": "3"},
        questionnaire(OTHER, "02/03/2026", "Teacher"),  # asked once
        questionnaire(OTHER, "02/03/2026", "Parent", "4-band"),
        questionnaire(THIRD, "02/03/2026", "Parent", "3-band"),
    ]


def profiled() -> list[Row]:
    return [
        {"SCN": ONE, "Completed On": day, "Strand": strand, "Score": points}
        for day, points in (("02/09/2025", "10"), ("02/03/2026", "11"))
        for strand in "ABCDEFGHIJQRSTUVWXYZ"
    ]


def wheel() -> list[Row]:
    given = (
        ("Safe", "4", "1", "5", "Higher is better"),
        ("Healthy", "3", "1", "5", "Higher is better"),
        ("Nurtured", "2", "0", "10", "Lower is better"),
        ("Active", "6", "1", "10", "Higher is better"),
    )
    names = ("Indicator", "Score", "Scale Min", "Scale Max", "Direction")
    return [
        {"SCN": ONE, "Completed On": "02/03/2026", **dict(zip(names, one, strict=True))}
        for one in given
    ]


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools")
    arrived = published(
        folder / "home",
        write(folder / "answers.csv", answered()),
        write(folder / "scores.csv", scored()),
        write(folder / "boxall.csv", profiled()),
        write(folder / "wheel.csv", wheel()),
    )
    assert findings(arrived).keys() == {"sdq_without_total"}
    return folder / "home"


def test_answers_are_scored_as_the_statistics_score_them(picture: Path) -> None:
    """Also with answers missing: prorated from three on, a half rounded up."""
    ours = score(dict(zip(ITEMS, made_up_answers()[1].T, strict=True)))
    theirs = np.column_stack([*ours.scales.values(), ours.total])
    names = ", ".join([*ours.scales, "total"])
    found = held(picture, f"select {names} from extract.sdq where informant = 'self'")
    assert Counter(found) == Counter(
        tuple(None if np.isnan(value) else int(value) for value in row)
        for row in theirs
    )
    without = int(np.isnan(ours.total).sum())
    assert 0 < without < len(theirs)
    assert numbers(picture, "sdq_raised_self")[1] == len(theirs) - without


def test_another_version_is_in_no_share_and_in_the_bands(picture: Path) -> None:
    assert numbers(picture, "sdq_raised_parent") == (1, 2)
    assert numbers(picture, "sdq_bands_parent")[0] == 3
    points = asked(picture, "sdq_bands_parent", "sdq_score").points
    found = {point.label: point.value for point in points}
    assert found["Total difficulties: close to average"] == 1
    assert found["Total difficulties: slightly raised"] == 1
    assert found["Total difficulties: borderline"] == 1


def test_a_second_questionnaire_is_compared_with_the_same_informants(
    picture: Path,
) -> None:
    # 13 in March against 10 in October, the latest of those old enough
    assert numbers(picture, "sdq_lower_later_teacher") == (0, 1)
    assert numbers(picture, "sdq_lower_later_parent") == NOBODY


def test_each_boxall_section_has_its_own_better(picture: Path) -> None:
    assert numbers(picture, "boxall_developmental") == (1, 1)
    assert numbers(picture, "boxall_diagnostic") == (0, 1)


def test_a_wheel_is_read_on_its_own_scale_and_the_way_it_turns(picture: Path) -> None:
    assert numbers(picture, "wellbeing_wheel") == (1, 1)
    points = asked(picture, "wellbeing_low", "low_indicator").points
    assert {point.label: point.value for point in points} == {"Healthy": 1}


@pytest.mark.parametrize("path", sorted((QUERIES / "measures").glob("sdq_*.sql")))
def test_no_number_is_over_two_informants(path: Path) -> None:
    measure = read_measure(path)
    who = path.stem.rpartition("_")[2]
    assert re.findall(r"informant = '(\w+)'", measure.sql) == [who]
    assert "informant" not in measure.dimensions


# Bad input


def test_an_unknown_informant_or_version_waits_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    rows = [
        questionnaire(ONE, "02/03/2026", "Teacher"),
        questionnaire(ONE, "03/03/2026", "Grandparent"),
        questionnaire(OTHER, "03/03/2026", "Teacher", "Five bands"),
    ]
    told = [
        f for a in published(home, write(tmp_path / "a.csv", rows)) for f in a.findings
    ]
    words = [f.title for f in told if f.check == "word_awaits_decision"]
    assert [word.split(";")[0] for word in words] == [
        "“Grandparent” is a word we have not met (1 row)",
        "“Five bands” is a word we have not met (1 row)",
    ]
    assert held(home, "select count(*) from extract.sdq") == [(3,)]
    assert numbers(home, "sdq_raised_teacher") == (1, 1)
    for name, word, code in (
        ("sdq_informant", "Grandparent", "teacher"),
        ("sdq_version", "Five bands", "four_band"),
    ):
        propose_word(home, name, word, code, "an officer")
        agree_word(home, name, word, "a leader")
    published(home, write(tmp_path / "a.csv", rows))
    assert held(home, "select count(*) from extract.sdq") == [(3,)]
    assert numbers(home, "sdq_raised_teacher") == (3, 3)


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        ("SCN,Completed On,Informant,consid", f"{ONE},02/03/2026,Teacher,3", "“3”"),
        (
            "SCN,Completed On,Strand,Strand Score",
            f"{ONE},02/03/2026,K,3",
            "words we have not met: “K”",
        ),
        (
            "SCN,Completed On,Indicator,Score,Scale Min,Scale Max,Direction",
            f"{ONE},02/03/2026,Safe,6,1,5,Higher is better",
            "outside its own scale",
        ),
    ],
)
def test_what_a_tool_cannot_have_said_is_refused_in_words(
    tmp_path: Path, header: str, rows: str, says: str
) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n{rows}\n")
    with pytest.raises(ExtractsRefused) as refused:
        published(tmp_path / "home", tmp_path / "a.csv")
    assert says in f"{refused.value} {refused.value.findings}"
