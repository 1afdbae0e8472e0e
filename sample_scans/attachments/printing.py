"""How a fact is printed: as a date, an amount, capitals, or in machine readable letters."""

from __future__ import annotations

import string
from collections.abc import Callable

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip


def _date(value: str) -> str:
    parts = value.split("-")
    return ".".join(reversed(parts)) if all(part.isdigit() for part in parts) else value


def _long_date(value: str) -> str:
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return value
    return f"{int(parts[2])}. {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def _month(value: str) -> str:
    parts = value.split("-")
    if len(parts) < 2 or not parts[1].isdigit():
        return value
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"


def _euro(value: str) -> str:
    try:
        return f"{float(value):,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    except ValueError:
        return value


_PRINTED: dict[str, Callable[[str], str]] = {
    "d": _date, "l": _long_date, "m": _month, "e": _euro, "u": str.upper,
    "y": lambda value: value[:4], "s": lambda value: value[2:4] + value[5:7] + value[8:10],
    "z": lambda value: machine_readable(value),
}  # fmt: skip


def machine_readable(name: str) -> str:
    """A name as the machine readable lines of a card write it."""
    plain = name.upper()
    for letter, instead in {"Ä": "AE", "Ö": "OE", "Ü": "UE", "SS": "SS", "ß": "SS"}.items():
        plain = plain.replace(letter, instead)
    return "".join(c if c in string.ascii_uppercase else "<" for c in plain)


def printed(value: str, how: str) -> str:
    """A value as ``how`` has it printed; as it stands where ``how`` is empty."""
    return _PRINTED[how](value) if how else value
