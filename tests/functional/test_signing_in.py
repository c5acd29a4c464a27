"""Signing in, in a browser, with real providers: in, out, too late, taken out of a group.

The server, the council's provider and the Board's are each a process of their own.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from dashboard.access.accounts import make_account
from dashboard.access.audit import Deed, entries, verify
from dashboard.partnership.records import Records
from dashboard.partnership.tables import SIGNED_IN
from tests.access import write_access
from tests.functional.conftest import free_port, serving
from tests.functional.test_pages import wrong_for_those_who_hear_or_tab
from tests.identity.provider import Client, RunningProvider, running_provider

pytestmark = pytest.mark.functional

PASSWORD = "seven unlike words are long enough"
SCOPES = "openid profile email groups offline_access"
NAMES = ("council", "board")


@dataclass(frozen=True)
class Site:
    address: str
    home: Path
    providers: dict[str, RunningProvider]

    def give(self, **said: object) -> None:
        """access.toml: leaders of the council lead, officers of the Board send."""
        held = [
            {"role": "leader", "provider": "council", "group": "leaders"},
            {"role": "data_officer", "provider": "board", "group": "officers"},
            {"role": "viewer", "provider": "local", "user": "a viewer"},
        ]
        write_access(
            self.home,
            [],
            address=self.address,
            providers=[self._provider(name) for name in NAMES],
            **said,
        )
        path = self.home / "access.toml"
        lines = [
            f"[[held]]\n{''.join(f'{k} = {v!r}{chr(10)}' for k, v in one.items())}"
            'scope = "everything"\n'
            for one in held
        ]
        text = path.read_text(encoding="utf-8") + "\n" + "\n".join(lines)
        path.write_text(text.replace("'", '"'), encoding="utf-8")

    def _provider(self, name: str) -> dict[str, str]:
        return {
            "name": name,
            "title": f"{name.capitalize()} staff",
            "issuer": self.providers[name].issuer,
            "client_id": "sightline",
            "secret": f"SECRET_OF_{name.upper()}",
            "scopes": SCOPES,
        }

    def make_older(self, **by: timedelta) -> None:
        """Everybody signed in is so for longer: the clock is not waited for."""
        at = {name: (datetime.now(UTC) - past).isoformat() for name, past in by.items()}
        Records(self.home).write(update(SIGNED_IN).values(**at))

    def record(self) -> list[tuple[str, str]]:
        return [(entry.who, entry.what) for entry in entries(self.home)]


@contextmanager
def site_in(folder: Path, path: str = "") -> Iterator[Site]:
    """A server with two providers and accounts of its own; nothing is published in it."""
    port, home = free_port(), folder / "home"
    address = f"http://127.0.0.1:{port}{path}"
    with ExitStack() as running:
        providers = {
            name: running.enter_context(
                running_provider(
                    clients=[
                        Client(
                            "sightline",
                            [f"{address}/sign-in/back/{name}"],
                            [f"{address}/sign-in"],
                        )
                    ]
                )
            )
            for name in NAMES
        }
        site = Site(address, home, providers)
        site.give()
        secrets = {
            f"SECRET_OF_{name.upper()}": one.client("sightline").secret
            for name, one in providers.items()
        }
        running.enter_context(
            serving(
                home,
                folder / "log.txt",
                f"{path}/sign-in",
                port,
                SIGHTLINE_PATH=path,
                SIGHTLINE_SECRET="of these tests alone, and long enough",
                **secrets,
            )
        )
        make_account(home, "a viewer", PASSWORD)
        yield site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for tests that change no account of its providers."""
    with site_in(tmp_path_factory.mktemp("signing-in")) as running:
        yield running


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Site]:
    """One of a test's own."""
    with site_in(tmp_path) as running:
        yield running


@contextmanager
def browsing(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.address)
    context.set_default_navigation_timeout(90_000)
    yield context.new_page()
    context.close()


def sign_in(
    page: Page, provider: str = "Council staff", account: str = "leader"
) -> None:
    page.get_by_role("button", name=provider).click()
    page.get_by_label("Account").fill(account)
    page.get_by_role("button", name="Sign in").click()


def signed_in_as(page: Page, name: str) -> None:
    expect(page.locator(".standing-person")).to_contain_text(name, timeout=60_000)


def test_in_and_out(browser: Browser, site: Site) -> None:
    """To the page that was asked for, and out here and at the provider."""
    site.give()
    with browsing(browser, site) as page:
        page.goto("/definitions?of=referrals")
        expect(page).to_have_url(re.compile(r"/sign-in\?to="))
        assert wrong_for_those_who_hear_or_tab(page) == []
        sign_in(page)
        signed_in_as(page, "A leader")
        assert page.url == f"{site.address}/definitions?of=referrals"
        cookie = next(c for c in page.context.cookies() if c["name"] == "sightline")
        assert cookie["httpOnly"] and cookie["secure"] and cookie["sameSite"] == "Lax"
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile(r"/sign-in"))
        page.goto("/definitions")
        expect(page).to_have_url(re.compile(r"/sign-in\?to="))
        # At the provider, too: it asks again who it is.
        page.get_by_role("button", name="Council staff").click()
        expect(page.get_by_label("Account")).to_be_visible()
    assert site.record()[:2] == [
        ("council:leader", Deed.SIGNED_OUT),
        ("council:leader", Deed.SIGNED_IN),
    ]
    assert verify(site.home).faults == ()


def test_in_and_out_below_a_path(browser: Browser, tmp_path: Path) -> None:
    """There and back: the provider knows no address of this server that lacks the path."""
    with (
        site_in(tmp_path, "/sightline") as site,
        browsing(browser, site) as page,
    ):
        page.goto(f"{site.address}/definitions?of=referrals")
        expect(page).to_have_url(re.compile(r"/sightline/sign-in\?to=/definitions"))
        sign_in(page)
        signed_in_as(page, "A leader")
        assert page.url == f"{site.address}/definitions?of=referrals"
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile(rf"^{site.address}/sign-in"))


def test_a_cookie_that_was_signed_out_opens_nothing(
    browser: Browser, site: Site
) -> None:
    site.give()
    with browsing(browser, site) as page:
        page.goto("/definitions")
        sign_in(page)
        signed_in_as(page, "A leader")
        kept = page.context.cookies()
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile(r"/sign-in"))
        page.context.add_cookies(kept)
        page.goto("/definitions")
        expect(page).to_have_url(re.compile(r"/sign-in\?to="))


@pytest.mark.parametrize(
    "past",
    [{"seen_at": timedelta(minutes=21)}, {"begun_at": timedelta(hours=11)}],
    ids=["idle", "absolute"],
)
def test_after_the_time_out_one_signs_in_again_and_is_back(
    browser: Browser, site: Site, past: dict[str, timedelta]
) -> None:
    site.give()
    with browsing(browser, site) as page:
        page.goto("/data/history")
        sign_in(page)
        signed_in_as(page, "A leader")
        # Whatever the page still asks for would find out first, before the click.
        page.wait_for_load_state("networkidle")
        site.make_older(**past)
        # Of the same page, by a callback: the browser is taken to the sign-in.
        page.get_by_role("link", name="Definitions").first.click()
        expect(page).to_have_url(re.compile(r"/sign-in\?to=%2Fdefinitions"))
        # The provider still knows them.
        page.get_by_role("button", name="Council staff").click()
        signed_in_as(page, "A leader")
        assert page.url == f"{site.address}/definitions"
    assert ("council:leader", Deed.SIGNED_OUT) in site.record()[:4]


def test_one_is_told_before_the_time_runs_out_and_can_stay(
    browser: Browser, site: Site
) -> None:
    site.give()
    with browsing(browser, site) as page:
        page.clock.install()
        page.goto("/definitions")
        sign_in(page)
        signed_in_as(page, "A leader")
        page.wait_for_load_state("networkidle")
        told = page.get_by_role("alertdialog")
        page.clock.fast_forward("17:30")
        expect(told).to_have_count(0)
        page.clock.fast_forward("01:00")
        expect(told).to_contain_text("You will be signed out in 2 minutes")
        expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
        with page.expect_response("**/here") as answer:
            page.keyboard.press("Enter")
        assert answer.value.status == 204
        expect(told).to_have_count(0)
        page.clock.fast_forward("17:30")
        expect(told).to_have_count(0)


def test_two_providers_at_once(browser: Browser, site: Site) -> None:
    site.give()
    with browsing(browser, site) as one, browsing(browser, site) as other:
        one.goto("/definitions")
        sign_in(one)
        signed_in_as(one, "A leader")
        other.goto("/data/upload")
        sign_in(other, "Board staff", "officer")
        signed_in_as(other, "An officer")
        expect(other.locator("main")).to_contain_text("Send files", timeout=60_000)
        one.goto("/data/upload")
        expect(one.locator("main")).to_contain_text("Your role here does not send")
    assert {who for who, what in site.record()[:4] if what == Deed.SIGNED_IN} == {
        "council:leader",
        "board:officer",
    }


def test_a_group_of_another_provider_gives_nothing(
    browser: Browser, site: Site
) -> None:
    """The Board's officers send; the council's own `officers` were given nothing."""
    site.give()
    with browsing(browser, site) as page:
        page.goto("/data/upload")
        sign_in(page, "Council staff", "officer")
        signed_in_as(page, "An officer")
        expect(page.locator("main")).to_contain_text("Your role here does not send")


def test_out_of_the_group_is_out_of_the_role(browser: Browser, changing: Site) -> None:
    """And out of the provider is out of here, when it is next asked."""
    changing.give(check_minutes=0)
    council = changing.providers["council"]
    with browsing(browser, changing) as page:
        page.goto("/zones/edit")
        sign_in(page)
        signed_in_as(page, "A leader")
        expect(page.locator("main")).not_to_contain_text("Your role here")
        council.set_groups("leader", [])
        page.goto("/zones/edit")
        expect(page.locator("main")).to_contain_text(
            "Your role here does not change zones", timeout=60_000
        )
        council.disable("leader")
        page.goto("/zones/edit")
        expect(page).to_have_url(re.compile(r"/sign-in\?to="), timeout=60_000)


def test_an_account_of_the_server(browser: Browser, site: Site) -> None:
    """By name and password; wrong ones lock it, and the words do not say which is wrong."""
    site.give()
    with browsing(browser, site) as page:
        page.goto("/definitions")
        page.get_by_label("Name").fill("a viewer")
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("is not right, or")
        said = page.get_by_role("alert").inner_text()
        page.get_by_label("Name").fill("nobody")
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_have_text(said)
        page.get_by_label("Name").fill("a viewer")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        signed_in_as(page, "a viewer")


# The way in without a browser, to be attacked.


class Visitor(requests.Session):
    """Follows a sign-in as a browser would, as far as it is told."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site
        self.headers["Origin"] = site.address

    def to_provider(self, name: str = "council") -> str:
        """The address at the provider that the server sends to."""
        answer = self.post(
            f"{self.site.address}/sign-in/with/{name}",
            allow_redirects=False,
            timeout=20,
        )
        return answer.headers["Location"]

    def back_from(self, address: str, account: str = "leader") -> str:
        """The address at the server that the provider sends back to."""
        answer = self.get(address, allow_redirects=False, timeout=20)
        while True:
            while answer.is_redirect:
                to = requests.compat.urljoin(answer.url, answer.headers["Location"])
                if to.startswith(self.site.address):
                    return to
                answer = self.get(to, allow_redirects=False, timeout=20)
            answer = self.post(
                answer.url, {"account": account}, allow_redirects=False, timeout=20
            )

    def arrive(self, address: str) -> requests.Response:
        answer = self.get(address, allow_redirects=False, timeout=20)
        self._speak_http()
        return answer

    def _speak_http(self) -> None:
        """The cookie is for HTTPS; browsers count this machine as that, and this does not."""
        for cookie in self.cookies:
            cookie.secure = False

    def get(self, *asked: object, **how: object) -> requests.Response:
        self._speak_http()
        return super().get(*asked, **how)  # type: ignore[arg-type]

    def is_in(self) -> bool:
        answer = self.get(
            f"{self.site.address}/definitions", allow_redirects=False, timeout=20
        )
        return answer.status_code == 200


def test_an_answer_is_good_for_one_browser_and_once(site: Site) -> None:
    """A login CSRF: somebody else's answer. A replay: the same answer again."""
    site.give()
    somebody, victim = Visitor(site), Visitor(site)
    back = somebody.back_from(somebody.to_provider())
    victim.to_provider()
    assert victim.arrive(back).status_code == 403
    assert not victim.is_in()
    assert somebody.arrive(back).status_code == 303
    assert somebody.is_in()
    assert Visitor(site).arrive(back).status_code == 403
    replayed = Visitor(site)
    replayed.cookies.update(somebody.cookies)
    assert replayed.arrive(back).status_code == 403


@pytest.mark.parametrize(
    "mode",
    [
        "bad_signature",
        "unsigned",
        "missing",
        "wrong_nonce",
        "wrong_audience",
        "wrong_audience_with_azp",
        "wrong_issuer",
        "expired",
    ],
)
def test_a_token_that_was_altered_lets_nobody_in(site: Site, mode: str) -> None:
    site.give()
    visitor = Visitor(site)
    back = visitor.back_from(visitor.to_provider())
    site.providers["council"].forge(mode)
    answer = visitor.arrive(back)
    site.providers["council"].forge("none")
    assert answer.status_code == 403
    assert "Signing in did not work" in answer.text
    assert not visitor.is_in()
    assert site.record()[0] == ("council:?", Deed.NOT_LET_IN)


def test_a_sign_in_is_not_begun_from_another_site(site: Site) -> None:
    site.give()
    for origin in ("https://elsewhere.example", "null"):
        answer = requests.post(
            f"{site.address}/sign-in/with/council",
            headers={"Origin": origin},
            allow_redirects=False,
            timeout=20,
        )
        assert answer.status_code == 403


def test_a_word_in_the_cookie_cannot_be_made_up(site: Site) -> None:
    site.give()
    visitor = Visitor(site)
    assert visitor.arrive(visitor.back_from(visitor.to_provider())).status_code == 303
    word = visitor.cookies["sightline"]
    for other in (word[:-2] + "xx", "x" + word[1:], word.split(".")[0]):
        visitor.cookies.clear()
        visitor.cookies.set("sightline", other, domain="127.0.0.1")
        assert not visitor.is_in()
