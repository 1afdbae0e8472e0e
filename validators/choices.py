"""Boxes and what depends on them, question by question (A-09 to A-25).

A-11 and A-19 are left out: both compare a lone check box with ``!=``, and one that is not ticked is
a blank field, which makes the comparison undetermined. What they mean is said by A-01 and A-04.
"""

from __future__ import annotations

from pipeline.model import Severity
from validators.registry import plain

plain(
    "A-09",
    Severity.RUECKFRAGE,
    "('mutter' in kind.lebt_bei) == ('vater' in kind.lebt_bei)",
    "kind.lebt_bei",
    source="Vordruck 1 B; § 1 Abs. 1 Nr. 2 UVG",
    message=(
        "Nr. 1 B: Es muss genau eines von „bei seiner Mutter“ und „bei seinem Vater“ angekreuzt "
        "sein."
    ),
)

plain(
    "A-10",
    Severity.RUECKFRAGE,
    "filled(kind.betreuungsumfang) and 'heim_internat' not in kind.lebt_bei "
    "and 'pflegestelle' not in kind.lebt_bei and 'sonstige' not in kind.lebt_bei",
    "kind.betreuungsumfang",
    source="Vordruck 1 B",
    message=(
        "Nr. 1 B: „tagsüber/Tag u. Nacht“ ist angekreuzt, aber keine Einrichtung oder Person "
        "genannt."
    ),
)

plain(
    "A-12",
    Severity.RUECKFRAGE,
    "'keine' in kind.einkommen.arten and len(kind.einkommen.arten) > 1",
    "kind.einkommen.arten",
    source="Vordruck Nr. 11",
    message="Nr. 11: „keine Einkünfte“ und zugleich eine Einkunftsart angekreuzt.",
)

plain(
    "A-13",
    Severity.RUECKFRAGE,
    "option_count(unterhalt.zahlungsart) > 1",
    "unterhalt.zahlungsart",
    source="Vordruck Nr. 14",
    message="Nr. 14: Nur eine der Zeilen A, B, C kann zutreffen.",
)

plain(
    "A-14",
    Severity.FEHLER,
    "empty(todesfall.sterbedatum) and empty(unterhalt.zahlungsart)",
    "unterhalt.zahlungsart",
    source="Vordruck Nr. 14",
    message="Nr. 14: Angabe zu Unterhaltszahlungen (A, B oder C) fehlt.",
)

plain(
    "A-15",
    Severity.RUECKFRAGE,
    "filled(kind.einkommen.sonstige_arten) and 'sonstige' not in kind.einkommen.arten",
    "kind.einkommen.arten",
    source="Vordruck 11 C",
    message="Nr. 11 C: Einkunftsart angekreuzt, Kästchen C aber nicht.",
)

plain(
    "A-16",
    Severity.FEHLER,
    "bemuehungen.vorgenommen == 'ja' and empty(bemuehungen.massnahmen)",
    "bemuehungen.massnahmen",
    source="Vordruck Nr. 16",
    message="Nr. 16: Art der Maßnahme fehlt.",
)

plain(
    "A-17",
    Severity.RUECKFRAGE,
    "unterhaltstitel.festsetzungsantrag.erhoben == 'ja' "
    "and empty(unterhaltstitel.festsetzungsantrag.durch)",
    "unterhaltstitel.festsetzungsantrag.durch",
    source="Vordruck 15 B",
    message="Nr. 15 B: Angabe Gericht, Rechtsanwalt oder Beistand fehlt.",
)

plain(
    "A-18",
    Severity.RUECKFRAGE,
    "empty(bankverbindung.weitergabe_einverstanden)",
    "bankverbindung.weitergabe_einverstanden",
    source="Vordruck Nr. 17",
    message=(
        "Nr. 17: Einverständnis zur Weitergabe der Bankverbindung nicht beantwortet "
        "(bis dahin: nicht einverstanden)."
    ),
)

plain(
    "A-20",
    Severity.RUECKFRAGE,
    'any_filled("vaterschaft") and any_filled("eltern.ehe")',
    source="Abschnitt 3 gefunden, Abschnitt 4 rekonstruiert",
    message="Nr. 3 und Nr. 4 sind beide ausgefüllt; nur eine trifft zu.",
)

plain(
    "A-21",
    Severity.RUECKFRAGE,
    "option_count(betreuender_elternteil.familienstand.status) > 1",
    "betreuender_elternteil.familienstand.status",
    source="Nr. 9 rekonstruiert; Muster Vordruck 13 B",
    message="Nr. 9: mehrere Familienstände angekreuzt.",
)

plain(
    "A-22",
    Severity.HINWEIS,
    "(fragebogen.selbstaendigkeit.weitere_firma_1.laufend == 'ja' "
    "and filled(fragebogen.selbstaendigkeit.weitere_firma_1.bis)) "
    "or (fragebogen.selbstaendigkeit.weitere_firma_2.laufend == 'ja' "
    "and filled(fragebogen.selbstaendigkeit.weitere_firma_2.bis))",
    source="Vordruck Fragebogen",
    message="Fragebogen: Firma zugleich „laufend“ und mit Enddatum.",
)

plain(
    "A-23",
    Severity.RUECKFRAGE,
    "option_count(anderer_elternteil.familienstand.status) > 1",
    "anderer_elternteil.familienstand.status",
    source="Vordruck 13 B",
    message="Nr. 13 B: mehrere Familienstände angekreuzt.",
)

plain(
    "A-24",
    Severity.RUECKFRAGE,
    "fragebogen.selbstaendigkeit.weitere_firmen == 'nein' "
    'and (any_filled("fragebogen.selbstaendigkeit.weitere_firma_1") '
    'or any_filled("fragebogen.selbstaendigkeit.weitere_firma_2"))',
    "fragebogen.selbstaendigkeit.weitere_firmen",
    source="Vordruck Fragebogen",
    message="Fragebogen: „Weitere Firmen: nein“, aber Firma eingetragen.",
)

plain(
    "A-25",
    Severity.RUECKFRAGE,
    "kind.mitbetreuung.vorhanden == 'nein' and filled(kind.mitbetreuung.woechentliche_zeit)",
    "kind.mitbetreuung.woechentliche_zeit",
    source="Vordruck 1 C",
    message="Nr. 1 C: „nein“, aber Betreuungszeit eingetragen.",
)
