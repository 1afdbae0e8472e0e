"""What people write into fields for free text: courts, offices, firms, addresses, short sentences.

Invented from lists of towns and names. They teach how letters and words follow each other, never
what an answer is.
"""

from __future__ import annotations

import random

from extractors.handwriting.training import texts
from pipeline import lexicons

COURTS = ("AG", "AG", "AG", "Amtsgericht", "Familiengericht", "OLG", "FamG")
REGISTERS = ("F", "F", "F", "FH", "UF", "XVII", "M", "C", "IN", "IK", "B", "UR II")
OFFICES = (
    "Jugendamt", "Jugendamt", "Jugendamt", "Standesamt", "Standesamt", "Jobcenter", "Landratsamt",
    "Sozialamt", "Stadt", "Gemeinde", "Kreisjugendamt", "Stadtjugendamt", "Agentur für Arbeit",
    "Ausländerbehörde", "Finanzamt", "Familienkasse", "Einwohnermeldeamt", "Notariat", "Botschaft",
    "Polizei", "JVA", "Bezirksklinikum", "Klinikum", "Bundesagentur für Arbeit", "Arbeitsamt",
)  # fmt: skip
INSURERS = (
    "AOK", "AOK Bayern", "TK", "DAK", "DAK-Gesundheit", "Barmer", "BKK", "IKK classic", "KKH",
    "hkk", "Techniker Krankenkasse", "Mobil Krankenkasse", "Debeka", "Allianz", "HUK-Coburg",
    "R+V", "LVM", "DRV Bund", "DRV", "DRV Knappschaft", "Knappschaft", "DRV Bayern Süd",
    "DRV Nordbayern", "DRV Schwaben", "Berufsgenossenschaft", "BG Bau", "Minijob-Zentrale",
    "SVLFG", "VBL", "Versorgungskammer", "Deutsche Rentenversicherung Bund", "ADAC", "ERGO",
    "Zurich", "Gothaer",
)  # fmt: skip
BANKS = (
    "Sparkasse", "Stadtsparkasse", "Kreissparkasse", "Volksbank", "Raiffeisenbank", "VR-Bank",
    "VR Bank", "Genossenschaftsbank", "Postbank", "Commerzbank", "Deutsche Bank",
    "HypoVereinsbank", "Sparda-Bank", "ING", "DKB", "N26", "Targobank", "Santander", "Comdirect",
    "UniCredit", "LBS", "Bausparkasse", "PSD Bank", "Consorsbank", "Schwäbisch Hall", "Wüstenrot",
    "BHW",
)  # fmt: skip
TRADES = (
    "Autohaus", "Bäckerei", "Metzgerei", "Gasthof", "Hotel", "Pension", "Café", "Pizzeria",
    "Friseur", "Schreinerei", "Zimmerei", "Elektro", "Sanitär", "Heizungsbau", "Metallbau",
    "Malerbetrieb", "Spedition", "Transporte", "Logistik", "Reinigung", "Gebäudereinigung", "Bau",
    "Tiefbau", "Hausmeisterservice", "Gärtnerei", "Blumen", "Apotheke", "Praxis", "Zahnarztpraxis",
    "Kanzlei", "Ingenieurbüro", "Architekturbüro", "Steuerberatung", "Versicherungsbüro",
    "Immobilien", "Pflegedienst", "Pflegeheim", "Seniorenheim", "Kindergarten", "Taxi",
    "Fahrschule", "Druckerei", "Maschinenbau", "Zeitarbeit", "Personalservice", "Kfz-Werkstatt",
    "Dachdeckerei", "Brauerei",
)  # fmt: skip
FIRMS = (
    "GmbH", "GmbH", "GmbH", "KG", "GmbH & Co. KG", "e.K.", "AG", "OHG", "GbR", "UG", "e.V.", "",
)  # fmt: skip
SCHOOLS = (
    "Grundschule", "Mittelschule", "Grund- u. Mittelschule", "Grund- und Mittelschule",
    "Realschule", "Staatliche Realschule", "Gymnasium", "Wirtschaftsschule", "Berufsschule",
    "Gesamtschule", "Fachoberschule", "Berufsfachschule", "Montessori-Schule", "Förderschule",
    "Hauptschule", "Waldorfschule", "Förderzentrum", "Berufliche Schule", "Universität",
    "Hochschule", "Technikum",
)  # fmt: skip
DEGREES = (
    "Mittlere Reife", "Hauptschulabschluss", "Qualifizierender Abschluss", "Quali", "Abitur",
    "Fachabitur", "Fachhochschulreife", "Realschulabschluss", "ohne Abschluss", "kein Abschluss",
    "Studium", "Bachelor", "Master", "Diplom", "Meister", "Geselle", "Lehre abgebrochen",
)  # fmt: skip
OWNED = (
    "Sparbuch", "Tagesgeld", "Tagesgeldkonto", "Festgeld", "Girokonto", "Depot", "Aktien", "Fonds",
    "Bausparvertrag", "Lebensversicherung", "Auto", "Pkw", "Motorrad", "Wohnwagen", "Wohnmobil",
    "Haus", "Reihenhaus", "Doppelhaushälfte", "Eigentumswohnung", "ETW", "EFH", "Garage", "Acker",
    "Wald", "Grundstück", "Garten", "Schmuck", "Gold", "Oldtimer", "Boot", "Pferd", "Anhänger",
)  # fmt: skip
CARS = (
    "VW Golf", "VW Polo", "Opel Corsa", "Ford Focus", "BMW 3er", "Audi A4", "Skoda Fabia", "Fiat",
)  # fmt: skip
RIGHTS = (
    "Beistand", "Vormund", "Pfleger", "Ergänzungspfleger", "Betreuer", "Rechtsanwalt", "RA", "RAin",
)  # fmt: skip
WHO = ("er", "er", "sie", "der Vater", "die Mutter", "das Kind", "ich", "mein Mann", "Kindsvater")
WHAT = (
    "nicht zahlt", "nicht zahlen will", "nicht zahlen kann", "arbeitslos ist", "krank ist",
    "kaum verdient", "selbst krank ist", "in Haft ist", "im Ausland lebt", "nicht arbeitet",
    "unbekannt verzogen ist", "kein Geld hat", "keinen Kontakt will", "sich weigert", "studiert",
    "noch in Ausbildung ist", "Bürgergeld bezieht", "wenig verdient", "verstorben ist",
    "Schulden hat", "nicht auffindbar ist", "mehrere Männer in Frage kommen", "Angst habe",
    "keine Angaben machen möchte", "nicht weiß wo er wohnt",
)  # fmt: skip
WHEN = (
    "jedes zweite Wochenende", "jedes 2. Wochenende", "Wochenende im Wechsel", "alle 14 Tage",
    "Mo und Mi", "Di und Do nachmittags", "in den Ferien", "halbe Ferien", "nachmittags", "abends",
    "ein Tag pro Woche", "zwei Tage pro Woche", "wöchentlich", "monatlich", "samstags", "sonntags",
    "unregelmäßig", "selten", "gar nicht", "nie", "Fr bis So", "Mittwoch und Freitag", "täglich",
)  # fmt: skip
OTHERS = (
    "mich selbst", "mich selbst (Einschreiben)", "Einschreiben", "schriftlich", "per Brief",
    "per E-Mail", "telefonisch", "mündlich", "durch Rechtsanwalt", "durch das Jugendamt",
    "Angst vor Gewalt", "Unfall", "Krankheit", "Krebs", "Herzinfarkt", "Scheidung läuft",
    "Trennung", "wegen Insolvenz", "(Nachname ?)", "Nachname unbekannt", "nur Vorname bekannt",
    "wohnt bei Eltern", "bei Freunden", "ohne festen Wohnsitz", "obdachlos", "Wohnheim",
    "Frauenhaus", "Untersuchungshaft", "Therapie", "Autokredit", "Ratenkredit", "Hausbau",
    "Kredit", "Mietschulden", "Dispo", "Privatkredit", "Halbwaisenrente", "Waisenrente",
    "Erwerbsminderungsrente", "Altersrente", "Verletztengeld", "Krankengeld", "Übergangsgeld",
    "Kurzarbeitergeld", "Elterngeld", "Arbeitslosengeld", "ALG I", "Stiefkind", "Pflegekind",
    "Halbbruder", "Halbschwester", "Großeltern", "Onkel", "Oma und Opa", "Stiefvater",
    "Lebensgefährte", "Ehemann", "Nachbarin", "Ex-Frau", "Freundin", "Bekannte",
    "Mindestunterhalt", "Taschengeld", "Barunterhalt", "Naturalunterhalt",
    "100 % Mindestunterhalt",
)  # fmt: skip

Invent = texts.Invent


def phrase(rng: random.Random) -> str:
    """An answer in free text."""
    return rng.choices(tuple(KINDS), tuple(KINDS.values()))[0](rng)


def town(rng: random.Random) -> str:
    return rng.choice(_PLACES).ort.split(",")[0]


def address(rng: random.Random) -> str:
    place = rng.choice(_PLACES)
    return f"{texts.street(rng)}, {place.plz} {place.ort}"


def file_number(rng: random.Random) -> str:
    year, number = rng.randint(0, 26), rng.randint(1, 999)
    return f"{rng.randint(1, 12)} {rng.choice(REGISTERS)} {number}/{year:02}"


def court(rng: random.Random) -> str:
    return f"{rng.choice(COURTS)} {town(rng)}, {file_number(rng)}"


def office(rng: random.Random) -> str:
    found = f"{rng.choice(OFFICES)} {town(rng)}"
    ends = ("", "", "", f", {rng.randint(1, 999)}/{rng.randint(0, 26):02}", f", {address(rng)}")
    return found + rng.choice(ends)


def firm(rng: random.Random) -> str:
    found = f"{rng.choice(TRADES)} {texts.surname(rng)} {rng.choice(FIRMS)}".strip()
    return rng.choice((found, f"{found}, {town(rng)}"))


def bank(rng: random.Random) -> str:
    return f"{rng.choice(BANKS)}{rng.choice((' ', ', '))}{town(rng)}"


def school(rng: random.Random) -> str:
    found = f"{rng.choice(SCHOOLS)} {town(rng)}"
    return rng.choice((found, found, f"{found}, {address(rng)}"))


def owned(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.2:
        return f"{rng.choice(CARS)}, Bj. {rng.randint(1998, 2026)}"
    return f"{rng.choice(OWNED)} {rng.randint(30, 160)} qm" if kind < 0.35 else rng.choice(OWNED)


def hours(rng: random.Random) -> str:
    ends = ("", f", ca. {rng.randint(2, 30)} Std.", f" je {rng.randint(2, 8)} Std.")
    return rng.choice((rng.choice(WHEN) + rng.choice(ends), f"ca. {rng.randint(2, 30)} Stunden"))


def sentence(rng: random.Random) -> str:
    return f"{rng.choice(WHO)} {rng.choice(WHAT)}"


def lawyer(rng: random.Random) -> str:
    found = f"{rng.choice(RIGHTS)} {rng.choice(('', 'Dr. '))}{texts.surname(rng)}"
    return rng.choice((found, f"{found}, {address(rng)}"))


def child(rng: random.Random) -> str:
    return f"{texts.surname(rng)}, {texts.first_name(rng)}"


def note(rng: random.Random) -> str:
    return rng.choice(OTHERS + DEGREES)


def insurer(rng: random.Random) -> str:
    return rng.choice(INSURERS)


_PLACES = lexicons.places()
KINDS: dict[Invent, float] = {
    texts.answer: 0.25, court: 0.08, office: 0.1, firm: 0.1, bank: 0.07, school: 0.06, owned: 0.04,
    hours: 0.04, sentence: 0.04, lawyer: 0.04, child: 0.03, address: 0.08, town: 0.05,
    note: 0.06, insurer: 0.04,
}  # fmt: skip
