"""From an answer to a figure: plain dicts, one theme, no claim that the answer lacks."""
