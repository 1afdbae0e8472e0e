"""Writes the tables in docs/ that come from the code: ``make docs``. A test keeps them true."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from pipeline import errors, forms
from pipeline.cli.commands import cli
from pipeline.settings import Settings
from validators import RULES

DOCS = Path(__file__).parent.parent / "docs"
NOTE = "<!-- Written by `make docs`; do not edit. -->\n"
FORM = "uvg_antrag_by"

INTAKE_ENDS = (
    "\n## How `intake` ends\n",
    "The first of these that is so:\n",
    "- 64 wrong usage, 10 to 12 and 16 what stops everything: nothing, or nothing more, is read.",
    "- 15 a path that was given does not exist. Everything else was taken in and read before.",
    "- 3, 4, 5, 15 or 1 nothing came in at all: the code of the first mail item that was refused",
    "  or failed. Where anything came in, refusals are lines of the output and cases, no errors.",
    "- 2 only with `--strict`: a finding of severity fehler is open.",
    "- 0 done.",
)


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "commands.md": NOTE + "\n".join(_commands()) + "\n",
        "errors.md": NOTE + "\n".join(_errors()) + "\n",
        "fields.md": NOTE + "\n".join(_fields()) + "\n",
        "rules.md": NOTE + "\n".join(_rules()) + "\n",
        "settings.md": NOTE + "\n".join(_settings()) + "\n",
    }


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "Every command takes `--help`. `--data DIR` or `EINGANG_DATA` names the store's folder."
    yield "`eingang --version` prints the version.\n"
    root = typer.main.get_command(cli)
    yield from _group(root, "eingang")


def _group(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group) or hasattr(command, "commands"):
        for child, sub in command.commands.items():  # type: ignore[union-attr]  # checked above
            yield from _group(sub, f"{name} {child}")
        return
    with command.make_context(name, [], resilient_parsing=True) as context:
        yield f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


def _errors() -> Iterator[str]:
    yield "# Errors and exit codes\n"
    yield "An error is one sentence and one hint on stderr; `{subject}` is a file or a case.\n"
    yield "| exit | says | hint |\n|---|---|---|"
    yield "| 0 | done, whatever was found | |"
    yield "| 1 | `doctor`: something is missing; else a fault of the program itself | |"
    yield "| 2 | `check` and `intake --strict`: at least one open finding of severity fehler | |"
    for kind in sorted(_kinds(errors.EingangError), key=lambda kind: kind.exit_code):
        yield f"| {kind.exit_code} | {kind.says} | {kind.hint} |"
    yield "| 64 | wrong usage | |"
    yield "| 130, 143 | interrupted, terminated; the same call goes on where it stopped | |"
    yield "| 141 | whoever read the output has hung up | |"
    yield from INTAKE_ENDS


def _kinds(kind: type[errors.EingangError]) -> Iterator[type[errors.EingangError]]:
    """All kinds of errors of ``pipeline.errors``; others refine one of these and share its code."""
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
        yield from _kinds(child)


def _fields() -> Iterator[str]:
    form = forms.load(FORM)
    yield f"# Fields of `{form.id}`, edition `{form.edition}`\n"
    yield f"{len(form.fields)} fields on {len(form.pages)} pages; *r*: wording reconstructed.\n"
    for page in form.pages:
        yield f"## Seite {page.number}: `{page.id}`\n"
        yield "| Nr. | id | label | type | options | required | unbekannt |"
        yield "|---|---|---|---|---|---|---|"
        for field in page.fields:
            options = ", ".join(o.id for o in field.options) or ", ".join(
                c.id for c in field.columns
            )
            mark = " *r*" if field.source == "reconstructed" else ""
            yield (
                f"| {field.ref} | `{field.id}` | {_cell(field.label)}{mark} | {field.type} "
                f"| {options} | {_required(field.required)} | {field.unbekannt} |"
            )
        yield ""


def _required(required: str) -> str:
    return required if required in ("always", "optional") else f"`{_cell(required)}`"


def _rules() -> Iterator[str]:
    yield "# Rules\n"
    yield "A rule stays silent where a value is unknown or blank. Of a value in doubt it speaks"
    yield "only if every likely reading of it leads to the same finding. None decides a claim.\n"
    yield "| id | severity | message | source |\n|---|---|---|---|"
    for rule in sorted(RULES.values(), key=lambda rule: rule.id):
        cells = (rule.id, rule.severity.value, _cell(rule.message), _cell(rule.source))
        yield f"| {' | '.join(cells)} |"


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield "A variable that is set but empty counts as not set.\n"
    yield "| variable | default | meaning |\n|---|---|---|"
    for name, info in Settings.model_fields.items():
        default = f"`{info.default}`" if info.default != "" else ""
        yield f"| `EINGANG_{name.upper()}` | {default} | {_cell(info.description or '')} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    sys.stdout.write(f"{len(pages())} pages written to {DOCS.name}/\n")


if __name__ == "__main__":
    main()
