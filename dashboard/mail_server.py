"""The partnership's mail server, as settings.toml has it under `[mail]`."""

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any

from dashboard.errors import DefinitionError
from dashboard.serving import LOOPBACK
from dashboard.settings import Settings

# Seconds that it has to answer.
_PATIENCE = 20
_KNOWN = frozenset({"host", "port", "from", "starttls", "user", "password", "domains"})


@dataclass(frozen=True)
class MailServer:
    """`password` names the environment variable that holds it; `domains` are those that
    may be written to, any where none is said."""

    host: str
    sender: str
    port: int = 587
    starttls: bool = True
    user: str = ""
    password: str = ""
    domains: tuple[str, ...] = ()

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand a mail over. OSError or SMTPException where it is not taken."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = formatdate()
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        message["Message-ID"] = make_msgid(domain=domain)
        # No answer by machine: RFC 3834.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        with self._road() as road:
            road.send_message(message)

    def greet(self) -> None:
        """Try whether it takes mail from here, and send none. OSError or SMTPException
        where it does not."""
        with self._road() as road:
            road.noop()

    @contextmanager
    def _road(self) -> Iterator[smtplib.SMTP]:
        with smtplib.SMTP(self.host, self.port, timeout=_PATIENCE) as road:
            if self.starttls:
                road.starttls(context=ssl.create_default_context())
            if self.user:
                road.login(self.user, os.environ.get(self.password, ""))
            yield road


def mail_server_of(settings: Settings) -> MailServer | None:
    """None where the settings name none. DefinitionError where what they say is not valid."""
    said = settings.mail
    if not said:
        return None
    unknown = sorted(said.keys() - _KNOWN)
    if unknown or not said.get("host"):
        raise DefinitionError(
            "settings.toml: [mail] says host, and may say"
            f" {', '.join(sorted(_KNOWN - {'host'}))}"
        )
    made = _made(said)
    if "@" not in parseaddr(made.sender)[1]:
        raise DefinitionError("settings.toml: [mail] says from: a mail address")
    if made.user and not made.starttls and made.host not in LOOPBACK:
        raise DefinitionError(
            "settings.toml: [mail] has a user and no starttls: the password would be read"
            " on the way"
        )
    return made


def _made(said: Mapping[str, Any]) -> MailServer:
    domains = said.get("domains", ())
    return MailServer(
        host=str(said["host"]),
        sender=str(said.get("from", "")),
        port=int(said.get("port", MailServer.port)),
        starttls=bool(said.get("starttls", True)),
        user=str(said.get("user", "")),
        password=str(said.get("password", "")),
        domains=tuple(str(one).lower().lstrip("@") for one in domains),
    )
