"""What must be said of the child and its parents (V-01 to V-16).

Each of these rules sums up its section in one message; A-01, A-03 and A-05 then do not repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import Severity
from validators.registry import Hit, Rule, add, hit, rule
from validators.view import View
from validators.words import joined, named_all

CHILD = (
    "kind.familienname",
    "kind.vornamen",
    "kind.geburtsdatum",
    "kind.staatsangehoerigkeit",
    "kind.anschrift.strasse_hausnummer",
    "kind.anschrift.plz_ort",
)

PARENT = tuple(field.replace("kind.", "betreuender_elternteil.") for field in CHILD)

OTHER_PARENT = (
    "anderer_elternteil.familienname",
    "anderer_elternteil.vornamen",
    "anderer_elternteil.geburtsdatum",
    "anderer_elternteil.anschrift.plz_ort",
)

STAY = (
    "aufenthalt.im_bundesgebiet_seit",
    "aufenthalt.niederlassungserlaubnis.erteilt",
    "aufenthalt.aufenthaltserlaubnis.erteilt",
    "aufenthalt.sonstiger_titel.erteilt",
    "aufenthalt.beschaeftigungsduldung.erteilt",
)


def blank(view: View, fields: Iterable[str]) -> tuple[str, ...]:
    """Those of some fields that were surely left blank."""
    return tuple(field for field in fields if view.empty(field) is True)


def some_blank(
    rule_id: str,
    severity: Severity,
    *fields: str,
    source: str,
    message: str,
    when: str = "True",
) -> None:
    """Register a rule that names the blank ones of some fields, where an expression is true."""

    def test(view: View) -> Iterator[Hit]:
        if (missing := blank(view, fields)) and view.holds(when):
            yield hit(*missing, felder=named_all(view.form, missing), zeilen=_rows(view, missing))

    add(Rule(rule_id, severity, message, source, test))


def _rows(view: View, fields: Sequence[str]) -> str:
    """The rows of a section by their letters, each once."""
    return joined(dict.fromkeys(view.form.fields[f].ref.rpartition(".")[2] for f in fields))


some_blank(
    "V-01",
    Severity.FEHLER,
    "antrag.leistung_ab",
    source="Vordruck Kopf",
    message="Es fehlt, ab wann die Leistungen beantragt werden.",
)

some_blank(
    "V-02",
    Severity.FEHLER,
    *CHILD,
    source="Vordruck 1 A",
    message="Nr. 1 A: Angaben zum Kind unvollständig: {felder}.",
)

some_blank(
    "V-03",
    Severity.RUECKFRAGE,
    "kind.geburtsort",
    "kind.geschlecht",
    source="Vordruck 1 A",
    message="Nr. 1 A: {felder} fehlt (aus der Geburtsurkunde ergänzbar).",
)

some_blank(
    "V-04",
    Severity.FEHLER,
    "kind.lebt_seit",
    "kind.lebt_bei",
    source="Vordruck 1 B",
    message="Nr. 1 B: seit wann und bei wem das Kind lebt, fehlt.",
)

some_blank(
    "V-05",
    Severity.FEHLER,
    "kind.mitbetreuung.vorhanden",
    source="Vordruck 1 C",
    message="Nr. 1 C: Betreuung durch den anderen Elternteil nicht beantwortet.",
)

some_blank(
    "V-06",
    Severity.FEHLER,
    "kind.mitbetreuung.woechentliche_zeit",
    when="kind.mitbetreuung.vorhanden == 'ja'",
    source="Vordruck 1 C",
    message="Nr. 1 C: wöchentliche Betreuungszeit fehlt.",
)

some_blank(
    "V-07",
    Severity.FEHLER,
    *(f"kind.{field}" for field in STAY),
    when="third_country(kind.staatsangehoerigkeit)",
    source="Vordruck 1 D; § 1 Abs. 2a UVG",
    message="Nr. 1 D: Angaben zum Aufenthalt des Kindes unvollständig: {felder}.",
)


@rule(
    "V-08",
    Severity.HINWEIS,
    source="Merkblatt Enzkreis Nr. 2 d",
    message=(
        "Nr. 1 D nicht ausgefüllt; bei EU-, EWR- oder Schweizer Staatsangehörigkeit regelmäßig "
        "entbehrlich."
    ),
)
def stay_of_a_child_from_the_union(view: View) -> Iterator[Hit]:
    if view.holds(
        "foreign(kind.staatsangehoerigkeit) and not third_country(kind.staatsangehoerigkeit) "
        'and not any_filled("kind.aufenthalt")'
    ):
        yield hit(*blank(view, view.below("kind.aufenthalt")))


some_blank(
    "V-09",
    Severity.FEHLER,
    *PARENT,
    source="Vordruck 8 A",
    message="Nr. 8 A: Angaben zum Elternteil unvollständig: {felder}.",
)

some_blank(
    "V-10",
    Severity.FEHLER,
    *(f"betreuender_elternteil.{field}" for field in STAY),
    when="third_country(betreuender_elternteil.staatsangehoerigkeit)",
    source="Vordruck 8 B; § 1 Abs. 2a UVG",
    message="Nr. 8 B: Angaben zum Aufenthalt des Elternteils unvollständig: {felder}.",
)

some_blank(
    "V-11",
    Severity.RUECKFRAGE,
    "betreuender_elternteil.nato_angehoerig",
    source="Vordruck 8 C",
    message="Nr. 8 C nicht beantwortet.",
)

some_blank(
    "V-12",
    Severity.HINWEIS,
    "betreuender_elternteil.telefon",
    source="Vordruck 8 A, Infoblatt Nr. 7 a",
    message="Keine Telefonnummer für Rückfragen angegeben (freiwillig).",
)

some_blank(
    "V-13",
    Severity.FEHLER,
    "betreuender_elternteil.familienstand.status",
    source="Nr. 9 rekonstruiert; § 1 Abs. 1 Nr. 2 UVG",
    message="Nr. 9: Familienstand fehlt.",
)

some_blank(
    "V-14",
    Severity.RUECKFRAGE,
    "betreuender_elternteil.familienstand.seit",
    when="betreuender_elternteil.familienstand.status "
    "in ('geschieden', 'dauernd_getrennt', 'verwitwet')",
    source="Nr. 9 rekonstruiert; Merkblatt zum Vordruck Nr. 6 (Trennungszeitpunkt)",
    message="Nr. 9: Datum (seit) zum Familienstand fehlt.",
)

some_blank(
    "V-15",
    Severity.RUECKFRAGE,
    *OTHER_PARENT,
    source="Vordruck 13 A, Ausfüllanweisung",
    message="Nr. 13 A: {felder} fehlt. Falls nicht bekannt, bitte „unbekannt“ eintragen.",
)

some_blank(
    "V-16",
    Severity.RUECKFRAGE,
    "anderer_elternteil.familienstand.status",
    "anderer_elternteil.nato_angehoerig",
    source="Vordruck 13 B, 13 C",
    message="Nr. 13 {zeilen} nicht beantwortet ({felder}).",
)
