"""The documents a family encloses, and what each of them says.

Every plan carries the same facts about the people, by these prefixes, each with ``surname``,
``first_names``, ``birth_name`` (only if it differs), ``birth_date``, ``birth_place``, ``gender``
(``weiblich``, ``männlich``, ``divers``), ``citizenship`` (as adjective), ``street``, ``plz_ort``:

``child_`` the child, ``parent_`` the caring parent, ``other_`` the other parent (keys absent where
the family does not know), ``person_`` the subject of the document (the first, where there are two).

Dates are ISO, amounts have a decimal point, everything else stands as printed. Common
keys: ``office`` (who issued it), ``office_street``, ``office_plz_ort``, ``place``, ``issued``.
A key in brackets is there only in some documents.

================================  =================================================================
type                              facts besides the common ones
================================  =================================================================
geburtsurkunde                    register_number, mother, mother_birth_name, [father]
abstammungsurkunde                as geburtsurkunde, time (of birth)
geburtenregisterausdruck          as geburtsurkunde, [acknowledged_on, acknowledged_office]
familienbuchauszug                husband, wife, wife_birth_name, marriage_date, marriage_place,
                                  register_number
meldebestaetigung                 moved_in, dwelling (alleinige Wohnung, Hauptwohnung), registered
                                  (day of Anmeldung), [former_address]; two subjects: child and
                                  parent at the same address
meldebescheinigung                as meldebestaetigung, marital_status, extended (ja, nein)
haushaltsbescheinigung            household: lines ``name|birth date|moved in`` joined by ``;``
personalausweis, reisepass        number, valid_until, height
niederlassungserlaubnis, daueraufenthalt_eu, aufenthaltserlaubnis, blaue_karte_eu, ict_karte,
mobiler_ict_karte                 title (as printed), legal_basis, granted, [valid_until], note,
                                  number
zusatzblatt_eat                   number (of the title), note, granted
beschaeftigungsduldung            legal_basis, granted, valid_until, note, number
vertriebenenausweis               number
bescheinigung_bvfg15              number, paragraph (1 or 2)
registrierschein                  number, entry_date
aufnahmebescheid                  number, included (names joined by ``;``)
vaterschaftsanerkennung           register_number, father, father_birth_date, mother,
                                  mother_birth_date, consent (ja, nein)
vaterschaftsfeststellung          court, file_number, decided, final_since, father, mother
nachweis_vaterschaftsverfahren    court, file_number, [hearing]
sorgerechtsnachweis               kind_of (Sorgeerklärung, Beschluss, Auskunft aus dem
                                  Sorgeregister), holders, [court, file_number, register_number]
eheurkunde                        spouse_a, spouse_a_birth_name, spouse_b, spouse_b_birth_name,
                                  marriage_date, marriage_place, register_number
scheidungsbeschluss               court, file_number, decided, final_since, spouse_a, spouse_b,
                                  marriage_date, marriage_place
trennungsnachweis                 kind_of (Anwaltsschreiben, Erklärung Finanzamt), separated_since,
                                  spouse
sterbeurkunde                     person_* (the dead), died, death_place, register_number,
                                  marital_status
waisenbezug_nachweis              kind_of (Halbwaisenrente, Waisengeld, Abfindung), carrier,
                                  insurance_number, insured, amount, since, [until]
waisen_ablehnungsbescheid         carrier, insurance_number, insured, applied, reason
uvg_bescheid                      kind_of (Bewilligung, Einstellung, Ablehnung), file_number,
                                  amount, from, [until]
jobcenter_bescheid                bg_number, from, until, amount (child), gross (parent), kindergeld
sozialhilfebescheid, jugendhilfebescheid, sonstiger_leistungsbescheid
                                  benefit, file_number, from, until, amount
einkommensnachweis_elternteil, lohnbescheinigung
                                  employer, employer_street, employer_plz_ort, month (2026-02),
                                  gross, net, personnel_number, tax_class, entry
unterhaltstitel                   kind_of (Jugendamtsurkunde, Beschluss, Vergleich, Notarurkunde),
                                  file_number, debtor, [percent], [amount], from, clause (ja, nein)
nachweis_festsetzungsantrag       court, file_number, filed, served, applicant
freistellungsvereinbarung         kind_of (gerichtlicher Vergleich, Vereinbarung), waiver
                                  (Verzicht, Freistellung), from, [until], [court, file_number]
mahnschreiben                     sender, sender_street, sender_plz_ort, recipient, sent, deadline,
                                  amount
nachweis_bemuehungen_sonstige     kind_of (Pfändung, Strafanzeige, Sonstiges), file_number, creditor
schulbescheinigung                school, school_street, school_plz_ort, school_kind, class,
                                  school_year, [until]
ausbildungsvertrag                company, company_street, company_plz_ort, occupation, start, end,
                                  pay_1, pay_2, pay_3, chamber
arbeitsvertrag                    employer, employer_street, employer_plz_ort, job, start, pay,
                                  hours
einkommensnachweis_sonstige       kind_of (Zinsbescheinigung, Mietvertrag, Gewinnermittlung),
                                  year, amount
kindergeldbescheid                kindergeld_number, amount, from
anstaltsnachweis                  institution, since, until
tilgungsvereinbarung              creditor, debt, rate, since
zahlungsnachweis                  payer, payments: ``date amount`` joined by ``;``
umgangsvereinbarung               arrangement, since
vollmacht                         lawyer, lawyer_street, lawyer_plz_ort, matter
================================  =================================================================

``fields`` names the form fields whose value stands in the document: names and birth date of the
subject (``kind.familienname``, ``kind.vornamen``, ``kind.geburtsdatum`` ...) where the document
shows them, and what a clerk would compare: birth place, address, ``kind.lebt_seit`` (equal to
``moved_in``), ``*.aufenthalt.*.erteilt_am``, ``vaterschaft.urkunde_vom``,
``todesfall.sterbedatum``,
``todesfall.waisenbezuege.betrag_monatlich`` and ``.seit``, ``bemuehungen.am``,
``betreuender_elternteil.familienstand.seit``, ``eltern.ehe.eheschliessung_am``,
``unterhalt.freistellung.vom``, ``unterhalt.verzicht.vom``, ``kind.schule.voraussichtlich_bis``,
``fragebogen.schulden.hoehe``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from pipeline.model import UNBEKANNT
from sample_scans.stories import places
from sample_scans.stories.days import some_day
from sample_scans.stories.draft import Draft
from sample_scans.stories.people import GENDERS, Person
from sample_scans.story import EvidencePlan

PREFIXES = {
    "kind": "child",
    "betreuender_elternteil": "parent",
    "anderer_elternteil": "other",
}
NAMES = ("familienname", "vornamen", "geburtsdatum")
"""What nearly every document says of its subject."""

NOT_STATED = ("", UNBEKANNT, "seit Geburt")
"""What stands in the form but in no document."""

KIND, PARENT = "kind", "betreuender_elternteil"


def enclose(
    draft: Draft,
    kind: str,
    subject: str | tuple[str, ...],
    fields: tuple[str, ...] = (),
    **facts: str | date | None,
) -> None:
    """Add a document that states the values of ``fields`` as the form has them."""
    subjects = (subject,) if isinstance(subject, str) else subject
    said = {name: draft.text(name).removeprefix("Dr. ") for name in fields}
    stated = {name: value for name, value in said.items() if value not in NOT_STATED}
    known = {key: _text(value) for key, value in facts.items() if value}
    draft.evidence.append(
        EvidencePlan(
            type=kind,
            subject=subjects,
            fields=stated,
            facts={**_everybody(draft, subjects[0]), **_office(draft), **known},
        )
    )


def names_of(subject: str, *more: str) -> tuple[str, ...]:
    """The fields with a person's names and birth, and others of the same person."""
    return tuple(f"{subject}.{name}" for name in (*NAMES, *more))


def issued_between(draft: Draft, low: date, high: date | None = None) -> date:
    """A day on which an office may have issued something the family could still enclose."""
    latest = min(high or draft.traits.signed, draft.traits.signed)
    return some_day(draft.rng, min(low, latest), latest)


def recent(draft: Draft, days: int = 60) -> date:
    """A day in the last weeks before the signature."""
    return issued_between(draft, draft.traits.signed - timedelta(days=days))


def _text(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _office(draft: Draft) -> dict[str, str]:
    seat = places.office_town(draft.rng, draft.family.caring.home.plz)
    return {
        "office_street": seat.street,
        "office_plz_ort": seat.plz_ort,
        "place": seat.short_town,
    }


def _everybody(draft: Draft, subject: str) -> dict[str, str]:
    family = draft.family
    people: dict[str, Person | None] = {
        "child": family.child,
        "parent": family.caring,
        "other": family.other if draft.traits.law.known != "unbekannt" else None,
    }
    if subject == "verstorbener_elternteil":
        people["person"] = family.dead
    elif subject == "ehegatte":
        people["person"] = family.spouse
    else:
        people["person"] = people[PREFIXES[subject]]
    return {
        key: value
        for prefix, person in people.items()
        if person
        for key, value in _facts_about(prefix, person).items()
    }


def _facts_about(prefix: str, person: Person) -> Mapping[str, str]:
    facts = {
        "surname": person.surname,
        "first_names": person.given,
        "birth_name": person.birth_name,
        "birth_date": person.born.isoformat(),
        "birth_place": person.birth_place,
        "gender": GENDERS[person.gender],
        "citizenship": person.citizenship,
        "street": person.home.street,
        "plz_ort": person.home.plz_ort,
    }
    return {f"{prefix}_{key}": value for key, value in facts.items() if value}
