"""The partnership's own records: their tables, and out and in again as one file."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from dashboard.access.accounts import make_account
from dashboard.access.audit import Deed, record
from dashboard.access.person import Person
from dashboard.access.sessions import begin_session
from dashboard.partnership.carrying import (
    NotRecords,
    export_records,
    import_records,
)
from dashboard.partnership.levels import record_level, take_back_level
from dashboard.partnership.records import Records
from dashboard.partnership.tables import METADATA

DAY = date(2026, 1, 1)


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    with Records(tmp_path).writing() as connection:
        made = MigrationContext.configure(connection)
        assert compare_metadata(made, METADATA) == []


@pytest.mark.sqlite
def test_reading_leaves_an_empty_home_empty(tmp_path: Path) -> None:
    assert Records(tmp_path).rows(METADATA.tables["zone"].select()) == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_exported_comes_in_whole_elsewhere_and_only_once(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    level = record_level(
        here, measure="m", clauses=(("team", "A"),), start=DAY, reason="Because"
    )
    take_back_level(here, level)
    text = export_records(here)
    assert [b.new for b in import_records(there, text)] == [1]
    assert export_records(there) == text
    assert [(b.new, b.known) for b in import_records(there, text)] == [(0, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"format": 9}',
        '{"format": 1, "cat": []}',
        '{"format": 1, "level": [{"id": "1", "start": "soon"}]}',
        '{"format": 1, "level": [{"start": "2026-01-01"}]}',
        '{"format": 1, "level": [{"id": "1", "start": "2026-01-01", "x": 1}]}',
        '{"format": 1, "level": ["row"]}',
    ],
)
def test_a_file_that_is_not_whole_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotRecords):
        import_records(tmp_path, text)
    assert list(tmp_path.iterdir()) == []


def test_passwords_and_sessions_do_not_go_with_the_records(tmp_path: Path) -> None:
    """Nor come with them: who could bring a file in could make an account."""
    home = tmp_path / "home"
    make_account(home, "a viewer", "four unlike words here")
    word = begin_session(home, Person("council", "7"), {"refresh_token": "secret"})
    record(home, "council:7", Deed.SIGNED_IN)
    text = export_records(home)
    assert not [one for one in ("argon2", "secret", word, "signed in") if one in text]
    for table in ("account", "signed_in", "audit", "audit_head"):
        with pytest.raises(NotRecords, match="not known here"):
            import_records(tmp_path / "other", f'{{"format": 1, "{table}": []}}')
