"""Who published what, going back to any picture, and what is kept for how long.

Most pictures here are folders without numbers: what is tried is what happens to them.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.access.viewer import named_staff
from dashboard.comparison import MonthRows, compare
from dashboard.errors import NoSnapshot
from dashboard.intake.batch import Batch
from dashboard.intake.tidying import tidy
from dashboard.settings import PROJECT, Settings, read_settings
from dashboard.warehouse.history import Happened, in_words
from dashboard.warehouse.leftovers import clear_leftovers
from dashboard.warehouse.manifest import Manifest, SourceFile
from dashboard.warehouse.pictures import State, pictures, withdrawn_by_serving
from dashboard.warehouse.retention import let_go_of_old
from dashboard.warehouse.snapshots import OvertakenPublish, Snapshots, new_id
from dashboard.warehouse.taken import What, pin, record_taken, taken_from
from tests.conftest import let_everything_be_exact
from tests.integration.test_publishing import GOOD, referrals, row

AS_AT = date(2026, 3, 31)


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "home")


def make_ready(snapshots: Snapshots, name: str = "a.csv", who: str = "Ann") -> str:
    """A picture that waits: its id."""
    manifest = Manifest(
        id=new_id(AS_AT),
        as_at=AS_AT,
        published_at=datetime.now(UTC),
        before=snapshots.current_or_none(),
        files=(SourceFile(name, "mosaic_referrals", "ab" * 32, 9, 1, 2),),
        who=who,
    )
    with snapshots.building([name], who) as place:
        (place / "exact.duckdb").touch()
        (place / "detail.duckdb").touch()
        snapshots.let_wait(place, manifest)
    return manifest.id


def publish(snapshots: Snapshots, count: int = 1) -> list[str]:
    return [
        snapshots.publish(make_ready(snapshots, f"{number}.csv")).id
        for number in range(count)
    ]


def happened(snapshots: Snapshots) -> list[Happened]:
    return [event.happened for event in snapshots.history.events()]


def states(snapshots: Snapshots) -> dict[str, State]:
    return {picture.id: picture.state for picture in pictures(snapshots)}


# ---- publishing


def test_of_two_officers_at_once_exactly_one_publishes(snapshots: Snapshots) -> None:
    publish(snapshots)
    ready = [make_ready(snapshots, f"{who}.csv", who) for who in ("Ann", "Bea")]
    words = (
        "import sys, time; from pathlib import Path;"
        "from dashboard.warehouse.snapshots import Snapshots;"
        "home, snapshot = Path(sys.argv[1]), sys.argv[2];"
        "(home / snapshot).touch();\n"
        "while not (home / 'go').exists(): pass\n"
        "Snapshots(home).publish(snapshot)"
    )
    officers = [
        subprocess.Popen(
            [sys.executable, "-c", words, str(snapshots.home), snapshot],
            cwd=PROJECT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for snapshot in ready
    ]
    while not all((snapshots.home / snapshot).exists() for snapshot in ready):
        time.sleep(0.01)
    (snapshots.home / "go").touch()
    said = [officer.communicate(timeout=60)[1] for officer in officers]
    won = [officer.returncode for officer in officers].index(0)
    assert snapshots.current_id() == ready[won]
    assert "somebody else published while yours was being read" in said[1 - won]
    assert f"{('Ann', 'Bea')[won]}.csv" in said[1 - won]
    assert happened(snapshots).count(Happened.PUBLISHED) == 2
    assert happened(snapshots).count(Happened.OVERTAKEN) == 1


def test_a_picture_is_published_once_however_often_it_is_asked(
    snapshots: Snapshots,
) -> None:
    ready = make_ready(snapshots)
    assert snapshots.publish(ready) == snapshots.publish(ready)
    assert happened(snapshots).count(Happened.PUBLISHED) == 1


def test_the_history_says_who_when_and_which_files(snapshots: Snapshots) -> None:
    [published] = publish(snapshots)
    event = snapshots.history.events()[-1]
    assert (event.happened, event.who) == (Happened.PUBLISHED, "Ann")
    assert event.manifest == snapshots.manifest(published)
    [file] = event.manifest.files
    assert (file.rows_in, file.rows_out, file.left_out) == (11, 8, 2)


def test_a_manifest_of_before_is_still_read() -> None:
    manifest = Manifest.from_json(
        """{"id": "2026-01-01-000000-ab", "as_at": "2026-01-01", "before": null,
        "published_at": "2026-01-02T03:04:05+00:00", "files": [{"name": "a.csv",
        "profile": "zones", "sha256": "00", "rows": 3, "repeated": 1}]}"""
    )
    assert (manifest.who, manifest.files[0].rows_out) == ("", 2)
    assert Manifest.from_json(manifest.to_json()) == manifest


# ---- the log


def test_a_torn_last_line_is_not_read_and_is_taken_away(snapshots: Snapshots) -> None:
    publish(snapshots)
    log = snapshots.home / "history.jsonl"
    whole = snapshots.history.events()
    with log.open("ab") as file:
        file.write(b'{"happened": "publ')
    assert snapshots.history.events() == whole
    snapshots.history.say(Happened.REFUSED, build="ab")
    assert snapshots.history.events()[:-1] == whole
    assert all(json.loads(line) for line in log.read_text().splitlines())


def begin_elsewhere(home: Path, files: Sequence[str]) -> "subprocess.Popen[str]":
    """A process that has begun to read the files, and is reading still."""
    words = (
        "import sys; from pathlib import Path;"
        "from dashboard.warehouse.snapshots import Snapshots\n"
        "with Snapshots(Path(sys.argv[1])).building(sys.argv[2:], 'Bea') as place:\n"
        "    (place / 'detail.duckdb').touch(); print('begun', flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", words, str(home), *files],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "begun\n"
    return process


def test_what_a_process_leaves_is_cleared_once_it_has_ended(
    snapshots: Snapshots,
) -> None:
    publish(snapshots)
    process = begin_elsewhere(snapshots.home, ["a.csv", "b.csv", "c.csv"])
    clear_leftovers(snapshots)
    assert len(list(snapshots.folder.glob(".building-*"))) == 1
    process.kill()
    process.communicate()
    clear_leftovers(snapshots)
    clear_leftovers(snapshots)
    assert list(snapshots.folder.glob(".*")) == []
    assert happened(snapshots).count(Happened.CUT_OFF) == 1
    said = in_words(snapshots.history.events()[-1])
    assert said.startswith("A publish of 3 files begun ")
    assert said.endswith(" was cut off; nothing changed.")


def test_what_was_refused_or_let_go_is_said_to_be(snapshots: Snapshots) -> None:
    with snapshots.building(["a.csv"]):
        pass
    with pytest.raises(ZeroDivisionError), snapshots.building(["b.csv"]):
        raise ZeroDivisionError
    snapshots.withdraw(make_ready(snapshots))
    clear_leftovers(snapshots)
    begun, ready = Happened.BEGUN, Happened.READY
    ends = [one for one in happened(snapshots) if one not in (begun, ready)]
    assert ends == [Happened.REFUSED, Happened.STOPPED, Happened.LET_GO]
    assert pictures(snapshots) == []


# ---- going back


def test_going_back_to_any_picture_and_forward_again(snapshots: Snapshots) -> None:
    first, second, third = publish(snapshots, 3)
    snapshots.undo(first, who="Ann", why="wrong file")
    assert snapshots.current_id() == first
    assert states(snapshots) == {
        third: State.WITHDRAWN,
        second: State.WITHDRAWN,
        first: State.SERVED,
    }
    event = pictures(snapshots)[0].undone
    assert event and (event.who, event.why) == ("Ann", "wrong file")
    assert event.withdrawn == (third, second)
    snapshots.undo(third)
    assert states(snapshots)[second] is State.EARLIER
    assert pictures(snapshots)[0].undone is None


def test_a_publish_after_going_back_leaves_the_withdrawn_aside(
    snapshots: Snapshots,
) -> None:
    first, second = publish(snapshots, 2)
    snapshots.undo()
    [third] = publish(snapshots)
    assert snapshots.manifest(third).before == first
    assert states(snapshots)[second] is State.WITHDRAWN
    # From one branch to another: what is withdrawn is what the other is not built upon.
    assert [one.id for one in withdrawn_by_serving(snapshots, second)] == [third]


def test_going_back_does_nothing_where_another_picture_is_served_by_now(
    snapshots: Snapshots,
) -> None:
    first, second = publish(snapshots, 2)
    [third] = publish(snapshots)
    with pytest.raises(OvertakenPublish):
        snapshots.undo(first, served=second)
    assert snapshots.current_id() == third


def test_there_is_no_going_back_to_what_is_not_there(snapshots: Snapshots) -> None:
    [only] = publish(snapshots)
    waiting = make_ready(snapshots)
    for to in (None, only, waiting, "2020-01-01-000000-aa", "../keys"):
        with pytest.raises(NoSnapshot):
            snapshots.undo(to)
    assert snapshots.current_id() == only


def test_who_took_something_from_what_is_withdrawn(snapshots: Snapshots) -> None:
    first, second = publish(snapshots, 2)
    record_taken(snapshots.home, first, What.FILE, "Cal", "referrals")
    record_taken(snapshots.home, second, What.LINK, "Dee", "referrals")
    event_of = withdrawn_by_serving(snapshots, first)
    assert [(one.who, one.what) for p in event_of for one in p.taken] == [
        ("Dee", What.LINK)
    ]
    assert len(taken_from(snapshots.home, {first, second})) == 2


# ---- what is kept


def test_old_pictures_go_but_never_one_that_is_needed(snapshots: Snapshots) -> None:
    ids = publish(snapshots, 6)
    pin(snapshots.home, ids[0], "the meeting of May")
    record_taken(snapshots.home, ids[1], What.LINK)
    record_taken(snapshots.home, ids[2], What.FILE)
    assert sorted(let_go_of_old(snapshots, 1)) == sorted(ids[2:4])
    kept = {picture.id: picture.kept for picture in pictures(snapshots)}
    assert kept == {one: one not in ids[2:4] for one in ids}
    assert happened(snapshots).count(Happened.PUBLISHED) == 6
    with pytest.raises(NoSnapshot, match="no longer kept"):
        snapshots.undo(ids[3])
    # The one before what is served stays, whatever is served.
    snapshots.undo(ids[1])
    let_go_of_old(snapshots, 1)
    assert {ids[0], ids[1]} <= {manifest.id for manifest in snapshots.all()}


def test_files_that_were_sent_are_kept_for_some_days(snapshots: Snapshots) -> None:
    settings = settings_of(snapshots, keep_uploads_days=30)
    batches = {days: Batch.begin(snapshots.home) for days in (2, 40)}
    ready = {days: make_ready(snapshots) for days in batches}
    for days, batch in batches.items():
        batch.say({"snapshot": ready[days]})
        then = time.time() - days * 86_400
        os.utime(batch.folder, (then, then))
    own = subprocess.run(
        [sys.executable, "-m", "dashboard", "--home", str(snapshots.home), "extracts", "tidy"],
        cwd=PROJECT,
        check=False,
    )  # fmt: skip
    assert own.returncode == 0
    assert batches[2].folder.exists()
    assert not batches[40].folder.exists()
    tidy(settings)
    assert (snapshots.folder / ready[2]).exists()


def settings_of(snapshots: Snapshots, **values: Any) -> Settings:
    settings = read_settings(snapshots.home)
    return replace(settings, values=settings.values | values)


def test_parts_of_files_are_gone_after_the_next_start(snapshots: Snapshots) -> None:
    batch = Batch.begin(snapshots.home)
    part = batch.folder / "files" / "0" / "a.csv.part"
    part.parent.mkdir()
    part.touch()
    half = batch.folder / ".report.json.12.ab"
    half.touch()
    tidy(settings_of(snapshots))
    assert part.exists()  # it may still be coming in
    tidy(settings_of(snapshots), starting=True)
    assert not part.exists()
    assert not half.exists()
    assert batch.folder.exists()


# ---- with numbers


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one referral, and then two, were published on the command line."""
    folder = tmp_path_factory.mktemp("history")
    let_everything_be_exact(folder / "home")
    second = row(PERSON_ID="8675309", REFERRAL_ID="R555666")
    for name, rows in (("first", [GOOD]), ("second", [GOOD, second])):
        path = str(referrals(folder / f"{name}.csv", rows))
        words = ["extracts", "publish", path, "--yes", "--as-at", "2026-03-31"]
        assert main(["--home", str(folder / "home"), *words, "--who", "Ann"]) == 0
    return folder / "home"


def test_two_pictures_are_compared_by_month_and_by_measure(published: Path) -> None:
    second, first = (manifest.id for manifest in Snapshots(published).all())
    found = compare(first, second, named_staff(published))
    february = MonthRows("mosaic_referrals", date(2026, 2, 1), 1, 2)
    assert found.months_that_differ == (february,)
    figures = {f.measure.name: (f.before, f.after) for f in found.figures}
    assert figures["referrals"] == (1, 2)
    assert "referrals" in {f.measure.name for f in found.figures_that_differ}
    assert compare(first, first, named_staff(published)).figures_that_differ == ()


def told(
    capsys: pytest.CaptureFixture[str], home: Path, *words: str, code: int = 0
) -> Any:
    capsys.readouterr()
    assert main(["--home", str(home), "extracts", *words, "--json"]) == code
    said = capsys.readouterr().out
    return json.loads(said) if code == 0 else None


def test_the_command_line_does_all_of_it(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second, first = told(capsys, published, "list")
    assert (first["state"], second["state"]) == ("earlier", "served now")
    compared = told(capsys, published, "compare", first["id"], second["id"])
    assert {"measure": "referrals", "before": 1, "after": 2} in compared["measures"]
    assert main(["--home", str(published), "ask", "referrals", "--as", "csv"]) == 0
    undone = told(capsys, published, "undo", "--why", "wrong file", "--who", "Bea")
    assert undone["withdrawn"] == [second["id"]]
    assert [taken["of"] for taken in undone["taken"]] == ["referrals"]
    told(capsys, published, "undo", code=1)
    told(capsys, published, "undo", "--to", second["id"])
    told(capsys, published, "tidy")
    log = told(capsys, published, "history")
    assert [event["happened"] for event in log[-2:]] == ["undone", "undone"]
    assert (log[-2]["who"], log[-2]["why"]) == ("Bea", "wrong file")
    assert [event["who"] for event in log if event["happened"] == "published"] == [
        "Ann",
        "Ann",
    ]


def test_the_log_holds_no_id_and_no_cell(published: Path) -> None:
    log = (published / "history.jsonl").read_text()
    assert "PERSON_ID" in log  # which column was read as what
    for cell in ("8675309", "R555666", "Child Protection", "Police"):
        assert cell not in log
