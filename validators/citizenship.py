"""Citizenships as an applicant writes them: German, of the European Union, of elsewhere, none.

A word that the official list does not know decides nothing. Who has several is German if one of
them is German, and from the Union if one of them is.
"""

from __future__ import annotations

import re

from pipeline.lexicons import citizenship_meant
from validators.logic import UNDETERMINED, Truth

GERMAN = "de"

UNION = frozenset({"eu", "ewr_ch"})
"""The Union, and Iceland, Liechtenstein, Norway and Switzerland, whose citizens move freely."""

ELSEWHERE = frozenset({"drittstaat", "staatenlos"})

_BETWEEN = re.compile(r"[/,;+&()]|\bund\b|\bu\.")


def foreign(written: str) -> Truth:
    """Whether somebody has another citizenship than the German one, or none.

    >>> foreign("türkisch"), foreign("deutsch/türkisch"), foreign("staatenlos")
    (True, False, True)
    """
    groups = groups_of(written)
    if GERMAN in groups:
        return False
    return True if groups and groups <= UNION | ELSEWHERE else UNDETERMINED


def third_country(written: str) -> Truth:
    """Whether somebody is foreign, and not from the Union or a country treated like it.

    >>> third_country("türkisch"), third_country("polnisch"), third_country("deutsch")
    (True, False, False)
    """
    groups = groups_of(written)
    if GERMAN in groups or groups & UNION:
        return False
    return True if groups and groups <= ELSEWHERE else UNDETERMINED


def groups_of(written: str) -> frozenset[str]:
    """The groups of all citizenships named; an unknown word makes a group of its own.

    >>> groups_of("bosnisch-herzegowinisch") == groups_of("türkisch")
    True
    >>> sorted(groups_of("deutsch-türkisch"))
    ['de', 'drittstaat']
    """
    return frozenset(group for part in _BETWEEN.split(written) for group in _groups(part))


def _groups(part: str) -> list[str]:
    """One citizenship, or several joined by hyphens; hyphens also stand inside of one."""
    if not part.strip():
        return []
    whole = citizenship_meant(part)
    if whole is not None or "-" not in part:
        return [whole.gruppe if whole else ""]
    return [group for piece in part.split("-") for group in _groups(piece)]
