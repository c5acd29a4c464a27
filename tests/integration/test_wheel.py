"""A wheel with everything in it, in an empty environment, outside the project."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard.settings import PROJECT
from tests.functional.conftest import free_port, running

UV = PROJECT / ".tools" / "bin" / "uv"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the wheel and what it needs, by the lock, are installed in."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([UV, "build", "--quiet", "--wheel", "--out-dir", folder], PROJECT)
    needs = folder / "needs.txt"
    _run(
        [UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "-o", needs],
        PROJECT,
    )  # fmt: skip
    environment = folder / "environment"
    _run([UV, "venv", "--quiet", "--python", sys.executable, environment], folder)
    [wheel] = folder.glob("*.whl")
    install = [UV, "pip", "install", "--quiet", "--python", environment]
    _run([*install, "-r", needs, wheel], folder)
    return environment


def _run(words: list[str | Path], folder: Path, **more: str) -> str:
    """What a command says, run in a folder that is not the project's."""
    done = subprocess.run(
        words,
        cwd=folder,
        env=_environment() | more,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _environment() -> dict[str, str]:
    """Nothing that points back to the project, or at a home."""
    left = ("PYTHONPATH", "VIRTUAL_ENV", "SIGHTLINE_HOME", "UV_PROJECT_ENVIRONMENT")
    return {name: value for name, value in os.environ.items() if name not in left}


@pytest.fixture(params=["", "/sightline"])
def served(
    installed: Path, demo_home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The invented partnership, served by what was installed, under a path too."""
    path: str = request.param
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    port = free_port()
    words = [installed / "bin" / "sightline", "--home", home, "serve", "--port", str(port)]  # fmt: skip
    environment = _environment() | {"SIGHTLINE_PATH": path}
    with running(words, tmp_path, environment, port, tmp_path / "log.txt"):
        yield f"http://127.0.0.1:{port}{path}"


def test_an_installed_wheel_serves_the_invented_partnership(
    served: str, installed: Path
) -> None:
    for path, holds in (
        ("/", b"Sightline"),
        ("/assets/10-sightline.css", b"@font-face"),
        ("/assets/fonts/roboto-latin-400-normal.woff2", b"wOF2"),
        ("/pack.pdf?of=%2Freferrals", b"%PDF"),
        ("/pack.pptx?of=%2Freferrals", b"PK"),
    ):
        with urllib.request.urlopen(served + path, timeout=120) as answer:
            assert answer.status == 200
            assert holds in answer.read()
    root = urlsplit(served).path
    with urllib.request.urlopen(served + "/_dash-layout", timeout=60) as answer:
        hrefs = re.findall(r'"href": "(/[^"]*)"', json.dumps(json.load(answer)))
    assert f"{root}/data" in hrefs
    assert all(href.startswith(f"{root}/") for href in hrefs)
    [package] = (installed / "lib").glob("python*/site-packages/dashboard")
    assert (package / "project" / "queries" / "measures").is_dir()
    assert not (package / "project" / "data" / "local").exists()


def test_an_installed_wheel_takes_extracts_in(installed: Path, tmp_path: Path) -> None:
    """From a folder of its own, by the command that a wheel brings with it."""
    sightline = installed / "bin" / "sightline"
    home = str(tmp_path / "home")
    _run([sightline, "demo", "build", "extracts", "--children", "300"], tmp_path)
    given = sorted((tmp_path / "extracts").glob("mosaic_referrals.*"))
    _run([sightline, "--home", home, "extracts", "check", *given], tmp_path)
    told = _run([sightline, "measures"], tmp_path, XDG_DATA_HOME=str(tmp_path))
    assert "reclassified" in told
    assert not (tmp_path / "data").exists()
