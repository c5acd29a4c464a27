"""What the invented partnership is called, and the day its extracts were taken."""

import tomllib
from dataclasses import dataclass
from datetime import date

from dashboard.demo.shipped import DATA

SETTINGS = DATA / "demo" / "partnership.toml"


@dataclass(frozen=True)
class Description:
    council: str
    as_at: date


def describe() -> Description:
    values = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    return Description(values["council"]["name"], values["as_at"])
