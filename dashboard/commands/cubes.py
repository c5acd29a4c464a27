"""`cubes build`: the cubes of a picture, made on a distributed engine from Parquet.

For a body of many councils, whose rows are more than one computer counts in a night.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.terminal import say, told
from dashboard.errors import ForTheUser
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.warehouse.elsewhere import Elsewhere


def add_cubes(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    build = actions.add_parser("build", help="make a picture's cubes on Spark")
    build.add_argument(
        "--engine",
        required=True,
        help="spark://HOST:PORT, or local[2] for two cores here",
    )
    build.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="FOLDER",
        help="an empty folder outside of the home, that every worker can write to",
    )
    build.add_argument(
        "--picture", metavar="ID", help="which; the one that is served unless said"
    )
    build.add_argument(
        "--depth",
        type=int,
        default=3,
        choices=[1, 2, 3],
        help="dimensions at once, at most",
    )
    build.add_argument(
        "--compare", action="store_true", help="set them beside those that DuckDB made"
    )
    build.set_defaults(run=_build)


def _build(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.partnership.tool_measures import whole_catalogue
    from dashboard.warehouse.elsewhere import Elsewhere
    from dashboard.warehouse.snapshots import Snapshots

    snapshots = Snapshots(settings.home)
    picture = chosen.picture or snapshots.current_id()
    folder = chosen.to.resolve()
    if folder.is_relative_to(settings.home.resolve()):
        raise ForTheUser(
            "The cubes would lie in the home, where an erasure would not look for them.",
            what_to_do="Name a folder outside of it.",
        )
    elsewhere = Elsewhere(
        snapshots.detail(picture),
        snapshots.exact(picture),
        whole_catalogue(settings),
        folder,
        chosen.depth,
    )
    with told() as progress:
        elsewhere.build(chosen.engine, settings.area_level, progress)
    say(f"The cubes of {picture} are in {folder}, a folder of Parquet a measure.")
    say("They are exact numbers: keep them as you keep the home.")
    return _compare(elsewhere) if chosen.compare else 0


def _compare(elsewhere: "Elsewhere") -> int:
    compared = list(elsewhere.compare())
    for one in compared:
        same = "the same" if one.same else f"{one.differing:,} differ"
        say(f"{one.measure:34} {one.cells:>10,} {one.elsewhere:>10,}  {same}")
    rows = sum(one.cells for one in compared)
    different = [one.measure for one in compared if not one.same]
    say(
        f"{len(compared)} measures, {rows:,} rows of cubes: "
        + (f"{len(different)} measures differ." if different else "all the same.")
    )
    return 1 if different else 0
