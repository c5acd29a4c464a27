"""What is measured in a process of its own, so that its memory is its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from dashboard.settings import PROJECT


def measured_apart(module: str, *given: object) -> dict[str, Any]:
    """What a module prints last, as JSON. CalledProcessError where it fails."""
    out = subprocess.run(
        [sys.executable, "-m", module, *map(str, given)],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    return found


def peak_memory() -> int:
    """The most that this process has had, in bytes."""
    status = Path("/proc/self/status").read_text().splitlines()
    [peak] = [int(line.split()[1]) for line in status if line.startswith("VmHWM:")]
    return peak * 1024
