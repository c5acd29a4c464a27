"""What was found wrong, or worth a look, in an extract: in words, with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.errors import ForTheUser

LEFT_OUT = "Left out by your decision: "
EXAMPLES = 5
# As many rows at fault as a repair report lists; the count says how many there are.
ROWS_KEPT = 5_000


class Severity(StrEnum):
    MUST_FIX = "must_fix"
    NEEDS_YES = "needs_yes"
    SHOULD_LOOK = "should_look"
    FOR_INFORMATION = "for_information"

    @property
    def in_words(self) -> str:
        return {
            "must_fix": "MUST",
            "needs_yes": "YES?",
            "should_look": "LOOK",
            "for_information": "INFO",
        }[self]


@dataclass(frozen=True)
class Finding:
    """One thing found in one file. Rows are numbered as in the officer's own file.

    `examples` are (row, value) pairs; the values of identifiers are masked. `rows` are
    the rows at fault, at most ROWS_KEPT. `words` are words of the code list `codes`
    that nobody has mapped, and how many rows hold each.
    """

    check: str
    severity: Severity
    file: str
    title: str
    fix: str
    column: str = ""
    count: int = 0
    examples: tuple[tuple[int, str], ...] = ()
    why: str = ""
    rows: tuple[int, ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    codes: str = ""

    def left_out(self, count: int) -> "Finding":
        """The same once the officer has decided to publish without these rows."""
        return replace(
            self,
            severity=Severity.FOR_INFORMATION,
            title=f"{LEFT_OUT}{self.title}",
            fix="They are counted on the Data page. Send them again once put right.",
            count=count,
        )

    def __str__(self) -> str:
        where = f" Column {self.column}." if self.column else ""
        rows = f" {rows_in_words(self.examples, self.count)}" if self.examples else ""
        return f"{self.severity.in_words}  {self.file}: {self.title}.{where}{rows} {self.fix}"


def rows_in_words(examples: Iterable[tuple[int, str]], count: int) -> str:
    """`Rows 88 (“31/13/2025”), 214 (“soon”) and 3 more.`"""
    shown = [f"{row} (“{value}”)" if value else f"{row}" for row, value in examples]
    more = count - len(shown)
    tail = f" and {more:,} more" if more > 0 else ""
    return ("Row " if count == 1 else "Rows ") + ", ".join(shown) + tail + "."


class ExtractsRefused(ForTheUser):
    """Something must be put right before these files can be published."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        must = [f for f in self.findings if f.severity is Severity.MUST_FIX]
        asked = [f for f in self.findings if f.severity is Severity.NEEDS_YES]
        stopping = must or asked
        things = "1 thing" if len(stopping) == 1 else f"{len(stopping)} things"
        super().__init__(
            f"Not published: {things} must be put right."
            if must
            else f"Not published: {things} to say yes to (on the command line: --yes).",
            "\n".join(str(finding) for finding in stopping),
            "What was published before is still served.",
        )


def stops(findings: Iterable[Finding], *, yes: bool = True) -> bool:
    """Whether a publish must stop; without a `yes`, also at what asks for one."""
    stopping = {Severity.MUST_FIX} if yes else {Severity.MUST_FIX, Severity.NEEDS_YES}
    return any(finding.severity in stopping for finding in findings)


def masked(value: str) -> str:
    """An identifier as it may be shown: its last two characters."""
    return "…" + value[-2:] if len(value) > 3 else "…"
