"""`make bundle`: all that an installation needs, in a folder and a zip, for no network.

One for Linux and one for Windows: every wheel of the lock for that system, the project's
own, what each must be (SHA256SUMS), and a script that checks and installs. What they are
for is said by their names; `--python` says for which Python.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools" / "bin" / "uv"
PIP = ROOT / ".tools" / "bin" / "pip"
SCRIPTS = ROOT / "deploy" / "bundle"


@dataclass(frozen=True)
class System:
    """One that is installed on: as uv calls it, and the wheels that pip may take."""

    name: str
    uv: str
    platforms: tuple[str, ...]
    script: str


SYSTEMS = (
    System(
        "linux",
        "x86_64-manylinux_2_28",
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64",
         "manylinux_2_12_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64"),
        "install.sh",
    ),
    System("windows", "x86_64-pc-windows-msvc", ("win_amd64",), "install.ps1"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    parser.add_argument("--python", default="3.11", help="3.11, 3.12 or 3.13")
    names = [system.name for system in SYSTEMS]
    parser.add_argument("--only", choices=names, help="one of the systems alone")
    chosen = parser.parse_args(arguments)
    for system in SYSTEMS:
        if chosen.only in (None, system.name):
            folder = bundle(system, chosen.python, chosen.to)
            print(f"{folder}.zip: {_size(folder)} MB, for {system.name}")
    return 0


def bundle(system: System, python: str, to: Path) -> Path:
    """The folder of one system, and a zip of the same name beside it."""
    wheel = _wheel(to)
    version = wheel.name.split("-")[1]
    folder = to / f"sightline-{version}-{system.name}-python{python}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    _needs(system, python, folder / "needs.txt")
    _download(system, python, folder)
    shutil.copy(wheel, folder / "wheels")
    shutil.copy(SCRIPTS / system.script, folder)
    _read_with_it(folder)
    (folder / "python.txt").write_text(python + "\n", encoding="utf-8")
    (folder / "SHA256SUMS").write_text(_sums(folder), encoding="utf-8", newline="\n")
    shutil.make_archive(str(folder), "zip", to, folder.name)
    return folder


def _read_with_it(folder: Path) -> None:
    """What is read while it is installed, where there is no network to look it up."""
    for name in ("INSTALL.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=_NOT_DEPLOYED)
    for below, pattern in (("docs", "*.md"), ("data", "*.toml")):
        (folder / below).mkdir()
        for path in (ROOT / below).glob(pattern):
            shutil.copy(path, folder / below)


_NOT_DEPLOYED = shutil.ignore_patterns("bundle", "bundle.py", "__pycache__")


def _wheel(to: Path) -> Path:
    built = to / "wheel"
    shutil.rmtree(built, ignore_errors=True)
    _run([UV, "build", "--quiet", "--wheel", "--out-dir", built])
    [wheel] = built.glob("*.whl")
    return wheel


def _needs(system: System, python: str, to: Path) -> None:
    """What the lock has for this system alone, each with the hashes that it may have."""
    locked = to.with_name("locked.txt")
    export = [UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project"]
    _run([*export, "--extra", "postgres", "-o", locked])
    _run(
        [
            *(UV, "pip", "compile", "--quiet", "--no-deps", "--no-annotate"),
            *("--generate-hashes", "--no-header", "--python-version", python),
            *("--python-platform", system.uv, locked, "-o", to),
        ]
    )
    locked.unlink()


def _download(system: System, python: str, folder: Path) -> None:
    """Wheels alone: nothing is to be compiled where there is no network."""
    platforms = [f"--platform={platform}" for platform in system.platforms]
    _run(
        [
            *(PIP, "download", "--quiet", "--no-deps", "--require-hashes"),
            *("--only-binary=:all:", "--implementation=cp"),
            *(f"--python-version={python}", *platforms),
            *("-r", folder / "needs.txt", "-d", folder / "wheels"),
        ]
    )


def _sums(folder: Path) -> str:
    """As sha256sum writes and reads them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    )
    return "".join(lines)


def _size(folder: Path) -> int:
    return round(folder.with_name(f"{folder.name}.zip").stat().st_size / 1e6)


def _run(words: Sequence[str | Path]) -> None:
    subprocess.run([str(word) for word in words], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
