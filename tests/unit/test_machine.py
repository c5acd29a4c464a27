"""What is of one operating system is in one file, and does here what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import machine
from dashboard.settings import PROJECT

_HOLDS = """
import sys
from dashboard.machine import take_lock
with open(sys.argv[1], "ab") as file:
    take_lock(file, wait=True)
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_of_one_process_and_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, path],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        with path.open("ab") as file:
            assert not machine.take_lock(file, wait=False)
            other.kill()  # however it ends
            assert machine.take_lock(file, wait=True)


def test_a_process_runs_until_it_is_asked_to_end() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], **machine.apart()
    )
    assert machine.runs(process.pid)
    machine.end(process.pid)
    assert process.wait(timeout=20) != 0
    assert not machine.runs(process.pid)
    with pytest.raises(ProcessLookupError):
        machine.end(process.pid)


def test_a_new_file_is_its_owners_alone_and_takes_no_others_place(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new"
    with machine.open_new(path, 0o600) as file:
        file.write(b"a\nb")
    assert path.read_bytes() == b"a\nb"
    assert machine.is_kept_to_owner(path)
    path.chmod(0o644)
    assert not machine.is_kept_to_owner(path)
    with pytest.raises(FileExistsError):
        machine.open_new(path, 0o600)


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "import os\n\nos.kill(1, 0)",
        "from os import fork\n\nfork()",
        "import signal",
        "import sys\n\nprint(sys.platform)",
        "import os\n\nos.umask(0)",
    ],
)
@pytest.mark.parametrize("where", ["dashboard/posting.py", "app.py"])
def test_ruff_lets_no_other_file_call_it(line: str, where: str) -> None:
    told = _ruff(line, where)
    assert "TID251" in told and "dashboard/machine.py" in told
    assert "TID251" not in _ruff(line, "dashboard/machine.py")


def _ruff(text: str, name: str) -> str:
    command = ["ruff", "check", "--no-cache", "--stdin-filename", name, "-"]
    return subprocess.run(
        command, cwd=PROJECT, input=text, capture_output=True, text=True, check=False
    ).stdout
