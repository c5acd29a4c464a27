"""Where things are, and what a partnership may set.

Everything local lives in one folder, the *home* (`SIGHTLINE_HOME`, or `data/local`; of an
installed wheel the folder that this kind of machine keeps a program's data in):
snapshots, the key, logs, and the partnership's own `settings.toml` and `codes/`, which
are read over the ones that ship with the project.
"""

import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from dashboard.errors import DefinitionError

PACKAGE = Path(__file__).resolve().parent
# A wheel has inside the package what a clone has beside it.
_IN_A_WHEEL = PACKAGE / "project"
PROJECT = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else PACKAGE.parent
QUERIES = PROJECT / "queries"
DATA = PROJECT / "data"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Nothing that would have to be written another way in an address.
_STEP = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


@dataclass(frozen=True)
class HeadlineQuestion:
    """One of the five questions of the first page: a measure, and what to ask of it.

    `place` names a dimension and a value to narrow it to (`{"zone": "first"}` is the
    zone that began first); `between` asks whether the values of a dimension differ.
    """

    question: str
    measure: str
    claim: str = "level"
    between: str | None = None
    zone: bool = False


@dataclass(frozen=True)
class Settings:
    """The settings of one partnership, read once at start."""

    home: Path
    values: dict[str, Any] = field(hash=False, compare=False)

    @property
    def partnership(self) -> str:
        return str(self.values["partnership"])

    @property
    def path(self) -> str:
        """Under which path the pages are served: "/", or such as "/sightline/".

        DefinitionError where it is no plain path.
        """
        said = str(os.environ.get("SIGHTLINE_PATH") or self.values.get("path", ""))
        steps = [one for one in said.split("/") if one]
        if not all(_STEP.fullmatch(one) for one in steps):
            raise DefinitionError(
                f"settings.toml: path is like /sightline/, not {said!r}"
            )
        return "".join(f"/{one}" for one in steps) + "/"

    @property
    def marking(self) -> str:
        """The protective marking of what is taken away; "" where there is none."""
        return str(self.values.get("marking", ""))

    @property
    def colour(self) -> str:
        """The partnership's own colour, `#rrggbb`; "" for the colour of the charts.

        DefinitionError where it is no such colour.
        """
        colour = str(self.values.get("colour", ""))
        if colour and not _COLOUR.fullmatch(colour):
            raise DefinitionError(
                f"settings.toml: colour is like #002d54, not {colour!r}"
            )
        return colour

    @property
    def logo(self) -> Path | None:
        """The partnership's mark, a PNG or JPEG file in the home.

        DefinitionError where it is not there, or is no such file.
        """
        name = str(self.values.get("logo", ""))
        if not name:
            return None
        path = (self.home / name).resolve()
        known = path.suffix.lower() in (".png", ".jpg", ".jpeg")
        if not known or not path.is_relative_to(self.home) or not path.is_file():
            raise DefinitionError(
                f"settings.toml: logo is a PNG or JPEG file in the home, not {name!r}"
            )
        return path

    @property
    def area_level(self) -> str:
        return str(self.values["area_level"])

    @property
    def rules(self) -> str:
        """The rules that charts through time are read by, unless others are asked for."""
        return str(self.values["rules"])

    @property
    def data_start(self) -> str | None:
        return self.values.get("data_start")

    @property
    def audience(self) -> str:
        """Whom this server's pages are made for: see data/settings.toml."""
        return str(os.environ.get("SIGHTLINE_AUDIENCE") or self.values["audience"])

    @property
    def opens_as(self) -> str | None:
        """As whom pages open, where that is wider than whom the server is for."""
        return self.values.get("opens_as")

    @property
    def sign_off(self) -> bool:
        """Whether a release that is an exception waits for a named person."""
        return bool(self.values.get("sign_off", False))

    @property
    def public_breakdowns(self) -> tuple[str, ...]:
        """What numbers for publication may be broken down by, one at a time."""
        return tuple(self.values["public_breakdowns"])

    @property
    def records(self) -> str:
        """Where the partnership's own records are; empty: SQLite in the home."""
        return str(self.values.get("records", ""))

    @property
    def national_events(self) -> bool:
        return bool(self.values["national_events"])

    @property
    def zone_measures(self) -> tuple[str, ...]:
        """What a zone's page shows besides the tools."""
        return tuple(self.values["zone_measures"])

    @property
    def tool_folders(self) -> tuple[Path, ...]:
        return (DATA / "tools", self.home / "tools")

    @property
    def keep_snapshots(self) -> int:
        return int(self.values["keep_snapshots"])

    @property
    def keep_uploads_days(self) -> int:
        return int(self.values["keep_uploads_days"])

    @property
    def keep_record(self) -> timedelta:
        """How long entries of the record of who did what are kept."""
        return timedelta(days=365.25 * float(self.values["keep_record_years"]))

    @property
    def request_log(self) -> bool:
        """Whether each request is a line of the server's log."""
        return bool(self.values["request_log"])

    @property
    def metrics(self) -> bool:
        """Whether `/metrics` tells Prometheus how the server does."""
        return bool(self.values["metrics"])

    @property
    def mail(self) -> dict[str, Any]:
        """How mail is sent, as it stands under `[mail]`; nothing where none is."""
        found = self.values.get("mail", {})
        if not isinstance(found, dict):
            raise DefinitionError("settings.toml: mail is a table, [mail]")
        return found

    @cached_property
    def questions(self) -> tuple[HeadlineQuestion, ...]:
        return tuple(HeadlineQuestion(**entry) for entry in self.values["questions"])

    @property
    def profile_folders(self) -> tuple[Path, ...]:
        return (DATA / "profiles", self.home / "profiles")

    @property
    def code_folders(self) -> tuple[Path, ...]:
        return (DATA / "codes", self.home / "codes")

    @property
    def measure_folders(self) -> tuple[Path, ...]:
        return (QUERIES / "measures", self.home / "measures")

    @property
    def check_folders(self) -> tuple[Path, ...]:
        return (QUERIES / "checks", self.home / "checks")


def read_settings(home: Path | str | None = None) -> Settings:
    """Read the shipped settings and, over them, the home's own.

    Raises DefinitionError where a settings file cannot be read as TOML.
    """
    folder = Path(home or os.environ.get("SIGHTLINE_HOME") or _usual_home()).resolve()
    values: dict[str, Any] = {}
    for path in (DATA / "settings.toml", folder / "settings.toml"):
        if path.exists():
            values |= _read(path)
    return Settings(home=folder, values=values)


def _usual_home() -> Path:
    """Never inside an installed package: what is put there goes with the next version."""
    return DATA / "local" if PROJECT != _IN_A_WHEEL else user_data_path("sightline")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{path.name} is not valid TOML: {error}") from error
