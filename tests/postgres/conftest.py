"""The server, where a test is run without the plugin that has it."""

from tests.postgres.everywhere import postgres

__all__ = ["postgres"]
