"""Page 1: from when, for which child, where it lives, its right of residence."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pipeline import lexicons
from pipeline.model import VORHANDEN
from sample_scans.stories import places
from sample_scans.stories.days import some_day
from sample_scans.stories.draft import Draft
from sample_scans.stories.people import Person

GENDER_OPTIONS = {"w": "weiblich", "m": "maennlich", "d": "divers"}
SINCE_BIRTH = 0.12
"""Share of families who write seit Geburt instead of the day."""

FREE_MOVEMENT = ("eu", "ewr_ch")
OTHER_TITLES = ("Blaue Karte EU", "ICT-Karte", "Mobiler-ICT-Karte")
TITLE_FIELDS = ("niederlassungserlaubnis", "aufenthaltserlaubnis", "sonstiger_titel",
                "beschaeftigungsduldung")  # fmt: skip
TITLE_OF_KIND = {"niederlassung": "niederlassungserlaubnis", "erlaubnis": "aufenthaltserlaubnis",
                 "sonstiger": "sonstiger_titel", "duldung": "beschaeftigungsduldung"}  # fmt: skip
CARE = (
    "jedes 2. Wochenende, Fr 17 Uhr bis So 18 Uhr", "mittwochs 14 - 18 Uhr", "ca. 6 Stunden",
    "Samstag 10 bis 18 Uhr", "alle 14 Tage Sa/So", "Di und Do nachmittags, je 3 Std.",
    "1 Tag pro Woche", "jeden Sonntag 4 Stunden", "Wochenende im Wechsel, ca. 12 Std.",
)  # fmt: skip
OUTSIDE = ("den Großeltern", "der Oma", "Tante Petra Wolf", "der Tagesmutter Fr. Kern")


def fill_child_page(draft: Draft) -> None:
    """Head of the application and section 1."""
    _head(draft)
    child = draft.family.child
    draft.names("kind", child)
    draft.put("kind.geschlecht", GENDER_OPTIONS[child.gender])
    draft.put("kind.geburtsdatum", child.born)
    draft.put("kind.geburtsort", child.birth_place)
    draft.put("kind.staatsangehoerigkeit", spelling(draft.rng, child.citizenship))
    draft.home("kind", child)
    _lives(draft)
    _shared_care(draft)
    if needs_residence(child) or (is_eu(child) and draft.traits.life.eu_residence):
        fill_residence(draft, "kind", child)
    if draft.traits.life.settler in ("kind", "beide"):
        fill_settler(draft, "kind")


def _head(draft: Draft) -> None:
    traits = draft.traits
    seat = places.office_town(draft.rng, draft.family.caring.home.plz)
    if draft.rng.random() < 0.6:
        draft.put("antrag.stelle", f"Jugendamt {seat.short_town}, {seat.line}")
    if draft.received:
        draft.put("antrag.eingangsstempel", VORHANDEN)
    first = traits.start.day == 1
    start = traits.start.isoformat()
    draft.put("antrag.leistung_ab", start[:7] if first and draft.rng.random() < 0.12 else start)


def spelling(rng: Random, citizenship: str) -> str:
    """The citizenship as people write it: adjective, with a capital, or the country."""
    entry = lexicons.citizenship(citizenship)
    land = entry.land if entry and rng.random() < 0.15 and citizenship != "deutsch" else citizenship
    return land.capitalize() if rng.random() < 0.2 and land == citizenship else land


def group_of(person: Person) -> str:
    """The group of a person's citizenship in the word list."""
    entry = lexicons.citizenship(person.citizenship)
    return entry.gruppe if entry else ""


def is_eu(person: Person) -> bool:
    """Whether a foreigner needs no residence title."""
    return group_of(person) in FREE_MOVEMENT


def needs_residence(person: Person) -> bool:
    """Whether a residence title is asked for: third countries and the stateless."""
    return group_of(person) not in (*FREE_MOVEMENT, "de")


def _lives(draft: Draft) -> None:
    rng, life, dates = draft.rng, draft.traits.life, draft.family.dates
    always = dates.lives_since == draft.traits.born and rng.random() < SINCE_BIRTH
    draft.put("kind.lebt_seit", "seit Geburt" if always else dates.lives_since)
    where = [draft.traits.law.caring, *([life.outside] if life.outside else [])]
    draft.tick("kind.lebt_bei", *where)
    if life.outside:
        draft.put("kind.betreuungsumfang", rng.choice(("tagsueber", "tag_und_nacht")))
    if life.outside == "sonstige":
        draft.put("kind.lebt_bei_sonstige", rng.choice(OUTSIDE))
    if dates.moved_out:
        draft.put("kind.zuzug.vorherige_anschrift", draft.family.former_home.line)
        draft.put("kind.zuzug.wohnhaft_bis", dates.moved_out - timedelta(days=rng.choice((0, 1))))


def _shared_care(draft: Draft) -> None:
    shared = draft.traits.life.shared and draft.traits.law.known == "gut"
    if draft.yes_no("kind.mitbetreuung.vorhanden", shared and not draft.traits.law.other_dead):
        draft.put("kind.mitbetreuung.woechentliche_zeit", draft.rng.choice(CARE))


def fill_residence(draft: Draft, prefix: str, person: Person) -> None:
    """1 D or 8 B: in the country since when, and each of the four titles with ja or nein."""
    entry = person.entry or person.born
    draft.put(f"{prefix}.aufenthalt.im_bundesgebiet_seit", entry)
    held = TITLE_OF_KIND[draft.traits.life.title_kind] if needs_residence(person) else ""
    for name in TITLE_FIELDS:
        field = f"{prefix}.aufenthalt.{name}"
        if draft.yes_no(f"{field}.erteilt", name == held):
            draft.put(f"{field}.erteilt_am", _granted(draft, entry))
        if name == held == "sonstiger_titel":
            draft.put(f"{field}.art", draft.rng.choice(OTHER_TITLES))


def _granted(draft: Draft, entry: date) -> date:
    latest = draft.traits.eve - timedelta(days=3)
    low = max(entry, latest - timedelta(days=900))
    return some_day(draft.rng, low, latest)


def fill_settler(draft: Draft, prefix: str) -> None:
    """1 E or 8 D: recognition as Spätaussiedler applied for."""
    entry = draft.family.caring.entry or draft.traits.eve
    applied = some_day(draft.rng, entry, min(draft.traits.eve, entry + timedelta(days=400)))
    field = f"{prefix}.spaetaussiedler.anerkennung_beantragt"
    draft.put(f"{field}_am", applied)
    draft.put(f"{field}_bei", draft.rng.choice(("Bundesverwaltungsamt", "BVA Friedland")))
