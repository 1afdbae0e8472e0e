"""What the rules of the later stages find: days, people and documents that do not fit (D, P, N)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.lexicons import citizenship
from sample_scans.stories.clerk.desk import Desk
from sample_scans.stories.clerk.sections import Said
from sample_scans.stories.days import full_years, months_before
from sample_scans.stories.traits import GROWN, OF_SCHOOL_AGE

CHILD, CARING, OTHER = "kind", "betreuender_elternteil", "anderer_elternteil"
TITLES = ("niederlassungserlaubnis", "aufenthaltserlaubnis")
LAST_YEAR_MONTHS = 3
"""Months before a birthday in which the rules remind of it."""

NOTICES = {"sgb_xii": "sozialhilfebescheid", "jugendhilfe": "jugendhilfebescheid",
           "unterhaltssicherung": "sonstiger_leistungsbescheid"}  # fmt: skip
"""The notice that goes with each other benefit of section 6."""

SPANS = ("todesfall.abfindung", "unterhalt.vorauszahlung", "unterhalt.verzicht",
         "unterhalt.freistellung")  # fmt: skip
MAY_BE_AHEAD = {"antrag.leistung_ab", "kind.schule.voraussichtlich_bis",
                *(f"{span}.bis" for span in SPANS)}  # fmt: skip


def found_later(desk: Desk) -> Iterator[Said]:
    """Everything beyond the first stage."""
    for rule, hit in (*_birthdays(desk), *_days(desk), *_status(desk), *_people(desk),
                      *_means(desk), *_documents(desk)):  # fmt: skip
        if hit:
            yield rule, ()


Hit = tuple[str, bool]


def _before(first: date | None, second: date | None) -> bool:
    """Whether the first day is known to lie before the second."""
    return bool(first and second and first < second)


def _add(day: date | None, months: int) -> date | None:
    return months_before(day, -months) if day else None


def _months(first: date, second: date) -> int:
    """Full months from one day to another."""
    between = (second.year - first.year) * 12 + second.month - first.month
    return between - (second.day < first.day)


def _birthdays(desk: Desk) -> Iterator[Hit]:
    born, start = desk.day("kind.geburtsdatum"), desk.start
    if born and start:
        age = full_years(born, start)
        soon = {years: _months(start, months_before(born, -12 * years)) for years in (12, 18)}
        yield "D-08", age >= 18
        yield "D-09", age < 18 and soon[18] < LAST_YEAR_MONTHS
        yield "D-10", age == 11 and soon[12] < LAST_YEAR_MONTHS
    for rule, parent, oldest in (("D-11", CARING, 65), ("D-12", OTHER, 80)):
        day = desk.day(f"{parent}.geburtsdatum")
        if born and day:
            yield rule, not 13 <= full_years(day, born) <= oldest


def _days(desk: Desk) -> Iterator[Hit]:
    born, start, since = desk.day("kind.geburtsdatum"), desk.start, desk.day("kind.lebt_seit")
    yield "D-13", _before(since, born)
    yield "D-14", _before(start, since)
    yield "D-15", _before(_add(since, 1), desk.day("kind.zuzug.wohnhaft_bis"))
    for person in (CHILD, CARING):
        entry = desk.day(f"{person}.aufenthalt.im_bundesgebiet_seit")
        yield "D-16", _before(entry, desk.day(f"{person}.geburtsdatum"))
        for title in TITLES:
            yield "D-17", _before(desk.day(f"{person}.aufenthalt.{title}.erteilt_am"), entry)
    for field in desk.form.fields.values():
        if field.type == "date" and field.id not in MAY_BE_AHEAD:
            yield "D-18", _before(desk.received, desk.day(field.id))
    died = desk.day("todesfall.sterbedatum")
    yield "D-19", _before(desk.received, died)
    yield "D-19", _before(desk.day("todesfall.waisenbezuege.seit"), died)
    for span in SPANS:
        yield "D-20", _before(desk.day(f"{span}.bis"), desk.day(f"{span}.vom"))
    deed = desk.day("vaterschaft.urkunde_vom")
    yield "D-21", _before(deed, _add(born, -10)) or _before(desk.received, deed)
    yield "D-24", _before(desk.received, desk.day("uvg_vorbezug.antrag_am"))
    yield "D-25", _before(desk.day("unterhalt.keiner_seit"), born)
    yield "D-25", _before(desk.day("unterhalt.regelmaessig_seit"), born)
    effort = desk.day("bemuehungen.am")
    yield "D-26", bool(effort and desk.month and effort >= desk.month)
    yield "F-15", bool(desk.received and (signed := desk.day("erklaerung.datum"))
                       and (desk.received - signed).days > 92)  # fmt: skip


def _status(desk: Desk) -> Iterator[Hit]:
    status = desk.value(f"{CARING}.familienstand.status")
    since = desk.day(f"{CARING}.familienstand.seit")
    grown = _add(desk.day(f"{CARING}.geburtsdatum"), 192)
    yield "D-22", _before(desk.received, since) or _before(since, grown)
    yield "D-23", status == "dauernd_getrennt" and _before(desk.start, since)
    divorced = desk.value("eltern.ehe.stand") == "geschieden"
    yield "P-13", status == "verwitwet" and not desk.any_filled("todesfall")
    yield "P-14", divorced and status == "ledig"
    single = status == "ledig"
    filed = desk.filled(f"{CARING}.familienstand.scheidung_eingereicht")
    yield "P-15", single and (desk.filled(f"{CARING}.ehegatte.name") or filed)


def _people(desk: Desk) -> Iterator[Hit]:
    for person in (CHILD, CARING):
        place = desk.value(f"{person}.anschrift.plz_ort")
        yield "P-01", bool(place) and not place[:5].isdigit()
        german = desk.group(person) == "de"
        rule = "P-10" if person == CHILD else "P-11"
        yield rule, german and desk.any_filled(f"{person}.aufenthalt")
    for person in (CHILD, CARING, OTHER):
        written = desk.value(f"{person}.staatsangehoerigkeit")
        yield "P-09", bool(written) and citizenship(written) is None
    for person in (CARING, OTHER):
        phone = desk.value(f"{person}.telefon")
        yield "P-08", bool(phone) and not 6 <= sum(c.isdigit() for c in phone) <= 15
    years, school = desk.years or 0, desk.value("kind.schule.allgemeinbildend")
    income = desk.ticked("kind.einkommen.arten")
    yield "P-16", school == "ja" and bool(income)
    yield "P-17", school == "nein" and OF_SCHOOL_AGE <= years < GROWN
    yield "P-18", bool(income) and desk.years is not None and years < GROWN
    planned = desk.filled("kind.ausbildung.geplant")
    yield "P-19", "ausbildungsverguetung" in income and planned
    older = desk.years is not None and years < 12
    yield "D-31", older and desk.filled("sozialleistungen.elternteil_brutto_600")
    round_the_clock = desk.value("kind.betreuungsumfang") == "tag_und_nacht"
    yield "P-25", desk.value("kind.mitbetreuung.vorhanden") == "nein" and round_the_clock


def _means(desk: Desk) -> Iterator[Hit]:
    released = desk.value("unterhalt.freistellung.erklaert") == "ja"
    title = desk.value("unterhaltstitel.vorhanden") == "ja"
    paid = desk.value("unterhalt.zahlungsart")
    yield "P-12", desk.filled("todesfall.sterbedatum") and paid == "regelmaessig"
    yield "P-20", released and title
    by = desk.ticked("unterhaltstitel.festsetzungsantrag.durch")
    no_guardian = desk.value("vertretung.beistandschaft.besteht") == "nein"
    yield "P-21", by == ("beistand",) and no_guardian
    father = "vater" in desk.ticked("kind.lebt_bei")
    unmarried = desk.value("eltern.verheiratet") == "nein"
    found = desk.value("vaterschaft.anerkannt_oder_festgestellt")
    yield "P-22", father and unmarried and found == "nein"
    debts = "fragebogen.schulden"
    shared = desk.value(f"{debts}.gemeinsam") in ("ja", "teilweise")
    yield "P-23", shared and desk.empty(f"{debts}.hoehe")
    net = desk.value("fragebogen.beschaeftigung.netto_monatlich")
    benefits = desk.filled("fragebogen.einkommen.jobcenter.betrag")
    yield "P-24", benefits and bool(net) and float(net) > 2500


def _documents(desk: Desk) -> Iterator[Hit]:
    custody, married = desk.value("vertretung.sorgerecht"), desk.value("eltern.verheiratet")
    proof = (
        custody in ("vater", "andere")
        or (custody, married) == ("mutter", "ja")
        or (custody, married) == ("beide", "nein")
    )
    tolerated = [
        person for person in (CHILD, CARING)
        if desk.value(f"{person}.aufenthalt.beschaeftigungsduldung.erteilt") == "ja"
    ]  # fmt: skip
    both = (CHILD, CARING)
    lacking = {
        kind: not any(desk.doc(person, kind) for person in both)
        for kind in ("aufenthaltstitel", "beschaeftigungsduldung", "vollmacht")
    }
    helped = {name: desk.value(f"sozialleistungen.{name}.bezug") == "ja" for name in
              ("sgb_ii", "sgb_xii", "jugendhilfe", "unterhaltssicherung")}  # fmt: skip
    years = desk.years or 0
    earns = desk.value("sozialleistungen.elternteil_brutto_600") == "ja"
    school = desk.value("kind.schule.allgemeinbildend") == "ja"
    paid = desk.value("unterhalt.zahlungsart") in ("unregelmaessig", "regelmaessig")
    job = desk.doc(CHILD, "jobcenter_bescheid")
    yield "N-06", desk.third_country(CHILD) and lacking["aufenthaltstitel"]
    yield "N-07", bool(tolerated) and lacking["beschaeftigungsduldung"]
    yield "N-11", proof and not desk.doc(CHILD, "sorgerechtsnachweis")
    yield "N-18", helped["sgb_ii"] and years >= 12 and not job
    yield "N-19", any(helped[name] and not desk.doc(CHILD, kind) for name, kind in NOTICES.items())
    yield "N-20", earns and not job and not desk.doc(CARING, "einkommensnachweis_elternteil")
    yield "N-25", school and years >= GROWN and not desk.doc(CHILD, "schulbescheinigung")
    yield "N-30", desk.doc(CHILD, "kindergeldbescheid")
    yield "N-33", paid and not desk.doc(CHILD, "zahlungsnachweis")
    shared = desk.value("kind.mitbetreuung.vorhanden") == "ja"
    yield "N-34", shared and not desk.doc(CHILD, "umgangsvereinbarung")
    lawyer = desk.value("vertretung.rechtsanwalt.beauftragt") == "ja"
    yield "N-35", lawyer and lacking["vollmacht"]
