"""Rows whose word waited for its meaning are given it, without being sent again."""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb

from dashboard.intake.cells import AWAITING, is_deciding
from dashboard.intake.codes import CodeRows, meanings
from dashboard.intake.profiles import Profile
from dashboard.warehouse.engine import quoted

OURS = "sightline"


def give_meanings(
    connection: duckdb.DuckDBPyConnection,
    profiles: Iterable[Profile],
    codes: Mapping[str, CodeRows],
) -> None:
    """Put the meaning of every word that has one by now in place of its code."""
    columns = {
        (profile.table, column.name, column.codes)
        for profile in profiles
        for column in profile.columns
        if is_deciding(column)
    }
    for table, column, list_name in sorted(columns):
        words = meanings(codes.get(list_name, []))
        connection.execute(
            f"""
            with meant as (
                select
                    '{AWAITING}' || keyed('word', unnest($words)) as awaiting,
                    unnest($codes) as code
            )
            update extract.{quoted(table)} as rows
            set {quoted(column)} = meant.code
            from meant
            where rows.{quoted(column)} = meant.awaiting
            """,
            {"words": list(words), "codes": list(words.values())},
        )


def mark_recording(
    connection: duckdb.DuckDBPyConnection, day: date, words: str
) -> None:
    """A change of what words mean is drawn on every chart that it may have moved."""
    connection.execute(
        "insert into extract.event values (?, ?, ?, 'recording', 'everywhere', null)",
        [OURS, day, words],
    )
