"""Somebody who is signed in: whose word it is, and in which groups they are."""

from dataclasses import dataclass

# Providers that are none: accounts of this server, and whoever is at its own terminal.
LOCAL, TERMINAL, DEMO = "local", "terminal", "demo"


@dataclass(frozen=True)
class Person:
    """`subject` is what the provider knows them by for good; `name` is what is shown."""

    provider: str
    subject: str
    name: str = ""
    groups: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """What the record knows them by: two providers may each have a `7`."""
        return f"{self.provider}:{self.subject}"

    @property
    def shown(self) -> str:
        return self.name or self.subject


DEMO_USER = Person(DEMO, DEMO, "the demo user")
