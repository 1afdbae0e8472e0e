"""Documents about money: benefits, titles, reminders, the child's work, school, debts."""

from __future__ import annotations

from datetime import date, timedelta

from sample_scans.stories import places
from sample_scans.stories.days import months_before
from sample_scans.stories.draft import Draft
from sample_scans.stories.evidence import KIND, PARENT, enclose, issued_between, names_of, recent
from sample_scans.stories.evidence_family import number
from sample_scans.stories.page_law import file_number
from sample_scans.stories.page_other import OTHER_EFFORTS
from sample_scans.stories.people import surname
from sample_scans.stories.questionnaire import FIRMS, insurance_number
from sample_scans.stories.traits import GROWN

TRADES = ("Kauffrau/-mann im Einzelhandel", "Anlagenmechaniker/in SHK", "Friseur/in", "Koch/Köchin",
          "Medizinische/r Fachangestellte/r", "Kfz-Mechatroniker/in")  # fmt: skip
CHAMBERS = ("IHK Schwaben", "HWK für München und Oberbayern", "IHK Nürnberg für Mittelfranken")
OTHER_INCOME = {"kapitalvermoegen": "Zinsbescheinigung", "vermietung_verpachtung": "Mietvertrag"}
SOCIAL = {
    "sgb_xii": ("sozialhilfebescheid", "Hilfe zum Lebensunterhalt"),
    "jugendhilfe": ("jugendhilfebescheid", "Hilfe zur Erziehung"),
    "unterhaltssicherung": ("sonstiger_leistungsbescheid", "Wohngeld"),
}


def enclose_money(draft: Draft) -> None:
    """Everything the form and its leaflet ask for about money, and some things nobody asked for."""
    _orphan(draft)
    _earlier(draft)
    _jobcenter(draft)
    _social(draft)
    _title(draft)
    _filing(draft)
    _waiver(draft)
    _efforts(draft)
    _child_work(draft)
    _school(draft)
    _institution(draft)
    _debts(draft)
    _unasked(draft)


def _period(draft: Draft, months: int = 8) -> dict[str, str | date]:
    begin = months_before(draft.traits.signed, draft.rng.randint(1, months)).replace(day=1)
    return {"from": begin, "until": begin + timedelta(days=364), "issued": begin}


def _orphan(draft: Draft) -> None:
    money, dead = draft.traits.money, draft.family.dead
    field = "todesfall.waisenbezuege"
    insured = dead.full_name if dead else ""
    carrier = draft.text(f"{field}.traeger") or "DRV Bayern Süd"
    common = {"insured": insured, "carrier": carrier, "office": carrier,
              "insurance_number": insurance_number(draft)}  # fmt: skip
    if money.orphan == "ja":
        enclose(draft, "waisenbezug_nachweis", KIND, (*names_of(KIND), f"{field}.betrag_monatlich",
                f"{field}.seit"), kind_of="Halbwaisenrente", issued=recent(draft, 200),
                amount=draft.text(f"{field}.betrag_monatlich"), since=draft.text(f"{field}.seit"),
                **common)  # fmt: skip
    elif money.settlement:
        enclose(draft, "waisenbezug_nachweis", KIND, names_of(KIND), kind_of="Abfindung",
                amount=draft.text("todesfall.abfindung.betrag"), issued=recent(draft, 200),
                since=draft.text("todesfall.abfindung.vom"),
                until=draft.text("todesfall.abfindung.bis"), **common)  # fmt: skip
    if money.orphan == "abgelehnt":
        enclose(draft, "waisen_ablehnungsbescheid", KIND, names_of(KIND), issued=recent(draft, 200),
                applied=draft.text("todesfall.sterbedatum"), **common,
                reason="Die allgemeine Wartezeit ist nicht erfüllt.")  # fmt: skip


def _earlier(draft: Draft) -> None:
    rows = draft.answers.get("uvg_vorbezug.zeitraeume")
    if not isinstance(rows, list) or not isinstance(rows[0], dict):
        return
    row = rows[0]
    kind = draft.rng.choice(("Bewilligung", "Einstellung"))
    day = date.fromisoformat(row["vom"]) + timedelta(days=20)
    enclose(
        draft, "uvg_bescheid", KIND, names_of(KIND), kind_of=kind, office=row["jugendamt"],
        place=row["jugendamt"].removeprefix("Jugendamt "), issued=day, amount="227.00",
        file_number=f"51-UV {draft.rng.randint(100, 9999)}",
        **{"from": row["vom"], "until": row["bis"]},
    )  # fmt: skip


def _jobcenter(draft: Draft) -> None:
    office = draft.text("sozialleistungen.sgb_ii.stelle")
    if draft.traits.benefits.sgb_ii != "ja" or (
        draft.traits.years < 12 and draft.rng.random() < 0.5
    ):
        return
    gross = draft.text("sozialleistungen.elternteil_brutto_betrag") or "850.00"
    enclose(
        draft, "jobcenter_bescheid", KIND, names_of(KIND), office=office, gross=gross,
        place=office.removeprefix("Jobcenter "), amount=f"{draft.rng.randint(90, 420)}.00",
        bg_number=f"{draft.rng.randint(81000, 84999)}//00{draft.rng.randint(10000, 99999)}",
        kindergeld="255.00", **_period(draft, 5),
    )  # fmt: skip


def _social(draft: Draft) -> None:
    for name, (kind, benefit) in SOCIAL.items():
        if draft.text(f"sozialleistungen.{name}.bezug") == "ja" and draft.rng.random() < 0.6:
            enclose(
                draft, kind, KIND, names_of(KIND), benefit=benefit, **_period(draft),
                office=draft.text(f"sozialleistungen.{name}.stelle"),
                amount=f"{draft.rng.randint(120, 640)}.00", file_number=file_number(draft, "SG"),
            )  # fmt: skip


def _title(draft: Draft) -> None:
    if not draft.traits.money.title:
        return
    kind = draft.rng.choice(("Jugendamtsurkunde", "Beschluss", "Vergleich"))
    day = issued_between(draft, draft.traits.born + timedelta(days=30))
    enclose(
        draft, "unterhaltstitel", KIND, names_of(KIND), kind_of=kind, issued=day,
        file_number=file_number(draft, "F"), debtor=draft.family.other.full_name, percent="100",
        clause=draft.rng.choice(("ja", "nein")), **{"from": day.replace(day=1)},
    )  # fmt: skip


def _filing(draft: Draft) -> None:
    if draft.traits.money.filing:
        day = recent(draft, 200)
        _, _, given = draft.text("unterhaltstitel.festsetzungsantrag.anschrift_az").partition(", ")
        number_ = given if " FH " in given else file_number(draft, "FH", day.year)
        enclose(
            draft, "nachweis_festsetzungsantrag", KIND, names_of(KIND), filed=day, issued=day,
            served=min(day + timedelta(days=18), draft.traits.signed), court="Amtsgericht",
            file_number=number_, applicant=draft.family.caring.full_name,
        )  # fmt: skip


def _waiver(draft: Draft) -> None:
    waiver = draft.traits.money.waiver
    if not waiver:
        return
    reason = draft.answers.get("unterhalt.verzicht_freistellung_grund")
    court = reason == ["gerichtlicher_vergleich"]
    begin = draft.text(f"unterhalt.{waiver}.vom")
    enclose(
        draft, "freistellungsvereinbarung", KIND, (f"unterhalt.{waiver}.vom",),
        kind_of="gerichtlicher Vergleich" if court else "Vereinbarung",
        waiver=waiver.capitalize(), issued=begin, court="Amtsgericht" if court else "",
        file_number=file_number(draft) if court else "", **{"from": begin},
    )  # fmt: skip


def _efforts(draft: Draft) -> None:
    ways = draft.answers.get("bemuehungen.massnahmen", [])
    if not ways:
        return
    sent = date.fromisoformat(draft.text("bemuehungen.am"))
    caring, other = draft.family.caring, draft.family.other
    if "zahlungsaufforderung" in ways:
        enclose(
            draft, "mahnschreiben", KIND, ("bemuehungen.am",), sent=sent, issued=sent,
            deadline=sent + timedelta(days=14), amount="299.00", sender=caring.full_name,
            sender_street=caring.home.street, sender_plz_ort=caring.home.plz_ort,
            recipient=other.full_name,
        )  # fmt: skip
        return
    kinds = {"pfaendung": "Pfändung", "anzeige": "Strafanzeige", "sonstiges": "Sonstiges"}
    held = next((way for way in kinds if way in ways), "")
    if held:
        enclose(draft, "nachweis_bemuehungen_sonstige", KIND, ("bemuehungen.am",), issued=sent,
                kind_of=kinds[held], file_number=file_number(draft, "M"),
                creditor=caring.full_name, note=OTHER_EFFORTS[0])  # fmt: skip
    elif not draft.traits.money.filing:
        enclose(draft, "nachweis_festsetzungsantrag", KIND, names_of(KIND), filed=sent, issued=sent,
                served=sent, court="Amtsgericht", file_number=file_number(draft, "FH", sent.year),
                applicant=caring.full_name)  # fmt: skip


Firm = tuple[str, places.Address]


def _firm(draft: Draft) -> Firm:
    home = places.nearby(draft.rng, draft.family.child.home)
    return f"{draft.rng.choice(FIRMS)} {surname(draft.rng, 'deutsch')} GmbH", home


def _employer(firm: Firm, prefix: str) -> dict[str, str | date]:
    name, home = firm
    return {prefix: name, f"{prefix}_street": home.street, f"{prefix}_plz_ort": home.plz_ort}


def _payslip(draft: Draft, kind: str, firm: Firm, gross: float, entry: date) -> None:
    subject = KIND if kind == "lohnbescheinigung" else PARENT
    month = months_before(draft.traits.signed, 1)
    enclose(
        draft, kind, subject, names_of(subject)[:2], issued=month.replace(day=27),
        month=month.isoformat()[:7], gross=f"{gross:.2f}", net=f"{gross * 0.79:.2f}", entry=entry,
        tax_class="1", personnel_number=str(draft.rng.randint(1000, 99999)),
        **_employer(firm, "employer"),
    )  # fmt: skip


def _child_work(draft: Draft) -> None:
    arts = draft.answers.get("kind.einkommen.arten", [])
    rng = draft.rng
    entry = months_before(draft.traits.signed, rng.randint(2, 7)).replace(day=1)
    firm = _firm(draft)
    if "ausbildungsverguetung" in arts:
        pay = rng.randint(720, 1150)
        enclose(
            draft, "ausbildungsvertrag", KIND, names_of(KIND), start=entry, issued=entry,
            end=entry.replace(year=entry.year + 3), occupation=rng.choice(TRADES),
            pay_1=f"{pay}.00", pay_2=f"{pay + 70}.00", pay_3=f"{pay + 160}.00",
            chamber=rng.choice(CHAMBERS), **_employer(firm, "company"),
        )  # fmt: skip
        _payslip(draft, "lohnbescheinigung", firm, pay, entry)
    if "nichtselbstaendig" in arts:
        pay = rng.choice((538, 556, 603, 1450))
        enclose(
            draft, "arbeitsvertrag", KIND, names_of(KIND), start=entry, issued=entry, hours="10",
            job="Aushilfe", pay=f"{pay}.00", **_employer(firm, "employer"),
        )  # fmt: skip
        _payslip(draft, "lohnbescheinigung", firm, pay, entry)
    if "sonstige" in arts:
        sources = draft.answers.get("kind.einkommen.sonstige_arten", [])
        kind = next((OTHER_INCOME[s] for s in OTHER_INCOME if s in sources), "Gewinnermittlung")
        enclose(draft, "einkommensnachweis_sonstige", KIND, names_of(KIND)[:2], kind_of=kind,
                year=str(draft.traits.signed.year - 1), amount=f"{rng.randint(80, 3000)}.00",
                issued=recent(draft, 200))  # fmt: skip


def _school(draft: Draft) -> None:
    grown = draft.traits.years >= GROWN
    if draft.traits.life.school != "ja" or draft.rng.random() > (0.8 if grown else 0.15):
        return
    name, _, rest = draft.text("kind.schule.name_anschrift").partition(", ")
    street, _, place = rest.partition(", ")
    year = draft.traits.signed.year - (draft.traits.signed.month < 9)
    enclose(
        draft, "schulbescheinigung", KIND, names_of(KIND, "schule.voraussichtlich_bis"),
        school=name, school_street=street, school_plz_ort=place, school_kind=name.split()[0],
        school_year=f"{year}/{year + 1}", until=draft.text("kind.schule.voraussichtlich_bis"),
        issued=recent(draft, 80), office=name, **{"class": str(max(1, draft.traits.years - 5))},
    )  # fmt: skip


def _institution(draft: Draft) -> None:
    since = draft.text(f"{PARENT}.ehegatte.anstalt_seit")
    if since:
        name = draft.text(f"{PARENT}.ehegatte.anstalt_name")
        enclose(draft, "anstaltsnachweis", "ehegatte", (f"{PARENT}.ehegatte.anstalt_seit",),
                institution=name, office=name, since=since, issued=recent(draft, 60),
                until=draft.traits.signed + timedelta(days=400))  # fmt: skip


def _debts(draft: Draft) -> None:
    if draft.text("fragebogen.schulden.tilgungsvereinbarung") == "ja":
        enclose(
            draft, "tilgungsvereinbarung", "anderer_elternteil", ("fragebogen.schulden.hoehe",),
            creditor=draft.rng.choice(("Sparkasse", "Santander Bank", "Inkasso Süd GmbH")),
            debt=draft.text("fragebogen.schulden.hoehe"), rate=f"{draft.rng.randint(5, 30)}0.00",
            since=recent(draft, 500), issued=recent(draft, 300),
        )  # fmt: skip


def _unasked(draft: Draft) -> None:
    """What people enclose although the Bavarian form does not ask for it."""
    rng = draft.rng
    if rng.random() < 0.12:
        enclose(draft, "kindergeldbescheid", KIND, names_of(KIND), amount="255.00",
                kindergeld_number=f"{rng.randint(100, 999)}FK{rng.randint(100000, 999999)}",
                issued=recent(draft, 700), office="Familienkasse Bayern Süd",
                **{"from": draft.traits.born.replace(day=1)})  # fmt: skip
    if draft.text("kind.mitbetreuung.vorhanden") == "ja" and rng.random() < 0.4:
        enclose(draft, "umgangsvereinbarung", KIND, names_of(KIND)[:2], issued=recent(draft, 400),
                arrangement=draft.text("kind.mitbetreuung.woechentliche_zeit"))  # fmt: skip
    if draft.traits.benefits.lawyer and rng.random() < 0.5:
        name, _, rest = draft.text("vertretung.rechtsanwalt.name_anschrift").partition(", ")
        street, _, place = rest.partition(", ")
        enclose(
            draft, "vollmacht", PARENT, lawyer=name, lawyer_street=street, lawyer_plz_ort=place,
            matter="Unterhaltsvorschuss", issued=recent(draft),
        )  # fmt: skip
    rows = draft.answers.get("unterhalt.unregelmaessig")
    if isinstance(rows, list) and rng.random() < 0.3:
        paid = [row for row in rows if isinstance(row, dict) and row]
        enclose(draft, "zahlungsnachweis", KIND, payer=draft.family.other.full_name,
                payments=";".join(f"{row['am']} {row['betrag']}" for row in paid),
                issued=recent(draft, 20))  # fmt: skip
    if draft.text("sozialleistungen.elternteil_brutto_600") == "ja" and rng.random() < 0.6:
        gross = float(draft.text("sozialleistungen.elternteil_brutto_betrag"))
        entry = months_before(draft.traits.signed, rng.randint(6, 60))
        _payslip(draft, "einkommensnachweis_elternteil", _firm(draft), gross, entry)
    if len(draft.evidence) < 4:
        enclose(draft, "kindergeldbescheid", KIND, names_of(KIND), amount="255.00",
                kindergeld_number=number(draft, "FK"), issued=recent(draft, 700),
                office="Familienkasse Bayern Nord", **{"from": draft.traits.born})  # fmt: skip
