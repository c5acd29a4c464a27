"""The command line: what the pages do, without a browser.

python -m dashboard extracts read|check|publish|list|undo|compare|history|erase|tidy …
python -m dashboard records export|import FILE
python -m dashboard ask MEASURE --by team --period last12 --as csv
python -m dashboard pack --of "/referrals?measure=reclassified" --to pack.pptx
python -m dashboard account add|remove|list NAME
python -m dashboard audit verify|show
python -m dashboard follow send
python -m dashboard backup TO | restore FROM
python -m dashboard doctor
python -m dashboard cubes build --engine spark://HOST:7077 --to FOLDER
python -m dashboard measures | held | demo build DIR | serve
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from dashboard.access.audit import Deed, record
from dashboard.access.doors import Kind, door
from dashboard.access.roles import Right
from dashboard.access.viewer import entitlement_of, granted
from dashboard.commands.account import add_account
from dashboard.commands.audit import add_audit
from dashboard.commands.backup import add_backup, add_restore
from dashboard.commands.cubes import add_cubes
from dashboard.commands.doctor import add_doctor
from dashboard.commands.extracts import add_extracts
from dashboard.commands.follow import add_follow
from dashboard.commands.pack import add_pack
from dashboard.commands.records import add_records
from dashboard.commands.terminal import at_the_terminal, err, out, told, user
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser, NotGranted, SightlineError, reference_for
from dashboard.filters import Filters
from dashboard.machine import keep_to_owner
from dashboard.serving import HOST
from dashboard.settings import Settings, read_settings

_RECORDED = (Right.SEND, Right.DECIDE, Right.ADMINISTER)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (refused, in words) or 2 (unforeseen)."""
    keep_to_owner()
    chosen = parser_of_commands().parse_args(arguments)
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
    )
    try:
        settings = read_settings(chosen.home)
        check_command(_named(chosen), settings)
        result: int = chosen.run(chosen, settings)
        return result
    except ForTheUser as error:
        _say(error)
        return 1
    except SightlineError as error:
        err.print(f"This installation is not right: {error}", markup=False)
        return 2
    except Exception as error:  # the last door: nothing may leave it as a traceback
        err.print(
            f"Sorry: something went wrong that nobody foresaw. Reference {reference_for(error)}."
        )
        return 2


def _named(chosen: argparse.Namespace) -> str:
    return " ".join(filter(None, (chosen.command, getattr(chosen, "action", None))))


def check_command(name: str, settings: Settings) -> None:
    """NotGranted where whoever is at this terminal may not give it; else it is recorded."""
    opened, person = door(Kind.COMMAND, name), at_the_terminal()
    if opened.for_anybody:  # also where access.toml is not valid: it says so
        return
    try:
        opened.check(entitlement_of(person, settings))
    except NotGranted as error:
        raise NotGranted(
            error.title,
            what_to_do="access.toml says who may, by a [[held]] with provider ="
            f' "terminal" and user = "{person.subject}".',
        ) from None
    # What is put back may be the record itself: it is told afterwards.
    if name != "restore" and opened.right in _RECORDED:
        record(settings.home, person.id, Deed.COMMANDED, name)


def _say(error: ForTheUser) -> None:
    for line in (error.title, error.message, error.what_to_do):
        if line:
            err.print(line, markup=False)


def parser_of_commands() -> argparse.ArgumentParser:
    """Every command there is."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--home", help="where everything local is kept (or SIGHTLINE_HOME)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    add_extracts(
        commands.add_parser("extracts", help="read, check and publish extracts")
    )
    add_records(
        commands.add_parser("records", help="zones, cycles, tools: out and in again")
    )
    _add_ask(commands.add_parser("ask", help="ask a measure"))
    add_pack(commands.add_parser("pack", help="take pages away: slides, PDF, Excel"))
    measures = commands.add_parser(
        "measures", help="list the measures, and whether other engines can count them"
    )
    measures.set_defaults(run=_measures)
    held = commands.add_parser("held", help="what is held of each extract, and why")
    held.set_defaults(run=_held)
    _add_demo(commands.add_parser("demo", help="the synthetic partnership"))
    add_account(commands.add_parser("account", help="accounts of this server"))
    add_audit(commands.add_parser("audit", help="the record of who did what"))
    add_cubes(commands.add_parser("cubes", help="a picture's cubes on another engine"))
    add_follow(commands.add_parser("follow", help="tell people of what they follow"))
    add_backup(commands.add_parser("backup", help="a home into one file"))
    add_restore(commands.add_parser("restore", help="a backup into the home again"))
    add_doctor(commands.add_parser("doctor", help="whether a server has what it needs"))
    serve = commands.add_parser("serve", help="serve the pages")
    _add_where(serve)
    serve.add_argument(
        "--audience",
        choices=[*Audience],
        help="whom the pages are made for; all but operational need only the release",
    )
    serve.set_defaults(run=_serve)
    return parser


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument(
        "--host", default=HOST, help="anything but 127.0.0.1 needs a sign-in"
    )


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("measure")
    parser.add_argument("--by", help="a dimension: area, school, team, source_agency …")
    parser.add_argument("--through", help="month, quarter, school_year …: every period")
    parser.add_argument("--period", default="all", help="last12, all, month:2026-03 …")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="DIMENSION=VALUE",
        help="a filter; repeat",
    )
    for name in ("zone", "area", "school", "team"):
        parser.add_argument(f"--{name}", help=f"only this {name}")
    parser.add_argument(
        "--unit", choices=["referrals", "children", "incidents"], default="referrals"
    )
    parser.add_argument(
        "--audience",
        choices=[*Audience],
        help="whom the numbers are for; as in settings.toml unless said",
    )
    parser.add_argument(
        "--as", dest="form", choices=["text", "csv", "json"], default="text"
    )
    parser.set_defaults(run=_ask)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    serve = actions.add_parser(
        "serve", help="make the invented partnership where it is missing, and serve it"
    )
    serve.add_argument("directory", type=Path)
    _add_where(serve)
    serve.set_defaults(run=_demo_serve)
    build = actions.add_parser(
        "build", help="write the extracts of an invented partnership"
    )
    build.add_argument("directory", type=Path)
    build.add_argument("--children", type=int, default=10_000)
    build.add_argument("--years", type=int, default=5)
    build.add_argument("--seed", type=int, default=1)
    build.set_defaults(run=_demo_build)


def _ask(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.answers import Question, ask
    from dashboard.points import Unit
    from dashboard.reports.tables import as_csv, as_json
    from dashboard.sentences import sentence
    from dashboard.warehouse.taken import What, record_taken

    answer = ask(
        Question(
            measure=chosen.measure,
            filters=_filters(chosen, settings),
            by=_dimension(chosen.by, settings),
            grain=chosen.through,
            unit=Unit(chosen.unit),
        ),
        granted(at_the_terminal(), settings, chosen.audience),
    )
    if chosen.form != "text":
        person = at_the_terminal()
        record(
            settings.home,
            person.id,
            Deed.TOOK,
            answer.question.in_words,
            answer.snapshot,
        )
        what = answer.measure.name
        record_taken(settings.home, answer.snapshot, What.FILE, user(), what)
    if chosen.form == "csv":
        sys.stdout.write(as_csv(answer))
    elif chosen.form == "json":
        sys.stdout.write(as_json(answer) + "\n")
    else:
        out.print(sentence(answer), markup=False)
    return 0


def _filters(chosen: argparse.Namespace, settings: Settings) -> Filters:
    clauses = {
        name: value
        for name in ("zone", "school", "team")
        if (value := getattr(chosen, name)) is not None
    }
    if chosen.area is not None:
        clauses[settings.area_level] = chosen.area
    for clause in chosen.where:
        name, _, value = clause.partition("=")
        clauses[_dimension(name, settings) or name] = value
    return Filters.of(clauses, chosen.period)


def _dimension(name: str | None, settings: Settings) -> str | None:
    """`area` is whichever grouping of data zones this partnership calls an area."""
    return settings.area_level if name == "area" else name


def _measures(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.partnership.tool_measures import whole_catalogue
    from dashboard.portable import faults

    for measure in whole_catalogue(settings).values():
        found = list(faults(measure.sql))
        where = "DuckDB only" if found else "portable"
        words = f"{measure.name:34} {measure.kind:10} {where:11} {measure.title}"
        for line in (words, *found):
            out.print(line, markup=False)
    return 0


def _held(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.profiles import read_profiles
    from dashboard.reports.held import held_in_words
    from dashboard.warehouse.tables import read_extract_tables

    profiles = read_profiles(settings.profile_folders)
    sys.stdout.write(held_in_words(profiles, read_extract_tables()))
    return 0


def _demo_build(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.demo import build

    build(
        chosen.directory, children=chosen.children, years=chosen.years, seed=chosen.seed
    )
    out.print(f"The extracts of an invented partnership are in {chosen.directory}.")
    return 0


def _demo_serve(chosen: argparse.Namespace, settings: Settings) -> int:
    """Build, publish through the real intake, and serve: what `make run` does."""
    from dashboard.demo import build
    from dashboard.demo.description import describe
    from dashboard.intake.decisions import Decisions
    from dashboard.intake.publish import publish_extracts
    from dashboard.partnership.carrying import import_records
    from dashboard.warehouse.snapshots import Snapshots

    home, extracts = chosen.directory / "home", chosen.directory / "extracts"
    demo = describe()
    if not Snapshots(home).pointer.exists():
        out.print(f"Making the extracts of {demo.council}, an invented council …")
        build(extracts)
        home.mkdir(parents=True, exist_ok=True)
        text = _demo_settings(f"{demo.council} (invented)")
        (home / "settings.toml").write_text(text, encoding="utf-8")
        (home / "access.toml").write_text(_demo_access(), encoding="utf-8")
        records = (extracts / "records.json").read_text(encoding="utf-8")
        import_records(home, records)
        kinds = ("*.csv", "*.xlsx", "*.geojson")
        files = sorted(path for kind in kinds for path in extracts.glob(kind))
        with told() as progress:
            publish_extracts(
                files,
                read_settings(home),
                as_at=demo.as_at,
                progress=progress,
                decisions=Decisions(yes=True),
            )
    chosen.home = str(home)
    return _serve(chosen, read_settings(home))


def _demo_settings(name: str) -> str:
    """Pages open as a group would see them; exact numbers are one click away."""
    return f"""partnership = "{name}"
audience = "operational"
opens_as = "partnership"
"""


def _demo_access() -> str:
    today = date.today()
    return f"""# Whoever is at this machine is let in, on 127.0.0.1 alone: nobody real is in here.
demo_user = true

[[grant]]
role = "analyst"
exact = "everything"
approved_by = "nobody: the children are invented"
approved_on = {today}
agreement = "no agreement needed"
risk_assessment = "no risk to assess"
review_on = {today + timedelta(days=365)}
"""


def _serve(chosen: argparse.Namespace, settings: Settings) -> int:
    from app import serve

    if audience := getattr(chosen, "audience", None):
        os.environ["SIGHTLINE_AUDIENCE"] = audience
    serve(settings.home, chosen.port, chosen.host)
    return 0


if __name__ == "__main__":
    sys.exit(main())
