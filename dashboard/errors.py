"""What can go wrong, in words a person can act on.

`ForTheUser` is shown as it stands; anything else is logged with a reference number
and shown as an apology (see `reference_for`).
"""

import logging
import secrets

log = logging.getLogger("sightline")


class SightlineError(Exception):
    """Base of every error this project raises on purpose."""


class ForTheUser(SightlineError):
    """An error that is displayed directly, without a traceback.

    `title` says what is wrong, `message` where, `what_to_do` how to put it right.
    """

    def __init__(self, title: str, message: str = "", what_to_do: str = "") -> None:
        self.title = title
        self.message = message
        self.what_to_do = what_to_do
        super().__init__(
            " ".join(part for part in (title, message, what_to_do) if part)
        )

    @property
    def said(self) -> dict[str, str]:
        """Its parts by name, as a road beside Dash answers with them."""
        return {
            "title": self.title,
            "message": self.message,
            "what_to_do": self.what_to_do,
        }


class DefinitionError(SightlineError):
    """A measure, profile, check or code list of this installation is not valid.

    It stops the start: a definition that is skipped is a number that vanishes.
    """


class UnknownName(ForTheUser):
    """A measure, place, period or filter that does not exist was asked for."""


class NoSnapshot(ForTheUser):
    """Nothing has been published yet, or the snapshot asked for is gone."""


class NotGranted(ForTheUser):
    """Exact numbers were asked for that no recorded decision grants."""


class NotRecorded(ForTheUser):
    """What must be in the record of who did what could not be written there."""


def reference_for(error: BaseException) -> str:
    """Log an error nobody foresaw and return the number a user can quote.

    Only the kind of error and where it was raised are logged: its message may hold a
    value from an extract.
    """
    reference = secrets.token_hex(4)
    log.error(
        "unforeseen %s, reference %s, at %s",
        type(error).__name__,
        reference,
        _where(error),
    )
    return reference


def _where(error: BaseException) -> str:
    frames = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"{code.co_name}:{step.tb_lineno}")
        step = step.tb_next
    return " > ".join(frames[-6:])
