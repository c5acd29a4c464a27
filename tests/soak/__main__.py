"""`make soak`: ten minutes, a table, and 1 where anything was lost."""

import argparse
import sys

from tests.soak.run import soaked, table

_FLAT = 1.1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--servers", type=int, default=1)
    chosen = parser.parse_args()
    found = soaked(**vars(chosen))
    print(table(found))
    for error in [*found.errors[:5], *found.logged[:5]]:
        print(error, file=sys.stderr)
    flat = found.growth(found.memory) <= _FLAT >= found.growth(found.handles)
    return 0 if flat and not any(found.faults.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
