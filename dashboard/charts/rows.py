"""Rows whose names are sentences: a tool's items."""

ROW = 46
_WIDE = 42


def wrapped(words: str) -> str:
    """A sentence in lines that fit beside a chart."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > _WIDE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
