"""What browsers are told with every answer: nothing from elsewhere, nothing kept."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import flask

from dashboard.access.access import Access, access_of
from dashboard.components.viewing import HOME
from dashboard.errors import DefinitionError
from dashboard.shared_files import is_shared

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TWO_YEARS = 63_072_000


def add_headers(server: flask.Flask, scripts: Callable[[], Iterable[str]]) -> None:
    """Put the headers on every answer.

    `scripts` gives the hashes of those that Dash writes into a page; it is asked at the
    first answer, because Dash adds one of them at the first request.
    """

    @lru_cache(maxsize=1)
    def hashes() -> str:
        return " ".join(scripts())

    @server.after_request
    def told(answer: flask.Response) -> flask.Response:
        access = _access(server.config[HOME])
        answer.headers.update(_ALWAYS)
        answer.headers["Content-Security-Policy"] = _policy(hashes(), access)
        if access.address.startswith("https://"):
            answer.headers["Strict-Transport-Security"] = (
                f"max-age={_TWO_YEARS}; includeSubDomains"
            )
        if not is_shared(flask.request):
            answer.headers["Cache-Control"] = "no-store"
        return answer


def _access(home: Path) -> Access:
    """What access.toml says; where it is not valid just now, the strictest."""
    try:
        return access_of(home)
    except DefinitionError:
        return Access()


def _policy(hashes: str, access: Access) -> str:
    """Scripts of this server alone. Charts and Dash set styles, which can run nothing.

    A form may lead to a provider: signing in and out go there.
    """
    leads_to = " ".join(
        "{0.scheme}://{0.netloc}".format(urlsplit(one.issuer))
        for one in access.providers
    )
    said = {
        "default-src": "'none'",
        "script-src": f"'self' {hashes}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": f"'self' {leads_to}",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in said.items())
