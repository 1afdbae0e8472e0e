"""What was typed wrongly, in one German sentence and a hint."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from pipeline.cli.wrong import WrongUsageError

SENTENCES = {
    "NoSuchOption": "Die Option {option_name} gibt es nicht.",
    "MissingParameter": "Es fehlt eine Angabe: {name}.",
    "BadParameter": "Die Angabe für {name} ist nicht zu gebrauchen.",
    "EmptyPathError": "Die Angabe für {name} ist leer.",
    "BadOptionUsage": "Zu {option_name} fehlt die Angabe oder sie ist zu viel.",
    "UsageError": "Der Aufruf enthält eine Angabe zu viel.",
}
ARGUMENTS = {
    "paths": "mindestens eine Datei oder ein Ordner",
    "case": "die Fallnummer",
    "images": "mindestens ein Bild",
    "directory": "der Ordner mit den Mustern",
}
"""What is asked for in a place that has no name to type."""

EXPECTED = {
    "--received": "--received erwartet einen Tag als JJJJ-MM-TT, zum Beispiel 2026-03-04.",
    "--count": "--count erwartet eine ganze Zahl ab 1.",
    "--seed": "--seed erwartet eine ganze Zahl.",
}
"""Which form an option has to have."""

NO_COMMAND = "Es fehlt der Befehl."
UNKNOWN_COMMAND = "Den Befehl {typed} gibt es nicht."
ALL_COMMANDS = "`{path} --help` zeigt alle Befehle."
MEANT = "Gemeint ist vielleicht `{path} {name}`; `{path} --help` zeigt alle Befehle."

OTHERWISE = "Der Aufruf ist nicht zu verstehen."


class EmptyPathError(typer.BadParameter):
    """Nothing where a path should be: mostly a variable that is not set, and never this folder."""


class Commands(TyperGroup):
    """Commands of which one that does not exist is named, with the one that may be meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed. Raises ``WrongUsageError``."""
        if args and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = MEANT if near else ALL_COMMANDS
            raise WrongUsageError(
                UNKNOWN_COMMAND.format(typed=args[0]),
                hint.format(path=ctx.command_path, name="".join(near)),
            )
        return super().resolve_command(ctx, args)


def path_of(typed: str) -> Path:
    """A path as it was typed. Raises ``EmptyPathError``."""
    if not typed.strip():
        raise EmptyPathError("")
    return Path(typed)


def explained(error: Any) -> tuple[str, str]:
    """The sentence and the hint for a usage error of the argument parser."""
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    command = context.command_path if context is not None else "eingang"
    if kind == "UsageError" and isinstance(getattr(context, "command", None), Commands):
        return NO_COMMAND, ALL_COMMANDS.format(path=command)
    sentence = SENTENCES.get(kind, OTHERWISE)
    name = _name(getattr(error, "param", None))
    words = sentence.format(option_name=getattr(error, "option_name", ""), name=name)
    return words, EXPECTED.get(name, f"`{command} --help` zeigt, was geht.")


def _name(parameter: Any) -> str:
    if parameter is None:
        return "eine Option"
    options = [option for option in parameter.opts if option.startswith("--")]
    return str(options[0] if options else ARGUMENTS.get(parameter.name, parameter.name))
