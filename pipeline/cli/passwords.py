"""Passwords that are made and shown once: nobody guesses them, and they can be typed from paper."""

from __future__ import annotations

import secrets

GROUPS, LETTERS = 4, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else; sixteen of them are 79 bits."""


def new_password() -> str:
    """Four groups of four letters."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)
