"""A second extract of a source: new, changed, same and gone rows, and who may say yes.

1. February and March are published. April's extract comes: the months before it stay.
2. March comes again with a row changed and a row gone: the change is told by month, and
   the row that is gone stays until somebody says yes.
3. A mapping and a decision to leave rows out are kept, told and counted.
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.viewer import named_staff
from dashboard.answers import contents
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.findings import ExtractsRefused, Severity
from dashboard.intake.mappings import Mappings
from dashboard.intake.publish import prepare_extracts, publish_extracts
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.arrivals import Change
from dashboard.warehouse.coverage import Said
from dashboard.warehouse.snapshots import OvertakenPublish, Snapshots
from dashboard.warehouse.tables import create_extract_tables, read_extract_tables
from tests.integration.test_publishing import (
    AS_AT,
    HEADER,
    how_many,
    referrals,
    row,
)

pytestmark = pytest.mark.usefixtures("few_measures")

FEBRUARY = row(PERSON_ID="101")
MARCH = [
    row(PERSON_ID=str(person), REFERRAL_ID="R2", **{"Referral Date": "03/03/2026"})
    for person in (201, 202)
]
APRIL = row(PERSON_ID="301", REFERRAL_ID="R3", **{"Referral Date": "03/04/2026"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = read_settings(tmp_path / "home")
    publish(settings, tmp_path / "first.csv", [FEBRUARY, *MARCH])
    return settings


def publish(
    settings: Settings,
    path: Path,
    rows: list[list[str]],
    decided: Decisions | None = None,
) -> tuple[Change, ...]:
    _, arrived = publish_extracts(
        [referrals(path, rows)], settings, as_at=AS_AT, decisions=decided or Decisions()
    )
    assert arrived[0].arrival is not None
    return arrived[0].arrival.changes


def test_a_later_month_keeps_the_months_before(
    settings: Settings, tmp_path: Path
) -> None:
    changes = publish(settings, tmp_path / "april.csv", [APRIL])
    assert changes == (Change(date(2026, 4, 1), 1, 0, 0, 0),)
    assert how_many(settings) == 4


def test_the_latest_row_of_a_child_wins(settings: Settings, tmp_path: Path) -> None:
    welfare = row(
        PERSON_ID="201",
        REFERRAL_ID="R2",
        **{"Referral Date": "03/03/2026", "Contact Type": "Wellbeing Concern"},
    )
    changes = publish(settings, tmp_path / "march.csv", [welfare, MARCH[1]])
    assert changes == (Change(date(2026, 3, 1), 0, 1, 1, 0),)
    assert how_many(settings) == 2


def test_rows_that_are_gone_need_a_yes(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ExtractsRefused, match="1 row of what we hold"):
        publish(settings, tmp_path / "march.csv", [MARCH[0]])
    assert how_many(settings) == 3
    assert len(Snapshots(settings.home).all()) == 1
    changes = publish(settings, tmp_path / "march.csv", [MARCH[0]], Decisions(yes=True))
    assert changes == (Change(date(2026, 3, 1), 0, 0, 1, 1),)
    assert how_many(settings) == 2
    Snapshots(settings.home).undo()
    assert how_many(settings) == 3


def test_a_month_that_falls_by_more_than_half_is_worth_a_look(
    settings: Settings, tmp_path: Path
) -> None:
    many = [
        row(
            PERSON_ID=str(5000 + n), REFERRAL_ID="R9", **{"Referral Date": "03/04/2026"}
        )
        for n in range(12)
    ]
    publish(settings, tmp_path / "april.csv", many)
    prepared = prepare_extracts(
        [referrals(tmp_path / "less.csv", many[:5])], settings, as_at=AS_AT
    )
    told = {finding.check: finding for finding in prepared.findings}
    assert told["month_fell"].severity is Severity.SHOULD_LOOK
    assert "Apr 2026" in told["month_fell"].title
    assert told["rows_gone"].count == 7


def test_a_month_without_rows_needs_a_word(settings: Settings, tmp_path: Path) -> None:
    may = row(PERSON_ID="9", REFERRAL_ID="R9", **{"Referral Date": "03/05/2026"})
    with pytest.raises(ExtractsRefused, match="No rows at all in Apr 2026"):
        publish(settings, tmp_path / "may.csv", [may])
    april = date(2026, 4, 1)
    said = Decisions().with_month("mosaic_referrals", april, Said.NOTHING)
    publish(settings, tmp_path / "may.csv", [may], said)
    held = {r.month: r.status for r in contents(named_staff(settings.home)).coverage}
    assert held[april] == "nothing"
    # It is asked once: what was said travels with the rows.
    publish(settings, tmp_path / "may.csv", [may])


def test_a_source_that_stops_is_worth_a_look(
    settings: Settings, tmp_path: Path
) -> None:
    prepared = prepare_extracts(
        [referrals(tmp_path / "april.csv", [APRIL])], settings, as_at=AS_AT
    )
    told = {finding.check: finding for finding in prepared.findings}
    assert told["source_late"].title.startswith("Nothing after Apr 2026")


def test_the_second_officer_is_told_what_the_first_did(
    settings: Settings, tmp_path: Path
) -> None:
    mine = prepare_extracts(
        [referrals(tmp_path / "mine.csv", [APRIL])], settings, as_at=AS_AT
    )
    publish(settings, tmp_path / "theirs.csv", [APRIL])
    assert mine.manifest is not None
    with pytest.raises(OvertakenPublish, match=r"theirs\.csv"):
        Snapshots(settings.home).publish(mine.manifest.id)
    assert [m.files[0].name for m in Snapshots(settings.home).all()] == [
        "theirs.csv",
        "first.csv",
    ]


def test_rows_at_fault_are_left_out_by_a_decision(
    settings: Settings, tmp_path: Path
) -> None:
    wrong = row(PERSON_ID="302", REFERRAL_ID="R3", **{"Referral Date": "31/13/2026"})
    decided = FileDecisions(left_out=frozenset({("date_not_read", "Referral Date")}))
    with pytest.raises(ExtractsRefused, match="is not a date"):
        publish(settings, tmp_path / "april.csv", [APRIL, wrong])
    publish(settings, tmp_path / "april.csv", [APRIL, wrong], Decisions({0: decided}))
    assert how_many(settings) == 4
    manifest = Snapshots(settings.home).all()[0]
    assert manifest.files[0].left_out == 1
    assert manifest.files[0].rows == 1


def test_a_renamed_column_is_mapped_once_and_remembered(
    settings: Settings, tmp_path: Path
) -> None:
    header = ["Klient no" if name == "PERSON_ID" else name for name in HEADER]
    path = referrals(tmp_path / "april.csv", [APRIL], header)
    with pytest.raises(ExtractsRefused, match="no column 'PERSON_ID'"):
        publish_extracts([path], settings, as_at=AS_AT)
    columns = {"Klient no": "person_key"}
    decided = FileDecisions(profile="mosaic_referrals", columns=columns)
    publish_extracts([path], settings, as_at=AS_AT, decisions=Decisions({0: decided}))
    assert how_many(settings) == 4
    Mappings.of(settings.home).remember("mosaic_referrals", header, columns, "officer")
    prepared = prepare_extracts([path], settings, as_at=AS_AT)
    assert prepared.arrived[0].arrival is not None
    assert prepared.arrived[0].arrival.changes[0].same == 1


@given(
    st.dictionaries(
        st.integers(0, 5),
        st.builds(
            FileDecisions,
            profile=st.text(max_size=9),
            columns=st.dictionaries(st.text(max_size=9), st.text(max_size=9)),
            left_out=st.frozensets(st.tuples(st.text(max_size=9), st.text(max_size=9))),
        ),
    ),
    st.dictionaries(
        st.tuples(st.text(max_size=9), st.dates()), st.sampled_from(list(Said))
    ),
    st.booleans(),
)
def test_decisions_are_kept_as_they_were_made(
    files: dict[int, FileDecisions], months: dict[tuple[str, date], Said], yes: bool
) -> None:
    decided = Decisions(files, months, yes)
    kept = Decisions.from_json(decided.to_json())
    assert kept == decided
    assert kept.files == decided.files
    assert kept.months == decided.months


def test_a_picture_from_before_a_column_was_thought_of_has_it_now() -> None:
    with duckdb.connect() as connection:
        tables = read_extract_tables()
        create_extract_tables(connection, tables.values())
        connection.execute("alter table extract.referral drop column team")
        create_extract_tables(connection, tables.values())
        columns = connection.execute("describe extract.referral").fetchall()
    assert "team" in {name for name, *_ in columns}
