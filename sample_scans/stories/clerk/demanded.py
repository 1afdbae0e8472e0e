"""Which questions must be answered in a given situation, besides those that always must.

Written from the catalogue by hand, so that a slip in reading its expressions shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sample_scans.stories.clerk.desk import Desk
from sample_scans.stories.traits import GROWN, OF_SCHOOL_AGE

Condition = Callable[[Desk], bool]

TITLES = ("niederlassungserlaubnis", "aufenthaltserlaubnis", "sonstiger_titel",
          "beschaeftigungsduldung")  # fmt: skip
CARING = "betreuender_elternteil"
SELF = "fragebogen.selbstaendigkeit"
INCOME = "fragebogen.einkommen"
COUPLED = ("verheiratet", "lebenspartnerschaft")


def ticked(question: str, *options: str) -> Condition:
    """One of these options is ticked; of two ticks in a single choice none counts."""

    def condition(desk: Desk) -> bool:
        field = desk.form.fields[question]
        chosen = desk.ticked(question)
        if field.type == "single_choice" and len(chosen) > 1:
            return False
        return any(option in chosen for option in options)

    return condition


def filled(name: str) -> Condition:
    """Another field is filled."""
    return lambda desk: desk.filled(name)


def either(*conditions: Condition) -> Condition:
    """One of the conditions holds."""
    return lambda desk: any(condition(desk) for condition in conditions)


def _foreign(person: str) -> Condition:
    return lambda desk: desk.foreign(person)


def _residence(person: str) -> dict[str, Condition]:
    field = f"{person}.aufenthalt"
    found: dict[str, Condition] = {f"{field}.im_bundesgebiet_seit": _foreign(person)}
    for title in TITLES:
        found[f"{field}.{title}.erteilt"] = _foreign(person)
        found[f"{field}.{title}.erteilt_am"] = ticked(f"{field}.{title}.erteilt", "ja")
    found[f"{field}.sonstiger_titel.art"] = ticked(f"{field}.sonstiger_titel.erteilt", "ja")
    settler = f"{person}.spaetaussiedler.anerkennung_beantragt"
    found[f"{settler}_am"] = filled(f"{settler}_bei")
    found[f"{settler}_bei"] = filled(f"{settler}_am")
    return found


OUTSIDE = ("heim_internat", "pflegestelle", "sonstige")

CHILD: dict[str, Condition] = {
    "kind.lebt_bei_sonstige": ticked("kind.lebt_bei", "sonstige"),
    "kind.betreuungsumfang": ticked("kind.lebt_bei", *OUTSIDE),
    "kind.zuzug.vorherige_anschrift": filled("kind.zuzug.wohnhaft_bis"),
    "kind.zuzug.wohnhaft_bis": filled("kind.zuzug.vorherige_anschrift"),
    "kind.mitbetreuung.woechentliche_zeit": ticked("kind.mitbetreuung.vorhanden", "ja"),
    **_residence("kind"),
    "kind.schule.allgemeinbildend": lambda desk: (desk.years or 0) >= OF_SCHOOL_AGE,
    "kind.schule.name_anschrift": ticked("kind.schule.allgemeinbildend", "ja"),
    "kind.schule.voraussichtlich_bis": lambda desk: (
        ticked("kind.schule.allgemeinbildend", "ja")(desk) and (desk.years or 0) >= GROWN
    ),
    "kind.einkommen.arten": lambda desk: (
        ticked("kind.schule.allgemeinbildend", "nein")(desk) and (desk.years or 0) >= GROWN
    ),
    "kind.einkommen.sonstige_arten": ticked("kind.einkommen.arten", "sonstige"),
    "kind.ausbildung.geplant": ticked("kind.einkommen.arten", "keine"),
    "kind.ausbildung.beginn_monat": ticked("kind.ausbildung.geplant", "ja"),
    "kind.ausbildung.beginn_jahr": ticked("kind.ausbildung.geplant", "ja"),
}

_FOUND, _MARRIED = "vaterschaft.anerkannt_oder_festgestellt", "eltern.verheiratet"
_BEFORE = "uvg_vorbezug.antrag_gestellt"

LAW: dict[str, Condition] = {
    "vertretung.vertreter.name": ticked("vertretung.sorgerecht", "andere"),
    "vertretung.vertreter.anschrift": ticked("vertretung.sorgerecht", "andere"),
    "vertretung.beistandschaft.art": ticked("vertretung.beistandschaft.besteht", "ja"),
    "vertretung.beistandschaft.jugendamt": ticked("vertretung.beistandschaft.besteht", "ja"),
    "vertretung.rechtsanwalt.name_anschrift": ticked("vertretung.rechtsanwalt.beauftragt", "ja"),
    _FOUND: ticked(_MARRIED, "nein"),
    "vaterschaft.urkunde_vom": ticked(_FOUND, "ja"),
    "vaterschaft.urkunde_stelle_az": ticked(_FOUND, "ja"),
    "vaterschaft.verfahren.anhaengig": ticked(_FOUND, "nein"),
    "vaterschaft.verfahren.gericht_behoerde_az": ticked("vaterschaft.verfahren.anhaengig", "ja"),
    "vaterschaft.nicht_festgestellt_grund": ticked(_FOUND, "nein"),
    "vaterschaft.moegliche_vaeter": ticked(_FOUND, "nein"),
    "eltern.ehe.eheschliessung_am": ticked(_MARRIED, "ja"),
    "eltern.ehe.stand": ticked(_MARRIED, "ja"),
    "eltern.ehe.stand_seit": ticked("eltern.ehe.stand", "getrennt", "geschieden", "aufgehoben"),
    "eltern.ehe.gericht_az": ticked("eltern.ehe.stand", "geschieden"),
    "eltern.ehe.vaterschaft_bestritten": ticked(_MARRIED, "ja"),
    "eltern.ehe.anfechtung_gericht_az": ticked("eltern.ehe.vaterschaft_bestritten", "ja"),
    "uvg_vorbezug.zeitraeume": ticked("uvg_vorbezug.gewaehrt", "ja"),
    "uvg_vorbezug.antrag_jugendamt": ticked(_BEFORE, "ja"),
    "uvg_vorbezug.antrag_am": ticked(_BEFORE, "ja"),
    "uvg_vorbezug.antrag_ergebnis": ticked(_BEFORE, "ja"),
    **{
        f"sozialleistungen.{name}.stelle": ticked(f"sozialleistungen.{name}.bezug", "ja",
                                                  "beantragt")
        for name in ("sgb_ii", "sgb_xii", "jugendhilfe", "unterhaltssicherung")
    },
    "sozialleistungen.elternteil_brutto_600": lambda desk: (
        (desk.years or 0) >= 12 and ticked("sozialleistungen.sgb_ii.bezug", "ja", "beantragt")(desk)
    ),
    "sozialleistungen.elternteil_brutto_betrag": ticked(
        "sozialleistungen.elternteil_brutto_600", "ja"
    ),
    "todesfall.sterbedatum": lambda desk: desk.any_filled("todesfall"),
    "todesfall.waisenbezuege.status": lambda desk: desk.any_filled("todesfall"),
    **{
        f"todesfall.waisenbezuege.{name}": ticked("todesfall.waisenbezuege.status", "ja")
        for name in ("traeger", "betrag_monatlich", "seit")
    },
    **{
        f"todesfall.abfindung.{name}": ticked("todesfall.abfindung.erhalten", "ja")
        for name in ("betrag", "vom", "bis")
    },
    "todesfall.waisenbezuege.beantragt_bei": ticked("todesfall.waisenbezuege.status", "beantragt"),
}  # fmt: skip

_STATUS = f"{CARING}.familienstand.status"
_SPOUSE = f"{CARING}.ehegatte"

PARENT: dict[str, Condition] = {
    **_residence(CARING),
    f"{CARING}.familienstand.seit": ticked(
        _STATUS, *COUPLED, "geschieden", "dauernd_getrennt", "verwitwet"
    ),
    f"{CARING}.familienstand.scheidung_eingereicht": ticked(_STATUS, "dauernd_getrennt"),
    f"{CARING}.familienstand.scheidung_eingereicht_am": ticked(
        f"{CARING}.familienstand.scheidung_eingereicht", "ja"
    ),
    f"{_SPOUSE}.name": ticked(_STATUS, *COUPLED, "dauernd_getrennt"),
    f"{_SPOUSE}.anstaltsunterbringung": ticked(_STATUS, *COUPLED),
    f"{_SPOUSE}.anstalt_seit": ticked(f"{_SPOUSE}.anstaltsunterbringung", "ja"),
    f"{_SPOUSE}.anstalt_name": ticked(f"{_SPOUSE}.anstaltsunterbringung", "ja"),
}

_PAID, _GIVEN_UP = "unterhalt.zahlungsart", ("unterhalt.verzicht.erklaert",
                                             "unterhalt.freistellung.erklaert")  # fmt: skip
_FILED, _DONE = "unterhaltstitel.festsetzungsantrag", "bemuehungen.massnahmen"

MONEY: dict[str, Condition] = {
    _PAID: lambda desk: desk.empty("todesfall.sterbedatum"),
    "unterhalt.keiner_seit": ticked(_PAID, "keiner"),
    "unterhalt.keiner_grund": ticked(_PAID, "keiner"),
    "unterhalt.unregelmaessig": ticked(_PAID, "unregelmaessig"),
    "unterhalt.regelmaessig_seit": ticked(_PAID, "regelmaessig"),
    "unterhalt.regelmaessig_betrag": ticked(_PAID, "regelmaessig"),
    **{
        f"unterhalt.vorauszahlung.{name}": ticked("unterhalt.vorauszahlung.geleistet", "ja")
        for name in ("betrag", "vom", "bis")
    },
    **{
        f"{given_up.removesuffix('erklaert')}{name}": ticked(given_up, "ja")
        for given_up in _GIVEN_UP
        for name in ("vom", "bis")
    },
    "unterhalt.verzicht_freistellung_grund": either(*(ticked(name, "ja") for name in _GIVEN_UP)),
    f"{_FILED}.durch": ticked(f"{_FILED}.erhoben", "ja"),
    f"{_FILED}.anschrift_az": ticked(f"{_FILED}.erhoben", "ja"),
    "bemuehungen.vorgenommen": lambda desk: bool(desk.retro),
    "bemuehungen.nein_grund": ticked("bemuehungen.vorgenommen", "nein"),
    "bemuehungen.am": ticked("bemuehungen.vorgenommen", "ja"),
    _DONE: ticked("bemuehungen.vorgenommen", "ja"),
    "bemuehungen.zahlungsaufforderung_durch": ticked(_DONE, "zahlungsaufforderung"),
    "bemuehungen.titel_beantragt_angaben": ticked(_DONE, "titel_beantragt"),
    "bemuehungen.pfaendung_angaben": ticked(_DONE, "pfaendung"),
    "bemuehungen.anzeige_angaben": ticked(_DONE, "anzeige"),
    "bemuehungen.sonstiges_angaben": ticked(_DONE, "sonstiges"),
}


def _firm(number: int) -> dict[str, Condition]:
    field = f"{SELF}.weitere_firma_{number}"
    named = filled(f"{field}.name_anschrift")
    return {
        f"{field}.von": named,
        f"{field}.netto_monatlich": named,
        f"{field}.geschaeftsfuehrer_gmbh": named,
        # "laufend != 'ja'" is undecided while the box is empty: bis is never demanded
        f"{field}.bis": lambda _: False,
    }


QUESTIONNAIRE: dict[str, Condition] = {
    "fragebogen.aufenthalt.letzte_anschrift": ticked("fragebogen.aufenthalt.bekannt", "nein"),
    "fragebogen.aufenthalt.auskunftspersonen": ticked("fragebogen.aufenthalt.bekannt", "nein"),
    "fragebogen.beschaeftigung.seit": filled("fragebogen.beschaeftigung.arbeitgeber"),
    "fragebogen.status.seit": filled("fragebogen.status.lage"),
    f"{SELF}.firma.existiert_seit": filled(f"{SELF}.firma.name_anschrift"),
    f"{SELF}.firma.netto_monatlich": filled(f"{SELF}.firma.name_anschrift"),
    f"{SELF}.weitere_firma_1.name_anschrift": ticked(f"{SELF}.weitere_firmen", "ja"),
    f"{SELF}.weitere_firma_2.name_anschrift": (
        lambda desk: desk.any_filled(f"{SELF}.weitere_firma_2")
    ),
    **_firm(1),
    **_firm(2),
    f"{INCOME}.nebenverdienst.firma": filled(f"{INCOME}.nebenverdienst.als"),
    f"{INCOME}.nebenverdienst.betrag": filled(f"{INCOME}.nebenverdienst.als"),
    f"{INCOME}.rente.sonstige_bezeichnung": ticked(f"{INCOME}.rente.traegerart", "sonstige"),
    f"{INCOME}.rente.betrag": filled(f"{INCOME}.rente.traegerart"),
    f"{INCOME}.rente.traeger_name_anschrift": filled(f"{INCOME}.rente.traegerart"),
    f"{INCOME}.sonstige.art": filled(f"{INCOME}.sonstige.betrag"),
    f"{INCOME}.sonstige.betrag": filled(f"{INCOME}.sonstige.art"),
    f"{INCOME}.jobcenter.bezeichnung": filled(f"{INCOME}.jobcenter.betrag"),
    f"{INCOME}.jobcenter.betrag": filled(f"{INCOME}.jobcenter.bezeichnung"),
    **{
        f"fragebogen.schulden.{name}": filled("fragebogen.schulden.hoehe")
        for name in ("grund", "gemeinsam", "tilgungsvereinbarung")
    },
    "fragebogen.schulden.pfaendungen.betrag": ticked("fragebogen.schulden.pfaendungen.laufend",
                                                     "ja"),
    **{
        f"fragebogen.vermoegen.{name}.bezeichnung": filled(f"fragebogen.vermoegen.{name}.wert")
        for name in ("grundvermoegen", "wohnungseigentum", "bausparguthaben", "lebensversicherung",
                     "bankguthaben_depot", "sonstiges")
    },
}  # fmt: skip

SOMETIMES: Mapping[str, Condition] = {**CHILD, **LAW, **PARENT, **MONEY, **QUESTIONNAIRE}
"""Every question that must be answered only in a certain situation."""


def demanded(desk: Desk, name: str) -> bool:
    """Whether a question must be answered."""
    if name in SOMETIMES:
        return SOMETIMES[name](desk)
    return desk.form.fields[name].required == "always"
