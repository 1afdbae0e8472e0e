"""Receipt, pages and signature (F)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.forms import FormPage
from pipeline.model import Severity
from validators.registry import Hit, hit, plain, rule
from validators.view import View
from validators.words import day, joined, pages_named

STERBEDATUM = "todesfall.sterbedatum"

AHEAD, LONG_AGO = "in der Zukunft", "mehr als ein Jahr zurück"
"""Why a day of receipt cannot be."""


def _missing(view: View, role: str) -> list[FormPage]:
    """The missing pages; none while an unreadable page may be the one that is asked for."""
    if not view.legible:
        return []
    return [p for p in view.form.pages if p.role == role and p.id not in view.case.form_pages]


@rule(
    "F-01",
    Severity.FEHLER,
    source="Vordruck (Aufbau); § 16 Abs. 3 SGB I",
    message="Seite(n) {seiten} des Antrags fehlen.",
)
def pages_of_the_application_are_missing(view: View) -> Iterator[Hit]:
    if missing := _missing(view, "antrag"):
        numbers = joined(str(page.number) for page in missing)
        yield Hit(pages=tuple(page.id for page in missing), words={"seiten": numbers})


@rule(
    "F-02",
    Severity.FEHLER,
    source="Vordruck Nr. 18; § 9 Abs. 1 UVG",
    message="Die Seite mit Erklärung und Unterschrift (Nr. 18) fehlt.",
)
def the_page_to_sign_is_missing(view: View) -> Iterator[Hit]:
    if missing := _missing(view, "erklaerung"):
        yield Hit(pages=tuple(page.id for page in missing))


@rule(
    "F-03",
    Severity.FEHLER,
    source="Vordruck Nr. 13 Vorspann",
    message="Der Fragebogen zum anderen Elternteil fehlt {umfang}: {seiten} des Formulars.",
)
def the_questionnaire_is_missing(view: View) -> Iterator[Hit]:
    """Needless only where a date of death was given; on a missing page none was."""
    if view.empty(STERBEDATUM) is True and (missing := _missing(view, "fragebogen")):
        whole = missing == [page for page in view.form.pages if page.role == "fragebogen"]
        words = {"umfang": "ganz" if whole else "teilweise", "seiten": pages_named(missing)}
        yield Hit(pages=tuple(page.id for page in missing), words=dict(words))


plain(
    "F-04",
    Severity.RUECKFRAGE,
    'page("fragebogen_seite_2") and not any_filled("fragebogen")',
    source="Vordruck Nr. 13 Vorspann, Ausfüllanweisung",
    message="Der Fragebogen ist nicht ausgefüllt. Bitte Angaben machen oder „unbekannt“ eintragen.",
)


@rule(
    "F-09",
    Severity.RUECKFRAGE,
    source="Vordruck Kopf; Merkblatt Köln (Monat des Eingangs); § 4 UVG",
    message="Kein Eingangsstempel erkannt. Bitte Eingangsdatum nachtragen.",
)
def the_day_of_receipt_is_missing(view: View) -> Iterator[Hit]:
    """Silent as well where the office has said the day itself."""
    if view.case.received.day is None and view.holds("empty(antrag.eingangsstempel)"):
        yield hit("antrag.eingangsstempel")


@rule(
    "F-10",
    Severity.RUECKFRAGE,
    source="erschlossen",
    message="Eingangsdatum {datum} liegt {wann}; Stempel und Jahr prüfen.",
)
def the_day_of_receipt_cannot_be(view: View) -> Iterator[Hit]:
    if view.holds(
        "antrag.eingangsdatum > today or days_between(antrag.eingangsdatum, today) > 365"
    ):
        stamped = view.value("antrag.eingangsdatum")
        ahead = isinstance(stamped, date) and stamped > view.today
        yield hit("antrag.eingangsstempel", datum=day(stamped), wann=AHEAD if ahead else LONG_AGO)


plain(
    "F-11",
    Severity.FEHLER,
    "empty(erklaerung.unterschrift)",
    "erklaerung.unterschrift",
    source="§ 9 Abs. 1 UVG; Merkblatt zum Vordruck Nr. 5; Merkblatt Köln",
    message=(
        "Die Unterschrift unter Nr. 18 fehlt. Der Antrag muss eigenhändig unterschrieben sein."
    ),
)

plain(
    "F-12",
    Severity.RUECKFRAGE,
    "empty(erklaerung.ort)",
    "erklaerung.ort",
    source="Vordruck Nr. 18",
    message="Der Ort neben der Unterschrift fehlt.",
)

plain(
    "F-13",
    Severity.RUECKFRAGE,
    "empty(erklaerung.datum)",
    "erklaerung.datum",
    source="Vordruck Nr. 18",
    message="Das Datum neben der Unterschrift fehlt.",
)


@rule(
    "F-14",
    Severity.RUECKFRAGE,
    source="erschlossen",
    message="Unterschriftsdatum {a} liegt nach dem Eingangsstempel {b}.",
)
def signed_after_receipt(view: View) -> Iterator[Hit]:
    if view.holds("erklaerung.datum > antrag.eingangsdatum"):
        yield hit(
            "erklaerung.datum",
            a=day(view.value("erklaerung.datum")),
            b=day(view.value("antrag.eingangsdatum")),
        )


plain(
    "F-15",
    Severity.HINWEIS,
    "days_between(erklaerung.datum, antrag.eingangsdatum) > 92",
    "erklaerung.datum",
    source="erschlossen",
    message=(
        "Antrag wurde mehr als drei Monate vor Eingang unterschrieben; Angaben evtl. überholt."
    ),
)

plain(
    "F-26",
    Severity.HINWEIS,
    'filled(todesfall.sterbedatum) and not page("fragebogen_seite_2")',
    STERBEDATUM,
    source="Vordruck Nr. 7, 13",
    message=(
        "Fragebogen fehlt; Todesfall angegeben. Entbehrlich nur, wenn der andere Elternteil "
        "(nicht ein Stiefelternteil) verstorben ist."
    ),
)
