"""Restricted records are left out as a file is read, counted, and kept nowhere.

1. What counts as a mark: each form of yes and no, a word nobody knows, every header.
2. A publish: nothing of a marked row is kept or shown, and the rows add up.
3. A record that is restricted later, or said again without its mark, goes too.
4. What is not left out: other extracts' rows of the child, all of it where so decided.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from dashboard.errors import DefinitionError
from dashboard.filters import Filters
from dashboard.intake.codes import read_codes
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.findings import ExtractsRefused, Finding, Severity
from dashboard.intake.mappings import Mappings
from dashboard.intake.profiles import read_profiles
from dashboard.intake.publish import check_extracts, prepare_extracts, publish_extracts
from dashboard.intake.reading import Sheet
from dashboard.intake.reading_report import report_of
from dashboard.intake.recognise import recognise
from dashboard.intake.restricted import SetApart, set_apart
from dashboard.intake.trace import trace
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import DATA, Settings, read_settings
from dashboard.warehouse.engine import open_building, open_reader
from dashboard.warehouse.history import History
from dashboard.warehouse.manifest import Manifest, SourceFile
from dashboard.warehouse.pseudonyms import give_key, read_or_make_key
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.social_work_extracts import STEPS
from tests.integration.test_identifiers import places_of
from tests.integration.test_publishing import (
    AS_AT,
    HEADER,
    how_many,
    referrals,
    row,
)

pytestmark = pytest.mark.usefixtures("few_measures")

PROFILES = read_profiles([DATA / "profiles"])
CODES = read_codes([DATA / "codes"])
MARKED = [*HEADER, "Restricted"]
OF_CHILDREN = (
    "mosaic_referrals",
    "mosaic_steps",
    "mosaic_meetings",
    "mosaic_registrations",
    "seemis_pupils",
    "seemis_exclusions",
    "sdq",
    "boxall",
    "wellbeing_wheel",
    "seemis_attendance",
    "chsp_reviews",
    "cin_referrals",
    "school_census",
    "school_census_exclusions",
    "identity_lookup",
)
YES = ["Y", "y", " Yes ", "True", "TRUE", "t", "1", "01", "R", "RESTRICTED", '="Y"']
NO = ["N", "n", " No ", "False", "FALSE", "f", "0", "00", "Not restricted", "", " "]


def marked(mark: str, **changes: str) -> list[str]:
    return [*row(**changes), mark]


def child(person: str, mark: str = "N", on: str = "03/02/2026") -> list[str]:
    return marked(
        mark, PERSON_ID=person, REFERRAL_ID=f"R{person}", **{"Referral Date": on}
    )


def extract(
    path: Path, rows: list[list[str]], header: list[str] | None = None
) -> list[Path]:
    return [referrals(path, rows, header or MARKED)]


def told(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings}


# ---- 1. what counts as a mark


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    found = open_building(tmp_path / "any.duckdb", scratch=tmp_path)
    yield found
    found.close()


def apart(
    connection: duckdb.DuckDBPyConnection,
    header: list[str],
    rows: list[list[str | None]],
) -> SetApart:
    names = ", ".join(f"c{index} varchar" for index in range(len(header)))
    connection.execute(
        f"create or replace temp table sheet_text (row_number bigint, {names})"
    )
    holes = ", ".join("?" for _ in range(len(header) + 1))
    connection.executemany(
        f"insert into sheet_text values ({holes})",
        [[number, *cells] for number, cells in enumerate(rows, start=2)],
    )
    connection.execute("create or replace temp view sheet as from sheet_text")
    sheet = Sheet("file.csv", "sheet", tuple(header), 1, len(rows))
    found = recognise("file.csv", header, PROFILES)
    return set_apart(connection, sheet, found, CODES, taken_in=False)


def left(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute("select count(*) from sheet").fetchone()
    return int(found[0]) if found else 0


@pytest.mark.parametrize("word", YES)
def test_each_form_of_yes_is_left_out(
    connection: duckdb.DuckDBPyConnection, word: str
) -> None:
    found = apart(connection, MARKED, [child("1", word), child("2")])
    assert (found.rows, left(connection)) == (1, 1)
    [finding] = found.findings
    assert finding.severity is Severity.FOR_INFORMATION
    assert finding.title == (
        "1 restricted record is left out, as the partnership's settings say"
    )


@pytest.mark.parametrize("word", [*NO, None])
def test_each_form_of_no_and_a_blank_stay(
    connection: duckdb.DuckDBPyConnection, word: str | None
) -> None:
    found = apart(connection, MARKED, [[*child("1")[:-1], word]])
    assert (found.rows, found.findings, left(connection)) == (0, (), 1)


def test_a_word_that_nobody_knows_is_restricted_and_said(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [child("1", "perhaps"), child("2", "perhaps"), child("3", "Y"), child("4")]
    found = apart(connection, MARKED, rows)
    assert (found.rows, left(connection)) == (3, 1)
    said = told(found.findings)
    assert said["restricted_records"].title.startswith("3 restricted records are left")
    unknown = said["restricted_word_not_known"]
    assert unknown.severity is Severity.SHOULD_LOOK
    assert unknown.title == (
        "Restricted holds words we have not met, which count as restricted: "
        "“perhaps” (2 rows)"
    )
    assert (unknown.words, unknown.codes) == ((("perhaps", 2),), "restricted")
    # No workbook of rows to put right is made of them.
    assert (unknown.rows, unknown.examples) == ((), ())


@pytest.mark.parametrize(
    "header",
    ["Restricted", "RESTRICTED_RECORD", "Record restricted", "Is Restricted",
     "IS_RESTRICTED", "Sensitive record", "Restricted?", "Restricted (Y/N)"],
)  # fmt: skip
def test_the_column_goes_by_many_names(
    connection: duckdb.DuckDBPyConnection, header: str
) -> None:
    found = apart(connection, [*HEADER, header], [child("1", "Y"), child("2")])
    assert (found.rows, left(connection)) == (1, 1)


def test_of_two_columns_either_marks(connection: duckdb.DuckDBPyConnection) -> None:
    header = [*MARKED, "Sensitive Record"]
    rows = [[*child("1", "Y"), "N"], [*child("2"), "Y"], [*child("3"), ""]]
    assert apart(connection, header, rows).rows == 2


@pytest.mark.parametrize("header", ["Restriction", "Record is sensitive (Y or N)"])
def test_a_column_that_sounds_like_it_needs_a_yes(
    connection: duckdb.DuckDBPyConnection, header: str
) -> None:
    found = apart(connection, [*HEADER, header], [child("1", "Y")])
    [finding] = found.findings
    assert (finding.severity, finding.column) == (Severity.NEEDS_YES, header)


@pytest.mark.parametrize("name", OF_CHILDREN)
def test_each_extract_about_children_may_carry_the_mark(name: str) -> None:
    [column] = [c for c in PROFILES[name].columns if c.type == "restricted"]
    assert (column.name, column.needed, column.codes) == (
        "restricted",
        False,
        "restricted",
    )
    assert column.why
    assert column.example


def test_no_extract_about_children_was_forgotten() -> None:
    keys = {"person_key", "scn_key", "chi_key"}
    about = {n for n, p in PROFILES.items() if keys & {c.name for c in p.columns}}
    assert about == set(OF_CHILDREN)


def test_a_setting_that_is_neither_word_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('restricted_records = "some"\n')
    with pytest.raises(DefinitionError, match="restricted_records is 'some'"):
        check_extracts([], read_settings(tmp_path), as_at=AS_AT)


def test_true_and_false_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "referrals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, MARKED)
        for place, said in enumerate((True, False, 1, 0), start=1):
            sheet.write_row(place, 0, [*child(str(place))[:-1], said])
    [arrived] = check_extracts([path], read_settings(tmp_path / "home"), as_at=AS_AT)
    assert (arrived.rows, arrived.restricted) == (2, 2)
    assert [f.check for f in arrived.findings if f.check.startswith("restr")] == [
        "restricted_records"
    ]


# ---- 2. a publish

ROWS = [
    child("101"),
    child("101"),  # says the same again
    child("102", ""),
    child("667788901", "Y"),
    child("667788902", "perhaps"),
    child("667788903", "Yes", on="31/13/2026"),
    child("103", on="soon"),  # left out by decision of the typing
    child("104", on="01/01/2027"),  # left out by decision of a check
]
BY_DECISION = frozenset(
    {("date_not_read", "Referral Date"), ("referral_in_the_future", "Referral Date")}
)
DECIDED = Decisions({0: FileDecisions(left_out=BY_DECISION)})


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of which one file has restricted rows, faults and a repeated row."""
    folder = tmp_path_factory.mktemp("restricted")
    settings = read_settings(folder / "home")
    rows = [[cell if name != "Screening Date" else "" for name, cell in zip(MARKED, r, strict=True)] for r in ROWS]  # fmt: skip
    with (
        pytest.MonkeyPatch.context() as patch
    ):  # it is searched: every measure is in it
        patch.setattr("dashboard.intake.rules.whole_catalogue", whole_catalogue)
        publish_extracts(
            extract(folder / "r.csv", rows), settings, as_at=AS_AT, decisions=DECIDED
        )
    return settings


def file_of(settings: Settings) -> SourceFile:
    [file] = Snapshots(settings.home).all()[0].files
    return file


def pseudonyms(settings: Settings, *people: str) -> frozenset[str]:
    connection = open_building(settings.home / "k.duckdb", scratch=settings.home)
    try:
        give_key(connection, read_or_make_key(settings.home))
        found = [
            connection.execute(
                "select keyed('mosaic', ?), keyed('mosaic_referral', ?)",
                [person, f"R{person}"],
            ).fetchone()
            for person in people
        ]
    finally:
        connection.close()
        (settings.home / "k.duckdb").unlink()
    return frozenset(str(code) for pair in found if pair for code in pair)


def test_the_rows_add_up(published: Settings) -> None:
    file = file_of(published)
    assert (file.rows, file.left_out, file.restricted) == (3, 2, 3)
    assert (file.rows_in, file.rows_out, file.repeated) == (len(ROWS), 2, 1)
    assert how_many(published) == 2


def test_the_history_keeps_the_count(published: Settings) -> None:
    manifest = History(published.home).events()[-1].manifest
    assert manifest
    assert manifest.files[0].restricted == 3
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_a_manifest_of_before_left_none_out() -> None:
    file = SourceFile.from_values(
        {"name": "a.csv", "profile": "zones", "sha256": "0", "rows": 3, "repeated": 1}
    )
    assert (file.restricted, file.rows_in) == (0, 3)


RESTRICTED = ("667788901", "667788902", "667788903")


def test_nothing_of_a_restricted_row_is_in_any_table(published: Settings) -> None:
    snapshots = Snapshots(published.home)
    current = snapshots.current_id()
    places = [snapshots.detail, snapshots.exact, snapshots.release]
    gone = pseudonyms(published, *RESTRICTED) | frozenset(RESTRICTED)
    assert [places_of(place(current), gone) for place in places] == [set()] * 3
    kept = pseudonyms(published, "101")
    assert "extract.referral.person_key" in places_of(snapshots.detail(current), kept)


def test_nothing_of_a_restricted_row_is_in_any_file(published: Settings) -> None:
    secret = pseudonyms(published, *RESTRICTED) | frozenset(RESTRICTED)
    files = [path for path in published.home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        held = path.read_bytes()
        assert not [word for word in secret if word.encode() in held], path.name
    assert not list(published.home.rglob("scratch"))


def test_no_column_says_who_is_restricted(published: Settings) -> None:
    snapshots = Snapshots(published.home)
    reader = open_reader(snapshots.detail(snapshots.current_id()))
    columns = reader.rows("select column_name from duckdb_columns() where not internal")
    assert "restricted" not in {name for (name,) in columns}


def test_what_is_wrong_in_a_restricted_row_is_neither_shown_nor_in_the_way(
    tmp_path: Path,
) -> None:
    wrong = child("667788903", "Y", on="31/13/2026")
    wrong[HEADER.index("Source of Referral")] = "Zebra"
    paths = extract(tmp_path / "r.csv", [child("101"), wrong])
    prepared = prepare_extracts(paths, read_settings(tmp_path / "home"), as_at=AS_AT)
    report = str(report_of(prepared))
    assert prepared.manifest
    assert "1 restricted record is left out" in report
    for secret in ("Zebra", "31/13/2026", "…03"):
        assert secret not in report


def test_the_rows_behind_a_figure_are_never_restricted_ones(
    published: Settings, tmp_path: Path
) -> None:
    [path] = extract(tmp_path / "r.csv", [child("101"), child("101", "Y")])
    [found] = trace(path, published, measure="referrals", filters=Filters.of({}, "all"))
    assert found.rows == (2,)


def test_an_extract_without_the_column_is_as_before(tmp_path: Path) -> None:
    paths = [referrals(tmp_path / "r.csv", [row(), row(PERSON_ID="102")])]
    [arrived] = check_extracts(paths, read_settings(tmp_path / "home"), as_at=AS_AT)
    assert (arrived.rows, arrived.restricted) == (2, 0)
    assert "restrict" not in str(arrived.findings).lower()


# ---- 3. restricted later, or said again without the mark


@pytest.fixture
def held(tmp_path: Path) -> Settings:
    """Three children of three months, before any of them was restricted."""
    settings = read_settings(tmp_path / "home")
    rows = [child("1", on="03/02/2026"), child("2", on="03/03/2026"), child("3", on="03/04/2026")]  # fmt: skip
    publish_extracts(extract(tmp_path / "first.csv", rows), settings, as_at=AS_AT)
    return settings


def test_a_record_that_is_restricted_now_is_taken_out(
    held: Settings, tmp_path: Path
) -> None:
    """Also where the extract no longer reaches back to its month."""
    rows = [child("1", "Y", on="03/02/2026"), child("3", on="03/04/2026")]
    paths = extract(tmp_path / "next.csv", rows)
    with pytest.raises(ExtractsRefused, match="1 row of what we hold"):
        publish_extracts(paths, held, as_at=AS_AT)
    manifest, [arrived] = publish_extracts(
        paths, held, as_at=AS_AT, decisions=Decisions(yes=True)
    )
    assert how_many(held) == 2
    assert arrived.arrival
    assert (arrived.arrival.gone, arrived.arrival.restricted) == (1, 1)
    assert told(arrived.findings)["restricted_now"].title == (
        "1 row of what we hold is restricted now"
    )
    detail = Snapshots(held.home).detail(manifest.id)
    gone = pseudonyms(held, "1")
    assert not places_of(detail, gone)
    # Nor in a block of the file that a deleted row has left free.
    assert not [code for code in gone if code.encode() in detail.read_bytes()]
    publish_extracts(paths, held, as_at=AS_AT)
    assert how_many(held) == 2


def test_where_every_row_is_restricted_nothing_else_goes(
    held: Settings, tmp_path: Path
) -> None:
    paths = extract(tmp_path / "next.csv", [child("1", "Y"), child("9", "Y")])
    _, [arrived] = publish_extracts(
        paths, held, as_at=AS_AT, decisions=Decisions(yes=True)
    )
    assert (arrived.rows, arrived.restricted) == (0, 2)
    assert how_many(held) == 2


def test_a_record_said_again_without_the_mark_is_left_out_too(
    tmp_path: Path,
) -> None:
    settings = read_settings(tmp_path / "home")
    paths = [
        *extract(tmp_path / "one.csv", [child("1", "Y"), child("2")]),
        *extract(tmp_path / "two.csv", [child("1"), child("1"), child("3")]),
    ]
    manifest, arrived = publish_extracts(paths, settings, as_at=AS_AT)
    assert [(f.rows, f.restricted, f.rows_in) for f in manifest.files] == [
        (1, 1, 2),
        (1, 2, 3),
    ]
    assert "restricted_record_again" in told(arrived[1].findings)
    assert how_many(settings) == 2


def test_a_column_that_an_officer_does_not_read_still_marks(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "home")
    Mappings.of(settings.home).remember(
        "mosaic_referrals", MARKED, {"Restricted": ""}, "officer"
    )
    paths = extract(tmp_path / "r.csv", [child("1", "Y"), child("2")])
    decided = FileDecisions("mosaic_referrals", {"Restricted": ""})
    for decisions in (Decisions(), Decisions({0: decided})):
        [arrived] = check_extracts(paths, settings, as_at=AS_AT, decisions=decisions)
        assert (arrived.rows, arrived.restricted) == (1, 1)


def test_a_column_of_another_name_is_mapped(tmp_path: Path) -> None:
    paths = extract(tmp_path / "r.csv", [child("1", "Y")], [*HEADER, "Restriction"])
    settings = read_settings(tmp_path / "home")
    with pytest.raises(ExtractsRefused, match="Restriction may mark restricted"):
        publish_extracts(paths, settings, as_at=AS_AT)
    decided = FileDecisions("mosaic_referrals", {"Restriction": "restricted"})
    [arrived] = check_extracts(
        paths, settings, as_at=AS_AT, decisions=Decisions({0: decided})
    )
    assert (arrived.rows, arrived.restricted) == (0, 1)


def test_a_word_that_was_given_its_meaning_is_taken_in(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "home")
    (settings.home / "codes").mkdir(parents=True)
    (settings.home / "codes" / "restricted.csv").write_text(
        "raw,code,label\nStandard,open,Not restricted\n"
    )
    paths = extract(tmp_path / "r.csv", [child("1", "standard"), child("2", "Y")])
    [arrived] = check_extracts(paths, settings, as_at=AS_AT)
    assert (arrived.rows, arrived.restricted) == (1, 1)


# ---- 4. what is not left out


def test_each_extract_needs_the_mark_of_its_own(tmp_path: Path) -> None:
    """A step without the mark stays, although the child's referral is restricted."""
    step = ["S1", "1", "R1", "CP Screening", "STARTED", "03/02/2026", "", "", ""]
    other = ["S2", "2", "R2", *step[3:]]
    paths = extract(tmp_path / "r.csv", [child("1", "Y"), child("2")])
    paths.append(referrals(tmp_path / "s.csv", [step, other], list(STEPS)))
    settings = read_settings(tmp_path / "home")
    manifest, _ = publish_extracts(paths, settings, as_at=AS_AT)
    assert [(file.rows, file.restricted) for file in manifest.files] == [(1, 1), (2, 0)]


def test_they_are_taken_in_where_the_partnership_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('restricted_records = "taken_in"\n')
    settings = read_settings(home)
    paths = extract(tmp_path / "r.csv", [child("1", "Y"), child("2"), child("3", "?")])
    manifest, [arrived] = publish_extracts(paths, settings, as_at=AS_AT)
    assert how_many(settings) == 3
    assert (manifest.files[0].rows, manifest.files[0].restricted) == (3, 0)
    assert told(arrived.findings)["restricted_records"].title == (
        "2 restricted records are taken in, as the partnership's settings say"
    )


def test_as_it_ships_they_are_left_out(tmp_path: Path) -> None:
    assert read_settings(tmp_path).values["restricted_records"] == "left_out"
