"""Forms that people fill in: described here, built of native inputs by assets/forms.js.

What was typed is kept on the device until it is saved. A form that `waits` is kept there
too when the network goes, and is sent once when it is back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dash import html

from dashboard.components.viewing import name_known

Option = tuple[str, ...]
NAME_NOBODY = "Write nothing by which a child, a family or a worker could be known."


@dataclass(frozen=True)
class Field:
    """`kind`: text, long, date, number, choice (a list), pick (buttons), hidden, heading
    or rows (of `fields`, any number). `options` are (value, words); where `near` names
    another field, (value, words, of): those that are of its value stand first."""

    name: str
    label: str
    kind: str = "text"
    value: Any = ""
    options: Sequence[Option] = ()
    needed: bool = False
    hint: str = ""
    fields: Sequence["Field"] = field(default_factory=tuple)
    add: str = ""
    near: str = ""


def form(
    action: str,
    fields: Iterable[Field],
    *,
    save: str,
    key: str,
    waits: bool = False,
) -> html.Div:
    """A form that is sent to `action`; `key` names what is typed on this device."""
    described = {
        "action": action,
        "save": save,
        "key": key,
        "waits": waits,
        "fields": [_plain(one) for one in fields],
    }
    place = html.Div(
        className="form-place",
        **{"data-form": json.dumps(described, ensure_ascii=False)},
    )
    return html.Div([html.P(NAME_NOBODY, className="form-hint"), place])


def _plain(one: Field) -> dict[str, Any]:
    given = asdict(one)
    return {
        name: _value(value)
        for name, value in given.items()
        if value not in ("", (), False)
    }


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    if isinstance(value, dict):
        return {name: _value(one) for name, one in value.items()}
    return value


def who_records_it() -> list[Field]:
    """Asked of the demo user alone: of anybody else the session says it."""
    if name_known():
        return []
    hint = "Your name or your role: the record keeps it."
    return [Field("who", "Who records it", hint=hint)]
