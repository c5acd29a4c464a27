"""Typing: what each kind of cell is read as, and what is said of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pytest

from dashboard.intake.codes import CodeRows, load_codes, read_codes
from dashboard.intake.findings import EXAMPLES, Finding, Severity
from dashboard.intake.profiles import Column, Profile
from dashboard.intake.reading import Sheet
from dashboard.intake.recognise import Recognition
from dashboard.intake.stage import Staged, stage
from dashboard.settings import DATA
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.pseudonyms import give_key
from dashboard.warehouse.tables import create_extract_tables, read_extract_tables

KEY = b"a key of thirty-two bytes, or so"
CODES = read_codes([DATA / "codes"])
WORD = "Wellbeing – new form"


@dataclass
class Desk:
    """Types the columns it is given, each a header and its cells."""

    connection: duckdb.DuckDBPyConnection
    codes: dict[str, CodeRows]

    def type(
        self,
        columns: dict[Column, list[str | None]],
        left_out: frozenset[tuple[str, str]] = frozenset(),
    ) -> Staged:
        header = tuple(column.aliases[0] for column in columns)
        names = ", ".join(f"c{i} varchar" for i in range(len(columns)))
        self.connection.execute(
            f"create or replace temp table sheet (row_number bigint, {names})"
        )
        rows = [
            [number, *cells]
            for number, cells in enumerate(zip(*columns.values(), strict=True), start=2)
        ]
        marks = ", ".join("?" for _ in rows[0])
        self.connection.executemany(f"insert into sheet values ({marks})", rows)
        return stage(
            self.connection,
            Sheet("file.csv", "sheet", header, 1, len(rows)),
            Recognition(_profile(columns), dict(enumerate(columns)), 1.0, (), ()),
            self.codes,
            left_out,
        )

    def column(self, staged: Staged, name: str) -> list[Any]:
        found = self.connection.execute(
            f"select {name} from {staged.table} order by row_number"
        ).fetchall()
        return [value for (value,) in found]

    def read(self, kind: str, *cells: str | None, **more: Any) -> list[Any]:
        staged = self.type({column(kind, **more): list(cells)})
        return self.column(staged, "it")

    def found(self, kind: str, *cells: str | None, **more: Any) -> dict[str, Finding]:
        staged = self.type({column(kind, **more): list(cells)})
        return {finding.check: finding for finding in staged.findings}


def column(kind: str, name: str = "it", **more: Any) -> Column:
    return Column(name, kind, (name.title(),), **more)


def _profile(columns: dict[Column, list[str | None]]) -> Profile:
    return Profile("any", "Any", "ANY", "referral", 1, "", "", tuple(columns))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("typing")
    connection = open_building(folder / "any.duckdb", scratch=folder)
    give_key(connection, KEY)
    create_extract_tables(connection, read_extract_tables().values())
    load_codes(connection, CODES)
    yield Desk(connection, CODES)
    connection.close()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "1,204", 1204),
        ("integer", "12.0", 12),
        ("integer", "£3", 3),
        ("integer", "-7", -7),
        ("integer", "1,5", None),
        ("integer", "1.5", None),
        ("integer", "99999999999", None),
        ("number", "£1,204.50", 1204.5),
        ("number", ".5", 0.5),
        ("number", "1,20", None),
        ("number", "1e9", None),
        ("percent", "93.4%", 93.4),
        ("percent", "93.4 %", 93.4),
        ("percent", "93.4", 93.4),
        ("band", "0-10%", "0-10%"),
        ("band", "90+%", "90+%"),
        ("band", "10 – 20%", "10-20%"),
        ("band", "most", None),
        ("date", "2024-Oct-16 00:00:00", date(2024, 10, 16)),
        ("yes_no", "maybe", None),
        ("text", "NA", "NA"),
        ("text", "Null", "Null"),
        ("text", "True", "True"),
        ("text", '="0512"', "0512"),
    ],
)
def test_a_cell_is_read_as_it_stands_or_not_at_all(
    desk: Desk, kind: str, text: str, value: Any
) -> None:
    assert desk.read(kind, text) == [value]
    assert (f"{kind}_not_read" in desk.found(kind, text)) is (value is None)


@pytest.mark.parametrize("kind", ["integer", "number", "percent"])
def test_withheld_not_applicable_and_missing_stay_three_things(
    desk: Desk, kind: str
) -> None:
    cells = ["5", "*", "c", "C", "z", "#", "dna", "x", "-", "", None]
    staged = desk.type({column(kind): cells})
    assert desk.column(staged, "it") == [5] + [None] * 10
    assert desk.column(staged, "it_mark") == (
        [None] + ["suppressed"] * 3 + ["not_applicable"] * 3 + [None] * 4
    )
    assert staged.findings == ()


def test_a_profile_may_say_what_a_mark_means(desk: Desk) -> None:
    staged = desk.type({column("integer", marks={"C": "not_applicable"}): ["c", "*"]})
    assert desk.column(staged, "it_mark") == ["not_applicable", "suppressed"]


def test_a_mark_where_a_number_is_needed_stops(desk: Desk) -> None:
    found = desk.found("integer", "5", "*", needed=True)
    assert found["needed_value_withheld"].severity is Severity.MUST_FIX
    assert found["needed_value_withheld"].rows == (3,)


def test_shares_of_one_are_asked_about_and_not_turned(desk: Desk) -> None:
    assert desk.read("percent", "0.934", "1", "0") == [0.934, 1, 0]
    assert desk.found("percent", "0.934", "1", "0")["shares_of_one"].count == 3
    assert desk.found("percent", "0.934", "93.4") == {}
    assert desk.found("percent", "0.5%", "0.9%") == {}


def test_a_column_of_both_orders_is_refused_as_a_whole(desk: Desk) -> None:
    found = desk.found("date", "31/01/2026", "01/31/2026", "03/02/2026")
    assert found.keys() == {"mixed_day_and_month"}
    refused = found["mixed_day_and_month"]
    assert refused.severity is Severity.MUST_FIX
    assert refused.examples == ((2, "31/01/2026"), (3, "01/31/2026"))


def test_a_refused_column_cannot_be_had_by_leaving_out_what_proves_it(
    desk: Desk,
) -> None:
    staged = desk.type(
        {column("date"): ["31/01/2026", "01/31/2026", "03/02/2026"]},
        frozenset({("mixed_day_and_month", "It")}),
    )
    assert [f.severity for f in staged.findings] == [Severity.MUST_FIX]


def test_american_dates_are_said_to_look_so(desk: Desk) -> None:
    assert desk.found("date", "01/31/2026", "03/02/2026").keys() == {"month_before_day"}


def test_a_day_that_stands_for_none_is_read_as_blank_and_said(desk: Desk) -> None:
    found = desk.found("date", "01/01/1900", "03/02/2026")
    assert found["no_date_given"].severity is Severity.FOR_INFORMATION
    needed = desk.found("date", "01/01/1900", "03/02/2026", needed=True)
    assert needed.keys() == {"needed_value_missing"}


SCN: dict[str, Any] = {"system": "scn", "digits": 9}
CHI: dict[str, Any] = {"system": "chi", "digits": 10}


def test_a_number_that_lost_its_zero_is_still_the_same_child(desk: Desk) -> None:
    whole, short = desk.read("identifier", "051234561", "51234561", **SCN)
    assert whole == short
    [finding] = desk.found("identifier", "051234561", "51234561", **SCN).values()
    assert finding.title == "1 It had lost the first zero; it was put back"
    assert finding.severity is Severity.FOR_INFORMATION


def test_an_identifier_that_repeats_has_the_key_that_it_has_alone(desk: Desk) -> None:
    """Its key is worked out once, and what is wrong with it is still said by row."""
    right, wrong = desk.read("identifier", "051234561", "051234560", **SCN)
    cells = ["051234561", "51234561", "", "051234560"] * 20
    keys = desk.read("identifier", *cells, **SCN)
    assert keys == [right, right, None, wrong] * 20
    found = desk.found("identifier", *cells, **SCN)
    assert {check: one.count for check, one in found.items()} == {
        "scn_not_valid": 20,
        "first_zero_put_back": 20,
    }
    kept = desk.connection.execute("select table_name from duckdb_tables()").fetchall()
    assert not [name for (name,) in kept if name.startswith("words_")]


def test_what_no_check_digit_fits_is_worth_a_look(desk: Desk) -> None:
    found = desk.found("identifier", "051234561", "051234560", "5123456", **SCN)
    assert found["scn_not_valid"].rows == (3, 4)
    assert found["scn_not_valid"].examples[0] == (3, "…60")
    chi = desk.found("identifier", "0101011237", "0101201234", **CHI)
    assert chi["chi_not_valid"].count == 1


def test_a_column_that_excel_rounded_is_refused(desk: Desk) -> None:
    found = desk.found("identifier", "1.23457E+08", "051234561", **SCN)
    assert found["identifier_rounded"].severity is Severity.MUST_FIX


def test_a_health_number_is_held_against_birth_and_sex(desk: Desk) -> None:
    staged = desk.type(
        {
            column("identifier", **CHI): ["0101011237"] * 3,
            column("birth_date", "birth_date"): [
                "01/01/2001",
                "02/01/2001",
                "01/01/2001",
            ],
            column("code", "sex", codes="sex"): ["M", "M", "F"],
        }
    )
    rows = {finding.check: finding.rows for finding in staged.findings}
    assert rows == {"chi_birth_date_differs": (3,), "chi_sex_differs": (4,)}


def test_no_number_is_staged(desk: Desk) -> None:
    staged = desk.type({column("identifier", **SCN): ["051234561"]})
    rows = desk.connection.execute(f"select * from {staged.table}").fetchall()
    assert "051234561" not in str(rows)


def test_a_word_of_a_plain_list_that_nobody_has_met_stops(desk: Desk) -> None:
    found = desk.found("code", "F", "Girl", "Girl", "Lad", codes="sex")
    finding = found["code_not_read"]
    assert finding.severity is Severity.MUST_FIX
    assert finding.words == (("Girl", 2), ("Lad", 1))
    assert "“Girl” (2 rows), “Lad” (1 row)" in finding.title
    assert finding.codes == "sex"


def test_one_unknown_word_of_several_in_a_cell_is_named(desk: Desk) -> None:
    found = desk.found("codes", "Neglect; Gloom", codes="concern")
    assert found["code_not_read"].words == (("Gloom", 1),)


def test_a_deciding_word_is_undecided_until_a_leader_decides(desk: Desk) -> None:
    staged = desk.type(
        {column("code", codes="referral_class"): ["CP", WORD, WORD, "Odd", ""]}
    )
    read = desk.column(staged, "it")
    assert read[0] == "child_protection"
    assert all(code.startswith("undecided") for code in read[1:4])
    assert read[4] is None
    assert WORD not in str(read)
    words = [(f.check, f.severity, f.words, f.rows) for f in staged.findings]
    look = Severity.SHOULD_LOOK
    assert words == [
        ("word_awaits_decision", look, ((WORD, 2),), (3, 4)),
        ("word_awaits_decision", look, (("Odd", 1),), (5,)),
    ]
    assert staged.findings[0].title.startswith(f"“{WORD}” is a word we have not met")


def test_examples_are_few_and_rows_are_all(desk: Desk) -> None:
    finding = desk.found("integer", *["many"] * 9)["integer_not_read"]
    assert finding.count == len(finding.rows) == 9
    assert len(finding.examples) == EXAMPLES


def test_rows_are_left_out_by_decision_and_counted(desk: Desk) -> None:
    staged = desk.type(
        {column("integer"): ["1", "many", "3"]},
        frozenset({("integer_not_read", "It")}),
    )
    assert desk.column(staged, "it") == [1, 3]
    [finding] = staged.findings
    assert (finding.severity, finding.count) == (Severity.FOR_INFORMATION, 1)


def test_a_finding_names_the_column_as_the_file_does(desk: Desk) -> None:
    dated = Column("it", "date", ("Referral Date", "Date Rec'd"))
    desk.connection.execute(
        "create or replace temp table other as select 2::bigint as row_number, 'soon' as c0"
    )
    staged = stage(
        desk.connection,
        Sheet("file.csv", "other", ("Date Rec'd",), 1, 1),
        Recognition(_profile({dated: []}), {0: dated}, 1.0, (), ()),
        desk.codes,
    )
    assert staged.findings[0].column == "Date Rec'd"
    assert staged.headers == {"it": "Date Rec'd"}
