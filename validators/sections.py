"""What the other sections must answer (V-17 to V-27, V-32)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Severity
from validators.mandatory import blank, some_blank
from validators.registry import Hit, hit, plain, rule
from validators.view import View

SOCIAL_BENEFITS = (
    "sozialleistungen.sgb_ii.bezug",
    "sozialleistungen.sgb_xii.bezug",
    "sozialleistungen.jugendhilfe.bezug",
    "sozialleistungen.unterhaltssicherung.bezug",
)


@rule(
    "V-17",
    Severity.RUECKFRAGE,
    source="Nr. 3 gefunden (Kaufbeuren); § 1 Abs. 3 UVG",
    message="Nr. 3/4: Angaben zur Vaterschaft oder zur Ehe der Eltern fehlen.",
)
def neither_fatherhood_nor_marriage(view: View) -> Iterator[Hit]:
    if view.holds(
        "eltern.verheiratet != 'ja' and not any_filled(\"vaterschaft\") "
        'and not any_filled("eltern.ehe")'
    ):
        yield hit(*blank(view, view.below("vaterschaft")))


plain(
    "V-18",
    Severity.FEHLER,
    "eltern.verheiratet != 'ja' and vaterschaft.anerkannt_oder_festgestellt == 'nein' "
    "and empty(vaterschaft.nicht_festgestellt_grund) and empty(vaterschaft.moegliche_vaeter)",
    "vaterschaft.nicht_festgestellt_grund",
    "vaterschaft.moegliche_vaeter",
    source="§ 1 Abs. 3 UVG; Merkblatt zum Vordruck Nr. 2, 9; Feld rekonstruiert",
    message="Nr. 3: Vaterschaft nicht festgestellt; Grund und mögliche Väter nicht angegeben.",
)

some_blank(
    "V-19",
    Severity.FEHLER,
    "uvg_vorbezug.gewaehrt",
    "uvg_vorbezug.antrag_gestellt",
    source="Nr. 5 gefunden (Kaufbeuren)",
    message="Nr. 5: Frage nach früheren Leistungen oder Anträgen nicht beantwortet.",
)

some_blank(
    "V-20",
    Severity.FEHLER,
    *SOCIAL_BENEFITS,
    source="Nr. 6 gefunden (Kaufbeuren)",
    message="Nr. 6: {zeilen} nicht mit nein, ja oder beantragt beantwortet.",
)

plain(
    "V-21",
    Severity.RUECKFRAGE,
    "kind.alter_bei_leistungsbeginn >= 6 and empty(kind.schule.allgemeinbildend) "
    "and empty(kind.einkommen.arten)",
    "kind.schule.allgemeinbildend",
    "kind.einkommen.arten",
    source="Vordruck Nr. 11, Erläuterungen zu Nr. 10; § 2 Abs. 4 UVG",
    message="Weder Nr. 10 noch Nr. 11 ausgefüllt (Schulbesuch).",
)

some_blank(
    "V-22",
    Severity.FEHLER,
    "kind.einkommen.arten",
    when="kind.alter_bei_leistungsbeginn >= 15 and kind.schule.allgemeinbildend == 'nein'",
    source="Vordruck Nr. 11; Merkblatt Köln Nr. 2",
    message="Nr. 11: Angaben zu Einkünften des Kindes fehlen.",
)

some_blank(
    "V-23",
    Severity.FEHLER,
    "unterhaltstitel.vorhanden",
    "unterhaltstitel.festsetzungsantrag.erhoben",
    source="Vordruck Nr. 15",
    message="Nr. 15: {zeilen} nicht mit nein oder ja beantwortet.",
)

some_blank(
    "V-24",
    Severity.FEHLER,
    "bemuehungen.vorgenommen",
    when="antrag.rueckwirkend",
    source="Vordruck Nr. 16; § 4 Abs. 2 UVG",
    message="Nr. 16: Bei rückwirkendem Antrag sind die Bemühungen um Unterhalt anzugeben.",
)

some_blank(
    "V-25",
    Severity.FEHLER,
    "bankverbindung.iban",
    source="Vordruck Nr. 17",
    message="Nr. 17: IBAN fehlt.",
)

some_blank(
    "V-26",
    Severity.RUECKFRAGE,
    "bankverbindung.kontoinhaber",
    source="Vordruck Nr. 17",
    message="Nr. 17: Name des Kontoinhabers fehlt.",
)

some_blank(
    "V-27",
    Severity.HINWEIS,
    "bankverbindung.geldinstitut_ort",
    source="Vordruck Nr. 17",
    message="Nr. 17: Geldinstitut fehlt (aus der IBAN ableitbar).",
)

some_blank(
    "V-32",
    Severity.HINWEIS,
    "vertretung.sorgerecht",
    source="Nr. 2 rekonstruiert",
    message="Nr. 2: Sorgerecht nicht angegeben.",
)
