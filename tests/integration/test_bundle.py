"""The bundles: the Linux one installed without a network and served by an account that may
write nothing but its home; the Windows one whole, and enough for Windows.

It needs util-linux's unshare and setpriv, and to be root: `make bundle-check`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import PROJECT
from tests.functional.conftest import free_port, running

pytestmark = [pytest.mark.long, pytest.mark.bundle]

UV = PROJECT / ".tools" / "bin" / "uv"
NO_NETWORK = ("unshare", "--net")
# The home and a /tmp stay as they are; all else can be read alone, by root without its rights.
CONFINED = """
mount --bind "$1" "$1" && mount -o remount,ro,bind / || exit 1
shift
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Below no folder of an owner's own: the server is another account."""
    with tempfile.TemporaryDirectory(prefix="sightline-bundle-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def bundles(folder: Path) -> dict[str, Path]:
    """By system, as each comes out of its zip."""
    dist = folder / "dist"
    _run([sys.executable, PROJECT / "deploy" / "bundle.py", "--to", dist], PROJECT)
    unpacked = {}
    for path in dist.glob("*.zip"):
        with zipfile.ZipFile(path) as file:
            file.extractall(folder / "unpacked")
        unpacked[path.name.split("-")[2]] = folder / "unpacked" / path.stem
    assert set(unpacked) == {"linux", "windows"}
    return unpacked


def _run(
    words: list[str | Path], folder: Path, **more: str
) -> "subprocess.CompletedProcess[str]":
    left = ("PYTHONPATH", "VIRTUAL_ENV", "SIGHTLINE_HOME", "UV_PROJECT_ENVIRONMENT")
    environment = {
        name: value for name, value in os.environ.items() if name not in left
    }
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment | more,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def installed(bundles: dict[str, Path], folder: Path) -> Path:
    environment = folder / "environment"
    words = [*NO_NETWORK, "sh", bundles["linux"] / "install.sh", environment]
    _run(words, folder, PYTHON=sys.executable)
    return environment


def test_installed_without_a_network_it_serves_and_writes_in_its_home_alone(
    installed: Path, demo_home: Path, folder: Path
) -> None:
    writable, port = folder / "writable", free_port()
    shutil.copytree(demo_home, writable / "home")
    (writable / "tmp").mkdir()
    said = {"TMPDIR": str(writable / "tmp"), "MPLCONFIGDIR": str(writable / "tmp")}
    sightline = [installed / "bin" / "sightline", "--home", writable / "home"]
    confined = ["unshare", "--mount", "sh", "-c", CONFINED, "-", writable]
    told = _run([*confined, *sightline, "doctor", "--port", str(port)], folder, **said)
    assert "Nothing is wrong." in told.stdout
    with running(
        [*confined, *sightline, "serve", "--port", str(port)],
        folder,
        os.environ | said,
        port,
        folder / "log.txt",
    ):
        for form, begins in (
            ("pptx", b"PK"),
            ("pdf", b"%PDF"),
            ("csv", b"\xef\xbb\xbf"),
        ):
            address = f"http://127.0.0.1:{port}/pack.{form}?of=%2Freferrals"
            with urllib.request.urlopen(address, timeout=120) as answer:
                assert answer.read().startswith(begins)
    assert "Read-only" not in (folder / "log.txt").read_text(encoding="utf-8")


def test_what_is_confined_cannot_write_beside_its_home(folder: Path) -> None:
    """Else the test above would show nothing."""
    (folder / "own").mkdir()
    confined = ["unshare", "--mount", "sh", "-c", CONFINED, "-", folder / "own"]
    _run([*confined, "touch", folder / "own" / "written"], folder)
    for beside in (folder / "written", Path("/usr/written")):
        done = subprocess.run(
            [*confined, "touch", beside], check=False, capture_output=True
        )
        assert b"Read-only file system" in done.stderr
    tried = [*NO_NETWORK, sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 5)"]  # fmt: skip
    assert (
        b"unreachable" in subprocess.run(tried, check=False, capture_output=True).stderr
    )


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_a_bundle_has_every_wheel_that_its_system_needs(
    bundles: dict[str, Path], system: str
) -> None:
    """Resolved for that system from its own folder: nothing else can be looked at."""
    bundle = bundles[system]
    for_uv = {"linux": "x86_64-manylinux_2_28", "windows": "x86_64-pc-windows-msvc"}
    wanted = bundle.parent / f"{system}.in"
    wanted.write_text("sightline[postgres]", encoding="utf-8")
    found = _run(
        [
            *(UV, "pip", "compile", "--no-index", "--find-links", bundle / "wheels"),
            *("--only-binary", ":all:", "--python-platform", for_uv[system]),
            *("--python-version", "3.11", "--no-header", "--no-annotate", wanted),
        ],
        bundle,
    ).stdout.split()
    server = {"linux": "gunicorn==", "windows": "waitress=="}
    assert any(line.startswith(server[system]) for line in found)
    assert len(found) == len(list((bundle / "wheels").iterdir()))
    assert sorted(path.suffix for path in (bundle / "wheels").iterdir())[0] == ".whl"


def test_a_bundle_that_was_damaged_is_not_installed(
    bundles: dict[str, Path], folder: Path
) -> None:
    damaged = folder / "damaged"
    shutil.copytree(bundles["linux"], damaged)
    wheel = next((damaged / "wheels").glob("sightline-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"!")
    done = subprocess.run(
        ["sh", damaged / "install.sh", folder / "nowhere"],
        env=os.environ | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing was installed" in done.stderr
    assert not (folder / "nowhere").exists()
    sums = (bundles["windows"] / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  install.ps1\n" in sums and "  wheels/sightline-" in sums
