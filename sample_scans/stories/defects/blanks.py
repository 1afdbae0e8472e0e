"""Fields left blank: for each the rule that asks for it, and the situation in which it must."""

from __future__ import annotations

from collections.abc import Iterator

from sample_scans.stories.defects import kinds
from sample_scans.stories.defects.kinds import Defect, Settled, Spoil, erase
from sample_scans.stories.draft import Draft

C, O, Q = "betreuender_elternteil", "anderer_elternteil", "fragebogen"  # noqa: E741 - as in tables
SELF, INCOME, WORK = f"{Q}.selbstaendigkeit", f"{Q}.einkommen", f"{Q}.beschaeftigung"

Blank = tuple[str, str, Settled, tuple[str, ...]]
"""Field, rule, situation, and what depends on the field and is blank with it."""


def _rows(rule: str, needs: Settled, *names: str) -> list[Blank]:
    return [(rule, name, needs, ()) for name in names]


ANY: Settled = {}
CHILD: list[Blank] = [
    *_rows("V-01", {"retro": False}, "antrag.leistung_ab"),
    *_rows("V-02", {"origin": "deutsch"}, "kind.familienname", "kind.vornamen", "kind.geburtsdatum",
           "kind.staatsangehoerigkeit", "kind.anschrift.strasse_hausnummer",
           "kind.anschrift.plz_ort"),
    *_rows("V-03", ANY, "kind.geburtsort", "kind.geschlecht"),
    *_rows("V-04", {"outside": ""}, "kind.lebt_seit", "kind.lebt_bei"),
    *_rows("V-05", {"shared": False}, "kind.mitbetreuung.vorhanden"),
    *_rows("V-06", kinds.SHARED, "kind.mitbetreuung.woechentliche_zeit"),
    *_rows("V-07", kinds.THIRD, "kind.aufenthalt.im_bundesgebiet_seit",
           "kind.aufenthalt.sonstiger_titel.erteilt"),
    *_rows("A-01", kinds.UNION, "kind.aufenthalt.beschaeftigungsduldung.erteilt"),
    *_rows("A-03", kinds.THIRD, "kind.aufenthalt.aufenthaltserlaubnis.erteilt_am"),
    *_rows("A-03", kinds.OTHER_TITLE, "kind.aufenthalt.sonstiger_titel.art"),
    *_rows("A-03", {"outside": "sonstige"}, "kind.betreuungsumfang", "kind.lebt_bei_sonstige"),
    *_rows("A-05", {"moved": True, "age_months": 70}, "kind.zuzug.wohnhaft_bis",
           "kind.zuzug.vorherige_anschrift"),
    ("V-21", "kind.schule.allgemeinbildend", kinds.PUPIL, ("kind.schule.",)),
    *_rows("A-03", kinds.GROWN_PUPIL, "kind.schule.name_anschrift",
           "kind.schule.voraussichtlich_bis"),
    ("V-22", "kind.einkommen.arten", kinds.TRAINEE, ()),
    *_rows("A-03", kinds.INVESTOR, "kind.einkommen.sonstige_arten"),
    ("A-03", "kind.ausbildung.geplant", kinds.IDLE, ("kind.ausbildung.",)),
]  # fmt: skip

LAW: list[Blank] = [
    *_rows("V-32", {"custody": "mutter"}, "vertretung.sorgerecht"),
    *_rows("A-03", {"custody": "andere"}, "vertretung.vertreter.name",
           "vertretung.vertreter.anschrift"),
    *_rows("A-01", {"guardian": False}, "vertretung.beistandschaft.besteht"),
    *_rows("A-03", {"guardian": True}, "vertretung.beistandschaft.art",
           "vertretung.beistandschaft.jugendamt"),
    *_rows("A-01", {"lawyer": False}, "vertretung.rechtsanwalt.beauftragt"),
    *_rows("A-03", {"lawyer": True}, "vertretung.rechtsanwalt.name_anschrift"),
    *_rows("A-01", kinds.UNMARRIED, "eltern.verheiratet"),
    *_rows("A-03", kinds.UNMARRIED, "vaterschaft.urkunde_vom", "vaterschaft.urkunde_stelle_az"),
    ("A-03", "vaterschaft.verfahren.anhaengig", kinds.NO_FATHER, ("vaterschaft.verfahren.",)),
    *_rows("A-03", kinds.NO_FATHER, "vaterschaft.nicht_festgestellt_grund"),
    *_rows("A-05", kinds.NO_FATHER, "vaterschaft.moegliche_vaeter"),
    ("V-18", "vaterschaft.moegliche_vaeter", kinds.NO_FATHER,
     ("vaterschaft.nicht_festgestellt_grund",)),
    ("V-17", "vaterschaft.anerkannt_oder_festgestellt", kinds.UNMARRIED, ("vaterschaft.",)),
    *_rows("A-03", kinds.DIVORCED, "eltern.ehe.eheschliessung_am", "eltern.ehe.stand_seit",
           "eltern.ehe.gericht_az"),
    ("A-01", "eltern.ehe.vaterschaft_bestritten", kinds.APART,
     ("eltern.ehe.anfechtung_gericht_az",)),
    *_rows("V-19", {"earlier": False, "applied": False}, "uvg_vorbezug.gewaehrt",
           "uvg_vorbezug.antrag_gestellt"),
    *_rows("A-03", kinds.EARLIER, "uvg_vorbezug.zeitraeume"),
    *_rows("A-03", kinds.APPLIED, "uvg_vorbezug.antrag_jugendamt", "uvg_vorbezug.antrag_am",
           "uvg_vorbezug.antrag_ergebnis"),
    *_rows("V-20", {"sgb_ii": "nein", "sgb_xii": "nein", "youth": "nein", "usg": "nein"},
           *(f"sozialleistungen.{name}.bezug" for name in ("sgb_ii", "sgb_xii", "jugendhilfe",
                                                           "unterhaltssicherung"))),
    *_rows("A-03", kinds.JOBCENTER, "sozialleistungen.sgb_ii.stelle"),
    *_rows("A-03", {"youth": "beantragt"}, "sozialleistungen.jugendhilfe.stelle"),
    ("A-01", "sozialleistungen.elternteil_brutto_600", kinds.JOBCENTER,
     ("sozialleistungen.elternteil_brutto_betrag",)),
    *_rows("A-03", kinds.JOBCENTER, "sozialleistungen.elternteil_brutto_betrag"),
    *_rows("A-05", kinds.PENSION, "todesfall.sterbedatum"),
    *_rows("A-03", kinds.PENSION, "todesfall.waisenbezuege.traeger",
           "todesfall.waisenbezuege.betrag_monatlich", "todesfall.waisenbezuege.seit"),
    *_rows("A-03", {**kinds.STEP_DEATH, "orphan": "beantragt"},
           "todesfall.waisenbezuege.beantragt_bei"),
    *_rows("A-03", kinds.SETTLEMENT, "todesfall.abfindung.betrag", "todesfall.abfindung.vom",
           "todesfall.abfindung.bis"),
]  # fmt: skip

PARENT: list[Blank] = [
    *_rows("V-09", {"origin": "deutsch"}, f"{C}.familienname", f"{C}.vornamen",
           f"{C}.geburtsdatum", f"{C}.staatsangehoerigkeit", f"{C}.anschrift.strasse_hausnummer",
           f"{C}.anschrift.plz_ort"),
    *_rows("A-05", ANY, f"{C}.geburtsort"),
    *_rows("V-12", ANY, f"{C}.telefon"),
    *_rows("V-10", kinds.THIRD, f"{C}.aufenthalt.im_bundesgebiet_seit",
           f"{C}.aufenthalt.niederlassungserlaubnis.erteilt"),
    *_rows("A-03", kinds.THIRD, f"{C}.aufenthalt.aufenthaltserlaubnis.erteilt_am"),
    *_rows("A-05", kinds.UNION, f"{C}.aufenthalt.im_bundesgebiet_seit"),
    *_rows("A-05", kinds.SETTLER, f"{C}.spaetaussiedler.anerkennung_beantragt_bei"),
    *_rows("V-11", ANY, f"{C}.nato_angehoerig"),
    *_rows("V-13", kinds.UNMARRIED, f"{C}.familienstand.status"),
    *_rows("V-14", kinds.DIVORCED, f"{C}.familienstand.seit"),
    *_rows("A-03", kinds.REMARRIED, f"{C}.familienstand.seit", f"{C}.ehegatte.name",
           f"{C}.ehegatte.anstalt_seit", f"{C}.ehegatte.anstalt_name"),
    ("A-01", f"{C}.ehegatte.anstaltsunterbringung", kinds.REMARRIED,
     (f"{C}.ehegatte.anstalt_seit", f"{C}.ehegatte.anstalt_name")),
    ("A-03", f"{C}.familienstand.scheidung_eingereicht", kinds.APART,
     (f"{C}.familienstand.scheidung_eingereicht_am",
      f"{C}.familienstand.scheidungsantrag_gericht_az")),
    ("A-01", f"{C}.zusammenleben_mit_anderem_elternteil", ANY, (f"{C}.zusammenleben_bis",)),
]  # fmt: skip

OTHER: list[Blank] = [
    *_rows("V-15", kinds.LIVING, f"{O}.familienname", f"{O}.vornamen", f"{O}.geburtsdatum",
           f"{O}.anschrift.plz_ort"),
    *_rows("A-05", kinds.LIVING, f"{O}.geburtsort", f"{O}.staatsangehoerigkeit",
           f"{O}.anschrift.strasse_hausnummer"),
    ("V-16", f"{O}.familienstand.status", kinds.LIVING,
     (f"{O}.familienstand.seit", f"{O}.familienstand.zusammenlebend_seit")),
    *_rows("V-16", kinds.LIVING, f"{O}.nato_angehoerig"),
    ("A-14", "unterhalt.zahlungsart", kinds.NO_MONEY, ("unterhalt.keiner_seit",
                                                       "unterhalt.keiner_grund")),
    *_rows("A-03", kinds.NO_MONEY, "unterhalt.keiner_seit", "unterhalt.keiner_grund"),
    *_rows("A-03", kinds.IRREGULAR, "unterhalt.unregelmaessig"),
    *_rows("A-03", kinds.REGULAR, "unterhalt.regelmaessig_seit", "unterhalt.regelmaessig_betrag"),
    *_rows("A-03", kinds.ADVANCE, "unterhalt.vorauszahlung.betrag", "unterhalt.vorauszahlung.vom",
           "unterhalt.vorauszahlung.bis"),
    *_rows("A-03", kinds.WAIVER, "unterhalt.verzicht.vom", "unterhalt.verzicht.bis",
           "unterhalt.verzicht_freistellung_grund"),
    *_rows("A-03", kinds.RELEASE, "unterhalt.freistellung.vom", "unterhalt.freistellung.bis"),
    *_rows("V-23", {"title": False, "filing": False}, "unterhaltstitel.vorhanden",
           "unterhaltstitel.festsetzungsantrag.erhoben"),
    *_rows("A-17", kinds.FILED, "unterhaltstitel.festsetzungsantrag.durch"),
    *_rows("A-03", kinds.FILED, "unterhaltstitel.festsetzungsantrag.anschrift_az"),
    ("V-24", "bemuehungen.vorgenommen", kinds.RETRO, ("bemuehungen.",)),
    *_rows("A-03", kinds.RETRO_IDLE, "bemuehungen.nein_grund"),
    *_rows("A-03", kinds.RETRO, "bemuehungen.am"),
    ("A-16", "bemuehungen.massnahmen", kinds.RETRO,
     tuple(f"bemuehungen.{name}" for name in ("zahlungsaufforderung_durch", "sonstiges_angaben",
           "titel_beantragt_angaben", "pfaendung_angaben", "anzeige_angaben"))),
    *_rows("V-25", ANY, "bankverbindung.iban"),
    *_rows("B-08", ANY, "bankverbindung.bic"),
    *_rows("V-27", ANY, "bankverbindung.geldinstitut_ort"),
    *_rows("V-26", ANY, "bankverbindung.kontoinhaber"),
    *_rows("A-18", ANY, "bankverbindung.weitergabe_einverstanden"),
    *_rows("F-12", ANY, "erklaerung.ort"),
    *_rows("F-13", ANY, "erklaerung.datum"),
    *_rows("F-11", ANY, "erklaerung.unterschrift"),
]  # fmt: skip

ASKED: list[Blank] = [
    *_rows("V-31", kinds.EMPLOYED, f"{Q}.aufenthalt.bekannt"),
    *_rows("A-03", {**kinds.NO_FATHER}, f"{Q}.aufenthalt.letzte_anschrift",
           f"{Q}.aufenthalt.auskunftspersonen"),
    *_rows("A-05", kinds.EMPLOYED, f"{Q}.ausbildung.schulabschluss",
           f"{Q}.ausbildung.erlernter_beruf", f"{WORK}.ausgeuebte_taetigkeit", f"{WORK}.seit",
           f"{WORK}.netto_monatlich", f"{Q}.versicherung.krankenkasse",
           f"{Q}.versicherung.rentenversicherungstraeger"),
    *_rows("A-03", kinds.JOBLESS, f"{Q}.status.seit"),
    *_rows("A-05", kinds.OWN_FIRM, f"{SELF}.firma.existiert_seit", f"{SELF}.firma.netto_monatlich"),
    *_rows("A-01", kinds.EMPLOYED, f"{SELF}.firma.geschaeftsfuehrer_gmbh",
           f"{SELF}.weitere_firmen"),
    *_rows("A-05", kinds.INDEBTED, f"{Q}.schulden.grund"),
    *_rows("A-01", kinds.INDEBTED, f"{Q}.schulden.gemeinsam"),
    *(("V-31", f"{Q}.{block}", kinds.EMPLOYED, (f"{Q}.{block}.",))
      for block in ("ausbildung", "versicherung", "einkommen", "vermoegen")),
]  # fmt: skip


def _eraser(name: str, also: tuple[str, ...]) -> Spoil:
    def spoil(draft: Draft) -> bool:
        block = also == (f"{name}.",)
        if not block and name not in draft.answers:
            return False
        return erase(draft, name, *also)

    return spoil


def blanks() -> Iterator[Defect]:
    """All defects of this kind; the id is ``leer.`` and the field."""
    seen: set[str] = set()
    for rule, name, needs, also in [*CHILD, *LAW, *PARENT, *OTHER, *ASKED]:
        plain = f"leer.{name}"
        identity = plain if plain not in seen else f"{plain}.{rule.lower()}"
        seen.add(identity)
        yield Defect(
            id=identity, says=f"{name} is left blank", findings=(rule,), needs=needs,
            spoil=_eraser(name, also), weight=3,
        )  # fmt: skip
