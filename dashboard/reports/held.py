"""What is held of each extract, as a page for whoever answers for the data.

Made from the profiles and the tables that they fill, so that it says what is done.
"""

from collections.abc import Iterator, Mapping, Sequence

from dashboard.intake.profiles import Column, Profile, Profiles
from dashboard.warehouse.tables import ExtractTable
from dashboard.warehouse.tracing import CHILD_KEYS

_KINDS = {
    "identifier": "an id",
    "birth_date": "a date of birth",
    "postcode": "a postcode",
    "date": "a date",
    "month": "a month",
    "text": "words, as they stand",
    "code": "one word of a list",
    "codes": "words of a list",
    "integer": "a whole number",
    "number": "a number",
    "percent": "a percentage",
    "band": "a band of numbers",
    "yes_no": "yes or no",
    "restricted": "the mark of a restricted record",
    "ignored": "not needed",
}
KEPT, CODED, USED, LEFT = (
    "kept",
    "kept only as a keyed code",
    "used, not kept",
    "not taken in",
)
_ZONE = "data_zone"
_ABOUT_ONE_CHILD, _ABOUT_NONE = "one child", "no single child"

_FOREWORD = """# What is held

For each kind of extract: each of its columns, what becomes of it, and why it is asked for.
This page is made by `python -m dashboard held` from the profiles in `data/profiles`; on a
server with profiles of its own in the home, the command says what is true there. It speaks
of extracts alone: what else is kept (what people record, who follows which measure and at
which mail address, the record) is in [data-protection.md](data-protection.md).

- *kept*: the value stands in every picture made from then on, until the picture is let go.
- *kept only as a keyed code*: the same id always gives the same code, and nobody gets back
  from the code to the id without this partnership's key. It is still personal data.
- *used, not kept*: read to work something else out, and then let go.
- *not taken in*: in no picture. Files often have such columns; it is better not to send them.

*Words, as they stand* are kept as they were written: a name typed into such a column would
be kept. The file itself, with all of its columns, stays on the server while it waits to be
published, and is deleted when it is.
"""


def held_in_words(profiles: Profiles, tables: Mapping[str, ExtractTable]) -> str:
    """The page as Markdown: one section for each kind of extract."""
    sections = [
        _section(profile, tables[profile.table]) for profile in profiles.values()
    ]
    return "\n".join([_FOREWORD, *_overview(profiles), *sections])


def becomes(column: Column, table: ExtractTable) -> str:
    """What becomes of a column's values."""
    if column.type == "ignored":
        return LEFT
    if column.type == "identifier":
        return CODED if column.name in table.columns else USED
    kept = column.name in table.columns and column.type not in (
        "birth_date",
        "postcode",
    )
    return KEPT if kept else USED


def worked_out(profile: Profile, table: ExtractTable) -> tuple[str, ...]:
    """What is kept that no column of the file gives as it stands."""
    made = [*profile.derived, *profile.from_name, *profile.constants]
    if profile.wide:
        made += [profile.wide.name, profile.wide.value]
    if any(column.type == "postcode" for column in profile.columns):
        made.append(_ZONE)
    if profile.turning:  # what a query of its own makes of the rows
        given = {column.name for column in profile.columns}
        made += [
            name for name in table.columns if name not in given and name != "source"
        ]
    return tuple(dict.fromkeys(name for name in made if name in table.columns))


def _overview(profiles: Profiles) -> Iterator[str]:
    yield from _table(
        ("Extract", "From", "A row is about"),
        [
            (f"[{one.title}](#{_anchor(one.title)})", one.system, _about(one))
            for one in profiles.values()
        ],
    )
    yield ""


def _about(profile: Profile) -> str:
    named = {column.name for column in profile.columns}
    return _ABOUT_ONE_CHILD if named & set(CHILD_KEYS) else _ABOUT_NONE


def _section(profile: Profile, table: ExtractTable) -> str:
    rows = [
        (
            column.aliases[0],
            _KINDS[column.type] + (", must be there" if column.needed else ""),
            becomes(column, table),
            column.why,
        )
        for column in profile.columns
    ]
    lines = [
        f"## {profile.title}",
        "",
        profile.grain,
        f"What it makes visible: {profile.makes_visible}",
        "",
        *_table(("Column", "What it is", "What becomes of it", "Why"), rows),
        "",
    ]
    if made := worked_out(profile, table):
        words = ", ".join(name.replace("_", " ") for name in made)
        lines += [f"Worked out, and kept: {words}.", ""]
    if profile.others == "not_needed":
        lines += ["Any other column of such a file is not taken in.", ""]
    return "\n".join(lines)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _anchor(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    kept = (c for c in title.lower() if c.isalnum() or c in " -_")
    return "".join(kept).replace(" ", "-")
