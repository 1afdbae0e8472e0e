"""What was typed wrongly, in one German sentence and a hint."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "NoSuchOption": "Die Option {option_name} gibt es nicht.",
    "MissingParameter": "Es fehlt eine Angabe: {name}.",
    "BadParameter": "Die Angabe für {name} ist nicht zu gebrauchen.",
    "BadOptionUsage": "Zu {option_name} fehlt die Angabe oder sie ist zu viel.",
    "NoArgsIsHelpError": "Es fehlt der Befehl.",
}
OTHERWISE = "Der Aufruf ist nicht zu verstehen."


def explained(error: Any) -> tuple[str, str]:
    """The sentence and the hint for a usage error of the argument parser."""
    sentence = SENTENCES.get(type(error).__name__, OTHERWISE)
    words = sentence.format(
        option_name=getattr(error, "option_name", ""), name=_name(getattr(error, "param", None))
    )
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "eingang"
    return words, f"`{command} --help` zeigt, was geht."


def _name(parameter: Any) -> str:
    if parameter is None:
        return "eine Option"
    options = [option for option in parameter.opts if option.startswith("--")]
    return str(options[0] if options else parameter.name.upper())
