"""Three-valued logic: what is not known makes a rule silent, never speak.

A blank or unread field and the entry ``unbekannt`` make every comparison with them undetermined;
``and`` is false as soon as one part is false, ``or`` true as soon as one part is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final, NoReturn


class Undetermined(Enum):
    """The third truth value."""

    UNDETERMINED = "undetermined"

    def __bool__(self) -> NoReturn:
        raise TypeError("undetermined is neither true nor false")

    def __repr__(self) -> str:
        return "UNDETERMINED"


UNDETERMINED: Final = Undetermined.UNDETERMINED

Truth = bool | Undetermined


def all_of(parts: Iterable[Truth]) -> Truth:
    """False if any part is false, else undetermined if any part is.

    >>> all_of([True, UNDETERMINED]), all_of([False, UNDETERMINED])
    (UNDETERMINED, False)
    """
    result: Truth = True
    for part in parts:
        if part is False:
            return False
        if part is UNDETERMINED:
            result = UNDETERMINED
    return result


def any_of(parts: Iterable[Truth]) -> Truth:
    """True if any part is true, else undetermined if any part is.

    >>> any_of([True, UNDETERMINED]), any_of([False, UNDETERMINED])
    (True, UNDETERMINED)
    """
    result: Truth = False
    for part in parts:
        if part is True:
            return True
        if part is UNDETERMINED:
            result = UNDETERMINED
    return result


def negated(part: Truth) -> Truth:
    """The opposite; of the undetermined, undetermined."""
    return UNDETERMINED if part is UNDETERMINED else not part
