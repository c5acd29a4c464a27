"""What must be there before anybody is served, and what has changed since last time."""

import secrets
from pathlib import Path

from dashboard.access.access import Access, access_of, secret_of
from dashboard.access.audit import Deed, record
from dashboard.errors import DefinitionError
from dashboard.partnership.mending import is_recorded, last_mended
from dashboard.serving import LOOPBACK
from dashboard.warehouse.durable import write_whole

_SEEN = "access.seen"


def secret_for(access: Access, host: str) -> str:
    """What cookies are signed with. DefinitionError, with what to do, where nobody can sign in.

    The demo user needs none but on this machine alone.
    """
    secret = secret_of()
    if access.demo_user:
        if host not in LOOPBACK:
            raise DefinitionError(
                f"access.toml has a demo user, who is let in without a sign-in: that is for"
                f" 127.0.0.1 alone, not {host}. Take `demo_user` out of it, and say how"
                " people sign in: data/access.toml shows how"
            )
        return secret or secrets.token_urlsafe(48)
    if not access.has_sign_in:
        raise DefinitionError(
            "nobody can sign in here yet. Copy data/access.toml into the home and say in"
            " it how people sign in (local_accounts = true, say) and who holds which role;"
            " then: python -m dashboard account add NAME. `make run` shows the"
            " invented partnership without any of it"
        )
    if not secret:
        raise DefinitionError(
            "SIGHTLINE_SECRET is not set: cookies are signed with it. Make one with"
            ' python -c "import secrets; print(secrets.token_urlsafe(48))" and keep it'
            " where other services' secrets are kept"
        )
    _check_address(access)
    return secret


def _check_address(access: Access) -> None:
    local = access.address.startswith(tuple(f"http://{one}:" for one in LOOPBACK))
    if not (access.address.startswith("https://") or local):
        raise DefinitionError(
            "access.toml: address is what people type to reach this server, and begins"
            ' with https://, for example "https://sightline.example.gov.uk"'
        )


def told_of_access(home: Path) -> None:
    """Write into the record what access.toml gives that it did not before, and no longer."""
    access = access_of(home)
    path = home / _SEEN
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    now = list(access.in_words)
    for line in now:
        if line not in before:
            record(home, "access.toml", Deed.GIVEN, line)
    for line in before:
        if line not in now:
            record(home, "access.toml", Deed.TAKEN_AWAY, line)
    if now != before:
        write_whole(path, "\n".join(now))


def told_of_mending(home: Path) -> None:
    """Write into the record, once, that the records were put back from a copy."""
    mended = last_mended(home)
    if mended is not None and not mended.recorded:
        record(home, "Sightline itself", Deed.MENDED, mended.in_words)
        is_recorded(home, mended)
