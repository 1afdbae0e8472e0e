"""The questionnaire about the other parent: abode, training, work, income, debts, assets."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model import UNBEKANNT
from sample_scans.stories import places
from sample_scans.stories.days import some_day
from sample_scans.stories.draft import Draft
from sample_scans.stories.page_law import CARRIERS
from sample_scans.stories.people import first_names, surname
from sample_scans.story import Row

ASKED = "fragebogen"
SELF = f"{ASKED}.selbstaendigkeit"
PRINTED_EMPLOYERS, PRINTED_DUTIES = 3, 4
"""Rows printed in the tables of former employers and of further maintenance duties."""

HER_TRADES = (
    "Verkäuferin", "Friseurin", "Altenpflegerin", "Arzthelferin", "Bürokauffrau", "Köchin",
    "Erzieherin", "Reinigungskraft", "Kellnerin", "keine Ausbildung", "Krankenschwester",
)  # fmt: skip
DEGREES = ("Hauptschule", "Quali", "Mittlere Reife", "Abitur", "Realschule", "kein Abschluss")
TRADES = (
    "Kfz-Mechatroniker", "Maler", "Elektriker", "Koch", "Verkäufer", "Schreiner", "Metzger",
    "Industriemechaniker", "Maurer", "Lagerist", "Krankenpfleger", "Bürokaufmann", "Friseur",
    "Fachinformatiker", "Dachdecker", "keine Ausbildung", "Zimmerer", "Kellner", "LKW-Fahrer",
)  # fmt: skip
FIRMS = ("Autohaus", "Bau", "Spedition", "Gasthof", "Metallbau", "Logistik", "Reinigung", "Elektro")
FUNDS = ("AOK Bayern", "Barmer", "TK", "DAK", "BKK Mobil Oil", "IKK classic", "hkk", "SBK")
SIDE_JOBS = ("Kellner", "Zeitungsbote", "Hausmeister", "Fahrer", "DJ", "Trainer")
DEBT_REASONS = ("Autokredit", "Hauskredit", "Ratenkauf Möbel", "Bankkredit", "Kontoüberziehung")
ASSETS = {
    "grundvermoegen": ("Acker 0,4 ha", "Bauplatz", "Wiese, geerbt"),
    "wohnungseigentum": ("ETW 68 qm", "Haus der Eltern, 1/2", "Eigentumswohnung"),
    "bausparguthaben": ("LBS", "Schwäbisch Hall", "Bausparvertrag Wüstenrot"),
    "lebensversicherung": ("Allianz", "HUK-Coburg", "LV bei der Bayerischen"),
    "bankguthaben_depot": ("Sparbuch", "Tagesgeld", "Depot bei comdirect"),
    "sonstiges": ("Motorrad", "Wohnwagen", "VW Golf, Bj. 2019"),
}


def fill_questionnaire(draft: Draft) -> None:
    """Both pages, with unbekannt wherever the family does not know."""
    if draft.traits.law.other_dead and draft.rng.random() < 0.6:
        draft.missing_pages += ["fragebogen_seite_1", "fragebogen_seite_2"]
        return
    knows = draft.traits.law.known == "gut"
    _abode(draft)
    _training(draft, knows=knows)
    _work(draft)
    _insurance(draft, knows=knows)
    _duties(draft, knows=knows)
    _self_employed(draft)
    _other_income(draft, knows=knows)
    _debts(draft)
    _assets(draft, knows=knows)


def firm(draft: Draft) -> str:
    """A firm with its place."""
    rng = draft.rng
    form = rng.choice(("GmbH", "KG", "e.K."))
    town = places.nearby(rng, draft.family.other.home).town
    return f"{rng.choice(FIRMS)} {surname(rng, 'deutsch')} {form}, {town}"


def _abode(draft: Draft) -> None:
    street = draft.text("anderer_elternteil.anschrift.strasse_hausnummer")
    known = draft.traits.law.known != "unbekannt" and street != UNBEKANNT
    if draft.yes_no(f"{ASKED}.aufenthalt.bekannt", known):
        return
    if draft.traits.law.known == "unbekannt":
        draft.unknown(f"{ASKED}.aufenthalt.letzte_anschrift")
        draft.unknown(f"{ASKED}.aufenthalt.auskunftspersonen")
        return
    draft.put(f"{ASKED}.aufenthalt.letzte_anschrift", draft.family.other.home.line)
    relative = first_names(draft.rng, draft.family.other.origin, "w", child=False)[0]
    who = draft.rng.choice((f"Großmutter {relative}", f"Schwester {relative}", UNBEKANNT))
    draft.put(f"{ASKED}.aufenthalt.auskunftspersonen", who)


def _training(draft: Draft, *, knows: bool) -> None:
    degree = draft.rng.choice(DEGREES) if knows else UNBEKANNT
    draft.put(f"{ASKED}.ausbildung.schulabschluss", degree)
    trade = draft.rng.choice(_trades(draft)) if knows else UNBEKANNT
    draft.put(f"{ASKED}.ausbildung.erlernter_beruf", trade)
    if knows and draft.rng.random() < 0.1:
        draft.put(f"{ASKED}.ausbildung.derzeit", draft.rng.choice(("Umschulung bis 2027", "nein")))


def _trades(draft: Draft) -> tuple[str, ...]:
    return TRADES if draft.family.other.gender == "m" else HER_TRADES


def _job(draft: Draft) -> str:
    return draft.rng.choice([job for job in _trades(draft) if job != "keine Ausbildung"])


def _work(draft: Draft) -> None:
    rng, work, field = draft.rng, draft.traits.money.work, f"{ASKED}.beschaeftigung"
    if work == "unbekannt":
        draft.unknown(*(f"{field}.{name}" for name in (
            "ausgeuebte_taetigkeit", "arbeitgeber", "netto_monatlich")))  # fmt: skip
    else:
        _employer(draft)
    if rng.random() < 0.2 and work != "unbekannt":
        late = draft.traits.eve.year - rng.randint(2, 5)
        rows: list[Row] = [{"name_anschrift": firm(draft), "vom": str(late - 2), "bis": str(late)}]
        draft.table(f"{field}.fruehere", rows, PRINTED_EMPLOYERS)
    if work == "arbeitslos":
        state = rng.choice(("arbeitslos", "arbeitslos", "krank", "erwerbsgemindert", "haft"))
        draft.tick(f"{ASKED}.status.lage", state)
        since = some_day(rng, draft.traits.eve - timedelta(days=900), draft.traits.eve)
        draft.roughly(f"{ASKED}.status.seit", since, 0.7)


def _employer(draft: Draft) -> None:
    rng, work, field = draft.rng, draft.traits.money.work, f"{ASKED}.beschaeftigung"
    doing = {"arbeitslos": "keine", "selbstaendig": "selbständig"}
    draft.put(f"{field}.ausgeuebte_taetigkeit", doing.get(work) or _job(draft))
    draft.put(f"{field}.arbeitgeber", firm(draft) if work != "selbstaendig" else "selbständig")
    since = some_day(rng, draft.traits.eve - timedelta(days=4000), draft.traits.eve)
    draft.roughly(f"{field}.seit", since, 0.7)
    if work == "arbeitslos":
        draft.roughly(f"{field}.bis", some_day(rng, since, draft.traits.eve), 0.5)
    if rng.random() < 0.4:
        draft.unknown(f"{field}.netto_monatlich")
    else:
        draft.money(f"{field}.netto_monatlich", rng.randint(90, 310) * 10 + rng.choice((0, 4.2)))


def _insurance(draft: Draft, *, knows: bool) -> None:
    rng, field = draft.rng, f"{ASKED}.versicherung"
    knows = knows and rng.random() < 0.7
    draft.put(f"{field}.krankenkasse", rng.choice(FUNDS) if knows else UNBEKANNT)
    carrier = rng.choice(CARRIERS) if knows and rng.random() < 0.6 else UNBEKANNT
    draft.put(f"{field}.rentenversicherungstraeger", carrier)
    if knows and rng.random() < 0.3:
        draft.put(f"{field}.versicherungsnummer", insurance_number(draft))


def insurance_number(draft: Draft) -> str:
    """A pension insurance number: area, birthday, initial, serial, check digit."""
    other, rng = draft.family.other, draft.rng
    area = rng.choice((13, 15, 20, 60, 65))
    letter = other.surname[0].upper()
    letter = {"Ö": "O", "Ü": "U", "Ä": "A", "Ş": "S", "Ç": "C", "Š": "S"}.get(letter, letter)
    head = f"{area}{other.born:%d%m%y}{letter}{rng.randint(0, 49):02d}"
    digits = f"{head[:8]}{ord(letter) - 64:02d}{head[9:]}"
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    products = (int(d) * w for d, w in zip(digits, weights, strict=True))
    return f"{head}{sum(p // 10 + p % 10 for p in products) % 10}"


def _duties(draft: Draft, *, knows: bool) -> None:
    """Further people to be maintained; left blank (V-31), unbekannt or filled."""
    rng, field = draft.rng, f"{ASKED}.unterhaltspflichten"
    if draft.traits.thrifty:
        return
    rows: list[Row] = [{"name": UNBEKANNT}]
    if knows and rng.random() < 0.5:
        rows = [_dependant(draft) for _ in range(rng.choice((1, 1, 2)))]
    draft.table(field, rows, PRINTED_DUTIES)


def _dependant(draft: Draft) -> Row:
    rng = draft.rng
    name = first_names(rng, "deutsch", rng.choice("wm"), child=True)[0]
    born = some_day(rng, draft.traits.eve - timedelta(days=6000), draft.traits.eve)
    kin = rng.choice(("Kind", "Sohn/Tochter", "Stiefkind"))
    return {"name": name, "geburtsdatum": born.isoformat(), "verhaeltnis": kin}


def _self_employed(draft: Draft) -> None:
    rng, work = draft.rng, draft.traits.money.work
    unsure = work == "unbekannt" and rng.random() < 0.5
    if work == "selbstaendig":
        draft.put(f"{SELF}.firma.name_anschrift", firm(draft))
        since = some_day(rng, draft.traits.eve - timedelta(days=4000), draft.traits.eve)
        draft.roughly(f"{SELF}.firma.existiert_seit", since, 0.6)
        if rng.random() < 0.5:
            draft.unknown(f"{SELF}.firma.netto_monatlich")
        else:
            draft.money(f"{SELF}.firma.netto_monatlich", rng.randint(10, 40) * 100)
    if unsure:
        draft.unknown(f"{SELF}.firma.geschaeftsfuehrer_gmbh", f"{SELF}.weitere_firmen")
        return
    draft.yes_no(
        f"{SELF}.firma.geschaeftsfuehrer_gmbh", work == "selbstaendig" and rng.random() < 0.3
    )
    more = work == "selbstaendig" and rng.random() < 0.35
    if draft.yes_no(f"{SELF}.weitere_firmen", more):
        for number in range(1, rng.choice((1, 1, 2)) + 1):
            _further_firm(draft, f"{SELF}.weitere_firma_{number}")


def _further_firm(draft: Draft, field: str) -> None:
    rng, year = draft.rng, draft.traits.eve.year
    draft.put(f"{field}.name_anschrift", firm(draft))
    draft.put(f"{field}.von", str(year - rng.randint(3, 6)))
    if rng.random() < 0.4:
        draft.put(f"{field}.laufend", "ja")
    else:
        draft.put(f"{field}.bis", str(year - rng.randint(0, 2)))
    draft.unknown(f"{field}.netto_monatlich")
    draft.yes_no(f"{field}.geschaeftsfuehrer_gmbh", rng.random() < 0.3)


def _other_income(draft: Draft, *, knows: bool) -> None:
    """Further income; left blank (V-31), unbekannt or filled."""
    rng, field = draft.rng, f"{ASKED}.einkommen"
    if draft.traits.thrifty:
        return
    if not knows or rng.random() < 0.35:
        draft.unknown(f"{field}.nebenverdienst.als")
        return
    if rng.random() < 0.5:
        draft.put(f"{field}.nebenverdienst.als", rng.choice(SIDE_JOBS))
        draft.put(f"{field}.nebenverdienst.firma", rng.choice((UNBEKANNT, "Gasthof Post")))
        draft.money(f"{field}.nebenverdienst.betrag", rng.choice((250, 450, 520, 538, 556)))
    for name in ("kapitalvermoegen", "vermietung_verpachtung", "land_forstwirtschaft"):
        if rng.random() < 0.15:
            draft.money(f"{field}.{name}.betrag", rng.randint(1, 70) * 10)
    if rng.random() < 0.2:
        draft.put(f"{field}.sonstige.art", rng.choice(("Wohngeld", "Krankengeld", "Trinkgeld")))
        draft.money(f"{field}.sonstige.betrag", rng.randint(5, 120) * 10)
    if draft.traits.money.work == "arbeitslos":
        _benefits(draft)
    else:
        draft.unknown(f"{field}.jobcenter.bezeichnung")


def _benefits(draft: Draft) -> None:
    rng, field = draft.rng, f"{ASKED}.einkommen"
    if rng.random() < 0.3:
        boxes = ["deutsche_rentenversicherung"] if rng.random() < 0.7 else ["sonstige"]
        draft.tick(f"{field}.rente.traegerart", *boxes)
        if boxes == ["sonstige"]:
            draft.put(f"{field}.rente.sonstige_bezeichnung", "Berufsunfähigkeitsrente")
        draft.money(f"{field}.rente.betrag", rng.randint(40, 120) * 10 + 0.55)
        draft.put(f"{field}.rente.traeger_name_anschrift", rng.choice((*CARRIERS, UNBEKANNT)))
        return
    draft.put(f"{field}.jobcenter.bezeichnung", rng.choice(("Bürgergeld", "ALG I", "ALG II")))
    if rng.random() < 0.4:
        draft.put(f"{field}.jobcenter.aktenzeichen", f"BG {rng.randint(10000, 99999)}")
    draft.money(f"{field}.jobcenter.betrag", rng.choice((563, 502, 1180.4, 940)))


def _debts(draft: Draft) -> None:
    rng, field = draft.rng, f"{ASKED}.schulden"
    if draft.traits.money.debts:
        draft.money(f"{field}.hoehe", rng.randint(3, 120) * 250)
        draft.put(f"{field}.grund", rng.choice(DEBT_REASONS))
        draft.put(f"{field}.gemeinsam", rng.choice(("nein", "ja", "teilweise", UNBEKANNT)))
        draft.put(f"{field}.tilgungsvereinbarung", rng.choice(("nein", "nein", "ja", UNBEKANNT)))
    seized = draft.traits.money.debts and rng.random() < 0.4
    if not draft.traits.money.debts and rng.random() < 0.5:
        draft.unknown(f"{field}.pfaendungen.laufend")
    elif draft.yes_no(f"{field}.pfaendungen.laufend", seized):
        draft.money(f"{field}.pfaendungen.betrag", rng.randint(4, 50) * 10)


def _assets(draft: Draft, *, knows: bool) -> None:
    """Assets; left blank (V-31), unbekannt or filled."""
    rng, field = draft.rng, f"{ASKED}.vermoegen"
    if draft.traits.thrifty:
        return
    if not knows or rng.random() < 0.5:
        draft.unknown(f"{field}.{rng.choice(('grundvermoegen', 'sonstiges'))}.bezeichnung")
        return
    for name in sorted(rng.sample(sorted(ASSETS), rng.choice((1, 2, 3)))):
        draft.put(f"{field}.{name}.bezeichnung", rng.choice(ASSETS[name]))
        if rng.random() < 0.7:
            draft.money(f"{field}.{name}.wert", rng.randint(2, 400) * 250)
