"""Wrong ticks and wrong words: two boxes, no box, contradictions, unbekannt in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import UNBEKANNT
from sample_scans.stories.defects import kinds
from sample_scans.stories.defects.kinds import Defect, Settled, Spoil, erase, rewrite
from sample_scans.stories.draft import Draft

CARING, OTHER = "betreuender_elternteil", "anderer_elternteil"
SELF = "fragebogen.selbstaendigkeit"

TWICE: dict[str, tuple[tuple[str, str], str, Settled]] = {
    "kind.geschlecht": (("maennlich", "weiblich"), "A-02", {}),
    "kind.mitbetreuung.vorhanden": (("nein", "ja"), "A-02", {"shared": False}),
    "vertretung.sorgerecht": (("mutter", "beide"), "A-02", {"custody": "mutter"}),
    "vertretung.beistandschaft.besteht": (("nein", "ja"), "A-02", {"guardian": False}),
    "sozialleistungen.sgb_ii.bezug": (("nein", "beantragt"), "A-02", {"sgb_ii": "nein"}),
    "sozialleistungen.sgb_xii.bezug": (("nein", "ja"), "A-02", {"sgb_xii": "nein"}),
    "uvg_vorbezug.antrag_gestellt": (("nein", "ja"), "A-02", {"applied": False}),
    f"{CARING}.nato_angehoerig": (("nein", "ja"), "A-02", {}),
    "kind.schule.allgemeinbildend": (("nein", "ja"), "A-02", kinds.PUPIL),
    "unterhaltstitel.vorhanden": (("nein", "ja"), "A-02", {"title": True}),
    "bankverbindung.weitergabe_einverstanden": (("ja", "nein"), "A-02", {}),
    f"{SELF}.weitere_firmen": (("nein", "ja"), "A-02", kinds.EMPLOYED),
    "unterhalt.zahlungsart": (("keiner", "unregelmaessig"), "A-13", kinds.IRREGULAR),
    f"{CARING}.familienstand.status": (("ledig", "geschieden"), "A-21", kinds.UNMARRIED),
    f"{OTHER}.familienstand.status": (("geschieden", "dauernd_getrennt"), "A-23", kinds.APART),
}

UNKNOWN: dict[str, tuple[str, Settled]] = {
    "kind.geburtsort": ("A-06", {}),
    "kind.lebt_seit": ("A-06", {}),
    "kind.geschlecht": ("A-06", {}),
    "vaterschaft.urkunde_vom": ("A-06", kinds.UNMARRIED),
    "vaterschaft.urkunde_stelle_az": ("A-06", kinds.UNMARRIED),
    "vertretung.sorgerecht": ("A-06", {"custody": "beide"}),
    "eltern.ehe.eheschliessung_am": ("A-06", kinds.APART),
    "sozialleistungen.jugendhilfe.bezug": ("A-06", {"youth": "nein"}),
    f"{CARING}.nato_angehoerig": ("A-06", {}),
    "unterhalt.keiner_seit": ("A-06", kinds.NO_MONEY),
    "unterhaltstitel.vorhanden": ("A-06", {"title": False}),
    "bankverbindung.geldinstitut_ort": ("A-06", {}),
    "antrag.leistung_ab": ("A-07", {"retro": False}),
    f"{CARING}.geburtsort": ("A-07", {}),
    f"{CARING}.staatsangehoerigkeit": ("A-07", {"origin": "deutsch"}),
    "bankverbindung.iban": ("A-07", {}),
    "bankverbindung.kontoinhaber": ("A-07", {}),
}

UNTICKED: dict[str, tuple[tuple[str, ...], Settled]] = {
    "sozialleistungen.sgb_ii.bezug": (("A-04", "V-20"), kinds.JOBCENTER),
    "vaterschaft.anerkannt_oder_festgestellt": (("A-01", "A-04"), kinds.UNMARRIED),
    "vertretung.beistandschaft.besteht": (("A-01", "A-04"), {"guardian": True}),
    "uvg_vorbezug.gewaehrt": (("A-04", "V-19"), kinds.EARLIER),
    "unterhalt.verzicht.erklaert": (("A-04",), kinds.WAIVER),
    "unterhalt.vorauszahlung.geleistet": (("A-04",), kinds.ADVANCE),
    "todesfall.abfindung.erhalten": (("A-04",), kinds.SETTLEMENT),
    "fragebogen.status.lage": (("A-04",), kinds.JOBLESS),
}
"""Questions whose box is not ticked although what it opens is filled in."""


def _twice(name: str, options: tuple[str, str]) -> Spoil:
    def spoil(draft: Draft) -> bool:
        if name not in draft.answers:
            return False
        draft.tick(name, *options)
        return True

    return spoil


def _unknown(name: str) -> Spoil:
    return lambda draft: name in draft.answers and rewrite(draft, name, UNBEKANNT)


def _no_beside(name: str, value: str) -> Spoil:
    """Tick another option, so that what the right one opens stands there without it."""
    return lambda draft: name in draft.answers and rewrite(draft, name, value)


def _lives(*options: str) -> Spoil:
    def spoil(draft: Draft) -> bool:
        draft.tick("kind.lebt_bei", *options)
        return True

    return spoil


def _put(name: str, value: str) -> Spoil:
    return lambda draft: rewrite(draft, name, value)


def _income_twice(draft: Draft) -> bool:
    draft.tick("kind.einkommen.arten", "ausbildungsverguetung", "keine")
    draft.put("kind.ausbildung.geplant", "nein")
    return True


def _source_alone(draft: Draft) -> bool:
    draft.tick("kind.einkommen.sonstige_arten", "kapitalvermoegen")
    return "kind.einkommen.arten" in draft.answers


def _both_sections(draft: Draft) -> bool:
    return rewrite(draft, "vaterschaft.urkunde_stelle_az", "Jugendamt") and rewrite(
        draft, "vaterschaft.anerkannt_oder_festgestellt", "ja"
    )


def _firm_closed(draft: Draft) -> bool:
    """A further firm, with an end and yet running."""
    firm, year = f"{SELF}.weitere_firma_1", draft.traits.eve.year
    rewrite(draft, f"{SELF}.weitere_firmen", "ja")
    draft.put(f"{firm}.name_anschrift", draft.text(f"{firm}.name_anschrift") or "Imbiss am Markt")
    rewrite(draft, f"{firm}.von", str(year - 4))
    rewrite(draft, f"{firm}.netto_monatlich", UNBEKANNT)
    rewrite(draft, f"{firm}.geschaeftsfuehrer_gmbh", "nein")
    draft.put(f"{firm}.laufend", "ja")
    return rewrite(draft, f"{firm}.bis", str(year - 1))


def _firm_denied(draft: Draft) -> bool:
    if draft.answers.get(f"{SELF}.weitere_firmen") != "nein":
        return False
    return rewrite(draft, f"{SELF}.weitere_firma_1.name_anschrift", "Imbiss am Bahnhof")


def _no_employer(draft: Draft) -> bool:
    """Neither employer nor any income: the questionnaire says nothing of his means."""
    found = erase(draft, "fragebogen.beschaeftigung.arbeitgeber", "fragebogen.beschaeftigung.seit")
    erase(draft, "fragebogen.einkommen.", f"{SELF}.")
    rewrite(draft, f"{SELF}.firma.geschaeftsfuehrer_gmbh", "nein")
    rewrite(draft, f"{SELF}.weitere_firmen", "nein")
    return found


def wrong_marks() -> Iterator[Defect]:
    """All defects of this kind: ``doppelt.``, ``unbekannt.``, ``ohne_kreuz.`` and by name."""
    for name, (options, rule, needs) in TWICE.items():
        rules = tuple(sorted({"A-02", rule}))
        yield Defect(f"doppelt.{name}", f"two boxes of {name} are ticked", rules,
                     _twice(name, options), needs)  # fmt: skip
    for name, (rule, needs) in UNKNOWN.items():
        yield Defect(f"unbekannt.{name}", f"{name} says unbekannt", (rule,), _unknown(name), needs,
                     weight=4)  # fmt: skip
    for name, (rules, needs) in UNTICKED.items():
        yield Defect(
            f"ohne_kreuz.{name}", f"no box of {name} is ticked, what it opens is filled in", rules,
            lambda draft, name=name: erase(draft, name), needs,  # type: ignore[misc]  # bound name
        )  # fmt: skip
    yield from _contradictions()


def _contradictions() -> Iterator[Defect]:
    outside: Settled = {"outside": ""}
    lives = "kind.lebt_bei"
    hours = "kind.mitbetreuung.woechentliche_zeit"
    yield Defect("mutter_und_vater", "lives with mother and with father", ("A-09",),
                 _lives("mutter", "vater"), outside)  # fmt: skip
    yield Defect("weder_mutter_noch_vater", "lives with neither", ("A-09",),
                 lambda d: _lives("sonstige")(d) and rewrite(d, f"{lives}_sonstige", "der Oma")
                 and rewrite(d, "kind.betreuungsumfang", "tag_und_nacht"), outside)  # fmt: skip
    yield Defect("umfang_ohne_einrichtung", "kept by nobody named", ("A-04", "A-10"),
                 _put("kind.betreuungsumfang", "tagsueber"), outside)  # fmt: skip
    yield Defect("keine_und_doch_einkuenfte", "no income, and income", ("A-12",), _income_twice,
                 kinds.TRAINEE)  # fmt: skip
    yield Defect("einkunftsart_ohne_c", "kind of income without its box", ("A-04", "A-15"),
                 _source_alone, kinds.TRAINEE)  # fmt: skip
    yield Defect("vaterschaft_und_ehe", "sections 3 and 4 are both filled",
                 ("A-03", "A-20", "N-09"), _both_sections, kinds.APART)  # fmt: skip
    yield Defect("firma_beendet_und_laufend", "firm closed and running", ("A-22",), _firm_closed,
                 kinds.OWN_FIRM)  # fmt: skip
    yield Defect("firma_trotz_nein", "no further firm, and a firm",
                 ("A-01", "A-04", "A-05", "A-24"), _firm_denied, kinds.EMPLOYED)  # fmt: skip
    yield Defect("betreuung_trotz_nein", "no shared care, and hours", ("A-04", "A-25"),
                 _put(hours, "jedes 2. Wochenende"), {"shared": False})  # fmt: skip
    yield Defect("rechtsanwalt_trotz_nein", "no lawyer, and a lawyer's name", ("A-04",),
                 _no_beside("vertretung.rechtsanwalt.beauftragt", "nein"),
                 {"lawyer": True})  # fmt: skip
    yield Defect("kein_arbeitgeber", "neither employer nor income", ("V-30", "V-31"), _no_employer,
                 kinds.EMPLOYED)  # fmt: skip
