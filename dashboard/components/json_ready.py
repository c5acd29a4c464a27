"""Components as the dictionaries that they are sent as.

Dash writes an answer as JSON at once where all of it is plain; where a component is in it,
all of it, the charts too, is walked through and copied first, which takes longer than
writing it.
"""

from typing import Any

from dash.development.base_component import Component


def json_ready(part: Any) -> Any:
    """The same, each component in it as its dictionary."""
    if isinstance(part, Component):
        return json_ready(part.to_plotly_json())
    if isinstance(part, dict):
        return {name: json_ready(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [json_ready(one) for one in part]
    return part
