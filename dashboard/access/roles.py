"""Roles, and what each may do.

A role says what somebody may do; the scope it is held within (`scope`) says of which
places, and a grant (`grant`) whether its numbers are exact.
"""

from enum import StrEnum


class Right(StrEnum):
    """What a page, route, callback or command needs of whoever opens it."""

    SEE = "see"
    SEND = "send"
    DECIDE = "decide"
    RECORD = "record"
    ADMINISTER = "administer"


class Role(StrEnum):
    VIEWER = "viewer"
    LEADER = "leader"
    DATA_OFFICER = "data_officer"
    ANALYST = "analyst"
    RECORDER = "recorder"
    ADMINISTRATOR = "administrator"


# An analyst sees what a viewer sees; that it is exact is a grant. An administrator gives
# nobody numbers by being one: who sees what is checked by somebody who does not.
RIGHTS = {
    Role.VIEWER: frozenset({Right.SEE}),
    Role.LEADER: frozenset({Right.SEE, Right.DECIDE, Right.RECORD}),
    Role.DATA_OFFICER: frozenset({Right.SEE, Right.SEND}),
    Role.ANALYST: frozenset({Right.SEE}),
    Role.RECORDER: frozenset({Right.SEE, Right.RECORD}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER}),
}
IN_WORDS = {
    Right.SEE: "see the partnership's numbers",
    Right.SEND: "send extracts and decide what codes mean",
    Right.DECIDE: "change zones, events, cycles and tools",
    Right.RECORD: "record decisions, findings and answers",
    Right.ADMINISTER: "read the record of who did what",
}
