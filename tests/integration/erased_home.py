"""A small home that holds one child everywhere a child can be held, and one that does not.

Five pictures of one partnership. The child is joined by the look-up in three systems; of
two of them no number is ever told to the one who takes the child out.
"""

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import xlsxwriter

from dashboard.intake.batch import Batch
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.intake.reading_batch import read_batch
from dashboard.intake.wordlists import propose_word
from dashboard.measures import Catalogue
from dashboard.partnership.happenings import Happening, record_happening
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import What, pin, record_taken
from tests.integration.test_publishing import HEADER, row

MOSAIC, SCN, CHI = "1204417", "051234561", "0102181233"
OTHERS = (
    ("1300001", "006123406", "0102181241"),
    ("1300002", "006123414", "0203171233"),
    ("1300003", "006123422", "0203171241"),
)
CHILD = (MOSAIC, SCN, CHI)
NAMED = f"mosaic_referrals {MOSAIC}.csv"
AS_AT = {
    "before": date(2026, 1, 31),
    "first": date(2026, 2, 28),
    "second": date(2026, 3, 31),
    "gone": date(2026, 4, 30),
}


@dataclass(frozen=True)
class ErasedHome:
    """`pictures`: what each is called here → its id."""

    settings: Settings
    pictures: dict[str, str]

    @property
    def home(self) -> Path:
        return self.settings.home


def one_measure(settings: Settings) -> Catalogue:
    """The smallest picture there is, where it matters only that there is one."""
    return {"referrals": whole_catalogue(settings)["referrals"]}


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def children(*, with_child: bool) -> list[tuple[str, str, str]]:
    return [*OTHERS, *([CHILD] if with_child else [])]


def referral(person: str, number: str, month: int) -> list[str]:
    return row(
        PERSON_ID=person,
        REFERRAL_ID=number,
        Referral_Date=f"03/{month:02}/2026",
        Screening_Date=f"04/{month:02}/2026",
    )


def referrals(path: Path, months: Iterable[int], *, with_child: bool) -> Path:
    rows = [
        referral(person, f"R{month}{place}", month)
        for month in months
        for place, (person, _, _) in enumerate(children(with_child=with_child))
    ]
    return write(path, HEADER, rows)


def others(folder: Path, *, with_child: bool) -> list[Path]:
    """The look-up, pupils and reviews."""
    known = children(with_child=with_child)
    return [
        write(folder / "lookup.csv", ["SCN", "CHI", "Mosaic ID"],
              [[scn, chi, person] for person, scn, chi in known]),
        write(folder / "pupils.csv", ["SCN", "SeedCode", "AdmissionDate", "Gender"],
              [[scn, "5712329", "18/08/2022", "F"] for _, scn, _ in known]),
        write(folder / "reviews.csv", ["CHI", "DOB", "Review", "Date of Review"],
              [[chi, "01/02/2018", "27-30 Month", "01/06/2020"] for _, _, chi in known]),
    ]  # fmt: skip


def publish(settings: Settings, files: list[Path], as_at: date) -> str:
    manifest, _ = publish_extracts(
        files, settings, as_at=as_at, decisions=Decisions(yes=True)
    )
    return manifest.id


def pictures_of(folder: Path, *, with_child: bool) -> ErasedHome:
    """Four pictures: before the child, twice with the child, and after the source sent
    all of it again without. The third of them is served."""
    home, files = folder / "home", folder / "files"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "pseudonym.key").write_text("7" * 64, encoding="ascii")
    files.mkdir()
    settings = read_settings(home)
    named = files / (NAMED if with_child else "mosaic_referrals.csv")

    def sent(months: Sequence[int], child: bool) -> list[Path]:
        with_them = with_child and child
        path = named if child else files / "mosaic_referrals.csv"
        told = referrals(path, months, with_child=with_them)
        return [told, *others(files, with_child=with_them)]

    found = {
        "before": publish(settings, sent([1], False), AS_AT["before"]),
        "first": publish(settings, sent([1, 2], True), AS_AT["first"]),
        "second": publish(settings, sent([3], True)[:1], AS_AT["second"]),
        "gone": publish(settings, sent([1, 2, 3, 4], False), AS_AT["gone"]),
    }
    Snapshots(home).undo(found["second"], who="Ann", why="April was sent too early")
    return ErasedHome(settings, found)


def hold_everywhere(at: ErasedHome, folder: Path) -> None:
    """The child in all that a home keeps besides pictures."""
    home = at.home
    record_taken(home, at.pictures["first"], What.LINK, "Bea", "referrals")
    pin(home, at.pictures["second"], "the May meeting")
    record_happening(
        home,
        Happening(date(2026, 2, 1), "A new form", note=f"after {MOSAIC}, born {CHI}"),
    )
    propose_word(home, "source_agency", f"School of {SCN}", "education", "Ann")
    _wait(at, referrals(folder / "again.csv", [3], with_child=True))
    _wait(at, referrals(folder / "without.csv", [1], with_child=False))
    for name, content in uploads().items():
        _keep(at, name, content)
    (home / "incoming").mkdir()
    (home / "incoming" / "reviews.csv").write_text(f"CHI\n{CHI}\n", encoding="utf-8")
    (home / "incoming" / "teams.csv").write_text("Team\nT1\n", encoding="utf-8")


def _wait(at: ErasedHome, file: Path) -> None:
    """A batch that was read; its picture waits."""
    batch = _keep(at, file.name, file.read_bytes())
    batch.set_as_at(AS_AT["second"])
    read_batch(batch, at.settings)
    assert batch.report["snapshot"], batch.report


def _keep(at: ErasedHome, name: str, content: bytes) -> Batch:
    batch = Batch.begin(at.home)
    batch.receive(name, io.BytesIO(content), len(content))
    return batch


def uploads() -> dict[str, bytes]:
    """One child in as many kinds of file, by a number that was never told."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("deep/pupils.csv", f"SCN\n{int(SCN)}\n".encode("utf-16"))
        file.writestr("deeper.xlsx", _workbook())
    return {
        "pupils.xlsx": _workbook(),
        "all.zip": packed.getvalue(),
        "reviews.parquet": _parquet(),
        "spaced.csv": f"SCN\n{SCN[:3]} {SCN[3:6]} {SCN[6:]}\n".encode(),
        f"{MOSAIC}.csv": b"nothing,inside\n1,2\n",
        "shut.7z": b"7z\xbc\xaf\x27\x1c with a password",
        "nobody.csv": b"SCN\n006123406\n",
    }


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Pupils")
        sheet.write_column(0, 0, ["SCN", 6_123_406, int(SCN)])
    return out.getvalue()


def _parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "reviews.parquet"
        connection.execute(
            f"copy (select '{CHI}' as chi from range(3)) to '{path}' (compression zstd)"
        )
        return path.read_bytes()


def copy_of(at: ErasedHome, folder: Path) -> ErasedHome:
    shutil.copytree(at.home, folder / "home")
    return ErasedHome(read_settings(folder / "home"), at.pictures)
