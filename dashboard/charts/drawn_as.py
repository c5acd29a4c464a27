"""How an answer is drawn, so that what takes a chart elsewhere draws the same one."""

from enum import StrEnum

from dashboard.answers import Answer


class DrawnAs(StrEnum):
    """`OTHER` is a chart of this project's own: a map, steps by team, days."""

    TREND = "through time"
    ROWS = "in rows"
    BY_SIZE = "by size"
    FLOW = "step by step"
    OTHER = "a picture"


def compared_as(answer: Answer, *, in_rows: bool) -> DrawnAs:
    """Places by their size, where that can be judged and rows are not asked for."""
    judged = answer.judgement.difference.funnel is not None
    return DrawnAs.BY_SIZE if judged and not in_rows else DrawnAs.ROWS
