"""The provider that the tests sign in with does what the tests rely on.

Its redirect addresses answer to nobody here: a sign-in ends at the address it was sent to.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ExpiredTokenError,
    InvalidClaimError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet

from tests.identity.provider import Client, RunningProvider, running_provider

BACK = "http://127.0.0.1:9/back"
BYE = "http://127.0.0.1:9/bye"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-43"
SCOPE = "openid profile email groups offline_access"


def _client(name: str = "sightline") -> Client:
    return Client(name, [BACK], [BYE])


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    """One for all tests that change none of its accounts."""
    with running_provider(clients=[_client()]) as running:
        yield running


@pytest.fixture
def changing() -> Iterator[RunningProvider]:
    """One of a test's own, whose accounts it changes."""
    with running_provider(clients=[_client()]) as running:
        yield running


@contextmanager
def _application(
    provider: RunningProvider, scope: str = SCOPE
) -> Iterator[OAuth2Session]:
    client = provider.clients[0]
    with OAuth2Session(
        client.client_id,
        client.secret,
        scope=scope,
        redirect_uri=BACK,
        code_challenge_method="S256",
    ) as application:
        yield application


def _metadata(provider: RunningProvider) -> dict[str, Any]:
    return requests.get(provider.metadata_url, timeout=10).json()


def _follow(browser: requests.Session, answer: requests.Response) -> requests.Response:
    """Go where it is sent, but not back to the application."""
    while answer.is_redirect and not answer.headers["Location"].startswith((BACK, BYE)):
        assert answer.next
        answer = browser.get(_sent_to(answer), allow_redirects=False, timeout=10)
    return answer


def _sent_to(answer: requests.Response) -> str:
    assert answer.next and answer.next.url
    return answer.next.url


def _ask(
    browser: requests.Session,
    application: OAuth2Session,
    provider: RunningProvider,
    **more: str,
) -> requests.Response:
    """Send the browser to the provider: what it shows, or where it sends it back to."""
    url, _ = application.create_authorization_url(
        _metadata(provider)["authorization_endpoint"],
        code_verifier=VERIFIER,
        nonce="of this sign-in",
        **more,
    )
    return _follow(browser, browser.get(url, allow_redirects=False, timeout=10))


def _fill_in(
    browser: requests.Session, form: requests.Response, account: str
) -> requests.Response:
    answer = browser.post(
        form.url, data={"account": account}, allow_redirects=False, timeout=10
    )
    return _follow(browser, answer)


def _sign_in(
    application: OAuth2Session, provider: RunningProvider, account: str
) -> dict[str, Any]:
    """The tokens of a whole sign-in in a browser that is then closed."""
    with requests.Session() as browser:
        form = _ask(browser, application, provider)
        return _tokens(application, provider, _fill_in(browser, form, account))


def _tokens(
    application: OAuth2Session, provider: RunningProvider, back: requests.Response
) -> dict[str, Any]:
    return application.fetch_token(
        _metadata(provider)["token_endpoint"],
        authorization_response=_sent_to(back),
        code_verifier=VERIFIER,
    )


def _refreshed(application: OAuth2Session, provider: RunningProvider) -> dict[str, Any]:
    return application.refresh_token(_metadata(provider)["token_endpoint"])


def _userinfo(
    application: OAuth2Session, provider: RunningProvider
) -> requests.Response:
    return application.get(_metadata(provider)["userinfo_endpoint"], timeout=10)


def _verified(tokens: Mapping[str, Any], provider: RunningProvider) -> CodeIDToken:
    """The claims of an ID token that is held to everything a client must hold it to."""
    keys = requests.get(_metadata(provider)["jwks_uri"], timeout=10).json()
    token = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), ["RS256"])
    client_id = provider.clients[0].client_id
    claims = CodeIDToken(
        token.claims,
        token.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": client_id},
        },
        {
            "nonce": "of this sign-in",
            "client_id": client_id,
            "access_token": tokens["access_token"],
        },
    )
    claims.validate()
    return claims


def test_a_sign_in_tells_who_somebody_is_in_the_token_and_at_userinfo(
    provider: RunningProvider,
) -> None:
    with _application(provider) as application:
        claims = _verified(_sign_in(application, provider, "leader"), provider)
        told = _userinfo(application, provider).json()
    expected = {
        "sub": "leader",
        "name": "A leader",
        "email": "leader@council.example",
        "groups": ["leaders"],
    }
    assert told == expected
    assert {name: claims[name] for name in expected} == expected


def test_the_form_has_a_label_and_a_button(provider: RunningProvider) -> None:
    with _application(provider) as application, requests.Session() as browser:
        form = _ask(browser, application, provider)
    assert re.search(r"<label>Account <input ", form.text)
    assert "<button>Sign in</button>" in form.text


def test_somebody_signed_in_is_not_asked_again(provider: RunningProvider) -> None:
    with _application(provider) as application, requests.Session() as browser:
        _fill_in(browser, _ask(browser, application, provider), "leader")
        back = _ask(browser, application, provider)
        assert _verified(_tokens(application, provider, back), provider)["sub"]


@pytest.mark.parametrize("account", ["nobody", ""])
def test_an_account_that_is_not_there_cannot_sign_in(
    provider: RunningProvider, account: str
) -> None:
    with _application(provider) as application, requests.Session() as browser:
        form = _ask(browser, application, provider)
        answer = _fill_in(browser, form, account)
        assert answer.status_code == 403
        assert "This account cannot sign in." in answer.text
        # The form is still there, and takes another.
        assert _sent_to(_fill_in(browser, form, "leader")).startswith(BACK)


def test_a_sign_in_without_a_challenge_is_refused(provider: RunningProvider) -> None:
    client = provider.client("sightline")
    said = {
        "client_id": client.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid",
    }
    with requests.Session() as browser:
        answer = browser.get(
            _metadata(provider)["authorization_endpoint"],
            params=said,
            allow_redirects=False,
            timeout=10,
        )
    assert parse_qs(urlsplit(_sent_to(answer)).query)["error"] == ["invalid_request"]


def test_another_verifier_gets_no_tokens(provider: RunningProvider) -> None:
    with _application(provider) as application, requests.Session() as browser:
        back = _fill_in(browser, _ask(browser, application, provider), "leader")
        with pytest.raises(OAuthError, match="invalid_grant"):
            application.fetch_token(
                _metadata(provider)["token_endpoint"],
                authorization_response=_sent_to(back),
                code_verifier=VERIFIER[::-1],
            )


def test_there_is_no_refresh_token_unless_it_is_asked_for(
    provider: RunningProvider,
) -> None:
    with _application(provider, "openid profile email groups") as application:
        assert "refresh_token" not in _sign_in(application, provider, "leader")


def test_groups_that_changed_are_told_at_refresh_and_at_userinfo(
    changing: RunningProvider,
) -> None:
    with _application(changing) as application:
        first = _sign_in(application, changing, "officer")
        changing.set_groups("officer", ["officers", "leaders"])
        assert _userinfo(application, changing).json()["groups"] == [
            "officers",
            "leaders",
        ]
        second = _refreshed(application, changing)
    assert _verified(first, changing)["groups"] == ["officers"]
    assert _verified(second, changing)["groups"] == ["officers", "leaders"]


def test_a_disabled_account_is_refused_everywhere(changing: RunningProvider) -> None:
    with _application(changing) as application, requests.Session() as browser:
        back = _fill_in(browser, _ask(browser, application, changing), "officer")
        _tokens(application, changing, back)
        changing.disable("officer")
        assert _userinfo(application, changing).status_code == 401
        with pytest.raises(OAuthError, match="invalid_grant"):
            _refreshed(application, changing)
        # Not let in by being signed in there already, nor by the form.
        form = _ask(browser, application, changing)
        assert "<button>Sign in</button>" in form.text
        assert _fill_in(browser, form, "officer").status_code == 403


def test_a_code_is_worth_nothing_once_its_account_is_disabled(
    changing: RunningProvider,
) -> None:
    with _application(changing) as application, requests.Session() as browser:
        back = _fill_in(browser, _ask(browser, application, changing), "officer")
        changing.disable("officer")
        with pytest.raises(OAuthError, match="invalid_grant"):
            _tokens(application, changing, back)


@pytest.mark.parametrize(
    ("mode", "error", "claim"),
    [
        ("bad_signature", BadSignatureError, None),
        ("unsigned", UnsupportedAlgorithmError, None),
        ("missing", KeyError, "id_token"),
        ("wrong_nonce", InvalidClaimError, "nonce"),
        ("wrong_audience", InvalidClaimError, "aud"),
        ("wrong_audience_with_azp", InvalidClaimError, "aud"),
        ("wrong_issuer", InvalidClaimError, "iss"),
        ("expired", ExpiredTokenError, None),
    ],
)
def test_a_forged_token_is_wrong_in_the_way_asked_for_once(
    provider: RunningProvider, mode: str, error: type[Exception], claim: str | None
) -> None:
    with _application(provider) as application:
        provider.forge(mode)
        forged = _sign_in(application, provider, "leader")
        with pytest.raises(error, match=claim):
            _verified(forged, provider)
        assert _verified(_refreshed(application, provider), provider)["sub"] == "leader"


def test_a_token_is_forged_at_refresh_too(provider: RunningProvider) -> None:
    with _application(provider) as application:
        _sign_in(application, provider, "leader")
        provider.forge("bad_signature")
        with pytest.raises(BadSignatureError):
            _verified(_refreshed(application, provider), provider)


def test_forging_can_be_taken_back(provider: RunningProvider) -> None:
    with _application(provider) as application:
        provider.forge("bad_signature")
        provider.forge("none")
        assert _verified(_sign_in(application, provider, "leader"), provider)


def test_a_refresh_token_that_was_given_up_is_refused(
    provider: RunningProvider,
) -> None:
    with _application(provider) as application:
        tokens = _sign_in(application, provider, "leader")
        application.revoke_token(
            _metadata(provider)["revocation_endpoint"], tokens["refresh_token"]
        )
        with pytest.raises(OAuthError, match="invalid_grant"):
            _refreshed(application, provider)


def test_another_way_of_forging_is_refused(provider: RunningProvider) -> None:
    with pytest.raises(OSError, match="500"):
        provider.forge("of no known kind")


def test_signing_out_ends_the_session_and_goes_back(provider: RunningProvider) -> None:
    with _application(provider) as application, requests.Session() as browser:
        back = _fill_in(browser, _ask(browser, application, provider), "leader")
        tokens = _tokens(application, provider, back)
        asked = {
            "id_token_hint": tokens["id_token"],
            "post_logout_redirect_uri": BYE,
            "state": "of this sign-out",
        }
        page = browser.get(
            _metadata(provider)["end_session_endpoint"], params=asked, timeout=10
        )
        assert "<script>document.forms[0].submit()</script>" in page.text
        gone = browser.post(
            re.findall(r'action="(.*?)"', page.text)[0],
            data=dict(re.findall(r'name="(\w+)" value="(\w+)"', page.text)),
            allow_redirects=False,
            timeout=10,
        )
        assert _sent_to(gone) == f"{BYE}?state=of+this+sign-out"
        assert "<button>Sign in</button>" in _ask(browser, application, provider).text


def test_two_providers_know_nothing_of_each_other(provider: RunningProvider) -> None:
    with (
        running_provider(clients=[_client()]) as other,
        _application(provider) as here,
        _application(other) as there,
        requests.Session() as browser,
    ):
        assert provider.issuer != other.issuer
        # One browser, whose cookies are those of the host and not of the port.
        form_here = _ask(browser, here, provider)
        form_there = _ask(browser, there, other)
        back_here = _fill_in(browser, form_here, "leader")
        back_there = _fill_in(browser, form_there, "officer")
        tokens = _tokens(here, provider, back_here)
        assert _verified(tokens, provider)["sub"] == "leader"
        assert _verified(_tokens(there, other, back_there), other)["sub"] == "officer"
        with pytest.raises(BadSignatureError):
            _verified(tokens, other)


def test_it_ends_with_the_block_and_comes_back_on_its_port() -> None:
    with running_provider(clients=[_client()]) as first:
        assert _metadata(first)["issuer"] == first.issuer
    with pytest.raises(requests.ConnectionError):
        _metadata(first)
    port = urlsplit(first.issuer).port
    assert port
    with running_provider(clients=[_client()], port=port) as second:
        assert second.issuer == first.issuer


def test_without_node_it_fails_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with (
        pytest.raises(RuntimeError, match="need node"),
        running_provider(clients=[_client()]),
    ):
        pass


def test_what_keeps_it_from_starting_is_said(provider: RunningProvider) -> None:
    port = urlsplit(provider.issuer).port
    assert port
    with (
        pytest.raises(RuntimeError, match=r"did not start:[\s\S]*EADDRINUSE"),
        running_provider(clients=[_client()], port=port),
    ):
        pass
