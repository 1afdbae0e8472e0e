"""Wrong days, accounts and tables; missing documents, pages and stamps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sample_scans.stories.days import end_of_month, months_before
from sample_scans.stories.defects import kinds
from sample_scans.stories.defects.kinds import Defect, Settled, Spoil, erase, rewrite
from sample_scans.stories.draft import Draft
from sample_scans.story import EvidencePlan

KIND, CARING = "kind", "betreuender_elternteil"
MELDUNG = ("meldebestaetigung", "meldebescheinigung", "haushaltsbescheinigung")
BIRTH = ("geburtsurkunde", "abstammungsurkunde", "familienbuchauszug", "geburtenregisterausdruck")
TITLES = ("niederlassungserlaubnis", "daueraufenthalt_eu", "aufenthaltserlaubnis", "blaue_karte_eu",
          "ict_karte", "mobiler_ict_karte", "beschaeftigungsduldung")  # fmt: skip
SETTLER = ("vertriebenenausweis", "bescheinigung_bvfg15", "registrierschein", "aufnahmebescheid")
EFFORTS = ("mahnschreiben", "nachweis_bemuehungen_sonstige", "nachweis_festsetzungsantrag")

MISSING: dict[str, tuple[str, str, tuple[str, ...], Settled]] = {
    "geburtsurkunde": ("N-01", KIND, BIRTH, {}),
    "meldung_kind": ("N-02", KIND, MELDUNG, {}),
    "meldung_elternteil": ("N-03", CARING, MELDUNG, {}),
    "ausweis": ("N-04", CARING, ("personalausweis", "reisepass"), {}),
    "aufenthaltstitel": ("N-05", CARING, TITLES, kinds.THIRD),
    "spaetaussiedler_nachweis": ("N-08", CARING, SETTLER, kinds.SETTLER),
    "vaterschaftsnachweis": ("N-09", KIND, ("vaterschaftsanerkennung", "vaterschaftsfeststellung"),
                             kinds.UNMARRIED),
    "scheidungsbeschluss": ("N-12", CARING, ("scheidungsbeschluss",), kinds.DIVORCED),
    "trennungsnachweis": ("N-13", CARING, ("trennungsnachweis",), kinds.APART),
    "sterbeurkunde": ("N-14", "verstorbener_elternteil", ("sterbeurkunde",), kinds.STEP_DEATH),
    "waisenbezug_nachweis": ("N-15", KIND, ("waisenbezug_nachweis",), kinds.PENSION),
    "waisen_ablehnungsbescheid": ("N-16", KIND, ("waisen_ablehnungsbescheid",),
                                  {**kinds.STEP_DEATH, "orphan": "abgelehnt"}),
    "uvg_bescheid": ("N-17", KIND, ("uvg_bescheid",), kinds.EARLIER),
    "unterhaltstitel": ("N-21", KIND, ("unterhaltstitel",), kinds.TITLED),
    "nachweis_festsetzungsantrag": ("N-22", KIND, ("nachweis_festsetzungsantrag",), kinds.FILED),
    "freistellungsvereinbarung": ("N-23", KIND, ("freistellungsvereinbarung",), kinds.RELEASE),
    "mahnschreiben": ("N-24", KIND, EFFORTS, kinds.RETRO),
    "ausbildungsvertrag": ("N-26", KIND, ("ausbildungsvertrag",), kinds.TRAINEE),
    "arbeitsvertrag": ("N-27", KIND, ("arbeitsvertrag",), kinds.WORKER),
    "lohnbescheinigung": ("N-28", KIND, ("lohnbescheinigung",), kinds.TRAINEE),
    "einkommensnachweis_sonstige": ("N-29", KIND, ("einkommensnachweis_sonstige",),
                                    kinds.INVESTOR),
    "anstaltsnachweis": ("N-31", "ehegatte", ("anstaltsnachweis",), kinds.REMARRIED),
}  # fmt: skip
"""What is not enclosed: the rule, for whom, which documents, and when it is asked for."""

PAGES: dict[str, tuple[str, Settled]] = {
    **{f"antrag_seite_{number}": ("F-01", kinds.LIVING) for number in range(1, 6)},
    "fragebogen_seite_1": ("F-03", kinds.LIVING),
    "fragebogen_seite_2": ("F-03", kinds.LIVING),
    "erklaerung_seite": ("F-02", kinds.LIVING),
}
IMPOSSIBLE: dict[str, tuple[str, Settled]] = {
    "kind.geburtsdatum": ("31.02.", kinds.ONWARD),
    f"{CARING}.geburtsdatum": ("30.02.", {}),
    "anderer_elternteil.geburtsdatum": ("31.04.", kinds.LIVING),
    "kind.lebt_seit": ("31.11.", {}),
    "vaterschaft.urkunde_vom": ("31.06.", kinds.UNMARRIED),
    "erklaerung.datum": ("31.09.", {}),
}


def _without(person: str, types: tuple[str, ...]) -> Spoil:
    """Take documents of a person out; one for two people stays for the other."""

    def spoil(draft: Draft) -> bool:
        left = [_less(plan, person) if plan.type in types else plan for plan in draft.evidence]
        changed = left != draft.evidence
        draft.evidence[:] = [plan for plan in left if plan.subject]
        return changed

    return spoil


def _less(plan: EvidencePlan, person: str) -> EvidencePlan:
    subject = tuple(one for one in plan.subject if one != person)
    fields = {name: text for name, text in plan.fields.items() if not name.startswith(f"{person}.")}
    facts = dict(plan.facts)
    if subject == (CARING,):  # the household is then the parent alone, and the paper is about it
        facts |= {f"person_{key[7:]}": text for key, text in facts.items() if key[:7] == "parent_"}
    if "household" in facts:
        lines = facts["household"].split(";")
        facts["household"] = lines[0] if subject == (CARING,) else lines[1]
    return replace(plan, subject=subject, fields=fields, facts=facts)


def _no_page(page: str) -> Spoil:
    def spoil(draft: Draft) -> bool:
        draft.missing_pages.append(page)
        if page == "antrag_seite_1":
            draft.received = None
        return True

    return spoil


def _no_stamp(draft: Draft) -> bool:
    draft.received = None
    return erase(draft, "antrag.eingangsstempel")


def _signed_later(draft: Draft) -> bool:
    later = draft.traits.received + timedelta(days=draft.rng.randint(2, 20))
    return rewrite(draft, "erklaerung.datum", later.isoformat())


def _impossible(name: str, day: str) -> Spoil:
    def spoil(draft: Draft) -> bool:
        year = draft.text(name)[:4]
        return year.isdigit() and rewrite(draft, name, f"{day}{year}")

    return spoil


def _start(months: int) -> Spoil:
    """Claim benefits from so many months before the month of the application."""

    def spoil(draft: Draft) -> bool:
        month = months_before(draft.traits.received, months).replace(day=1)
        return rewrite(draft, "antrag.leistung_ab", month.isoformat())

    return spoil


def _needless_efforts(draft: Draft) -> bool:
    day = draft.traits.received.replace(day=1) - timedelta(days=12)
    rewrite(draft, "bemuehungen.vorgenommen", "ja")
    rewrite(draft, "bemuehungen.am", day.isoformat())
    draft.tick("bemuehungen.massnahmen", "zahlungsaufforderung")
    rewrite(draft, "bemuehungen.zahlungsaufforderung_durch", "Brief von mir")
    known = {"sent": day.isoformat(), "issued": day.isoformat()}
    facts = {**draft.evidence[0].facts, **known}
    draft.evidence.append(
        EvidencePlan("mahnschreiben", (KIND,), {"bemuehungen.am": day.isoformat()}, facts)
    )
    return True


def _born_later(draft: Draft) -> bool:
    later = draft.traits.received + timedelta(days=draft.rng.randint(20, 300))
    return rewrite(draft, "kind.geburtsdatum", later.isoformat())


def _before_birth(draft: Draft) -> bool:
    """Claimed from the first of the month in which the child was born."""
    born = draft.traits.born
    if born.day == 1:
        return False
    received = min(end_of_month(born), born + timedelta(days=9))
    draft.received = received.isoformat()
    rewrite(draft, "erklaerung.datum", received.isoformat())
    return rewrite(draft, "antrag.leistung_ab", born.replace(day=1).isoformat())


def _iban(change: str) -> Spoil:
    def spoil(draft: Draft) -> bool:
        iban = draft.text("bankverbindung.iban")
        wrong = {
            "ziffer": iban[:-1] + str((int(iban[-1]) + 1) % 10),
            "kurz": iban[:12] + iban[13:],
            "beispiel": "DE19123412341234123412",
        }
        return rewrite(draft, "bankverbindung.iban", wrong[change])

    return spoil


def _bic(draft: Draft) -> bool:
    bic = draft.text("bankverbindung.bic")
    return len(bic) == 11 and rewrite(draft, "bankverbindung.bic", bic[:7])


def _torn_row(table: str, column: str) -> Spoil:
    def spoil(draft: Draft) -> bool:
        rows = draft.answers.get(table)
        if not isinstance(rows, list) or not isinstance(rows[0], dict):
            return False
        draft.written.pop(f"{table}.0.{column}", None)
        return rows[0].pop(column, "") != ""

    return spoil


def _sibling_without_birthday(draft: Draft) -> bool:
    if "weitere_kinder" not in draft.answers:
        name = f"{draft.family.child.surname}, Mia"
        draft.table("weitere_kinder", [{"name_vorname": name, "anschrift": "wie oben"}], 4)
        return True
    return _torn_row("weitere_kinder", "geburtsdatum")(draft)


def _no_name_underlined(draft: Draft) -> bool:
    given = draft.text("kind.vornamen").split()
    if len(given) == 1:
        second = "Maria" if given[0] != "Maria" else "Anna"
        rewrite(draft, "kind.vornamen", f"{given[0]} {second}")
        draft.evidence[:] = [_named(plan, f"{given[0]} {second}") for plan in draft.evidence]
    draft.underlined.pop("kind.vornamen", None)
    return bool(given)


def _named(plan: EvidencePlan, given: str) -> EvidencePlan:
    """The same document with the child's first names changed."""
    old = plan.facts.get("child_first_names")
    facts = {k: given if v == old and k.endswith("first_names") else v
             for k, v in plan.facts.items()}  # fmt: skip
    fields = {k: given if k == "kind.vornamen" else v for k, v in plan.fields.items()}
    return replace(plan, fields=fields, facts=facts)


def _debts_unproved(draft: Draft) -> bool:
    if not rewrite(draft, "fragebogen.schulden.tilgungsvereinbarung", "ja"):
        return False
    draft.evidence[:] = [plan for plan in draft.evidence if plan.type != "tilgungsvereinbarung"]
    return "fragebogen.schulden.hoehe" in draft.answers


def wrong_papers() -> Iterator[Defect]:
    """All defects of this kind: ``ohne.``, ``fehlt.``, ``unmoeglich.`` and by name."""
    for name, (rule, person, types, needs) in MISSING.items():
        yield Defect(f"ohne.{name}", f"no {name} enclosed", (rule,), _without(person, types), needs)
    for page, (rule, needs) in PAGES.items():
        yield Defect(f"fehlt.{page}", f"{page} is missing", (rule,), _no_page(page), needs, 4)
    for name, (day, needs) in IMPOSSIBLE.items():
        yield Defect(f"unmoeglich.{name}", f"{name} is no day of the calendar", ("D-01",),
                     _impossible(name, day), needs, 4)  # fmt: skip
    yield Defect("ohne.tilgungsvereinbarung", "no tilgungsvereinbarung enclosed", ("N-32",),
                 _debts_unproved, kinds.INDEBTED)  # fmt: skip
    yield from _days()
    yield from _numbers()


def _days() -> Iterator[Defect]:
    yield Defect("ohne_stempel", "no stamp of receipt", ("F-09",), _no_stamp)
    yield Defect("nach_eingang_unterschrieben", "signed after receipt", ("F-14",), _signed_later)
    yield Defect("zu_weit_zurueck", "claimed too far back", ("D-02",), _start(5), kinds.RETRO)
    yield Defect("rueckwirkend_ohne_nr_16", "claimed back, section 16 blank", ("D-03", "V-24"),
                 _start(1), kinds.ONWARD)  # fmt: skip
    yield Defect("zu_weit_voraus", "claimed far ahead", ("D-04",), _start(-6), kinds.ONWARD)
    yield Defect("nr_16_ohne_rueckwirkung", "section 16 filled without need", ("D-05",),
                 _needless_efforts, {**kinds.ONWARD, **kinds.UNMARRIED})  # fmt: skip
    yield Defect("geburt_nach_eingang", "born after receipt", ("D-06", "D-07"), _born_later,
                 {"retro": False, "age_months": 30})  # fmt: skip
    yield Defect("vor_der_geburt", "claimed from before the birth", ("D-07",), _before_birth,
                 {"retro": False, "age_months": 0, "death": "", "moved": False})  # fmt: skip


def _numbers() -> Iterator[Defect]:
    yield Defect("iban_zahlendreher", "wrong digit in the IBAN", ("B-01",), _iban("ziffer"))
    yield Defect("iban_zu_kurz", "IBAN too short", ("B-01", "B-02"), _iban("kurz"))
    yield Defect("iban_beispiel", "the printed example", ("B-01", "B-03"), _iban("beispiel"))
    yield Defect("bic_zu_kurz", "BIC too short", ("B-04",), _bic)
    yield Defect("kind_ohne_geburtsdatum", "further child without birthday", ("V-28",),
                 _sibling_without_birthday)  # fmt: skip
    yield Defect("zeitraum_ohne_ende", "earlier benefits without end", ("V-28",),
                 _torn_row("uvg_vorbezug.zeitraeume", "bis"), kinds.EARLIER)  # fmt: skip
    yield Defect("zahlung_ohne_betrag", "payment without amount", ("V-28",),
                 _torn_row("unterhalt.unregelmaessig", "betrag"), kinds.IRREGULAR)  # fmt: skip
    yield Defect("rufname_fehlt", "no first name underlined", ("V-29",), _no_name_underlined)
