"""Boxes, and fields that depend on them (A): rules that go over every field of the form."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms import FormField
from pipeline.model import Severity
from validators.entries import is_struck_out
from validators.registry import Hit, hit, rule
from validators.view import View
from validators.words import joined, named, options_named, place_of

INSTRUCTION = "Vordruck Ausfüllanweisung"

COLUMN_UNCLEAR = frozenset(
    {
        "anderer_elternteil.familienstand.seit",
        "anderer_elternteil.familienstand.zusammenlebend_seit",
    }
)
"""Lines that probably belong to more boxes than the catalogue says: nobody ticks wrongly here."""

IN_GERMANY_SINCE = "aufenthalt.im_bundesgebiet_seit"
"""Of citizens of the Union no more than a note (catalogue); they need no permission to stay."""


@rule(
    "A-01",
    Severity.FEHLER,
    source=INSTRUCTION,
    message="Frage „{feld}“ ({ort}) ist weder mit ja noch mit nein beantwortet.",
)
def question_without_a_tick(view: View) -> Iterator[Hit]:
    """``unbekannt`` beside the boxes is an answer; A-06 and A-07 say where it is not enough."""
    for field in view.form.fields.values():
        if field.is_choice and _is_missing(view, field) and view.option_count(field.id) == 0:
            yield _about(view, field.id, severity=field.missing_severity)


@rule(
    "A-02",
    Severity.RUECKFRAGE,
    source=INSTRUCTION,
    message="Bei „{feld}“ ({ort}) ist mehr als ein Kästchen angekreuzt.",
)
def two_ticks_where_one_is_asked_for(view: View) -> Iterator[Hit]:
    for field in view.form.fields.values():
        if field.type == "single_choice" and view.holds(f"option_count({field.id}) > 1"):
            yield _about(view, field.id)


@rule(
    "A-03",
    Severity.FEHLER,
    source=INSTRUCTION,
    message="Zu „{option}“ fehlt die Angabe „{feld}“ ({ort}).",
)
def ticked_box_without_its_details(view: View) -> Iterator[Hit]:
    for field in view.form.fields.values():
        for option in field.options:
            if option.opens and view.ticked(field.id, option.id) is True:
                name = options_named(view.form, field.id, [option.id])
                for opened in option.opens:
                    if _is_missing(view, view.form.fields[opened]):
                        yield _about(view, opened, option=name)


@rule(
    "A-04",
    Severity.RUECKFRAGE,
    source="erschlossen",
    message="„{feld}“ ({ort}) ist ausgefüllt, aber „{option}“ nicht angekreuzt.",
)
def details_without_their_box(view: View) -> Iterator[Hit]:
    """A ticked ``nein`` contradicts no box that was left empty."""
    for opened, openers in _openers(view).items():
        if opened in COLUMN_UNCLEAR or view.says_something(opened) is not True:
            continue
        if all(view.ticked(*opener) is False for opener in openers):
            names = joined(_named(view, openers), "oder")
            yield _about(view, opened, option=names)


@rule(
    "A-05",
    Severity.FEHLER,
    source=INSTRUCTION,
    message=("Angabe „{feld}“ ({ort}) fehlt. Falls nicht bekannt, bitte „unbekannt“ eintragen."),
)
def blank_where_an_answer_is_asked_for(view: View) -> Iterator[Hit]:
    """The receipt stamp is not the applicant's to give; F-09 asks the office for it."""
    for field in view.form.fields.values():
        asked = not field.is_choice and field.type != "stamp"
        if asked and _is_missing(view, field):
            yield _about(view, field.id, severity=_severity(view, field))


@rule(
    "A-06",
    Severity.RUECKFRAGE,
    source=INSTRUCTION,
    message=(
        "Bei „{feld}“ ({ort}) ist „unbekannt“ eingetragen; "
        "diese Angabe sollte dem Antragsteller bekannt sein."
    ),
)
def unknown_what_one_should_know(view: View) -> Iterator[Hit]:
    for field in view.form.fields.values():
        if field.unbekannt == "rueckfrage" and view.unknown(field.id) is True:
            yield _about(view, field.id)


@rule(
    "A-07",
    Severity.FEHLER,
    source="erschlossen",
    message="Bei „{feld}“ ({ort}) ist „unbekannt“ keine zulässige Antwort.",
)
def unknown_where_it_is_no_answer(view: View) -> Iterator[Hit]:
    for field in view.form.fields.values():
        if field.unbekannt == "nicht_erlaubt" and view.unknown(field.id) is True:
            yield _about(view, field.id)


@rule(
    "A-08",
    Severity.HINWEIS,
    source="erschlossen",
    message="„{feld}“ ({ort}) wurde gestrichen; als „keine Angabe nötig“ gewertet.",
)
def struck_out(view: View) -> Iterator[Hit]:
    for field in view.form.fields.values():
        if field.is_choice or field.id in view.case.doubtful:
            continue
        written = view.written(field.id)
        cells = [cell for row in view.rows(field.id) for cell in row.values()]
        if any(is_struck_out(text) for text in (written, *cells) if isinstance(text, str)):
            yield _about(view, field.id)


def _about(view: View, field: str, *, severity: Severity | None = None, option: str = "") -> Hit:
    """A hit about one field, with its name and where on the paper it is found."""
    name, place = named(view.form, field), place_of(view.form, field)
    return hit(field, severity=severity, feld=name, ort=place, option=option)


def _is_missing(view: View, field: FormField) -> bool:
    return view.empty(field.id) is True and view.required(field.id)


def _openers(view: View) -> dict[str, list[tuple[str, str]]]:
    """For each field that boxes open: the questions and options of these boxes."""
    openers: dict[str, list[tuple[str, str]]] = {}
    for field in view.form.fields.values():
        for option in field.options:
            for opened in option.opens:
                openers.setdefault(opened, []).append((field.id, option.id))
    return openers


def _named(view: View, boxes: list[tuple[str, str]]) -> list[str]:
    """Boxes by name, those of one question together."""
    questions = dict.fromkeys(question for question, _ in boxes)
    return [options_named(view.form, q, (o for own, o in boxes if own == q)) for q in questions]


def _severity(view: View, field: FormField) -> Severity | None:
    person = field.id.removesuffix(IN_GERMANY_SINCE)
    if person != field.id and view.holds(f"not third_country({person}staatsangehoerigkeit)"):
        return Severity.HINWEIS
    return field.missing_severity
