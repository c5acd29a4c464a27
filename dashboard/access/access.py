"""Who may come in, as what, to see what: `access.toml` in the home, read when it changes.

It is one file so that an information governance officer can read and sign it whole:
the address and the sign-ins, the roles that are held and within which places, and the
decisions by which exact numbers are shown.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.access.grant import Grant, grant_of
from dashboard.access.person import LOCAL, TERMINAL, Person
from dashboard.access.roles import Role
from dashboard.access.scope import PLACE_DIMENSIONS, WHOLE, Place
from dashboard.errors import DefinitionError

FILE = "access.toml"
EVERYTHING = "everything"
# A secret that is shorter can be guessed.
_LEAST_SECRET = 32
_MOST_PROXIES = 9


@dataclass(frozen=True)
class Provider:
    """An identity provider: the council's, the Board's, the police's.

    `groups` is the claim that lists the groups of whoever signs in. The secret is not
    in the file: `secret` names the environment variable that holds it.
    """

    name: str
    title: str
    issuer: str
    client_id: str
    secret: str
    groups: str = "groups"
    scopes: str = "openid profile"

    @property
    def client_secret(self) -> str:
        return os.environ.get(self.secret, "")


@dataclass(frozen=True)
class Assignment:
    """A role, held by a group of a provider or by one of its users, of these places."""

    role: Role
    provider: str
    group: str = ""
    user: str = ""
    places: tuple[Place, ...] = ()

    def is_of(self, person: Person) -> bool:
        if person.provider != self.provider:
            return False
        return self.user == person.subject if self.user else self.group in person.groups

    @property
    def in_words(self) -> str:
        """As the record has it: who holds what, of which places."""
        who = self.user or f"the group {self.group}"
        of = ", ".join(place.word for place in self.places) or "nothing"
        role = self.role.replace("_", " ")
        return f"{role} for {who} of {self.provider}: {of}"


@dataclass(frozen=True)
class Access:
    """`access.toml`, read. `text` is what stands in it."""

    address: str = ""
    demo_user: bool = False
    local_accounts: bool = False
    behind_proxy: bool | int = False
    idle_minutes: int = 20
    absolute_hours: int = 10
    check_minutes: int = 10
    providers: tuple[Provider, ...] = ()
    held: tuple[Assignment, ...] = ()
    grants: tuple[Grant, ...] = ()
    text: str = field(default="", repr=False)

    @property
    def has_sign_in(self) -> bool:
        return bool(self.providers) or self.local_accounts

    @property
    def proxies(self) -> int:
        """How many stand one behind the other; what they say of a request is believed.

        Of one more than there are, whoever asks could say what they like.
        """
        return int(self.behind_proxy)

    @property
    def is_said(self) -> bool:
        """Whether the partnership has said anything of who may do what."""
        return bool(self.text)

    def provider(self, name: str) -> Provider | None:
        return next((one for one in self.providers if one.name == name), None)

    def lets_in_by(self, provider: str) -> bool:
        """Whether people may be here by this provider, or by an account of the server."""
        if provider == LOCAL:
            return self.local_accounts
        return self.provider(provider) is not None

    def assigned_to(self, person: Person) -> tuple[Assignment, ...]:
        return tuple(one for one in self.held if one.is_of(person))

    @property
    def in_words(self) -> tuple[str, ...]:
        """Each thing that is given, a line each: what the record compares."""
        held = [one.in_words for one in self.held]
        grants = [f"exact numbers: {grant.in_words}" for grant in self.grants]
        ways = [f"sign-in by {one.title}" for one in self.providers]
        local = ["sign-in by local accounts"] if self.local_accounts else []
        demo = ["the demo user on this machine"] if self.demo_user else []
        return tuple(sorted([*held, *grants, *ways, *local, *demo]))


def access_of(home: Path) -> Access:
    """What the home's access.toml says now; nothing where there is none.

    Raises DefinitionError, in words, where it is not valid: nobody comes in by halves.
    """
    path = home / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return Access()
    return _read(path, found.st_mtime_ns, found.st_size)


def secret_of(environment: Mapping[str, str] = os.environ) -> str:
    """What cookies are signed with: SIGHTLINE_SECRET. Empty where there is none."""
    secret = environment.get("SIGHTLINE_SECRET", "")
    if secret and len(secret) < _LEAST_SECRET:
        raise DefinitionError(
            f"SIGHTLINE_SECRET is shorter than {_LEAST_SECRET} characters: make one with"
            ' python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return secret


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Access:
    text = path.read_text(encoding="utf-8")
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{FILE} is not valid TOML: {error}") from error
    unknown = set(said) - _KNOWN
    if unknown:
        raise DefinitionError(
            f"{FILE}: nothing is called {', '.join(sorted(unknown))};"
            f" it may say {', '.join(sorted(_KNOWN))}"
        )
    if said.get("demo_user") and len(said.keys() & _REAL) > 0:
        raise DefinitionError(
            f"{FILE}: demo_user lets in whoever comes, and cannot stand beside"
            f" {', '.join(sorted(said.keys() & _REAL))}: take one of them out"
        )
    if not 0 <= int(said.get("behind_proxy", 0)) <= _MOST_PROXIES:
        raise DefinitionError(
            f"{FILE}: behind_proxy is true, or how many proxies stand one behind the other"
        )
    lists = {"provider", "held", "grant"}
    plain = {name: value for name, value in said.items() if name not in lists}
    providers = tuple(_provider(one) for one in said.get("provider", ()))
    held = tuple(_assignments(said.get("held", ()), providers))
    grants = tuple(grant_of(one) for one in said.get("grant", ()))
    return Access(**plain, providers=providers, held=held, grants=grants, text=text)


_KNOWN = {
    *("address", "demo_user", "local_accounts", "behind_proxy"),
    *("idle_minutes", "absolute_hours", "check_minutes"),
    *("provider", "held", "grant"),
}


# What a server has whose people sign in.
_REAL = {"address", "behind_proxy", "local_accounts", "provider"}


def _provider(said: Mapping[str, Any]) -> Provider:
    try:
        made = Provider(**said)
    except TypeError:
        raise DefinitionError(
            f"{FILE}: a [[provider]] says name, title, issuer, client_id, secret and, if"
            " need be, groups and scopes"
        ) from None
    if made.name in (LOCAL, TERMINAL) or not made.name.isidentifier():
        raise DefinitionError(
            f"{FILE}: a provider's name is one word, and not {LOCAL} or {TERMINAL}:"
            f" {made.name!r}"
        )
    if not made.issuer.startswith(("https://", "http://127.0.0.1:")):
        raise DefinitionError(f"{FILE}: the issuer of {made.name} begins with https://")
    return made


def _assignments(
    said: Sequence[Mapping[str, Any]], providers: Sequence[Provider]
) -> Iterator[Assignment]:
    known = {*(one.name for one in providers), LOCAL, TERMINAL}
    for one in said:
        provider, role = str(one.get("provider", "")), str(one.get("role", ""))
        if role not in set(Role):
            raise DefinitionError(
                f"{FILE}: a role is one of {', '.join(Role)}, not {role!r}"
            )
        if provider not in known:
            raise DefinitionError(
                f"{FILE}: no provider is called {provider!r}: {', '.join(sorted(known))}"
            )
        if bool(one.get("group")) == bool(one.get("user")):
            raise DefinitionError(
                f"{FILE}: a role is held by a group or by a user: {role} of {provider}"
            )
        yield Assignment(
            Role(role),
            provider,
            str(one.get("group", "")),
            str(one.get("user", "")),
            tuple(_places(one.get("scope", ()))),
        )


def _places(said: object) -> Iterator[Place]:
    """`"everything"`, or a list of places such as `"team:T01"` or `"team:T01 of mosaic"`."""
    for word in [said] if isinstance(said, str) else list(said or ()):  # type: ignore[call-overload]
        place, _, systems = str(word).partition(" of ")
        dimension, _, code = place.partition(":")
        sources = tuple(systems.replace(",", " ").split())
        if place == EVERYTHING:
            yield Place(sources=sources) if sources else WHOLE
        elif dimension in PLACE_DIMENSIONS - {"zone_on_day", "data_zone"} and code:
            yield Place(dimension, code, sources)
        else:
            raise DefinitionError(
                f"{FILE}: a scope is {EVERYTHING}, or a list of places such as"
                f' "team:T01", "school:5712345" or "team:T01 of mosaic", not {word!r}'
            )
