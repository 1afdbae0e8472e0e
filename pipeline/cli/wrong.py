"""A call that cannot be meant: not an error of the program or the mail, so no ``EingangError``."""

from __future__ import annotations


class WrongUsageError(Exception):
    """What was asked for does not exist; one sentence and one hint."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.advice = hint
