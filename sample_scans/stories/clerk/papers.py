"""What a clerk finds at the pages, the days, the account and the documents (rules F, D, B, N)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pipeline.model import UNBEKANNT
from sample_scans.stories.accounts import valid
from sample_scans.stories.clerk.desk import Desk, day_of
from sample_scans.stories.clerk.questions import STROKES
from sample_scans.stories.clerk.sections import Said
from sample_scans.stories.days import months_before

Lacking = Callable[[Desk], bool]

APPLICATION = tuple(f"antrag_seite_{number}" for number in range(1, 6))
CHILD, CARING = "kind", "betreuender_elternteil"
MELDUNG = ("meldebestaetigung", "meldebescheinigung", "haushaltsbescheinigung")
SETTLER = ("vertriebenenausweis", "bescheinigung_bvfg15", "registrierschein", "aufnahmebescheid")
EXAMPLE = "DE191234123412341234"
"""The account number that the form prints as an example begins so."""

PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
FREE_DATES = ("unterhalt.keiner_seit",)
"""Dates for which the form accepts words."""

SINCE_BIRTH = "seit Geburt"
"""True and clear wherever it is asked since when, though no day of the calendar."""


def found_on_pages(desk: Desk) -> Iterator[Said]:
    """Missing pages; and a signature later than the stamp."""
    if not desk.page(*APPLICATION):
        yield "F-01", ()
    if not desk.page("erklaerung_seite"):
        yield "F-02", ()
    questionnaire = desk.page("fragebogen_seite_1", "fragebogen_seite_2")
    if desk.empty("todesfall.sterbedatum") and not questionnaire:
        yield "F-03", ()
    if questionnaire and not desk.any_filled("fragebogen"):
        yield "F-04", ()
    if desk.filled("todesfall.sterbedatum") and not desk.page("fragebogen_seite_2"):
        yield "F-26", ()
    signed = desk.day("erklaerung.datum")
    if signed and desk.received and signed > desk.received:
        yield "F-14", ("erklaerung.datum",)


def found_in_dates(desk: Desk) -> Iterator[Said]:
    """Impossible days, and the order of birth, application and begin."""
    for item, text in _dates(desk):
        known = day_of(text) or PARTIAL.fullmatch(text) or text == SINCE_BIRTH
        if not known and text.strip(" .").lower() not in STROKES:
            yield "D-01", (item,)
    start, month, born = desk.start, desk.month, desk.day("kind.geburtsdatum")
    if start and month:
        if start < months_before(month, 1):
            yield "D-02", ("antrag.leistung_ab",)
        if desk.retro:
            yield "D-03", ("antrag.leistung_ab",)
        if start > months_before(month, -3):
            yield "D-04", ("antrag.leistung_ab",)
    if desk.retro is False and desk.any_filled("bemuehungen"):
        yield "D-05", ()
    if born and desk.received and born > desk.received:
        yield "D-06", ("kind.geburtsdatum",)
    if born and start and start < born:
        yield "D-07", ("antrag.leistung_ab",)


def _dates(desk: Desk) -> Iterator[tuple[str, str]]:
    for field in desk.form.fields.values():
        if field.type == "date" and field.id not in FREE_DATES and desk.value(field.id):
            yield field.id, desk.value(field.id)
        dates = [column.id for column in field.columns if column.type == "date"]
        for _, row in desk.rows(field.id) if dates else ():
            for column in dates:
                if row.get(column, UNBEKANNT) != UNBEKANNT:
                    yield field.id, row[column]


def found_in_account(desk: Desk) -> Iterator[Said]:
    """An IBAN or BIC that cannot be."""
    iban, bic = desk.value("bankverbindung.iban"), desk.value("bankverbindung.bic")
    if iban:
        german = iban.startswith("DE")
        if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", iban) or not valid(iban) or (
            german and len(iban) != 22
        ):  # fmt: skip
            yield "B-01", ("bankverbindung.iban",)
        if german and len(iban) != 22:
            yield "B-02", ("bankverbindung.iban",)
        if iban.startswith(EXAMPLE):
            yield "B-03", ("bankverbindung.iban",)
    if bic and not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bic):
        yield "B-04", ("bankverbindung.bic",)


def _is(name: str, *values: str) -> Lacking:
    return lambda desk: desk.value(name) in values


def _has(name: str, *options: str) -> Lacking:
    return lambda desk: bool(set(options).intersection(desk.ticked(name)))


def _settlers(desk: Desk) -> bool:
    people = [who for who in (CHILD, CARING) if desk.any_filled(f"{who}.spaetaussiedler")]
    return bool(people) and not any(desk.doc(who, *SETTLER) for who in (CHILD, CARING))


ARTS = "kind.einkommen.arten"
NEEDED: Mapping[str, tuple[Lacking, str, tuple[str, ...]]] = {
    "N-01": (lambda _: True, CHILD, ("geburtsurkunde", "abstammungsurkunde", "familienbuchauszug",
                                     "geburtenregisterausdruck")),
    "N-02": (lambda _: True, CHILD, MELDUNG),
    "N-03": (lambda _: True, CARING, MELDUNG),
    "N-04": (lambda _: True, CARING, ("personalausweis", "reisepass")),
    "N-05": (lambda desk: desk.third_country(CARING), CARING,
             ("aufenthaltstitel", "beschaeftigungsduldung")),
    "N-09": (_is("vaterschaft.anerkannt_oder_festgestellt", "ja"), CHILD,
             ("vaterschaftsanerkennung", "vaterschaftsfeststellung")),
    "N-10": (_is("vaterschaft.verfahren.anhaengig", "ja"), CHILD,
             ("nachweis_vaterschaftsverfahren",)),
    "N-12": (_is(f"{CARING}.familienstand.status", "geschieden"), CARING,
             ("scheidungsbeschluss",)),
    "N-13": (_is(f"{CARING}.familienstand.status", "dauernd_getrennt"), CARING,
             ("trennungsnachweis",)),
    "N-14": (lambda desk: desk.any_filled("todesfall"), "verstorbener_elternteil",
             ("sterbeurkunde",)),
    "N-15": (lambda desk: desk.value("todesfall.waisenbezuege.status") == "ja"
             or desk.value("todesfall.abfindung.erhalten") == "ja", CHILD,
             ("waisenbezug_nachweis",)),
    "N-16": (_is("todesfall.waisenbezuege.status", "abgelehnt"), CHILD,
             ("waisen_ablehnungsbescheid",)),
    "N-17": (_is("uvg_vorbezug.gewaehrt", "ja"), CHILD, ("uvg_bescheid",)),
    "N-21": (_is("unterhaltstitel.vorhanden", "ja"), CHILD, ("unterhaltstitel",)),
    "N-22": (_is("unterhaltstitel.festsetzungsantrag.erhoben", "ja"), CHILD,
             ("nachweis_festsetzungsantrag",)),
    "N-23": (lambda desk: "ja" in (desk.value("unterhalt.verzicht.erklaert"),
                                   desk.value("unterhalt.freistellung.erklaert")), CHILD,
             ("freistellungsvereinbarung",)),
    "N-24": (_is("bemuehungen.vorgenommen", "ja"), CHILD,
             ("mahnschreiben", "nachweis_bemuehungen_sonstige", "nachweis_festsetzungsantrag")),
    "N-26": (_has(ARTS, "ausbildungsverguetung"), CHILD, ("ausbildungsvertrag",)),
    "N-27": (_has(ARTS, "nichtselbstaendig"), CHILD, ("arbeitsvertrag",)),
    "N-28": (_has(ARTS, "ausbildungsverguetung", "nichtselbstaendig"), CHILD,
             ("lohnbescheinigung",)),
    "N-29": (_has(ARTS, "sonstige"), CHILD, ("einkommensnachweis_sonstige",)),
    "N-31": (_is(f"{CARING}.ehegatte.anstaltsunterbringung", "ja"), "ehegatte",
             ("anstaltsnachweis",)),
    "N-32": (_is("fragebogen.schulden.tilgungsvereinbarung", "ja"), "anderer_elternteil",
             ("tilgungsvereinbarung",)),
}  # fmt: skip
"""When which document is asked for, for whom, and what serves."""


def found_missing(desk: Desk) -> Iterator[Said]:
    """Documents that the family's own answers call for."""
    for rule, (needed, person, kinds) in NEEDED.items():
        if needed(desk) and not desk.doc(person, *kinds):
            yield rule, ()
    if _settlers(desk):
        yield "N-08", ()
