"""`doctor`: whether this machine and this home have what a server needs."""

import argparse
from dataclasses import asdict

from dashboard.commands.terminal import say, say_json
from dashboard.serving import HOST
from dashboard.settings import Settings


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--port", type=int, default=8050, help="where it is served")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--json", action="store_true", help="for a program to read")
    parser.set_defaults(run=_doctor)


def _doctor(chosen: argparse.Namespace, settings: Settings) -> int:
    """0 where nothing is wrong, 1 where something is."""
    from dashboard.doctor import Asked, Health, look

    found = list(look(Asked(settings, chosen.host, chosen.port)))
    wrong = [one for one in found if one.told.health is Health.WRONG]
    if chosen.json:
        say_json([{"of": one.of, **asdict(one.told)} for one in found])
        return 1 if wrong else 0
    for one in found:
        words = (one.told.said, one.told.what_to_do)
        say(f"{one.told.health:<6}{one.of:<10}{' '.join(filter(None, words))}")
    many = f"{len(wrong)} of {len(found)} things are wrong."
    say(many if wrong else "Nothing is wrong.")
    return 1 if wrong else 0
