"""Words that people read, where they differ from the words of the code (USERS.md §7)."""

from dashboard.measures import Family

FAMILIES = {
    Family.PROCESS: "how the work flows",
    Family.FIDELITY: "done as intended",
    Family.OUTCOME: "what it does for children",
    Family.CAPACITY: "able to keep it going",
    Family.BALANCING: "what might have got worse",
}
# Words of the code that may not stand on a page: each has a plain one.
NEVER_ON_SCREEN = (
    "immature",
    "special cause",
    "funnel",
    "scorecard",
    "outlier",
    "release",
    "suppressed",
    "pseudonymised",
    "natural key",
    "upsert",
    "staging",
    "null",
    "NaN",
    "undefined",
)
