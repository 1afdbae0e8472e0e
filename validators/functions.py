"""The functions of the catalogue's expressions that work on values: dates, names, banks, amounts.

Each takes known values only; ``validators.expressions`` sees to it that an unknown argument makes
the result undetermined. A function that cannot say returns ``UNDETERMINED`` or raises
``TypeError`` or ``ValueError``, which comes to the same.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from stdnum import bic as stdnum_bic
from stdnum import iban as stdnum_iban

from validators.amounts import amount
from validators.citizenship import foreign, third_country
from validators.logic import UNDETERMINED, Truth, Undetermined

MONTHS_PER_YEAR = 12

BIC_COUNTRY = slice(4, 6)
"""Where the country stands in a BIC (ISO 9362)."""


def age(born: date, on: date) -> int:
    """Full years on a day.

    >>> age(date(2017, 3, 14), date(2026, 3, 13)), age(date(2017, 3, 14), date(2026, 3, 14))
    (8, 9)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def month(day: date) -> date:
    """The first of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """A day some months later or earlier; the last of the month where the day does not exist.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    months = day.year * MONTHS_PER_YEAR + day.month - 1 + count
    first = date(months // MONTHS_PER_YEAR, months % MONTHS_PER_YEAR + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def months_between(start: date, end: date) -> int:
    """Full months from one day to another."""
    months = (end.year - start.year) * MONTHS_PER_YEAR + end.month - start.month
    return months - (end.day < start.day)


def days_between(start: date, end: date) -> int:
    """Days from one day to another."""
    return (end - start).days


def similar(text: str, part: str) -> Truth:
    """Whether ``part`` occurs in ``text`` as parts of a name, whatever the spelling.

    >>> similar("Müller-Groß", "MUELLER"), similar("Müller", "Müller-Groß")
    (True, False)
    """
    wanted = name_parts(part)
    if not wanted:
        return UNDETERMINED
    return wanted <= name_parts(text)


def name_parts(text: str) -> Counter[str]:
    """Parts of a name without case, accents, hyphens; ``ae`` is ``ä``, ``straße`` is ``str.``"""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    plain = re.sub("([aou])e", r"\1", plain)
    return Counter(re.sub("strasse$", "str", part) for part in plain.split())


def plz(text: str) -> str | Undetermined:
    """The five digits of a postcode in front of a place."""
    found = re.match(r"\s*(?:D-?)?(\d{5})\b", text)
    return found[1] if found else UNDETERMINED


def valid_iban(text: str) -> bool:
    """Length and check digits (ISO 13616); countries' own check digits inside are not looked at."""
    return bool(stdnum_iban.is_valid(text, check_country=False))


def valid_bic(text: str) -> bool:
    """8 or 11 characters with a country in the middle (ISO 9362)."""
    return bool(stdnum_bic.is_valid(text))


def iban_country(text: str) -> str | Undetermined:
    """The country of an account."""
    return _country(text[:2])


def bic_country(text: str) -> str | Undetermined:
    """The country of a bank."""
    return _country(text[BIC_COUNTRY])


def _country(sign: str) -> str | Undetermined:
    return sign.upper() if re.fullmatch("[A-Za-z]{2}", sign) else UNDETERMINED


def startswith(text: str, start: str) -> bool:
    """Whether a text begins with another."""
    return text.startswith(start)


def matches(text: str, pattern: str) -> bool:
    """Whether a pattern occurs in a text."""
    return re.search(pattern, text) is not None


def length(thing: str | tuple[object, ...]) -> int:
    """Characters of a text, or ticked options of a multiple choice."""
    return len(thing)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "age": age,
    "month": month,
    "add_months": add_months,
    "months_between": months_between,
    "days_between": days_between,
    "similar": similar,
    "foreign": foreign,
    "third_country": third_country,
    "plz": plz,
    "valid_iban": valid_iban,
    "valid_bic": valid_bic,
    "iban_country": iban_country,
    "bic_country": bic_country,
    "startswith": startswith,
    "matches": matches,
    "len": length,
    "amount": amount,
}
