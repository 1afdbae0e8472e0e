"""Which role may do what at the review station. Checked on the server for every route."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """One kind of thing that a person may do; ``ANYONE`` needs no sign-in."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    QUEUE = "queue"
    CASE = "case"
    CHECK = "check"
    PAGES = "pages"
    OVERVIEW = "overview"
    FIGURES = "figures"
    BATCHES = "batches"
    AUDIT = "audit"


P = Permission

ROLES: Mapping[str, frozenset[Permission]] = {
    "scan_operator": frozenset({P.QUEUE, P.CASE, P.PAGES, P.BATCHES}),
    "pruefer": frozenset({P.QUEUE, P.CASE, P.CHECK, P.PAGES}),
    "senior": frozenset({P.QUEUE, P.CASE, P.CHECK, P.PAGES}),
    "sachbearbeitung": frozenset({P.QUEUE, P.CASE, P.CHECK, P.PAGES, P.OVERVIEW}),
    "leitung": frozenset({P.QUEUE, P.FIGURES, P.BATCHES}),
    "fachadmin": frozenset({P.QUEUE, P.FIGURES, P.BATCHES}),
    "systemadmin": frozenset({P.QUEUE, P.BATCHES}),
    "revision": frozenset({P.QUEUE, P.CASE, P.OVERVIEW, P.AUDIT, P.BATCHES}),
}
"""``CASE`` lets look at a case, ``CHECK`` also decide about it; who keeps the machine running
sees numbers and days of cases only."""

ROLE_SHOWN: Mapping[str, str] = {
    "scan_operator": "Scan-Operator",
    "pruefer": "Prüfung",
    "senior": "Senior-Prüfung",
    "sachbearbeitung": "Sachbearbeitung",
    "leitung": "Leitung",
    "fachadmin": "Fachadministration",
    "systemadmin": "Systemadministration",
    "revision": "Revision",
}


def may(role: str | None, needed: Permission) -> bool:
    """Whether somebody of this role (``None``: nobody signed in) may do what needs this."""
    if needed is Permission.ANYONE:
        return True
    if role is None:
        return False
    return needed is Permission.SIGNED_IN or needed in ROLES.get(role, frozenset())
