"""Texts as they stand in forms: names, places, dates, amounts, numbers, short answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib.resources import files

from stdnum.iso7064 import mod_97_10

from pipeline import lexicons

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember", "Jan.", "Febr.", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
)  # fmt: skip
SHORT_ANSWERS = (
    "unbekannt", "nicht bekannt", "./.", "-", "/", "keine", "nein", "ja", "entfällt", "seit Geburt",
    "ledig", "verheiratet", "geschieden", "getrennt lebend", "verwitwet", "Mutter", "Vater",
    "Tochter", "Sohn", "Großmutter", "Oma", "Opa", "Tante", "siehe Anlage", "s. o.", "wie oben",
    "liegt bei", "wird nachgereicht", "Haft", "Ausbildung", "Student", "arbeitslos", "Bürgergeld",
    "Arbeitslosengeld", "Elterngeld", "Rente", "Krankengeld", "Wohngeld", "Jobcenter", "BAföG",
    "Jugendamt", "Standesamt", "Amtsgericht", "Familiengericht", "Rechtsanwalt", "Rechtsanwältin",
    "Notar", "Beistandschaft", "Urteil vom", "Beschluss vom", "Az.", "Vergleich", "Urkunde",
    "Verkäuferin", "Maurer", "Koch", "Pflegehelferin", "Lagerarbeiter", "Bäcker", "Elektriker",
    "Schreiner", "Kraftfahrer", "Erzieherin", "Friseurin", "Altenpfleger", "Kellner", "Maler",
    "Industriemechaniker", "Bürokauffrau", "selbständig", "Minijob", "Teilzeit", "Vollzeit",
    "Deutsche Rentenversicherung", "Agentur für Arbeit", "Stadt", "Landratsamt", "Gemeinde",
    "verstorben am", "verzogen nach", "seit der Trennung", "kein Kontakt", "zahlt nicht",
    "zahlt unregelmäßig", "Aufenthalt unbekannt", "mündlich", "schriftlich", "monatlich",
    "jeden Monat", "am Wochenende", "in den Ferien", "zwei Tage pro Woche", "Kindergeld",
    "Stiefkind", "Kind", "Enkel", "Schwester", "Bruder", "Reinigungskraft", "Fachkraft", "Metzger",
    "Schlosser", "Mechatroniker", "Zimmermann", "Gärtner", "Dachdecker", "Schweißer",
    "Krankenschwester", "Sekretärin", "Hausfrau", "Rentner", "Schülerin", "Lehrling", "Praktikum",
    "Hauptschule", "Realschulabschluss", "Abitur", "ohne Abschluss", "Insolvenz", "Trennung",
    "Scheidung", "Krankheit", "weigert sich", "hat kein Geld", "keine Angaben", "Taschengeld",
    "bar", "Überweisung", "Dauerauftrag", "Kleidung", "Windeln", "wohnt bei den Eltern", "in Haft",
    "laut Urteil", "bis auf Weiteres", "noch nicht", "jedes zweite Wochenende", "täglich", "ca.",
    "Spedition", "Bäckerei", "Gasthof", "Autohaus", "Klinikum", "Pflegeheim", "Reinigung", "Bau",
    "Zeitarbeit", "Elektro", "Metallbau", "Schreinerei", "Logistik", "Supermarkt", "Hotel", "e.K.",
    "Allgemeine Ortskrankenkasse", "Barmer", "Techniker Krankenkasse", "AOK Bayern", "DAK",
    "Firma", "GmbH", "e. V.", "& Co. KG", "Sparkasse", "Volksbank", "Postbank", "Herr", "Frau",
    "geb.", "Dr.", "Nr.", "bei", "c/o", "und", "oder", "von", "bis", "ab", "am", "in", "mit",
)  # fmt: skip
MARKED = 0.2  # of all names have marks that German letters do not have: they are easily overlooked
MARKS = {
    "a": "áàâãå", "c": "çčć", "e": "éèêëęě", "g": "ğ", "i": "íîïı", "l": "ł", "n": "ñńň",
    "o": "óôõøő", "r": "ř", "s": "şšś", "t": "ţť", "u": "úùûůű", "y": "ý", "z": "žźż",
    "C": "ÇČ", "S": "ŞŠ", "Z": "ŽŻ", "E": "É", "O": "ÓØ", "G": "Ğ", "I": "İ", "L": "Ł",
}  # fmt: skip
Invent = Callable[[random.Random], str]


def first_name(rng: random.Random) -> str:
    return rng.choice(_MARKED_FIRST if rng.random() < MARKED else _FIRST)


def surname(rng: random.Random) -> str:
    if rng.random() < MARKED:
        return rng.choice(_MARKED_SURNAMES)
    name = rng.choice(_FREQUENT if rng.random() < 0.3 else _SURNAMES)
    return f"{name}-{rng.choice(_FREQUENT)}" if rng.random() < 0.08 else name


def _with_a_mark(name: str, rng: random.Random) -> str:
    """A name that may exist nowhere: marks must be seen, not remembered."""
    places = [n for n, letter in enumerate(name) if letter in MARKS]
    if not places:
        return name
    place = rng.choice(places)
    return name[:place] + rng.choice(MARKS[name[place]]) + name[place + 1 :]


def name(rng: random.Random) -> str:
    plain = _name(rng)
    return _with_a_mark(plain, rng) if rng.random() < MARKED else plain


def _name(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return surname(rng)
    if kind < 0.55:
        return first_name(rng)
    if kind < 0.7:
        return f"{first_name(rng)} {first_name(rng)}"
    return (
        f"{first_name(rng)} {surname(rng)}"
        if kind < 0.85
        else (f"{surname(rng)}, {first_name(rng)}")
    )


def street(rng: random.Random) -> str:
    number = str(rng.randint(1, 180)) + rng.choice(("",) * 6 + ("a", "b", "c", " a", "/2"))
    road = rng.choice(_STREETS) if rng.random() < 0.94 else _named_after(rng)
    if rng.random() < 0.25:
        road = road.replace("straße", "str.").replace("Straße", "Str.")
    return road if rng.random() < 0.1 else f"{road} {number}"


def _named_after(rng: random.Random) -> str:
    """A street with the name of a saint, a mayor, a doctor, its parts joined."""
    whom = rng.choice(("St.", "St.", "Dr.", "Bgm.", "Pfr.", "Prof.-Dr."))
    name_ = rng.choice((first_name, surname))(rng)
    return f"{whom}-{name_}-{rng.choice(('Straße', 'Straße', 'Weg', 'Platz', 'Ring', 'Gasse'))}"


def place(rng: random.Random) -> str:
    found = rng.choice(_PLACES)
    town = found.ort.split(",")[0]
    kind = rng.random()
    if kind < 0.2:
        return found.plz
    return town if kind < 0.4 else f"{found.plz} {town}"


def day(rng: random.Random) -> str:
    d, m = rng.randint(1, 31), rng.randint(1, 12)
    y = rng.randint(1950, 2027) if rng.random() < 0.8 else rng.randint(2005, 2026)
    kind = rng.random()
    if kind < 0.5:
        return f"{d:02}.{m:02}.{y}"
    if kind < 0.65:
        return f"{d}.{m}.{y}"
    if kind < 0.75:
        return f"{d:02}.{m:02}.{y % 100:02}"
    if kind < 0.8:
        return f"{d}. {m}. {y}"
    if kind < 0.84:
        return f"{d:02} {m:02} {y}"
    if kind < 0.88:
        return f"{m:02}/{y}"
    return f"{d}. {rng.choice(MONTHS)} {y}" if kind < 0.96 else str(y)


def amount(rng: random.Random) -> str:
    euros = rng.choice((rng.randint(1, 999), rng.randint(100, 9999), rng.randint(1000, 99999)))
    cents = rng.choice(("00", "50", f"{rng.randint(0, 99):02}"))
    whole = f"{euros:,}".replace(",", ".") if rng.random() < 0.5 else str(euros)
    kind = rng.random()
    if kind < 0.5:
        plain = f"{whole},{cents}"
    elif kind < 0.65:
        plain = f"{whole},-"
    else:
        plain = whole
    return plain + rng.choice(("", "", "", " €", "€", " EUR", " Euro"))


def iban(rng: random.Random) -> str:
    country, length = ("DE", 18) if rng.random() < 0.9 else rng.choice((("AT", 16), ("NL", 10)))
    blz = rng.choice(_BLZ) if country == "DE" else ""
    account = blz + "".join(rng.choice("0123456789") for _ in range(length - len(blz)))
    check = mod_97_10.calc_check_digits(account + country)
    plain = country + check + account
    if rng.random() < 0.75:
        return " ".join(plain[n : n + 4] for n in range(0, len(plain), 4))
    return plain


def bic(rng: random.Random) -> str:
    code = rng.choice(_BICS)
    return code.removesuffix("XXX") if rng.random() < 0.3 else code


def phone(rng: random.Random) -> str:
    area = rng.choice(("0", "015", "016", "017", "+49 ", "09", "08"))
    area += "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 3)))
    rest = "".join(rng.choice("0123456789") for _ in range(rng.randint(4, 8)))
    return area + rng.choice((" ", "/", " / ", "-", "")) + rest


def number(rng: random.Random) -> str:
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 8)))
    kind = rng.random()
    if kind < 0.5:
        return digits
    if kind < 0.6:
        return f"{digits} %"
    letter, year = rng.choice("ABCDEFGHKLMPRSTUVWXZ"), rng.randint(10, 26)
    return f"{rng.randint(1, 99)} {rng.choice(('F', 'UVG', letter))} {digits[:4]}/{year}"


def answer(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.12:
        return rng.choice(("unbekannt",) * 6 + ("Unbekannt", "nicht bekannt", "bekannt"))
    if kind < 0.4:
        return rng.choice(SHORT_ANSWERS)
    if kind < 0.5:
        entry = rng.choice(_CITIZENSHIPS)
        return rng.choice((entry.adjektiv, entry.land))
    if kind < 0.75:
        return " ".join(rng.choices(_WORDS, k=rng.randint(1, 3)))
    if kind < 0.85:
        return f"{rng.choice(_WORDS)} {rng.choice(_PLACES).ort.split(',')[0]}"
    parts = [rng.choice((_short, _short, day, name, street, place, number, surname))(rng)]
    parts += [rng.choice((_short, day, name, street, place))(rng) for _ in range(rng.randint(1, 2))]
    return rng.choice((" ", " ", ", ")).join(parts)


def _short(rng: random.Random) -> str:
    return rng.choice(SHORT_ANSWERS + _WORDS)


def any_text(rng: random.Random) -> tuple[str, str]:
    """A kind of field and a text for it."""
    kind = rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    text = KINDS[kind](rng)
    if kind in ("name", "street", "place", "answer") and rng.random() < 0.12:
        text = text.upper().replace("ß", rng.choice(("ß", "SS")))
    return kind, text


_FIRST = tuple(lexicons.first_names())
_SURNAMES, _FREQUENT = lexicons.surnames(), lexicons.frequent_surnames()
_MARKED_FIRST, _MARKED_SURNAMES = (
    tuple(n for n in names if not n.isascii() and not set(n.lower()) & set("äöüß"))
    for names in (_FIRST, _SURNAMES)
)
_STREETS, _PLACES = lexicons.streets(), lexicons.places()
_BLZ, _BICS = tuple(lexicons.banks()), tuple(sorted(lexicons.bics()))
_CITIZENSHIPS = lexicons.citizenships()
_WORDS = tuple(
    word.capitalize()
    for word in files("extractors.lexicons").joinpath("amtswoerter.txt").read_text("utf-8").split()
)
KINDS: dict[str, Invent] = {
    "name": name, "street": street, "place": place, "date": day, "amount": amount, "iban": iban,
    "bic": bic, "phone": phone, "number": number, "answer": answer,
}  # fmt: skip
SHARES = {
    "name": 0.18, "street": 0.12, "place": 0.1, "date": 0.17, "amount": 0.09, "iban": 0.04,
    "bic": 0.03, "phone": 0.04, "number": 0.05, "answer": 0.22,
}  # fmt: skip
