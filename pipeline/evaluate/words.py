"""What the figures are called on screen and in the drawing, and how their numbers are written."""

from __future__ import annotations

import math

TYPE_SHOWN = {
    "text": "Freitext",
    "name": "Name",
    "street": "Straße",
    "plz_ort": "PLZ und Ort",
    "date": "Datum",
    "number": "Zahl",
    "amount_eur": "Betrag",
    "iban": "IBAN",
    "bic": "BIC",
    "phone": "Telefon",
}
"""The text types of the catalogue."""

WRITING_SHOWN = {
    "hand": "Handschrift",
    "typed": "Druckschrift",
    "mixed": "gemischt",
    "screen": "am Bildschirm",
}
"""How a sample was filled in; ``screen`` is what came as text in the PDF."""


def share_shown(share: float | None, digits: int = 1) -> str:
    """``98,4 %``; a dash where there is nothing of which it could be a share."""
    return "–" if share is None else f"{100 * share:.{digits}f} %".replace(".", ",")


def bound_shown(share: float) -> str:
    """An upper bound with two digits, rounded up: it must not promise more than was measured.

    >>> bound_shown(0.000998), bound_shown(0.0012001)
    ('0,10 %', '0,13 %')
    """
    return share_shown(math.ceil(round(share * 1e4, 6)) / 1e4, 2)


def target_shown(share: float) -> str:
    """``höchstens 0,1 %``, with as many digits as an office chose.

    >>> target_shown(0.001), target_shown(0.00025)
    ('höchstens 0,1 %', 'höchstens 0,025 %')
    """
    return f"höchstens {100 * share:.6g} %".replace(".", ",")


def number_shown(number: float, digits: int) -> str:
    """``0,998``."""
    return f"{number:.{digits}f}".replace(".", ",")


def count_shown(count: int) -> str:
    """``12.345``."""
    return f"{count:,}".replace(",", ".")
