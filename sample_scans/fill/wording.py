"""How a normalised value stands on paper: dates, amounts, account numbers as people write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sample_scans.fill.paper import Rng, pick
from sample_scans.style import WritingStyle

FULL_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")
AMOUNT = re.compile(r"(\d+)\.(\d{2})")


@dataclass(frozen=True, slots=True)
class Custom:
    """One person's custom of writing dates, amounts and account numbers."""

    date: str = "padded"
    amount: str = "grouped"
    iban: str = "fours"


DATES = {
    "padded": "{day}.{month}.{year}",
    "short": "{d}.{m}.{year}",
    "spaced": "{day}. {month}. {year}",
}
"""14.03.2017, 14.3.2017 and 14. 03. 2017; two-digit years are left out, they say too little."""


def take(rng: Rng, style: WritingStyle) -> Custom:
    """Some person's custom, by the shares of the style."""
    iban = "fours" if rng.random() < 0.85 else "plain"
    return Custom(pick(rng, style.dates), pick(rng, style.amounts), iban)


def _date(value: str, custom: Custom) -> str:
    if full := FULL_DATE.fullmatch(value):
        year, month, day = full.groups()
        return DATES[custom.date].format(year=year, month=month, day=day, d=int(day), m=int(month))
    if part := MONTH.fullmatch(value):
        return f"{part[2]}.{part[1]}" if custom.date != "short" else f"{part[2]}/{part[1]}"
    return value


def _amount(value: str, custom: Custom) -> str:
    if not (match := AMOUNT.fullmatch(value)):
        return value
    euros, cents = int(match[1]), match[2]
    grouped = f"{euros:,}".replace(",", ".")
    if custom.amount == "plain":
        return f"{euros},{cents}"
    return f"{grouped},{cents} €" if custom.amount == "with_euro" else f"{grouped},{cents}"


def _iban(value: str, custom: Custom) -> str:
    if custom.iban == "plain" or not re.fullmatch(r"[A-Z]{2}\d\d[0-9A-Z]{8,30}", value):
        return value
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


WAYS = {"date": _date, "amount_eur": _amount, "iban": _iban}


def on_paper(value: str, kind: str, custom: Custom) -> str:
    """The value of a field of this type as it is written.

    >>> on_paper("2017-03-14", "date", Custom())
    '14.03.2017'
    >>> on_paper("1250.00", "amount_eur", Custom())
    '1.250,00'
    """
    return WAYS[kind](value, custom) if kind in WAYS else value
