"""A tool's form, for one team or school, on a phone in under a minute."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.components.form import Field, Option, form
from dashboard.partnership.tool_answers import Giver
from dashboard.partnership.tools import Asked, Kind, Tool
from dashboard.warehouse.contents import Contents

# Before a question's name in a form: its other fields can never be meant by it.
OF_QUESTION = "q_"
# With more answers than these a list is easier than buttons.
_BUTTONS = 6


def givers_of(held: Contents) -> list[Option]:
    """Every team and school that can fill a tool in, as (team:code, name)."""
    found = []
    for kind in ("team", "school"):
        places = [
            (label, code)
            for (dimension, code), label in held.labels.items()
            if dimension == kind
            and code not in ("not_known", "not_at_school")
            and (kind, code) not in held.ended
        ]
        found += [(f"{kind}:{code}", label) for label, code in sorted(places)]
    return found


def giver_in_words(giver: Giver, held: Contents) -> str:
    return held.label(giver.dimension, giver.code)


def tool_form(
    tool: Tool, *, action: str, of: str = "", givers: Sequence[Option] = ()
) -> html.Div:
    """The form. `of` is whose it is; where it is empty it is chosen from `givers`."""
    whose = (
        Field("of", "", "hidden", of)
        if of
        else Field(
            "of",
            "Team or school",
            "choice",
            options=[("", "Choose …"), *givers],
            needed=True,
        )
    )
    return form(
        action,
        [
            Field("tool", "", "hidden", tool.name),
            whose,
            Field("about_on", "Day", "date", date.today(), needed=True),
            *question_fields(tool),
        ],
        save="Send",
        key=f"tool-{tool.name}-{of}",
        waits=True,
    )


def question_fields(tool: Tool, *, compact: bool = False) -> list[Field]:
    """A field for each question, under the headings of its parts."""
    fields: list[Field] = []
    section = ""
    for asked in tool.questions:
        if asked.section and asked.section != section and not compact:
            section = asked.section
            fields.append(Field(f"part-{len(fields)}", section, "heading"))
        fields.append(_field(asked, compact=compact))
    return fields


def _field(asked: Asked, *, compact: bool) -> Field:
    name = OF_QUESTION + asked.name
    needed = not asked.optional and asked.kind is not Kind.TEXT
    if asked.options:
        listed = compact or len(asked.options) > _BUTTONS
        options = [*([("", "–")] if listed else []), *asked.options]
        kind = "choice" if listed else "pick"
        return Field(
            name, asked.text, kind, options=options, needed=needed, hint=asked.help
        )
    kind = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.TEXT: "long"}[asked.kind]
    return Field(name, asked.text, kind, needed=needed, hint=asked.help)


def given_of(told: dict[str, Any]) -> dict[str, str]:
    """The answers in what a form sent."""
    return {
        name.removeprefix(OF_QUESTION): str(value)
        for name, value in told.items()
        if name.startswith(OF_QUESTION)
    }
