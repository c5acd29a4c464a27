"""Nobody is served where nobody can sign in; the demo user is let in on one machine alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.access.access import access_of, secret_of
from dashboard.access.audit import Deed, entries
from dashboard.access.starting import secret_for, told_of_access
from dashboard.errors import DefinitionError
from dashboard.settings import PROJECT
from tests.access import GRANT, Held, write_access

SECRET = "of these tests alone, and long enough to be one"


@pytest.fixture
def no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGHTLINE_SECRET", raising=False)


@pytest.mark.usefixtures("no_secret")
def test_the_demo_user_needs_no_secret_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_text("demo_user = true", encoding="utf-8")
    access = access_of(tmp_path)
    assert len(secret_for(access, "127.0.0.1")) > 40
    assert secret_for(access, "127.0.0.1") != secret_for(access, "127.0.0.1")
    for host in ("0.0.0.0", "192.0.2.7", "::", "sightline.example"):
        with pytest.raises(DefinitionError, match=r"is for 127\.0\.0\.1 alone"):
            secret_for(access, host)


@pytest.mark.parametrize(
    "real",
    ['address = "https://x.example"', "behind_proxy = true", "local_accounts = true"],
)
def test_the_demo_user_is_not_beside_people_who_sign_in(
    tmp_path: Path, real: str
) -> None:
    (tmp_path / "access.toml").write_text(f"demo_user = true\n{real}", encoding="utf-8")
    with pytest.raises(DefinitionError, match="cannot stand beside"):
        access_of(tmp_path)


@pytest.mark.usefixtures("no_secret")
def test_what_is_missing_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        with pytest.raises(DefinitionError, match="nobody can sign in here yet"):
            secret_for(access_of(tmp_path), host)
    write_access(tmp_path, address="https://sightline.example.gov.uk")
    with pytest.raises(DefinitionError, match="SIGHTLINE_SECRET is not set"):
        secret_for(access_of(tmp_path), "0.0.0.0")
    monkeypatch.setenv("SIGHTLINE_SECRET", "short")
    with pytest.raises(DefinitionError, match="shorter than 32"):
        secret_for(access_of(tmp_path), "0.0.0.0")
    monkeypatch.setenv("SIGHTLINE_SECRET", SECRET)
    assert secret_for(access_of(tmp_path), "0.0.0.0") == SECRET
    assert secret_of({}) == ""


def test_the_address_is_one_of_https(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But on this machine, to try it."""
    monkeypatch.setenv("SIGHTLINE_SECRET", SECRET)
    for address, fine in (
        ("https://sightline.example.gov.uk", True),
        ("http://127.0.0.1:8050", True),
        ("http://sightline.example.gov.uk", False),
        ("", False),
    ):
        home = tmp_path / str(len(address))
        write_access(home, address=address)
        if fine:
            assert secret_for(access_of(home), "127.0.0.1") == SECRET
        else:
            with pytest.raises(DefinitionError, match="begins with https://"):
                secret_for(access_of(home), "127.0.0.1")


@pytest.mark.parametrize("said", ["demo_user = true", "local_accounts = true", ""])
def test_bound_to_another_address_the_server_does_not_start(
    tmp_path: Path, said: str
) -> None:
    if said:
        (tmp_path / "access.toml").write_text(said, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "SIGHTLINE_SECRET"}
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=PROJECT,
        env=environment
        | {"SIGHTLINE_HOME": str(tmp_path), "SIGHTLINE_HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Sightline is at" not in done.stdout
    assert "sign" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_given_and_taken_away_is_in_the_record(tmp_path: Path) -> None:
    write_access(tmp_path, [Held("analyst", "one", ["team:T1"])], [GRANT])
    told_of_access(tmp_path)
    told_of_access(tmp_path)
    said = [(entry.what, entry.of) for entry in entries(tmp_path)]
    assert len(said) == 3
    assert (Deed.GIVEN, "analyst for one of local: team:T1") in said
    assert any("exact numbers: analyst, everything" in of for _, of in said)
    write_access(tmp_path, [Held("viewer", "one", ["team:T1"])])
    told_of_access(tmp_path)
    newest = {(entry.what, entry.of) for entry in entries(tmp_path, most=3)}
    assert (Deed.TAKEN_AWAY, "analyst for one of local: team:T1") in newest
    assert (Deed.GIVEN, "viewer for one of local: team:T1") in newest
