"""The one error of reading: a sentence that says what is wrong and what to do."""

from dashboard.errors import ForTheUser


class Unreadable(ForTheUser):
    """The file cannot be read as a table."""
