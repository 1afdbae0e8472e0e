"""Pages 4, 5 and the last: income, brothers and sisters, the other parent, money, account, name."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model import UNBEKANNT, VORHANDEN
from sample_scans.stories import places
from sample_scans.stories.accounts import account
from sample_scans.stories.days import months_before, some_day
from sample_scans.stories.draft import Draft
from sample_scans.stories.page_child import spelling
from sample_scans.stories.page_law import file_number, lawyer
from sample_scans.stories.traits import GROWN
from sample_scans.story import Row

OTHER = "anderer_elternteil"
PRINTED_CHILDREN = PRINTED_PAYMENTS = 4
"""Rows printed in the tables of further children and of irregular payments."""

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
          "Oktober", "November", "Dezember")  # fmt: skip
NO_MONEY = (
    "er nicht zahlen will", "angeblich kein Geld da ist", "er arbeitslos ist", "kein Kontakt",
    "er im Gefängnis ist", "Aufenthalt unbekannt", "er Schulden hat",
    "er kaum verdient", "Insolvenz", "er ausgewandert ist", "er selbst krank ist",
)  # fmt: skip
NO_EFFORT = (
    "Kontakt abgebrochen", "Adresse nicht bekannt", "Angst vor Gewalt", "ich keinen Streit wollte",
    "er nicht erreichbar war", "mir das nicht bekannt war",
)  # fmt: skip
OTHER_EFFORTS = ("Gespräch mit dem Jugendamt", "mehrere Telefonate", "WhatsApp-Nachrichten")
SINCE_ALWAYS = ("seit Geburt", "noch nie", "immer schon")
"""What the form allows instead of a day in 14 A."""

SOURCES = ("selbstaendig", "gewerbebetrieb", "land_forstwirtschaft", "kapitalvermoegen",
           "vermietung_verpachtung")  # fmt: skip
STATES = ("ledig", "verheiratet", "lebenspartnerschaft", "geschieden", "dauernd_getrennt")


def fill_other_pages(draft: Draft) -> None:
    """Sections 11 to 18."""
    _income(draft)
    _siblings(draft)
    _other_parent(draft)
    if draft.traits.money.payments:
        _payments(draft)
    _given_up(draft)
    _title(draft)
    if draft.traits.retro:
        _efforts(draft)
    _account(draft)
    _signature(draft)


def _income(draft: Draft) -> None:
    rng, income = draft.rng, draft.traits.life.income
    if draft.traits.years < GROWN or not income:
        return
    boxes = {"ausbildung": "ausbildungsverguetung", "arbeit": "nichtselbstaendig"}
    draft.tick("kind.einkommen.arten", boxes.get(income, income))
    if income == "sonstige":
        draft.tick(
            "kind.einkommen.sonstige_arten", *sorted(rng.sample(SOURCES, rng.choice((1, 2))))
        )
    if income == "keine" and draft.yes_no("kind.ausbildung.geplant", rng.random() < 0.6):
        draft.put("kind.ausbildung.beginn_monat", rng.choice(MONTHS[7:9]))
        draft.put("kind.ausbildung.beginn_jahr", draft.traits.received.year + 1)


def _siblings(draft: Draft) -> None:
    rows: list[Row] = [
        {"name_vorname": f"{one.surname}, {one.called}", "geburtsdatum": one.born.isoformat(),
         "anschrift": one.home.line if draft.rng.random() < 0.6 else "wie oben"}
        for one in draft.family.siblings
    ]  # fmt: skip
    draft.table("weitere_kinder", rows, PRINTED_CHILDREN)


def _other_parent(draft: Draft) -> None:
    rng, other, known = draft.rng, draft.family.other, draft.traits.law.known
    if known == "unbekannt":
        draft.unknown(*(f"{OTHER}.{name}" for name in (
            "familienname", "vornamen", "geburtsdatum", "geburtsort", "staatsangehoerigkeit",
            "anschrift.strasse_hausnummer", "anschrift.plz_ort", "familienstand.status",
            "nato_angehoerig",
        )))  # fmt: skip
        return
    draft.names(OTHER, other)
    draft.put(f"{OTHER}.geburtsdatum", other.born)
    draft.put(f"{OTHER}.geburtsort", other.birth_place)
    draft.put(f"{OTHER}.staatsangehoerigkeit", spelling(rng, other.citizenship))
    draft.home(OTHER, other)
    if rng.random() < 0.7 and not draft.traits.law.other_dead:
        draft.put(f"{OTHER}.telefon", other.phone)
    _other_status(draft)
    draft.put(f"{OTHER}.nato_angehoerig", rng.choices(("nein", "ja", UNBEKANNT), (90, 3, 7))[0])
    if known == "wenig":
        _half_known(draft)


def _other_status(draft: Draft) -> None:
    rng, law = draft.rng, draft.traits.law
    own = {"getrennt": "dauernd_getrennt", "geschieden": "geschieden", "verheiratet": "verheiratet"}
    status = own.get(law.marriage) or rng.choices(STATES, (60, 15, 3, 15, 7))[0]
    draft.put(f"{OTHER}.familienstand.status", status)
    since = some_day(rng, draft.traits.eve - timedelta(days=1500), draft.traits.eve)
    if status == "ledig" and rng.random() < 0.2:
        draft.put(f"{OTHER}.familienstand.seit", draft.family.other.born)
    if status == "lebenspartnerschaft":
        draft.roughly(f"{OTHER}.familienstand.zusammenlebend_seit", since, 0.6)


def _half_known(draft: Draft) -> None:
    """Of a person long out of sight some things are not known."""
    rng = draft.rng
    forgettable = ("geburtsdatum", "geburtsort", "familienstand.status", "nato_angehoerig")
    names = [f"{OTHER}.{name}" for name in forgettable if rng.random() < 0.45]
    draft.unknown(*names)
    if rng.random() < 0.5:
        draft.unknown(f"{OTHER}.anschrift.strasse_hausnummer")
        if rng.random() < 0.7:
            draft.unknown(f"{OTHER}.anschrift.plz_ort")
    if draft.answers[f"{OTHER}.familienstand.status"] == UNBEKANNT:
        for name in ("seit", "zusammenlebend_seit"):
            draft.answers.pop(f"{OTHER}.familienstand.{name}", None)
    draft.answers.pop(f"{OTHER}.telefon", None)


def _payments(draft: Draft) -> None:
    rng, kind = draft.rng, draft.traits.money.payments
    draft.put("unterhalt.zahlungsart", kind)
    low = max(draft.traits.born, draft.traits.eve - timedelta(days=1500))
    if kind == "keiner":
        since = draft.family.dates.together_until or some_day(rng, low, draft.traits.eve)
        if rng.random() < 0.25 or draft.traits.law.known == "unbekannt":
            draft.put("unterhalt.keiner_seit", rng.choice(SINCE_ALWAYS))
        else:
            draft.roughly("unterhalt.keiner_seit", max(since, draft.traits.born), 0.4)
        why = NO_MONEY if draft.traits.law.known != "unbekannt" else ("Vater unbekannt",)
        draft.put("unterhalt.keiner_grund", said_of(draft, rng.choice(why)))
    if kind == "unregelmaessig":
        draft.table("unterhalt.unregelmaessig", _irregular(draft), PRINTED_PAYMENTS)
    if kind == "regelmaessig":
        since = some_day(rng, low, draft.traits.eve).replace(day=1)
        draft.put("unterhalt.regelmaessig_seit", max(since, draft.traits.born))
        draft.money("unterhalt.regelmaessig_betrag", rng.choice((50, 75, 100, 120, 150, 177.5)))


def said_of(draft: Draft, text: str) -> str:
    """A remark about the other parent, who may be the mother."""
    if draft.family.other.gender == "m":
        return text
    return text.replace("er ", "sie ", 1) if text.startswith("er ") else text


def _irregular(draft: Draft) -> list[Row]:
    rng, eve = draft.rng, draft.traits.eve
    low = max(draft.traits.born, eve - timedelta(days=500))
    days = sorted(some_day(rng, low, eve) for _ in range(rng.randint(1, 4)))
    amounts = (30, 50, 100, 150, 80, 62.5, 200)
    return [{"am": day.isoformat(), "betrag": f"{rng.choice(amounts):.2f}"} for day in days]


def _given_up(draft: Draft) -> None:
    rng, money = draft.rng, draft.traits.money
    begin = months_before(draft.traits.eve, rng.randint(2, 10)).replace(day=1)
    begin = max(begin, draft.traits.born)
    if money.advance:
        draft.put("unterhalt.vorauszahlung.geleistet", "ja")
        draft.money("unterhalt.vorauszahlung.betrag", rng.randint(4, 30) * 100)
        draft.put("unterhalt.vorauszahlung.vom", begin)
        draft.put("unterhalt.vorauszahlung.bis", begin + timedelta(days=rng.randint(90, 500)))
    if money.waiver:
        draft.put(f"unterhalt.{money.waiver}.erklaert", "ja")
        draft.put(f"unterhalt.{money.waiver}.vom", begin)
        end = begin + timedelta(days=rng.randint(200, 1500))
        draft.put(f"unterhalt.{money.waiver}.bis", end if rng.random() < 0.8 else UNBEKANNT)
        reasons = ("gerichtlicher_vergleich", "aussergerichtliche_vereinbarung")
        draft.tick("unterhalt.verzicht_freistellung_grund", rng.choice(reasons))


def _title(draft: Draft) -> None:
    rng, money = draft.rng, draft.traits.money
    draft.yes_no("unterhaltstitel.vorhanden", money.title)
    if not draft.yes_no("unterhaltstitel.festsetzungsantrag.erhoben", money.filing):
        return
    ways = ["gericht"] if rng.random() < 0.5 else [rng.choice(("rechtsanwalt", "beistand"))]
    if rng.random() < 0.2 and "gericht" not in ways:
        ways.insert(0, "gericht")
    draft.tick("unterhaltstitel.festsetzungsantrag.durch", *ways)
    town = places.office_town(rng, draft.family.caring.home.plz).short_town
    where = {"rechtsanwalt": lawyer(draft), "beistand": f"Jugendamt {town}, Beistandschaft"}
    court = f"AG {town}, {file_number(draft, 'FH', draft.traits.eve.year)}"
    draft.put("unterhaltstitel.festsetzungsantrag.anschrift_az", where.get(ways[-1], court))


def _efforts(draft: Draft) -> None:
    rng, traits = draft.rng, draft.traits
    if not draft.yes_no("bemuehungen.vorgenommen", traits.money.efforts == "ja"):
        draft.put("bemuehungen.nein_grund", said_of(draft, rng.choice(NO_EFFORT)))
        return
    month = traits.received.replace(day=1)
    latest = min(month - timedelta(days=2), traits.eve + timedelta(days=20))
    draft.put(
        "bemuehungen.am", some_day(rng, max(traits.born, latest - timedelta(days=50)), latest)
    )
    rest = ("titel_beantragt", "pfaendung", "anzeige", "sonstiges")
    more = rng.sample(rest, 1) if rng.random() < 0.35 else []
    ways = ["zahlungsaufforderung", *more] if not more or rng.random() < 0.7 else more
    draft.tick("bemuehungen.massnahmen", *ways)
    number = file_number(draft, year=latest.year)
    texts = {
        "zahlungsaufforderung": ("zahlungsaufforderung_durch", _demanded_by(draft)),
        "titel_beantragt": ("titel_beantragt_angaben", f"AG {_town(draft)}, {number}"),
        "pfaendung": (
            "pfaendung_angaben",
            f"Lohnpfändung, {file_number(draft, 'M', draft.traits.eve.year)}",
        ),
        "anzeige": ("anzeige_angaben", f"Polizei {_town(draft)}"),
        "sonstiges": ("sonstiges_angaben", rng.choice(OTHER_EFFORTS)),
    }
    for way in ways:
        name, text = texts[way]
        draft.put(f"bemuehungen.{name}", text)


def _town(draft: Draft) -> str:
    return places.office_town(draft.rng, draft.family.caring.home.plz).short_town


def _demanded_by(draft: Draft) -> str:
    return draft.rng.choice(
        ("mich selbst (Einschreiben)", "Brief von mir", f"Jugendamt {_town(draft)}", "Rechtsanwalt",
         "E-Mail von mir", "Beistand des Jugendamts")
    )  # fmt: skip


def _account(draft: Draft) -> None:
    caring = draft.family.caring
    held = account(draft.rng, places.office_town(draft.rng, caring.home.plz).short_town)
    draft.put("bankverbindung.iban", held.iban)
    draft.put("bankverbindung.bic", held.bic if draft.rng.random() < 0.9 else UNBEKANNT)
    draft.put("bankverbindung.geldinstitut_ort", held.bank)
    owner = f"{caring.title} {caring.name}".strip()
    draft.put("bankverbindung.kontoinhaber", owner)
    draft.put("bankverbindung.weitergabe_einverstanden", draft.rng.choice(("ja", "ja", "nein")))


def _signature(draft: Draft) -> None:
    home = draft.family.caring.home.short_town
    draft.put("erklaerung.ort", home)
    draft.put("erklaerung.datum", draft.traits.signed)
    draft.put("erklaerung.unterschrift", VORHANDEN)
