"""S9 Kennzahlen: how much waits, how long it takes, how often we err; never of one person.

A person's own figures are for that person alone.
"""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from pipeline.review.figures import TEAM, Figures, figures, own_figures
from pipeline.review.gate import Asked, Door
from pipeline.review.permissions import Permission
from pipeline.review.records import Kind
from pipeline.review.states import Action, CaseState

SPANS = (7, 30, 90)
"""Days that the figures may be asked for."""

USUAL = 30
MOST_FIELDS = 25
"""Fields most often corrected; the rest is hardly ever touched."""

ACTION_SHOWN = {
    Action.CONFIRM: "bestätigt",
    Action.CORRECT: "geändert",
    Action.EMPTY: "leer",
    Action.ILLEGIBLE: "unleserlich",
    Action.AS_WRITTEN: "so geschrieben",
    Action.PASS_ON: "weitergegeben",
}

KIND_SHOWN = {
    Kind.TEXT: "Text",
    Kind.DATE: "Datum",
    Kind.AMOUNT: "Betrag",
    Kind.NUMBER: "Zahl",
    Kind.IBAN: "IBAN",
    Kind.CHOICE: "Auswahl, ein Kästchen",
    Kind.CHOICES: "Auswahl, mehrere Kästchen",
    Kind.PRESENCE: "Unterschrift",
    Kind.RECEIVED: "Eingangsstempel",
}


def of_all(asked: Asked) -> Response:
    """The figures of everybody together."""
    days = _days(asked)
    since = asked.now - timedelta(days=days)
    found = figures(asked.store, asked.settings, asked.now, since=since, until=asked.now)
    return _page(asked, found, days, own=False)


def of_oneself(asked: Asked) -> Response:
    """One's own figures."""
    days = _days(asked)
    since = asked.now - timedelta(days=days)
    found = own_figures(
        asked.store, asked.settings, asked.person, asked.now, since=since, until=asked.now
    )  # fmt: skip
    return _page(asked, found, days, own=True)


def _page(asked: Asked, found: Figures, days: int, *, own: bool) -> Response:
    order = [state.value for state in CaseState if state.value in found.states]
    return asked.screen(
        "figures.html",
        figures=found, days=days, spans=SPANS, own=own, team=TEAM, order=order,
        actions=ACTION_SHOWN, kinds=KIND_SHOWN, corrections=found.corrections[:MOST_FIELDS],
    )  # fmt: skip


def _days(asked: Asked) -> int:
    typed = asked.request.query_params.get("tage", "")
    return int(typed) if typed in map(str, SPANS) else USUAL


DOORS = (
    Door("GET", "/kennzahlen", of_all, Permission.FIGURES),
    Door("GET", "/meine-zahlen", of_oneself, Permission.CHECK),
)
