"""An access.toml for tests: who holds what, of which places, and what is granted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

GRANT = {
    "role": "analyst",
    "exact": "everything",
    "approved_by": "Chief Social Work Officer",
    "approved_on": date.today() - timedelta(days=30),
    "agreement": "ISA 2026/14",
    "risk_assessment": "DPIA 2026/31",
    "review_on": date.today() + timedelta(days=30),
}


@dataclass(frozen=True)
class Held:
    """A role that an account of the server holds."""

    role: str
    user: str
    scope: Any = "everything"
    provider: str = "local"


def write_access(
    home: Path,
    held: Iterable[Held] = (),
    grants: Iterable[Mapping[str, Any]] = (),
    **said: Any,
) -> None:
    """Write it into a home; accounts of the server may sign in unless `said` otherwise."""
    home.mkdir(parents=True, exist_ok=True)
    given = {"local_accounts": True, "address": "http://127.0.0.1:8050"} | said
    providers = given.pop("providers", ())
    lines = [f"{name} = {_toml(value)}" for name, value in given.items()]
    for table, rows in (
        ("provider", providers),
        ("held", [vars(one) for one in held]),
        ("grant", grants),
    ):
        for row in rows:
            lines.append(f"[[{table}]]")
            lines += [
                f"{name} = {_toml(value)}" for name, value in row.items() if value != ""
            ]
    (home / "access.toml").write_text("\n".join(lines), encoding="utf-8")


def _toml(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value)
