"""Accounts of the server: a password is not kept, and cannot be guessed at."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from dashboard.access.accounts import (
    MOST_WRONG,
    NotLetIn,
    account_names,
    make_account,
    remove_account,
    signed_in_with,
)
from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records
from dashboard.partnership.tables import ACCOUNT

PASSWORD = "four unlike words here"


def test_there_is_none_to_begin_with(tmp_path: Path) -> None:
    assert account_names(tmp_path) == []
    with pytest.raises(NotLetIn):
        signed_in_with(tmp_path, "admin", "admin")


def test_a_password_is_kept_as_argon2id_makes_it(tmp_path: Path) -> None:
    make_account(tmp_path, "a viewer", PASSWORD)
    [row] = Records(tmp_path).rows(select(ACCOUNT))
    assert row["password"].startswith("$argon2id$")
    assert PASSWORD not in str(row)
    assert signed_in_with(tmp_path, "a viewer", PASSWORD).id == "local:a viewer"
    remove_account(tmp_path, "a viewer")
    with pytest.raises(NotLetIn):
        signed_in_with(tmp_path, "a viewer", PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaaaaaa"])
def test_one_that_can_be_guessed_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(ForTheUser):
        make_account(tmp_path, "a viewer", password)


def test_wrong_ones_lock_it_for_a_while_and_do_not_say_so(tmp_path: Path) -> None:
    make_account(tmp_path, "a viewer", PASSWORD)
    said = set()
    for _ in range(MOST_WRONG):
        with pytest.raises(NotLetIn) as refused:
            signed_in_with(tmp_path, "a viewer", "not this one at all")
        said.add(str(refused.value))
    with pytest.raises(NotLetIn) as refused:
        signed_in_with(tmp_path, "a viewer", PASSWORD)
    with pytest.raises(NotLetIn) as unknown:
        signed_in_with(tmp_path, "nobody", PASSWORD)
    assert said == {str(refused.value)} == {str(unknown.value)}
    past = (datetime.now(UTC) - timedelta(seconds=5)).isoformat(timespec="seconds")
    Records(tmp_path).write(update(ACCOUNT).values(locked_until=past))
    assert signed_in_with(tmp_path, "a viewer", PASSWORD).shown == "a viewer"
