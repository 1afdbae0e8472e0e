"""What was typed wrongly, in one German sentence and a hint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

SENTENCES = {
    "NoSuchOption": "Die Option {option_name} gibt es nicht.",
    "MissingParameter": "Es fehlt eine Angabe: {name}.",
    "BadParameter": "Die Angabe für {name} ist nicht zu gebrauchen.",
    "EmptyPathError": "Die Angabe für {name} ist leer.",
    "BadOptionUsage": "Zu {option_name} fehlt die Angabe oder sie ist zu viel.",
    "NoArgsIsHelpError": "Es fehlt der Befehl.",
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

OTHERWISE = "Der Aufruf ist nicht zu verstehen."


class EmptyPathError(typer.BadParameter):
    """Nothing where a path should be: mostly a variable that is not set, and never this folder."""


def path_of(typed: str) -> Path:
    """A path as it was typed. Raises ``EmptyPathError``."""
    if not typed.strip():
        raise EmptyPathError("")
    return Path(typed)


def explained(error: Any) -> tuple[str, str]:
    """The sentence and the hint for a usage error of the argument parser."""
    sentence = SENTENCES.get(type(error).__name__, OTHERWISE)
    name = _name(getattr(error, "param", None))
    words = sentence.format(option_name=getattr(error, "option_name", ""), name=name)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "eingang"
    return words, EXPECTED.get(name, f"`{command} --help` zeigt, was geht.")


def _name(parameter: Any) -> str:
    if parameter is None:
        return "eine Option"
    options = [option for option in parameter.opts if option.startswith("--")]
    return str(options[0] if options else ARGUMENTS.get(parameter.name, parameter.name))
