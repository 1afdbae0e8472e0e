"""Values that follow from what was written; the names and rules are the catalogue's.

Each is computed anew at every check and is undetermined as soon as something it needs is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from validators.functions import age, month, month_end
from validators.logic import UNDETERMINED, Undetermined

if TYPE_CHECKING:
    from validators.view import View

AGES_OF_STEPS = (6, 12, 18)
"""The age steps end with these birthdays (§ 1612a Abs. 1 Satz 3 BGB)."""


def eingangsdatum(view: View) -> object:
    """The day of the receipt stamp, unless a person must still look at it."""
    received = view.case.received
    return UNDETERMINED if received.doubt or received.day is None else received.day


def antragsmonat(view: View) -> object:
    """The first of the month of receipt; without any stamp, of the month of signing."""
    day = view.value("antrag.eingangsdatum")
    if day is UNDETERMINED and month_from_signature(view):
        day = view.value("erklaerung.datum")
    return month(day) if isinstance(day, date) else UNDETERMINED


def month_from_signature(view: View) -> bool:
    """Whether only the day of signing can tell the month; a stamp nobody could read comes first."""
    return view.case.received.day is None and view.empty("antrag.eingangsstempel") is True


def leistungsbeginn(view: View) -> object:
    """The day from which benefits are asked for; a month alone means its first day."""
    written = view.text("antrag.leistung_ab")
    if isinstance(written, str) and re.fullmatch(r"\d{4}-\d{2}", written):
        written += "-01"
    return as_date(written)


def rueckwirkend(view: View) -> object:
    """Whether benefits are asked for months before the month of the application."""
    start, applied = view.value("antrag.leistungsbeginn"), view.value("antrag.antragsmonat")
    if isinstance(start, date) and isinstance(applied, date):
        return start < applied
    return UNDETERMINED


def alter_am_eingang(view: View) -> object:
    """The child's age on the day of receipt."""
    return _age(view, view.value("antrag.eingangsdatum"))


def alter_bei_leistungsbeginn(view: View) -> object:
    """The child's age at the end of the first month, so that a change of step within it counts."""
    start = view.value("antrag.leistungsbeginn")
    return _age(view, month_end(start) if isinstance(start, date) else start)


def altersstufe(view: View) -> object:
    """The age step 1, 2 or 3; none from 18 years on."""
    years = view.value("kind.alter_bei_leistungsbeginn")
    if not isinstance(years, int) or years < 0:
        return UNDETERMINED
    steps = (step for step, limit in enumerate(AGES_OF_STEPS, 1) if years < limit)
    return next(steps, UNDETERMINED)


def betreuender_ist(view: View) -> object:
    """With which parent the child lives."""
    ticked = view.value("kind.lebt_bei")
    if not isinstance(ticked, tuple):
        return UNDETERMINED
    parents = [parent for parent in ("mutter", "vater") if parent in ticked]
    return parents[0] if len(parents) == 1 else UNDETERMINED


def as_date(written: object) -> date | Undetermined:
    """A full date as the readers normalise it; part of a date cannot be compared."""
    if not isinstance(written, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return UNDETERMINED
    try:
        return date.fromisoformat(written)
    except ValueError:
        return UNDETERMINED


def _age(view: View, on: object) -> object:
    born = view.value("kind.geburtsdatum")
    if isinstance(born, date) and isinstance(on, date):
        return age(born, on)
    return UNDETERMINED


def _underlined(field: str) -> Callable[[View], object]:
    return lambda view: view.case.underlined.get(field, UNDETERMINED)


DERIVED: Mapping[str, Callable[[View], object]] = {
    "antrag.eingangsdatum": eingangsdatum,
    "antrag.antragsmonat": antragsmonat,
    "antrag.leistungsbeginn": leistungsbeginn,
    "antrag.rueckwirkend": rueckwirkend,
    "kind.rufname": _underlined("kind.vornamen"),
    "kind.alter_am_eingang": alter_am_eingang,
    "kind.alter_bei_leistungsbeginn": alter_bei_leistungsbeginn,
    "kind.altersstufe": altersstufe,
    "kind.betreuender_ist": betreuender_ist,
    "betreuender_elternteil.rufname": _underlined("betreuender_elternteil.vornamen"),
    "anderer_elternteil.rufname": _underlined("anderer_elternteil.vornamen"),
}
