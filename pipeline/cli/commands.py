"""The commands and their options; what they do stands in the modules beside this one.

Nothing heavy is imported here: ``eingang --help`` must answer at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.account_commands import accounts
from pipeline.cli.options import PATH, AsJson, Case, Data, Day, Paths
from pipeline.cli.usage import Commands, path_of

cli = typer.Typer(
    name="eingang",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads scanned applications for Unterhaltsvorschuss, checks them and hands them over.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
samples = typer.Typer(cls=Commands, help="Samples with a known truth.", rich_markup_mode=None)
forms = typer.Typer(cls=Commands, help="Form definitions.", rich_markup_mode=None)
rules = typer.Typer(cls=Commands, help="Rules.", rich_markup_mode=None)
cli.add_typer(accounts, name="accounts")
cli.add_typer(samples, name="samples")
cli.add_typer(forms, name="forms")
cli.add_typer(rules, name="rules")


def _version(wanted: bool) -> None:
    """Answered before anything else is looked at."""
    if wanted:
        from pipeline import __version__

        typer.echo(f"eingang {__version__}")
        raise typer.Exit


@cli.callback()
def main(
    data: Data = None,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Print the version."),
    ] = False,
) -> None:
    """Read scanned applications, check them, hand them over."""
    if data is not None:
        from pipeline.cli import opening

        opening.choose(data)


@cli.command()
def demo(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Folder of the fresh store.", show_default="./eingang-demo", **PATH
        ),
    ] = None,
) -> None:
    """Process four bundled samples into a fresh store and say what to look at next."""
    from pipeline.cli.demo import show_demo

    show_demo(data)


@cli.command()
def intake(
    paths: Paths,
    data: Data = None,
    received: Day = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Also read what was refused or failed before; --received corrects."
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 2 if a fehler is open.")] = False,
    json: AsJson = False,
) -> int:
    """Turn scans into checked cases. Repeating it does nothing twice."""
    from pipeline.cli.intake import take_in_and_read

    day = received.date() if received else None
    return take_in_and_read(
        paths, data=data, received=day, again=again, strict=strict, as_json=json
    )


@cli.command()
def cases(data: Data = None, json: AsJson = False) -> None:
    """List all cases and what could not be taken in."""
    from pipeline.cli.cases import list_cases

    list_cases(data, as_json=json)


@cli.command()
def show(
    case: Case,
    pages: Annotated[
        Path | None,
        typer.Option(
            "--pages", help="Folder for the annotated pages, as CASE-seite-01.png.", **PATH
        ),
    ] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Show one case: pages, answers, evidence, what is open."""
    from pipeline.cli.cases import show_case

    show_case(case, data, pages=pages, as_json=json)


@cli.command()
def check(case: Case, data: Data = None, json: AsJson = False) -> int:
    """Say what is missing or contradictory in a case. Exit 2 if a fehler is open."""
    from pipeline.cli.cases import check_case

    return check_case(case, data, as_json=json)


@cli.command()
def release(
    case: Case,
    reason: Annotated[str, typer.Option("--reason", help="Why it may go all the same.")],
    person: Annotated[str, typer.Option("--person", help="Who decides; else the login name.")] = "",
    data: Data = None,
) -> None:
    """Let a case go although something is open. Recorded with person, time and reason."""
    from pipeline.cli.handover import release_case

    release_case(case, data, reason=reason, person=person)


@cli.command()
def export(
    case: Case,
    out: Annotated[
        Path, typer.Option("--out", help="File to write, in a folder that is there.", **PATH)
    ],
    format: Annotated[str, typer.Option("--format", help="json")] = "json",
    data: Data = None,
) -> None:
    """Write the canonical case."""
    from pipeline.cli.handover import export_case

    export_case(case, data, form=format, out=out)


@cli.command()
def review(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")
    ] = 8400,
    data: Data = None,
) -> None:
    """Serve the review station to browsers, on this computer alone unless it is set otherwise."""
    from pipeline.cli.review import run_review

    run_review(data, port)


@cli.command()
def audit(
    out: Annotated[
        Path | None, typer.Option("--out", help="Write all lines here, as JSON.", **PATH)
    ] = None,
    noted: Annotated[
        str, typer.Option("--noted", help="Count and hash noted earlier, as 1024:3f0c...")
    ] = "",
    data: Data = None,
) -> None:
    """Check that the audit trail of the review station has no gap and no change."""
    from pipeline.cli.audit_trail import audit_trail

    audit_trail(data, out=out, noted=noted)


@cli.command("export-corrections")
def export_corrections(
    out: Annotated[Path, typer.Option("--out", help="New folder to write to.", **PATH)],
    with_values: Annotated[
        bool,
        typer.Option(
            "--with-values",
            help="Also what was written, and its pictures: personal data, without case numbers.",
        ),
    ] = False,
    data: Data = None,
) -> None:
    """Write what people decided at the review station, for calibrating the readers."""
    from pipeline.cli.corrections import export_corrections as written

    written(data, out=out, values=with_values)


@cli.command()
def emit(
    to: Annotated[str, typer.Option("--to", help="folder or folder:PATH")] = "folder",
    case: Annotated[str | None, typer.Option("--case", help="Only this case.")] = None,
    data: Data = None,
    json: AsJson = False,
) -> int:
    """Hand cases that may go to the authority's system."""
    from pipeline.cli.handover import emit_cases

    return emit_cases(data, to=to, case=case, as_json=json)


@cli.command()
def evaluate(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Samples with truth.yaml.", parser=path_of)
    ],
    json: Annotated[
        Path | None, typer.Option("--json", help="Write all figures here.", **PATH)
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", help="Draw confidence and acceptance here (SVG or PNG).", **PATH),
    ] = None,
) -> None:
    """Process every sample below a folder and compare with its truth."""
    from pipeline.cli.trials import evaluate_samples

    evaluate_samples(directory, json, plot)


@cli.command()
def read(
    images: Annotated[
        list[Path], typer.Argument(metavar="IMAGE...", help="Pictures of crops.", parser=path_of)
    ],
    kind: Annotated[str, typer.Option("--as", metavar="TYPE", help="A text type, or mark.")],
) -> None:
    """Read single crops; one JSON line each."""
    from pipeline.cli.trials import read_crops

    read_crops(images, kind)


@cli.command()
def doctor(data: Data = None) -> int:
    """Say whether this machine is fit to run."""
    from pipeline.cli.doctor import examine

    return examine(data)


@samples.command("make")
def samples_make(
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.", **PATH)],
    count: Annotated[int, typer.Option("--count", min=1)] = 1,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    style: Annotated[Path | None, typer.Option("--style", help="YAML.", **PATH)] = None,
    fonts: Annotated[
        Path | None, typer.Option("--fonts", help="Folder of TTF, OTF or WOFF2 files.", **PATH)
    ] = None,
) -> None:
    """Make samples with truth: filled in, attached to, printed and scanned."""
    from pipeline.cli.trials import make_samples

    make_samples(out, count=count, seed=seed, style=style, fonts=fonts)


@samples.command("style")
def samples_style() -> None:
    """Print the default style as YAML."""
    from pipeline.cli.trials import print_style

    print_style()


@forms.command("list")
def forms_list(json: AsJson = False) -> None:
    """List the installed form definitions."""
    from pipeline.cli.installed import list_forms

    list_forms(as_json=json)


@rules.command("list")
def rules_list(json: AsJson = False) -> None:
    """List all rules and whether they are implemented."""
    from pipeline.cli.installed import list_rules

    list_rules(as_json=json)
