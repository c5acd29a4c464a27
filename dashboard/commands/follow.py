"""`follow send`: the mails of what people follow, where no server is there to send them."""

import argparse

from dashboard.commands.terminal import say
from dashboard.errors import ForTheUser
from dashboard.settings import Settings


def add_follow(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    send = actions.add_parser(
        "send", help="send what is new and was not sent, or could not be"
    )
    send.set_defaults(run=_send)


def _send(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.access import access_of
    from dashboard.mail_server import mail_server_of
    from dashboard.posting import post

    if mail_server_of(settings) is None:
        raise ForTheUser(
            "No mail server is set.",
            what_to_do="Say it under [mail] in settings.toml: data/settings.toml shows how.",
        )
    if not access_of(settings.home).address:
        raise ForTheUser(
            "A mail needs an address to link to.",
            what_to_do="Say `address` in access.toml: what people type to come here.",
        )
    posted = post(settings.home)
    say(f"Sent: {posted.sent}. Not sent, to be tried again: {posted.failed}.")
    return 1 if posted.failed else 0
