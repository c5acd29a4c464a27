"""Each measure, its facts and its cube are in the SQL that other engines share, and what
is not is refused with what to write instead."""

import tomllib
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from dashboard.__main__ import main
from dashboard.measures import Measure, read_catalogue
from dashboard.partnership.tool_measures import measure_of
from dashboard.partnership.tools import read_tools
from dashboard.portable import (
    Engine,
    NotPortable,
    check_portable,
    faults,
    tables_elsewhere,
    turned,
    turned_in_steps,
)
from dashboard.settings import DATA, QUERIES, read_settings
from dashboard.warehouse.cells import cube_sql
from dashboard.warehouse.combinations import cube_combinations
from dashboard.warehouse.facts import fact_sql
from dashboard.warehouse.meeting import Meeting, names_of

MEASURES = read_catalogue([QUERIES / "measures"])
KINDS = ("days_to_decision", "attendance")


@pytest.fixture(scope="module")
def zoned() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with one zone, which is all that facts are written by."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table zone_member"
            " (zone varchar, member_kind varchar, member varchar, from_on date, to_on date)"
        )
        connection.execute(
            "insert into zone_member values ('z', 'school', '1', ?, ?), ('z', 'team', 'T', ?, null)",
            [date(2024, 1, 1), date(2025, 1, 1), date(2024, 1, 1)],
        )
        yield connection


def engines_read(sql: str, values: dict[str, str] | None = None) -> None:
    """Both engines' dialects say it, in words that they have."""
    for engine in Engine:
        tree = sqlglot.parse_one(turned(sql, engine, values), read=engine)
        unknown = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
        assert not unknown


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_measure_is_portable(
    measure: Measure, zoned: duckdb.DuckDBPyConnection
) -> None:
    """As it is written, and what is made around it."""
    check_portable(measure.sql, f"{measure.name}.sql")
    engines_read(measure.sql)
    check_portable(fact_sql(zoned, measure), measure.name)
    check_portable(cube_sql([Meeting(measure, [()])]), measure.name)


def test_every_tool_that_comes_with_it_is_portable() -> None:
    tools = read_tools(read_settings())
    assert tools
    for tool in tools.values():
        check_portable(measure_of(tool).sql, tool.name)


def test_a_step_of_cubes_has_no_name_that_a_measure_reads() -> None:
    """Elsewhere each `with` is a table beside the picture's own."""
    met = Meeting(MEASURES["referrals"], [()])
    steps = turned_in_steps(cube_sql([met]), Engine.SPARK, names_of([met]))
    read = {name for m in MEASURES.values() for name in tables_elsewhere(m.sql)}
    assert "run" in read
    assert not read & {step.name for step in steps}


@pytest.mark.parametrize("name", KINDS)
def test_what_makes_cubes_is_portable(
    name: str, zoned: duckdb.DuckDBPyConnection
) -> None:
    """One of each kind, with lists, bands, and none of these, two in one statement."""
    measure, other = MEASURES[name], MEASURES["referrals"]
    met = Meeting(measure, cube_combinations(measure, "locality", 2))
    mets = [met, met.next(other, cube_combinations(other, "locality", 1))]
    check_portable(cube_sql(mets), name)
    engines_read(cube_sql(mets), names_of(mets))
    engines_read(fact_sql(zoned, measure))


@pytest.mark.parametrize(
    ("sql", "fault", "instead"),
    [
        ("select a from t group by all", "Group.all", "group by each column"),
        ("select a from t order by all", "Ordered", "order by each column"),
        ("select a from t asof join u on t.a >= u.a", "Join.method", "a join on"),
        ("select a from t positional join u", "Join.method", "a join on"),
        ("select a from t semi join u on t.a = u.a", "Join.kind", "exists"),
        ("select a from t join u using (a)", "Join.using", "on a.x = b.x"),
        ("select a from t qualify max(a) over () = a", "Qualify", "a subquery"),
        ("select sum(a) filter (where b) from t", "Filter", "case when"),
        ("select * exclude (a) from t", "Star.except_", "by name"),
        ("select t.* replace (b as a) from t", "Star.replace", "by name"),
        ("select columns('a.*') from t", "Columns", ""),
        ("select a from t union by name select a from u", "Union.by_name", "union all"),
        ("select distinct on (a) a, b from t", "Distinct.on", ""),
        ("select age_band(a, b) as c from t", "Anonymous", "queries/tables"),
        ("select unnest(l) as x from t", "Explode", "cross join unnest"),
        ("select s.x from t", "Column", "a column for each part"),
        ("select {'x': 1} as s", "Struct", "a column for each part"),
        ("select l[place] as x from t", "Bracket", "cast(place as integer)"),
        ("select l[1:2] as x from t", "Slice", ""),
        ("select [x for x in l] as y from t", "Comprehension", ""),
        ("select list_max(l) as x from t", "ArrayMax", ""),
        ("select len(l) as n from t", "Length", "array_length"),
        ("select arg_max(a, b) as c from t", "ArgMax", ""),
        ("select received_on + 90 as due from t", "Add", "interval '90' day"),
        ("select max(ended_on) - began_on as days from t", "Sub", "date_diff('day'"),
        ("select date_diff('month', a, b) as c from t", "DateDiff.unit", "'day'"),
        ("select make_date(year, 6, 30) as day from t", "DateFromParts", "the day itself"),
        ("select to_months(3) as m", "Anonymous", "queries/tables"),
        ("select greatest(a, b) as c from t", "Greatest", "case when"),
        ("select if(a, 1, 2) as c from t", "If.false", "case when"),
        ("select try_cast(a as int) as b from t", "TryCast", "cast"),
        ("select a::hugeint as b from t", "DataType.this", ""),
        ("select null as child_key from t", "Select", "cast(null as varchar)"),
        ("select a as b, b + 1 as c from t", "Column", "made of again"),
        ("select a as b from t where b > 1", "Column", "made of again"),
        ("select a from 'rows.parquet'", "Table", "queries/tables"),
        ("select a from read_csv('rows.csv')", "ReadCSV", ""),
        ("select a from t limit 3", "Select.limit", "a condition"),
        ("select a from t where a ilike 'x'", "ILike", ""),
        ("select a // b as c from t", "IntDiv", ""),
        ("select a from t where (a, b) = (1, 2)", "Tuple", ""),
        ("select sum(a) over (order by b groups 3 preceding) as c from t", "WindowSpec.kind", ""),
        ("pivot t on a using sum(b)", "Pivot", ""),
    ],
)  # fmt: skip
def test_what_only_duckdb_has_is_refused_in_a_sentence(
    sql: str, fault: str, instead: str
) -> None:
    """SQLGlot passes most of these to Spark and Trino as they stand."""
    found = list(faults(sql))
    assert any(f"({fault})" in sentence for sentence in found), found
    assert any(instead in sentence for sentence in found), found
    with pytest.raises(NotPortable, match=r"^made_up\.sql: “"):
        check_portable(sql, "made_up.sql")


def test_a_place_in_a_list_is_counted_as_the_engine_counts() -> None:
    """From 1 in DuckDB and Trino, from 0 in Spark; SQLGlot knows only whole numbers."""
    sql = "select l[cast(place as integer)] as x from t"
    assert "[CAST(place AS INT) + -1]" in turned(sql, Engine.SPARK)
    assert "[CAST(place AS INTEGER) + 0]" in turned(sql, Engine.TRINO)


def test_names_and_values_are_said_as_the_engine_has_them() -> None:
    sql = (
        "with a as materialized (select cast(x as cube_value) as x from exact.fact.b as f"
        " where m = $measure0) select x from a"
    )
    assert turned(sql, Engine.SPARK, {"measure0": "it's"}) == (
        "WITH a AS (SELECT CAST(x AS STRING) AS x FROM `exact_fact_b` AS f"
        " WHERE m = 'it\\'s') SELECT x FROM `a`"
    )
    assert tables_elsewhere("select x from exact.fact.b as f, code.c") == {
        "exact_fact_b": "exact.fact.b",
        "code_c": "code.c",
    }


def test_steps_are_the_parts_of_a_statement_in_their_order() -> None:
    sql = (
        "with a as materialized (select 1 as x), b as (select x from a) select x from b"
    )
    steps = turned_in_steps(sql, Engine.SPARK, {})
    assert [(step.name, step.kept) for step in steps] == [
        ("a", True),
        ("b", False),
        ("", True),
    ]
    assert steps[1].sql == "SELECT x FROM `a`"


def test_the_command_says_of_each_measure_whether_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["measures"]) == 0
    told = capsys.readouterr().out
    assert "referrals " in told
    assert "DuckDB only" not in told
    assert len([line for line in told.splitlines() if " portable " in line]) >= len(
        MEASURES
    )


def test_the_list_is_of_what_sqlglot_has() -> None:
    """A node that a newer SQLGlot calls otherwise would be refused for no reason."""
    held = tomllib.loads((DATA / "portable_sql.toml").read_text(encoding="utf-8"))
    for name, said in held["allowed"].items():
        node = getattr(exp, name)
        arguments = {one.partition("=")[0] for one in said.split()}
        assert arguments <= set(node.arg_types), name
    for name in held["instead"]:
        node, _, argument = name.partition(".")
        assert hasattr(exp, node), name
        assert not argument or argument in getattr(exp, node).arg_types, name
