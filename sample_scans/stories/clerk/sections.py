"""What a clerk finds missing section by section (rules V), and contradictory inside them (A-09 on).

Every finding names the fields it speaks for, because for one field only one rule speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from sample_scans.stories.accounts import valid
from sample_scans.stories.clerk.desk import Desk
from sample_scans.stories.traits import GROWN, OF_SCHOOL_AGE

Said = tuple[str, tuple[str, ...]]
"""A rule and the fields it speaks for."""

CARING, OTHER = "betreuender_elternteil", "anderer_elternteil"
TITLES = ("niederlassungserlaubnis", "aufenthaltserlaubnis", "sonstiger_titel",
          "beschaeftigungsduldung")  # fmt: skip
PERSON = ("familienname", "vornamen", "geburtsdatum", "staatsangehoerigkeit",
          "anschrift.strasse_hausnummer", "anschrift.plz_ort")  # fmt: skip

SIMPLE: dict[str, tuple[str, ...]] = {
    "V-01": ("antrag.leistung_ab",),
    "V-02": tuple(f"kind.{name}" for name in PERSON),
    "V-03": ("kind.geburtsort", "kind.geschlecht"),
    "V-04": ("kind.lebt_seit", "kind.lebt_bei"),
    "V-05": ("kind.mitbetreuung.vorhanden",),
    "V-09": tuple(f"{CARING}.{name}" for name in PERSON),
    "V-11": (f"{CARING}.nato_angehoerig",),
    "V-12": (f"{CARING}.telefon",),
    "V-13": (f"{CARING}.familienstand.status",),
    "V-15": tuple(f"{OTHER}.{name}" for name in ("familienname", "vornamen", "geburtsdatum",
                                                 "anschrift.plz_ort")),
    "V-16": (f"{OTHER}.familienstand.status", f"{OTHER}.nato_angehoerig"),
    "V-19": ("uvg_vorbezug.gewaehrt", "uvg_vorbezug.antrag_gestellt"),
    "V-20": tuple(f"sozialleistungen.{name}.bezug" for name in ("sgb_ii", "sgb_xii", "jugendhilfe",
                                                                "unterhaltssicherung")),
    "V-23": ("unterhaltstitel.vorhanden", "unterhaltstitel.festsetzungsantrag.erhoben"),
    "V-25": ("bankverbindung.iban",),
    "V-26": ("bankverbindung.kontoinhaber",),
    "V-27": ("bankverbindung.geldinstitut_ort",),
    "V-32": ("vertretung.sorgerecht",),
    "A-18": ("bankverbindung.weitergabe_einverstanden",),
    "F-09": ("antrag.eingangsstempel",),
    "F-11": ("erklaerung.unterschrift",),
    "F-12": ("erklaerung.ort",),
    "F-13": ("erklaerung.datum",),
}  # fmt: skip
"""Rules that only say: one of these fields is empty."""

BLOCKS = ("fragebogen_aufenthalt", "fragebogen_ausbildung", "fragebogen_beschaeftigung",
          "fragebogen_versicherung", "fragebogen_unterhaltspflichten",
          "fragebogen_selbstaendigkeit", "fragebogen_einkommen", "fragebogen_schulden",
          "fragebogen_vermoegen")  # fmt: skip

ONCE_YES = {
    "V-06": ("kind.mitbetreuung.vorhanden", "kind.mitbetreuung.woechentliche_zeit"),
    "A-16": ("bemuehungen.vorgenommen", "bemuehungen.massnahmen"),
    "A-17": ("unterhaltstitel.festsetzungsantrag.erhoben",
             "unterhaltstitel.festsetzungsantrag.durch"),
}  # fmt: skip
"""Rules that say: after this ja that field is empty."""

ROWS = {
    "weitere_kinder": ("name_vorname", "geburtsdatum", "anschrift"),
    "uvg_vorbezug.zeitraeume": ("jugendamt", "vom", "bis"),
    "unterhalt.unregelmaessig": ("am", "betrag"),
}
"""The tables of V-28, of which every row must be whole."""


def found_in_sections(desk: Desk) -> Iterator[Said]:
    """Everything that a rule for these very fields has to say."""
    for rule, names in SIMPLE.items():
        if blank := _blank(desk, names):
            yield rule, blank
    yield from _residence(desk)
    yield from _status(desk)
    yield from _fatherhood(desk)
    yield from _school(desk)
    yield from _money(desk)
    yield from _rows(desk)
    yield from _names(desk)
    yield from _questionnaire(desk)


def _blank(desk: Desk, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if desk.here(name) and desk.empty(name))


def _residence(desk: Desk) -> Iterator[Said]:
    for rule, person in (("V-07", "kind"), ("V-10", CARING)):
        field = f"{person}.aufenthalt"
        names = (f"{field}.im_bundesgebiet_seit", *(f"{field}.{t}.erteilt" for t in TITLES))
        if desk.third_country(person) and (blank := _blank(desk, names)):
            yield rule, blank
    union = desk.foreign("kind") and not desk.third_country("kind")
    if union and not desk.any_filled("kind.aufenthalt"):
        yield "V-08", tuple(n for n in desk.form.fields if n.startswith("kind.aufenthalt."))


def _status(desk: Desk) -> Iterator[Said]:
    status = desk.value(f"{CARING}.familienstand.status")
    since = (f"{CARING}.familienstand.seit",)
    if status in ("geschieden", "dauernd_getrennt", "verwitwet") and _blank(desk, since):
        yield "V-14", since
    for rule, name in (
        ("A-13", "unterhalt.zahlungsart"),
        ("A-21", f"{CARING}.familienstand.status"),
        ("A-23", f"{OTHER}.familienstand.status"),
    ):
        if len(desk.ticked(name)) > 1:
            yield rule, (name,)


def _fatherhood(desk: Desk) -> Iterator[Said]:
    if desk.value("eltern.verheiratet") == "nein":
        if not desk.any_filled("vaterschaft") and not desk.any_filled("eltern.ehe"):
            yield "V-17", ("vaterschaft.anerkannt_oder_festgestellt",)
        reason = ("vaterschaft.nicht_festgestellt_grund", "vaterschaft.moegliche_vaeter")
        found = desk.value("vaterschaft.anerkannt_oder_festgestellt")
        if found == "nein" and _blank(desk, reason) == reason:
            yield "V-18", reason
    if desk.any_filled("vaterschaft") and desk.any_filled("eltern.ehe"):
        yield "A-20", ()


def _school(desk: Desk) -> Iterator[Said]:
    years = desk.years
    school, income = "kind.schule.allgemeinbildend", "kind.einkommen.arten"
    if years is None or not (desk.here(school) and desk.here(income)):
        return
    if years >= OF_SCHOOL_AGE and desk.empty(school) and desk.empty(income):
        yield "V-21", (school, income)
    if years >= GROWN and desk.value(school) == "nein" and desk.empty(income):
        yield "V-22", (income,)


def _money(desk: Desk) -> Iterator[Said]:
    if desk.retro and (blank := _blank(desk, ("bemuehungen.vorgenommen",))):
        yield "V-24", blank
    if desk.empty("todesfall.sterbedatum") and (blank := _blank(desk, ("unterhalt.zahlungsart",))):
        yield "A-14", blank
    if iban := desk.value("bankverbindung.iban"):
        blank = _blank(desk, ("bankverbindung.bic",))
        if blank and (iban.startswith("DE") or valid(iban)):
            yield ("B-08" if iban.startswith("DE") else "B-07"), blank
    for rule, (question, name) in ONCE_YES.items():
        if desk.value(question) == "ja" and (blank := _blank(desk, (name,))):
            yield rule, blank


def _rows(desk: Desk) -> Iterator[Said]:
    for name, columns in ROWS.items():
        if desk.here(name) and any(set(columns) - set(row) for _, row in desk.rows(name)):
            yield "V-28", (name,)


def _names(desk: Desk) -> Iterator[Said]:
    for person in ("kind", CARING, OTHER):
        name = f"{person}.vornamen"
        if len(desk.value(name).split()) > 1 and not desk.underlined.get(name):
            yield "V-29", ()


def _questionnaire(desk: Desk) -> Iterator[Said]:
    employer = "fragebogen.beschaeftigung.arbeitgeber"
    if (
        desk.page("fragebogen_seite_1", "fragebogen_seite_2")
        and desk.empty(employer)
        and not desk.any_filled("fragebogen.selbstaendigkeit")
        and not desk.any_filled("fragebogen.einkommen")
        and desk.empty("todesfall.sterbedatum")
    ):
        yield "V-30", (employer,)
    for page in desk.form.pages:
        for section in page.sections if page.id in desk.pages else ():
            names = tuple(field.id for field in section.fields)
            if section.id in BLOCKS and len(_blank(desk, names)) == len(names):
                yield "V-31", names
