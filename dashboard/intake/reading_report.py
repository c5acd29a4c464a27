"""What was read of a batch, as plain values for the page: no row of it, ids masked."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dashboard.intake.arrived import Arrived
from dashboard.intake.findings import Finding, Severity, rows_in_words
from dashboard.intake.publish import Prepared
from dashboard.warehouse.arrivals import Arrival


def report_of(prepared: Prepared) -> dict[str, Any]:
    """`verdict`, `files`, `changes` by source and month, `empty_months`, `snapshot`,
    and what was found of its `release`, where the partnership asks for a sign-off."""
    manifest = prepared.manifest
    return {
        "snapshot": manifest.id if manifest else None,
        "before": manifest.before if manifest else None,
        "verdict": _verdict(prepared),
        "files": [_file(file) for file in prepared.arrived],
        "changes": [
            _change(file.arrival, file)
            for file in prepared.arrived
            if file.arrival is not None
        ],
        "empty_months": [
            {
                "source": file.recognition.profile.name,
                "title": file.recognition.profile.title,
                "month": month.isoformat(),
            }
            for file in prepared.arrived
            if file.recognition
            for month in file.empty_months
        ],
        "release": prepared.release and asdict(prepared.release),
        "needs_yes": any(f.severity is Severity.NEEDS_YES for f in prepared.findings),
    }


def _verdict(prepared: Prepared) -> str:
    """“412 of 415 rows are ready; 1 thing must be put right, 2 are worth a look.”"""
    rows = sum(file.rows for file in prepared.arrived)
    at_fault = _rows_at_fault(prepared.arrived)
    must = _number(prepared.findings, Severity.MUST_FIX)
    look = _number(prepared.findings, Severity.SHOULD_LOOK, Severity.NEEDS_YES)
    ready = max(rows - at_fault, 0)
    said = [f"{ready:,} of {rows:,} {'row is' if rows == 1 else 'rows are'} ready"]
    things = []
    if must:
        things.append(f"{_things(must)} must be put right")
    if look:
        things.append(f"{_things(look)} {'is' if look == 1 else 'are'} worth a look")
    if things:
        said.append(", ".join(things))
    return "Not published yet. " + "; ".join(said) + "."


def _rows_at_fault(arrived: Sequence[Arrived]) -> int:
    """Rows that a must-fix finding names, counted once for each file's worst finding."""
    return sum(
        max(
            (f.count for f in file.findings if f.severity is Severity.MUST_FIX),
            default=0,
        )
        for file in arrived
    )


def _number(findings: Sequence[Finding], *severities: Severity) -> int:
    return sum(1 for finding in findings if finding.severity in severities)


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def _file(file: Arrived) -> dict[str, Any]:
    recognition = file.recognition
    return {
        "number": file.number,
        "name": file.name,
        "rows": file.rows,
        "recognised": recognition.profile.title if recognition else None,
        "profile": recognition.profile.name if recognition else None,
        "sure": recognition.sure if recognition else 0.0,
        "header": list(file.header),
        "columns": [
            {
                "header": file.header[index],
                "column": column.name,
                "why": column.why,
                "examples": list(file.examples.get(index, ())),
                "needed": column.needed,
            }
            for index, column in (recognition.columns.items() if recognition else ())
            if index < len(file.header)
        ],
        "unread": list(recognition.unread) if recognition else [],
        "findings": [_finding(finding) for finding in file.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    values = asdict(finding)
    values["severity"] = finding.severity.value
    values["rows_at_fault"] = list(finding.rows)
    values["rows"] = (
        rows_in_words(finding.examples, finding.count) if finding.examples else ""
    )
    values["may_be_left_out"] = finding.severity is Severity.MUST_FIX and bool(
        finding.examples
    )
    return values


def _change(arrival: Arrival, file: Arrived) -> dict[str, Any]:
    title = file.recognition.profile.title if file.recognition else arrival.source
    return {
        "source": title,
        "months": [
            {
                "month": change.month.isoformat() if change.month else None,
                "new": change.new,
                "changed": change.changed,
                "same": change.same,
                "gone": change.gone,
            }
            for change in arrival.changes
        ],
    }
