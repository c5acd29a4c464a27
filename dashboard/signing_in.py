"""Signing in and out: OpenID Connect, or accounts of this server.

GET  /sign-in?to=            the ways in
POST /sign-in/with/<name>    to an identity provider
GET  /sign-in/back/<name>    back from it
POST /sign-in/local          name and password of an account of this server
POST /sign-out               here, and at the provider
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import flask
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests.exceptions import HTTPError, RequestException

from dashboard.access.access import Access, Provider, access_of
from dashboard.access.accounts import NotLetIn, account_names, signed_in_with
from dashboard.access.audit import Deed, record
from dashboard.access.person import Person
from dashboard.access.reached_at import origin_of
from dashboard.access.sessions import (
    Session,
    begin_session,
    checked,
    end_old_sessions,
    end_session,
    seen,
    session_of,
)
from dashboard.components.mounted import go_to, placed
from dashboard.components.viewing import HOME, safe_path

routes = flask.Blueprint("signing_in", __name__, template_folder="templates")
_WORD, _TO = "word", "to"
# Of what a provider gives, what is kept: to ask it again, and to sign out there.
_KEPT = ("access_token", "refresh_token", "id_token", "expires_at", "token_type")
# Seconds that a provider has to answer.
_PATIENCE = 10
_CHECKING = tuple(Lock() for _ in range(16))
_NOT_LET_IN = "Signing in did not work. Nothing was changed: try again."


def _home() -> Path:
    home: Path = flask.current_app.config[HOME]
    return home


def _access() -> Access:
    return access_of(_home())


# Who is here


def person_signed_in() -> Person | None:
    """Whom the session of this request is of; None where there is none, or it is over."""
    session = session_of(_home(), flask.session.get(_WORD, ""))
    if session is None:
        return None
    access, at = _access(), datetime.now(UTC)
    if session.has_ended(access, at):
        _end(session, "by the time-out")
        return None
    if not access.lets_in_by(session.person.provider):
        _end(session, "by a way in that is no longer one")
        return None
    if session.must_be_checked(access, at):
        return _checked(session, access)
    seen(_home(), session, at)
    return session.person


def _end(session: Session, why: str) -> None:
    end_session(_home(), session)
    flask.session.clear()
    record(_home(), session.person.id, Deed.SIGNED_OUT, why)


def _checked(session: Session, access: Access) -> Person | None:
    """The provider is asked again: who was taken out of a group is so here too.

    Where it cannot be reached, what it last said holds: a provider that is down for an
    hour must not throw everybody out. So it does where it tells of no groups at all.
    Where it refuses, the session ends.
    """
    provider = access.provider(session.person.provider)
    assert provider is not None
    with _one_at_a_time(session):
        again = session_of(_home(), flask.session.get(_WORD, ""))
        if again is None:
            return None
        if not again.must_be_checked(access, datetime.now(UTC)):
            return again.person
        try:
            claims, tokens = _asked_again(provider, again)
        except RequestException as error:
            if not _is_refusal(error):
                return again.person
            _end(again, "the provider no longer knows them")
            return None
        except (OAuthError, JoseError):
            _end(again, "the provider no longer lets them in")
            return None
        told = provider.groups in claims
        groups = _groups(provider, claims) if told else again.person.groups
        return checked(_home(), again, groups, tokens).person


def _is_refusal(error: RequestException) -> bool:
    """Whether the provider says no, and is not only out of order or too busy."""
    answer = error.response
    return (
        isinstance(error, HTTPError)
        and answer is not None
        and answer.status_code in (400, 401, 403)
    )


@contextmanager
def _one_at_a_time(session: Session) -> Iterator[None]:
    """A refresh token is good for one use: a page's callbacks must not all use it."""
    with _CHECKING[hash(session.id) % len(_CHECKING)]:
        yield


def _asked_again(
    provider: Provider, session: Session
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What a provider says of somebody now, and the tokens it now gives.

    OAuthError or HTTPError where it no longer lets them in.
    """
    client, tokens = _client(provider), dict(session.tokens)
    identity = None
    if tokens.get("refresh_token"):
        with OAuth2Session(
            provider.client_id, provider.client_secret, default_timeout=_PATIENCE
        ) as road:
            found = road.refresh_token(
                client.load_server_metadata()["token_endpoint"],
                refresh_token=tokens["refresh_token"],
            )
        tokens |= {name: found[name] for name in _KEPT if name in found}
        if "id_token" in found:
            options = _held(client, provider)
            identity = client.parse_id_token(found, None, claims_options=options)
    claims = dict(client.userinfo(token=tokens))
    if identity is not None:
        # Entra ID tells of groups in the identity token, and there alone.
        claims = {provider.groups: ()} | dict(identity) | claims
    if str(claims["sub"]) != session.person.subject:
        raise OAuthError("access_denied", "told of somebody else")
    return claims, tokens


# The ways in


@routes.get("/sign-in")
def choose() -> flask.typing.ResponseReturnValue:
    return _page()


@routes.post("/sign-in/with/<name>")
def to_provider(name: str) -> flask.typing.ResponseReturnValue:
    """To the provider, with a state, a nonce and a proof key that this browser keeps."""
    provider = _access().provider(name)
    if provider is None:
        return flask.abort(404)
    flask.session.clear()
    flask.session[_TO] = safe_path(flask.request.form.get(_TO, ""))
    try:
        answer: flask.Response = _client(provider).authorize_redirect(
            origin_of(_access()) + flask.url_for(".back", name=name)
        )
    except RequestException:
        return _page(f"{provider.title} cannot be reached now. Try again later."), 502
    return answer


@routes.get("/sign-in/back/<name>")
def back(name: str) -> flask.typing.ResponseReturnValue:
    """Back from the provider: its answer is of this browser's own asking, or is refused."""
    provider = _access().provider(name)
    if provider is None:
        return flask.abort(404)
    to = flask.session.get(_TO, "/")
    try:
        tokens = _token_of(provider)
    except (OAuthError, JoseError, RequestException, ValueError) as error:
        record(_home(), f"{name}:?", Deed.NOT_LET_IN, type(error).__name__)
        return _page(_NOT_LET_IN), 403
    claims = tokens["userinfo"]
    person = Person(
        name,
        str(claims["sub"]),
        str(claims.get("name") or claims.get("preferred_username") or ""),
        _groups(provider, claims),
    )
    kept = {key: tokens[key] for key in _KEPT if key in tokens}
    return _begun(person, kept, to)


def _held(client: Any, provider: Provider) -> dict[str, Any]:
    """By whom and for whom an identity token must be."""
    issuer = client.load_server_metadata()["issuer"]
    return {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }


def _token_of(provider: Provider) -> Mapping[str, Any]:
    """The tokens of an answer to this browser's own asking, made by and for whom it says.

    Authlib holds the state, the nonce and the signature; of whom the token is for, and of
    whom it is by, it asks only what it is told to.
    """
    client = _client(provider)
    tokens: Mapping[str, Any] = client.authorize_access_token(
        claims_options=_held(client, provider)
    )
    if not tokens.get("userinfo"):
        raise OAuthError("access_denied", "no identity token")
    return tokens


@routes.post("/sign-in/local")
def local() -> flask.typing.ResponseReturnValue:
    if not _access().local_accounts:
        return flask.abort(404)
    form = flask.request.form
    name = form.get("name", "").strip()[:60]
    try:
        person = signed_in_with(_home(), name, form.get("password", "")[:1000])
    except NotLetIn as error:
        # What was typed may be a password: only a name that there is goes into the record.
        known = name if name in account_names(_home()) else "?"
        record(_home(), f"local:{known}", Deed.NOT_LET_IN)
        return _page(f"{error.title} {error.what_to_do}"), 403
    return _begun(person, {}, safe_path(form.get(_TO, "")))


def _begun(
    person: Person, tokens: Mapping[str, Any], to: str
) -> flask.typing.ResponseReturnValue:
    """A session of their own, with a new word: one that was there before is worth nothing."""
    record(_home(), person.id, Deed.SIGNED_IN, person.name)
    end_old_sessions(_home(), _access())
    flask.session.clear()
    flask.session[_WORD] = begin_session(_home(), person, tokens)
    answer: flask.typing.ResponseReturnValue = go_to(to)
    return answer


@routes.post("/sign-out")
def out() -> flask.typing.ResponseReturnValue:
    """Out here, at once; and at the provider, if it has a way out."""
    session = session_of(_home(), flask.session.get(_WORD, ""))
    flask.session.clear()
    after = flask.url_for(".choose", out="1")
    if session is None:
        return flask.redirect(after, code=303)
    end_session(_home(), session)
    record(_home(), session.person.id, Deed.SIGNED_OUT)
    provider = _access().provider(session.person.provider)
    return flask.redirect(_way_out(provider, session) or after, code=303)


def _way_out(provider: Provider | None, session: Session) -> str:
    if provider is None:
        return ""
    try:
        way = _client(provider).load_server_metadata().get("end_session_endpoint", "")
    except RequestException:
        return ""
    given = {
        "id_token_hint": session.tokens.get("id_token", ""),
        "client_id": provider.client_id,
        "post_logout_redirect_uri": origin_of(_access()) + flask.url_for(".choose"),
    }
    return f"{way}?{urlencode(given)}" if way else ""


def _page(said: str = "") -> str:
    access = _access()
    return flask.render_template(
        "sign_in.html",
        providers=access.providers,
        local=access.local_accounts,
        to=safe_path(flask.request.values.get(_TO, "")),
        said=said,
        placed=placed,
        out="out" in flask.request.args,
    )


def _groups(provider: Provider, claims: Mapping[str, Any]) -> frozenset[str]:
    said = claims.get(provider.groups) or ()
    return frozenset([said] if isinstance(said, str) else map(str, said))


def _client(provider: Provider) -> Any:
    """Authlib's client of a provider: made once an application, and anew if it changes."""
    server = flask.current_app
    oauth = server.extensions.setdefault("sightline_oauth", OAuth(server))
    name = f"{provider.name}_{hash(provider):x}"
    oauth.register(
        name,
        overwrite=False,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.issuer.rstrip("/")
        + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": provider.scopes,
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )
    return oauth.create_client(name)
