"""Bank accounts: real bank codes of the Bundesbank's list, invented account numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from pipeline import lexicons

REGIONAL = 0.75
"""Share of accounts with a bank whose code begins with 7 (Bavaria)."""

LOCAL = ("Sparkasse", "Raiffeisenbank", "VR-Bank", "VR Bank", "Volksbank")
"""Houses that carry their place in their name."""

NATIONAL = ("Postbank", "Commerzbank", "ING-DiBa", "HypoVereinsbank")
LONGEST_NAME = 26
"""A longer name does not fit the cell beside the account holder."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as section 17 asks for it; ``iban`` without blanks."""

    iban: str
    bic: str
    bank: str


@cache
def _usual_banks() -> tuple[lexicons.Bank, ...]:
    return tuple(
        bank
        for bank in lexicons.banks().values()
        if bank.name.startswith(LOCAL + NATIONAL)
        and len(bank.name) <= LONGEST_NAME
        and "-alt-" not in bank.name
    )


@cache
def _regional_banks() -> tuple[lexicons.Bank, ...]:
    return tuple(bank for bank in _usual_banks() if bank.blz.startswith("7"))


def iban_of(blz: str, number: str) -> str:
    """The German IBAN of an account, with its check digits (ISO 13616, modulo 97).

    >>> iban_of("12030000", "0000202051")
    'DE02120300000000202051'
    """
    rest = int(f"{blz}{number}131400") % 97  # D is 13, E is 14, two zeros for the check digits
    return f"DE{98 - rest:02d}{blz}{number}"


def valid(iban: str) -> bool:
    """Whether the check digits of an IBAN are right."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def account(rng: Random, town: str) -> Account:
    """An invented account with a real bank."""
    bank = rng.choice(_regional_banks() if rng.random() < REGIONAL else _usual_banks())
    number = f"{rng.randint(10_000, 9_999_999_999):010d}"
    house = next((name for name in NATIONAL if bank.name.startswith(name)), "")
    return Account(iban_of(bank.blz, number), bank.bic, f"{house}, {town}" if house else bank.name)
