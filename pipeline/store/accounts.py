"""Accounts of the review station: who may sign in, and as what; passwords only as argon2."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pipeline.model import Fact


class Role(StrEnum):
    """What somebody does in the office; every account has one role."""

    SCAN_OPERATOR = "scan_operator"
    PRUEFER = "pruefer"
    SENIOR = "senior"
    SACHBEARBEITUNG = "sachbearbeitung"
    LEITUNG = "leitung"
    FACHADMIN = "fachadmin"
    SYSTEMADMIN = "systemadmin"
    REVISION = "revision"


class Account(Fact):
    """Somebody who may sign in."""

    name: str
    role: Role
    locked: bool = False
    preferences: dict[str, str] = {}


class Session(Fact):
    """A sign-in that still counts."""

    account: Account
    started: datetime
    until: datetime
    """When it ends if nothing is done; never later than ``ends``."""
    ends: datetime
