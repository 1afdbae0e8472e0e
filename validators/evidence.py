"""Evidence that the form or its leaflet asks for, and that does not lie there (N).

Evidence for the wrong person is no evidence (Klarstellung 3). Papers that concern several people by
their nature, such as a title with creditor and debtor, count whomever they were filed under.
While a paper lies there that nobody recognised, it may be the one that seems to be missing: the
rules wait until a person has named it.
"""

from __future__ import annotations

from pipeline.model import Severity
from validators.registry import plain

PARENT = "betreuender_elternteil"

DECEASED = ("verstorbener_elternteil", "anderer_elternteil", "ehegatte")
"""The deceased parent or step-parent may have been filed under any of these."""

FAMILY = ("kind", "anderer_elternteil", PARENT)
"""Maintenance of a child concerns the child, who owes it and who asks for it."""
COUPLE = (PARENT, "ehegatte", "anderer_elternteil")
"""A divorce or separation concerns both; the spouse often is the other parent."""


plain(
    "N-01",
    Severity.FEHLER,
    'not doc("geburtsurkunde", "kind") and not doc("abstammungsurkunde", "kind") '
    'and not doc("familienbuchauszug", "kind") and not doc("geburtenregisterausdruck", "kind")',
    source="Vordruck Nr. 1 ►; Serviceportal Bremen",
    message=("Es fehlt: Geburtsurkunde des Kindes (oder Abstammungsurkunde, Familienbuchauszug)."),
)

plain(
    "N-02",
    Severity.FEHLER,
    'not doc("meldebestaetigung", "kind") and not doc("meldebescheinigung", "kind") '
    'and not doc("haushaltsbescheinigung", "kind")',
    source="Vordruck 1 A ►",
    message="Es fehlt: Meldebestätigung des Kindes.",
)

plain(
    "N-03",
    Severity.FEHLER,
    'not doc("meldebestaetigung", "betreuender_elternteil") '
    'and not doc("meldebescheinigung", "betreuender_elternteil") '
    'and not doc("haushaltsbescheinigung", "betreuender_elternteil")',
    source="Vordruck 8 A ►",
    message="Es fehlt: Meldebestätigung des Elternteils.",
)

plain(
    "N-04",
    Severity.FEHLER,
    'not doc("personalausweis", "betreuender_elternteil") '
    'and not doc("reisepass", "betreuender_elternteil")',
    source="Merkblatt zum Vordruck Nr. 6; Serviceportal Bremen",
    message="Es fehlt: Kopie von Personalausweis oder Reisepass.",
)

plain(
    "N-05",
    Severity.FEHLER,
    "third_country(betreuender_elternteil.staatsangehoerigkeit) "
    'and not doc("aufenthaltstitel", "betreuender_elternteil") '
    'and not doc("beschaeftigungsduldung", "betreuender_elternteil")',
    "betreuender_elternteil.staatsangehoerigkeit",
    source="Vordruck 8 B ►, Merkblatt Nr. 6; Serviceportal Bremen",
    message="Es fehlt: gültiger Aufenthaltstitel des Elternteils (ggf. mit Zusatzblatt).",
)

plain(
    "N-08",
    Severity.FEHLER,
    '(any_filled("kind.spaetaussiedler") or any_filled("betreuender_elternteil.spaetaussiedler")) '
    'and not doc("vertriebenenausweis") and not doc("bescheinigung_bvfg15") '
    'and not doc("registrierschein") and not doc("aufnahmebescheid")',
    source="Vordruck 1 E, 8 D ►",
    message=(
        "Es fehlt: Vertriebenenausweis/Bescheinigung nach § 15 BVFG, sonst Registrierschein oder "
        "Aufnahmebescheid."
    ),
    persons=("kind", PARENT),
)

plain(
    "N-09",
    Severity.FEHLER,
    "vaterschaft.anerkannt_oder_festgestellt == 'ja' "
    'and not doc("vaterschaftsanerkennung", "kind") '
    'and not doc("vaterschaftsfeststellung", "kind")',
    "vaterschaft.anerkannt_oder_festgestellt",
    source="Nr. 3 A ► gefunden; Merkblatt zum Vordruck Nr. 6; Serviceportal Bremen",
    message="Es fehlt: Urkunde oder Urteil über die Vaterschaft.",
)

plain(
    "N-10",
    Severity.HINWEIS,
    "vaterschaft.verfahren.anhaengig == 'ja' and not doc(\"nachweis_vaterschaftsverfahren\")",
    "vaterschaft.verfahren.anhaengig",
    source="rekonstruiert",
    message="Kein Nachweis über das Verfahren zur Vaterschaftsfeststellung.",
    persons=FAMILY,
)

plain(
    "N-12",
    Severity.FEHLER,
    "betreuender_elternteil.familienstand.status == 'geschieden' "
    'and not doc("scheidungsbeschluss")',
    "betreuender_elternteil.familienstand.status",
    source="Merkblatt zum Vordruck Nr. 6; Serviceportal Bremen",
    message="Es fehlt: Scheidungsbeschluss oder -urteil.",
    persons=COUPLE,
)

plain(
    "N-13",
    Severity.FEHLER,
    "betreuender_elternteil.familienstand.status == 'dauernd_getrennt' "
    'and not doc("trennungsnachweis")',
    "betreuender_elternteil.familienstand.status",
    source="Merkblatt zum Vordruck Nr. 6; Serviceportal Bremen",
    message="Es fehlt: Nachweis über den Trennungszeitpunkt.",
    persons=COUPLE,
)

plain(
    "N-14",
    Severity.FEHLER,
    'any_filled("todesfall") and not doc("sterbeurkunde")',
    source="Vordruck 7 A ►",
    message="Es fehlt: Sterbeurkunde.",
    persons=DECEASED,
)

plain(
    "N-15",
    Severity.FEHLER,
    "(todesfall.waisenbezuege.status == 'ja' or todesfall.abfindung.erhalten == 'ja') "
    'and not doc("waisenbezug_nachweis")',
    source="Vordruck 7 B ►",
    message="Es fehlt: Nachweis über Waisenbezüge oder Schadenersatz.",
    persons=("kind", *DECEASED),
)

plain(
    "N-16",
    Severity.FEHLER,
    "todesfall.waisenbezuege.status == 'abgelehnt' and not doc(\"waisen_ablehnungsbescheid\")",
    "todesfall.waisenbezuege.status",
    source="Vordruck 7 C ►",
    message="Es fehlt: Ablehnungsbescheid zu den Waisenbezügen.",
    persons=("kind", *DECEASED),
)

plain(
    "N-17",
    Severity.FEHLER,
    "uvg_vorbezug.gewaehrt == 'ja' and not doc(\"uvg_bescheid\")",
    "uvg_vorbezug.gewaehrt",
    source="Nr. 5 ► gefunden; Merkblatt zum Vordruck Nr. 6",
    message=("Es fehlt: Bewilligungs-/Einstellungsbescheid der anderen Unterhaltsvorschussstelle."),
    persons=("kind",),
)

plain(
    "N-21",
    Severity.FEHLER,
    "unterhaltstitel.vorhanden == 'ja' and not doc(\"unterhaltstitel\")",
    "unterhaltstitel.vorhanden",
    source="Vordruck 15 A ►",
    message="Es fehlt: Unterhaltstitel.",
    persons=FAMILY,
)

plain(
    "N-22",
    Severity.FEHLER,
    "unterhaltstitel.festsetzungsantrag.erhoben == 'ja' "
    'and not doc("nachweis_festsetzungsantrag")',
    "unterhaltstitel.festsetzungsantrag.erhoben",
    source="Merkblatt zum Vordruck Nr. 6; Serviceportal Bremen",
    message="Es fehlt: Nachweis der Antragszustellung auf Unterhaltsfestsetzung.",
    persons=FAMILY,
)

plain(
    "N-23",
    Severity.FEHLER,
    "(unterhalt.verzicht.erklaert == 'ja' or unterhalt.freistellung.erklaert == 'ja') "
    'and not doc("freistellungsvereinbarung")',
    "unterhalt.verzicht.erklaert",
    "unterhalt.freistellung.erklaert",
    source="Vordruck 14 E ►; Serviceportal Bremen",
    message="Es fehlt: Nachweis über Verzicht oder Freistellung.",
    persons=FAMILY,
)

plain(
    "N-24",
    Severity.FEHLER,
    "bemuehungen.vorgenommen == 'ja' and not doc(\"mahnschreiben\") "
    'and not doc("nachweis_bemuehungen_sonstige") and not doc("nachweis_festsetzungsantrag")',
    "bemuehungen.vorgenommen",
    source="Vordruck Nr. 16 ►; Serviceportal Bremen",
    message="Es fehlt: Nachweis der Bemühungen um Unterhalt.",
    persons=FAMILY,
)

plain(
    "N-26",
    Severity.FEHLER,
    "'ausbildungsverguetung' in kind.einkommen.arten and not doc(\"ausbildungsvertrag\")",
    "kind.einkommen.arten",
    source="Vordruck 11 A ►",
    message="Es fehlt: vollständiger Ausbildungsvertrag.",
    persons=("kind",),
)

plain(
    "N-27",
    Severity.FEHLER,
    "'nichtselbstaendig' in kind.einkommen.arten and not doc(\"arbeitsvertrag\")",
    "kind.einkommen.arten",
    source="Vordruck 11 B ►",
    message="Es fehlt: Arbeitsvertrag.",
    persons=("kind",),
)

plain(
    "N-28",
    Severity.FEHLER,
    "('ausbildungsverguetung' in kind.einkommen.arten "
    'or \'nichtselbstaendig\' in kind.einkommen.arten) and not doc("lohnbescheinigung", "kind")',
    "kind.einkommen.arten",
    source="Vordruck 11 A, 11 B ►",
    message="Es fehlen: Lohn- und Gehaltsbescheinigungen des Kindes.",
)

plain(
    "N-29",
    Severity.FEHLER,
    '\'sonstige\' in kind.einkommen.arten and not doc("einkommensnachweis_sonstige", "kind")',
    "kind.einkommen.arten",
    source="Vordruck 11 C ►",
    message="Es fehlt: Nachweis der sonstigen Einkünfte.",
)

plain(
    "N-31",
    Severity.RUECKFRAGE,
    "betreuender_elternteil.ehegatte.anstaltsunterbringung == 'ja' "
    'and not doc("anstaltsnachweis")',
    "betreuender_elternteil.ehegatte.anstaltsunterbringung",
    source="Merkblatt zum Vordruck Nr. 6; Merkblatt Enzkreis Nr. 2 b",
    message="Nachweis über die Unterbringung in einer Anstalt fehlt.",
    persons=("ehegatte", "anderer_elternteil"),
)

plain(
    "N-32",
    Severity.RUECKFRAGE,
    "fragebogen.schulden.tilgungsvereinbarung == 'ja' and not doc(\"tilgungsvereinbarung\")",
    "fragebogen.schulden.tilgungsvereinbarung",
    source="Vordruck Fragebogen ►",
    message=(
        "Nachweis der Vereinbarung über Schuldentilgung fehlt (soweit dem Antragsteller "
        "zugänglich)."
    ),
    persons=("anderer_elternteil", PARENT),
)
