"""`account …`: accounts of this server, for a partnership without an identity provider."""

import argparse
import getpass
import sys

from dashboard.commands.terminal import say
from dashboard.errors import ForTheUser
from dashboard.settings import Settings


def add_account(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    made = actions.add_parser("add", help="make one, or give it another password")
    made.add_argument("name")
    made.set_defaults(run=_add)
    gone = actions.add_parser("remove", help="take one away")
    gone.add_argument("name")
    gone.set_defaults(run=_remove)
    actions.add_parser("list", help="whom there is").set_defaults(run=_list)


def _add(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.access import access_of
    from dashboard.access.accounts import make_account
    from dashboard.access.sessions import end_sessions_of

    make_account(settings.home, chosen.name, _password())
    end_sessions_of(settings.home, "local", chosen.name)
    say(f"{chosen.name} can sign in now.")
    access = access_of(settings.home)
    if not access.local_accounts:
        say("For that, access.toml must say: local_accounts = true")
    if not any(one.user == chosen.name for one in access.held):
        say(
            f'No role yet: a [[held]] in access.toml with user = "{chosen.name}" gives one.'
        )
    return 0


def _password() -> str:
    """Typed twice without being shown, or one line where there is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass.getpass("Password: ")
    if typed != getpass.getpass("Once more: "):
        raise ForTheUser("The two are not the same.", what_to_do="Try again.")
    return typed


def _remove(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.accounts import remove_account
    from dashboard.access.sessions import end_sessions_of

    remove_account(settings.home, chosen.name)
    end_sessions_of(settings.home, "local", chosen.name)
    say(f"{chosen.name} can no longer sign in, and is signed out.")
    return 0


def _list(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.accounts import account_names

    for name in account_names(settings.home):
        say(name)
    return 0
