"""Dates (D): days that do not exist, and when benefits can begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.forms import FormField
from pipeline.model import Severity
from validators.derived import as_date, month_from_signature
from validators.entries import is_struck_out, is_unknown
from validators.functions import add_months
from validators.logic import UNDETERMINED
from validators.registry import Hit, hit, plain, rule
from validators.view import View
from validators.words import day, month_named, named, place_of

PART_OF_A_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
"""A year, or a month of a year, where somebody knew no more."""

BIRTH = re.compile(r"\bgeburt\b", re.IGNORECASE)
"""``seit Geburt`` says exactly which day is meant."""

IN_FIGURES = re.compile(r"\d{1,4}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,4}")
"""Something that is meant to be a day, month and year, possible or not."""

BY_SIGNATURE = " (Antragsmonat nach dem Datum der Unterschrift.)"


@rule(
    "D-01",
    Severity.FEHLER,
    source="erschlossen",
    message="„{wert}“ ist kein gültiges Datum („{feld}“, {ort}).",
)
def day_that_does_not_exist(view: View) -> Iterator[Hit]:
    """Also where no day was written at all, except in lines for which the form takes words."""
    for field in view.form.fields.values():
        for entry in _dates(view, field):
            if not _is_date(entry, words="Freitext" in field.format):
                name, place = named(view.form, field.id), place_of(view.form, field.id)
                yield hit(field.id, wert=entry, feld=name, ort=place)


def _dates(view: View, field: FormField) -> Iterator[str]:
    """What was written where a date belongs."""
    if field.type == "date" and (text := view.text(field.id)) is not UNDETERMINED:
        yield text
    columns = [column.id for column in field.columns if column.type == "date"]
    for row in view.rows(field.id) if columns else ():
        yield from (row[column] for column in columns if row.get(column))


def _is_date(entry: str, *, words: bool) -> bool:
    if is_unknown(entry) or is_struck_out(entry) or PART_OF_A_DATE.fullmatch(entry):
        return True
    in_words = BIRTH.search(entry) or (words and not IN_FIGURES.search(entry))
    return bool(in_words) or as_date(entry) is not UNDETERMINED


@rule(
    "D-02",
    Severity.FEHLER,
    source="§ 4 UVG; Merkblatt zum Vordruck Nr. 4; Merkblatt Enzkreis Nr. 6; Serviceportal Bremen",
    message="Beantragt ab {a}; möglich frühestens ab {b} (Monat vor dem Antragsmonat).",
)
def asked_for_too_far_back(view: View) -> Iterator[Hit]:
    applied = view.value("antrag.antragsmonat")
    if isinstance(applied, date) and view.holds(
        "antrag.leistungsbeginn < add_months(antrag.antragsmonat, -1)"
    ):
        start = day(view.value("antrag.leistungsbeginn"))
        yield _about_the_start(view, a=start, b=day(add_months(applied, -1)))


@rule(
    "D-03",
    Severity.HINWEIS,
    source="Vordruck Nr. 16; § 4 Abs. 2 UVG",
    message="Rückwirkender Antrag für {monat}; Nr. 16 und Nachweis prüfen.",
)
def asked_for_the_past(view: View) -> Iterator[Hit]:
    if view.holds("antrag.rueckwirkend"):
        yield _about_the_start(view, monat=month_named(view.value("antrag.leistungsbeginn")))


@rule(
    "D-04",
    Severity.RUECKFRAGE,
    source="erschlossen",
    message="Leistungsbeginn {a} liegt mehr als drei Monate in der Zukunft.",
)
def asked_for_the_far_future(view: View) -> Iterator[Hit]:
    if view.holds("antrag.leistungsbeginn > add_months(antrag.antragsmonat, 3)"):
        yield _about_the_start(view, a=day(view.value("antrag.leistungsbeginn")))


@rule(
    "D-05",
    Severity.RUECKFRAGE,
    source="Vordruck Nr. 16",
    message=(
        "Nr. 16 ausgefüllt, Leistungen aber nicht rückwirkend beantragt; gewünschten Beginn klären."
    ),
)
def efforts_without_asking_for_the_past(view: View) -> Iterator[Hit]:
    if view.holds('any_filled("bemuehungen") and not antrag.rueckwirkend'):
        said = [f for f in view.below("bemuehungen") if view.says_something(f) is True]
        yield _about_the_start(view, *said)


plain(
    "D-06",
    Severity.FEHLER,
    "kind.geburtsdatum > antrag.eingangsdatum",
    "kind.geburtsdatum",
    source="erschlossen",
    message="Geburtsdatum des Kindes liegt nach dem Antragseingang.",
)

plain(
    "D-07",
    Severity.RUECKFRAGE,
    "antrag.leistungsbeginn < kind.geburtsdatum",
    "antrag.leistung_ab",
    "kind.geburtsdatum",
    source="Serviceportal Bremen (frühestens mit der Geburt)",
    message="Leistungsbeginn liegt vor der Geburt des Kindes.",
)


def _about_the_start(view: View, *fields: str, **words: str) -> Hit:
    """A hit about the day from which benefits are asked for; says so where the month is a guess."""
    note = BY_SIGNATURE if month_from_signature(view) else ""
    return Hit(("antrag.leistung_ab", *fields), words=dict(words), note=note)
