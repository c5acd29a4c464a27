"""The formats that a pack is written in, each imported only when it is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.reports.pack import Pack, as_csv

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Form:
    """One format: how a file of it is made, and what browsers call it."""

    make: Callable[[Pack], bytes]
    mimetype: str


def _slides(pack: Pack) -> bytes:
    from dashboard.reports.slides import as_pptx

    return as_pptx(pack)


def _paper(pack: Pack) -> bytes:
    from dashboard.reports.paper import as_pdf

    return as_pdf(pack)


def _workbook(pack: Pack) -> bytes:
    from dashboard.reports.workbook import as_xlsx

    return as_xlsx(pack)


def _numbers(pack: Pack) -> bytes:
    return as_csv(pack).encode("utf-8-sig")


FORMS = {
    "pptx": Form(_slides, f"{_OFFICE}.presentationml.presentation"),
    "pdf": Form(_paper, "application/pdf"),
    "xlsx": Form(_workbook, f"{_OFFICE}.spreadsheetml.sheet"),
    "csv": Form(_numbers, "text/csv"),
}


def file_name(pack: Pack, form: str) -> str:
    """What a file is called: its title, and the day it was made on; no number, no place."""
    words = re.sub(r"[^a-z0-9]+", "-", pack.title.lower()).strip("-") or "pack"
    return f"{words}-{pack.made_on.isoformat()}.{form}"
