"""What a paper says where its plan leaves it open: offices, numbers, days, amounts.

Every number keeps the shape of the real ones and belongs to nobody.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping
from datetime import date, timedelta

SURNAMES = (
    "Angerer",
    "Brandl",
    "Dirnhofer",
    "Eberl",
    "Fuchsbichler",
    "Gruber",
    "Kastner",
    "Yılmaz",
)
FIRST_NAMES = {"f": ("Anna", "Katharina", "Sofia", "Elif", "Jana"), "m": ("Jonas", "Emil", "Lukas")}
STREETS = ("Lindenstraße", "Am Anger", "Bahnhofstraße", "Birkenweg", "Schulgasse", "Hauptstraße")
TOWNS = ("93999 Oberwinzerberg", "84998 Niederaubach", "87999 Steinhausen", "95998 Fichtenreuth")
OPTIONAL = frozenset(
    {"father", "acknowledged_on", "acknowledged_office", "former_address", "valid_until_open"}
)
"""What may be missing from the real paper too; it is never invented."""


def invented(key: str, known: Mapping[str, str], chance: random.Random) -> str:
    """Something fitting for a fact that the plan does not state."""
    if key in OPTIONAL:
        raise KeyError(key)
    if key in _MAKERS:
        return _MAKERS[key](known, chance)
    if key.endswith(
        (
            "_on",
            "_date",
            "issued",
            "since",
            "until",
            "from",
            "granted",
            "decided",
            "applied",
            "filed",
            "served",
            "sent",
            "start",
            "end",
            "entry",
        )
    ):
        return _day(chance)
    if key.endswith("_street"):
        return f"{chance.choice(STREETS)} {chance.randrange(1, 60)}"
    if key.endswith(("_plz_ort",)):
        return known.get("office_plz_ort", "") or chance.choice(TOWNS)
    if key.endswith("_birth_name"):
        return chance.choice(SURNAMES)
    if key.endswith("number") or key.startswith("digits"):
        return f"{chance.randrange(100, 999)} {chance.randrange(10000, 99999)}"
    raise KeyError(key)


def _day(chance: random.Random, year: int = 2025) -> str:
    return (date(year, 1, 7) + timedelta(days=chance.randrange(300))).isoformat()


def _money(low: int, high: int) -> Callable[[Mapping[str, str], random.Random], str]:
    return lambda known, chance: f"{chance.randrange(low, high)}.{chance.randrange(100):02}"


def _same(key: str) -> Callable[[Mapping[str, str], random.Random], str]:
    def same(known: Mapping[str, str], chance: random.Random) -> str:
        if key in known:
            return known[key]
        return invented(key, known, chance)

    return same


def _one_of(*choices: str) -> Callable[[Mapping[str, str], random.Random], str]:
    return lambda known, chance: chance.choice(choices)


def _number(shape: str) -> Callable[[Mapping[str, str], random.Random], str]:
    """A number of a given shape: 9 is any digit, X any letter of a serial number."""

    def number(known: Mapping[str, str], chance: random.Random) -> str:
        kinds = {"9": string.digits, "X": "CFGHJKLMNPRTVWXYZ"}
        return "".join(chance.choice(kinds[c]) if c in kinds else c for c in shape)

    return number


def _town(known: Mapping[str, str], chance: random.Random) -> str:
    where = known.get("office_plz_ort") or known.get("parent_plz_ort") or chance.choice(TOWNS)
    return where.partition(" ")[2] or where


_MAKERS: dict[str, Callable[[Mapping[str, str], random.Random], str]] = {
    "place": _town,
    "office": lambda known, chance: f"Stadt {_town(known, chance)}",
    "office_plz_ort": _one_of(*TOWNS),
    "clerk": _one_of("Hölzl", "Maierhofer", "Sandner", "Wimmer", "Ostertag"),
    "clerk_room": _number("2.99"),
    "phone": _number("09999 99-999"),
    "register_number": lambda known, chance: f"G {chance.randrange(10, 900)}/2019",
    "file_number": _number("9 F 999/25"),
    "ref": _number("51-99/999"),
    "court": lambda known, chance: f"Amtsgericht {_town(known, chance)}",
    "judge": _one_of("Dr. Ahlers", "Fenzl", "Roßberger", "Thalhammer"),
    "mother": _same("parent_name"),
    "mother_birth_name": _same("parent_born_as"),
    "mother_birth_date": _same("parent_birth_date"),
    "father_name": _same("other_name"),
    "father_birth_date": _same("other_birth_date"),
    "debtor": _same("other_name"),
    "recipient": _same("other_name"),
    "payer": _same("other_name"),
    "insured": _same("other_name"),
    "husband": _same("other_name"),
    "wife": _same("parent_name"),
    "spouse": _same("other_name"),
    "spouse_a": _same("parent_name"),
    "spouse_b": _same("other_name"),
    "spouse_a_birth_name": _same("parent_born_as"),
    "spouse_b_birth_name": _same("other_born_as"),
    "marriage_date": lambda known, chance: _day(chance, 2014),
    "marriage_place": _town,
    "marital_status": _one_of("ledig", "geschieden"),
    "extended": _one_of("ja", "nein"),
    "dwelling": _one_of("alleinige Wohnung", "Hauptwohnung"),
    "moved_in": lambda known, chance: _day(chance, 2023),
    "registered": _same("moved_in"),
    "time": lambda known, chance: f"{chance.randrange(24)}:{chance.randrange(60):02}",
    "number": _number("LX9XXX9X9"),
    "height": _one_of("164", "170", "178"),
    "eyes": _one_of("braun", "blau", "grün"),
    "valid_until": lambda known, chance: _day(chance, 2029),
    "title": _one_of("AUFENTHALTSTITEL"),
    "legal_basis": _one_of("§ 28 Abs. 1 S. 1 Nr. 3 AufenthG"),
    "note": _one_of("ERWERBSTÄTIGKEIT ERLAUBT"),
    "paragraph": _one_of("1", "2"),
    "entry_date": lambda known, chance: _day(chance, 2022),
    "included": _same("child_name"),
    "consent": _one_of("ja"),
    "kind_of": _one_of(""),
    "holders": _one_of("Mutter und Vater gemeinsam"),
    "final_since": lambda known, chance: _day(chance, 2025),
    "hearing": lambda known, chance: _day(chance, 2026),
    "separated_since": lambda known, chance: _day(chance, 2024),
    "died": lambda known, chance: _day(chance, 2024),
    "death_place": _town,
    "carrier": _one_of("Deutsche Rentenversicherung"),
    "insurance_number": _number("65 999999 X 999"),
    "amount": _money(120, 460),
    "reason": _one_of("Die allgemeine Wartezeit von fünf Jahren ist nicht erfüllt."),
    "bg_number": _number("84599//0099999"),
    "gross": _money(1100, 2900),
    "net": lambda known, chance: f"{float(known.get('gross', '1500')) * 0.79:.2f}",
    "kindergeld": _one_of("259.00"),
    "benefit": _one_of(""),
    "month": lambda known, chance: f"2026-{chance.randrange(1, 4):02}",
    "personnel_number": _number("09999"),
    "tax_class": _one_of("1", "2"),
    "employer": _one_of(
        "Holzbau Kreitmair GmbH", "Bäckerei Sonnleitner KG", "Autohaus Pangerl GmbH"
    ),
    "company": _one_of("Elektro Rauscher GmbH", "Metallbau Zirngibl GmbH & Co. KG"),
    "occupation": _one_of("Elektroniker", "Kauffrau für Büromanagement", "Anlagenmechaniker"),
    "chamber": _one_of("Handwerkskammer", "Industrie- und Handelskammer"),
    "pay_1": _money(900, 1050),
    "pay_2": _money(1051, 1150),
    "pay_3": _money(1151, 1290),
    "job": _one_of("Aushilfe im Verkauf", "Lagerhelfer", "Küchenhilfe"),
    "pay": _money(420, 556),
    "hours": _one_of("8", "10", "9"),
    "percent": _one_of("100", "110", "105"),
    "clause": _one_of("ja", "nein"),
    "applicant": _one_of("das Kind, vertreten durch den Beistand"),
    "sender": _same("parent_name"),
    "sender_street": _same("parent_street"),
    "sender_plz_ort": _same("parent_plz_ort"),
    "waiver": _one_of("Freistellung"),
    "creditor": _one_of("Bankhaus Rottmoser AG"),
    "school": _one_of("Realschule am Auwald", "Gymnasium Fichtenreuth"),
    "school_kind": _one_of("Realschule", "Gymnasium"),
    "class": _one_of("9b", "10a", "8c"),
    "school_year": _one_of("2025/2026"),
    "year": _one_of("2025"),
    "kindergeld_number": _number("859FK999999"),
    "institution": _one_of("Justizvollzugsanstalt Moosdorf", "Bezirksklinikum Aubach"),
    "debt": _money(2100, 9800),
    "rate": _money(50, 180),
    "arrangement": _one_of("jedes zweite Wochenende von Freitag 17 Uhr bis Sonntag 18 Uhr"),
    "lawyer": _one_of("Rechtsanwältin Dr. Marlene Stöckl", "Rechtsanwalt Valentin Haberer"),
    "matter": _one_of("Unterhaltsvorschuss und Kindesunterhalt"),
    "deadline": lambda known, chance: _day(chance, 2026),
    "household": lambda known, chance: ";".join(
        f"{known[f'{who}_name']}|{known[f'{who}_birth_date']}|2021-05-01"
        for who in ("parent", "child")
    ),
    "payments": lambda known, chance: ";".join(
        f"2026-0{month}-0{chance.randrange(1, 9)} {known.get('amount', '150.00')}"
        for month in (1, 2, 3)
    ),
    "iban": _number("DE99 9999 9999 0000 9999 99"),
    "tax_number": _number("999/999/99999"),
}
