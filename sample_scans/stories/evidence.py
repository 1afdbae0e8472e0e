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
