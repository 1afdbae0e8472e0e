"""Page 3: the parent with whom the child lives, marital status, the child's school."""

from __future__ import annotations

from datetime import date, timedelta

from sample_scans.stories import places
from sample_scans.stories.draft import Draft
from sample_scans.stories.page_child import (
    fill_residence,
    fill_settler,
    group_of,
    spelling,
)
from sample_scans.stories.page_law import file_number, lawyer
from sample_scans.stories.traits import GROWN

CARING = "betreuender_elternteil"
INSTITUTIONS = (
    "JVA Kaisheim", "JVA Landsberg am Lech", "Bezirkskrankenhaus Kaufbeuren", "JVA Straubing",
    "Klinikum am Europakanal, Erlangen", "Bezirksklinikum Regensburg", "JVA Nürnberg",
)  # fmt: skip
SCHOOLS = {
    6: ("Grundschule", "Grund- u. Mittelschule", "Montessori-Schule"),
    10: ("Mittelschule", "Realschule", "Gymnasium"),
    15: ("Gymnasium", "Fachoberschule", "Realschule"),
}
"""From which age which kinds of school are usual."""


def fill_parent_page(draft: Draft) -> None:
    """Sections 8 to 10."""
    caring = draft.family.caring
    draft.names(CARING, caring)
    draft.put(f"{CARING}.geburtsdatum", caring.born)
    draft.put(f"{CARING}.geburtsort", caring.birth_place)
    draft.put(f"{CARING}.staatsangehoerigkeit", spelling(draft.rng, caring.citizenship))
    draft.home(CARING, caring)
    draft.put(f"{CARING}.telefon", caring.phone)
    if group_of(caring) != "de":
        fill_residence(draft, CARING, caring)
    draft.yes_no(f"{CARING}.nato_angehoerig", draft.rng.random() < 0.02)
    if draft.traits.life.settler in ("elternteil", "beide"):
        fill_settler(draft, CARING)
    _status(draft)
    _together(draft)
    _school(draft)


def _status(draft: Draft) -> None:
    rng, law, dates = draft.rng, draft.traits.law, draft.family.dates
    draft.put(f"{CARING}.familienstand.status", law.status)
    draft.put(f"{CARING}.familienstand.seit", dates.status_since)
    if law.status == "geschieden":
        court = draft.text("eltern.ehe.gericht_az")
        town = places.office_town(rng, draft.family.caring.home.plz).short_town
        if rng.random() < 0.7:
            field = f"{CARING}.familienstand.scheidung_gericht_az"
            draft.put(field, court or f"AG {town}, {file_number(draft)}")
    if law.status == "dauernd_getrennt":
        _apart(draft)
    if law.status in ("verheiratet", "lebenspartnerschaft", "dauernd_getrennt"):
        _spouse(draft)


def _apart(draft: Draft) -> None:
    since = draft.family.dates.status_since
    filed = since + timedelta(days=300) if since else draft.traits.eve
    field = f"{CARING}.familienstand.scheidung"
    if draft.yes_no(f"{field}_eingereicht", filed < draft.traits.eve and draft.rng.random() < 0.5):
        draft.put(f"{field}_eingereicht_am", filed)
        if draft.rng.random() < 0.7:
            draft.put(f"{field}santrag_gericht_az", lawyer(draft))


def _spouse(draft: Draft) -> None:
    rng, law = draft.rng, draft.traits.law
    spouse = draft.family.spouse or draft.family.other
    draft.put(f"{CARING}.ehegatte.name", f"{spouse.surname}, {spouse.called}")
    if law.status != "lebenspartnerschaft" and rng.random() < 0.6:
        draft.put(f"{CARING}.ehegatte.anschrift", spouse.home.line)
    if law.status == "dauernd_getrennt":
        return
    if draft.yes_no(f"{CARING}.ehegatte.anstaltsunterbringung", draft.traits.money.institution):
        low = draft.traits.eve - timedelta(days=rng.randint(20, 700))
        since = max(low, draft.family.dates.status_since or low)
        draft.put(f"{CARING}.ehegatte.anstalt_seit", since)
        draft.put(f"{CARING}.ehegatte.anstalt_name", rng.choice(INSTITUTIONS))


def _together(draft: Draft) -> None:
    draft.put(f"{CARING}.zusammenleben_mit_anderem_elternteil", "nein")
    until = draft.family.dates.together_until
    if until and draft.rng.random() < 0.8:
        draft.roughly(f"{CARING}.zusammenleben_bis", until)


def _school(draft: Draft) -> None:
    rng, life = draft.rng, draft.traits.life
    if not life.school:
        return
    if not draft.yes_no("kind.schule.allgemeinbildend", life.school == "ja"):
        return
    years = draft.traits.years
    name = rng.choice(SCHOOLS[max(age for age in SCHOOLS if age <= max(years, 6))])
    seat = places.nearby(rng, draft.family.child.home)
    draft.put("kind.schule.name_anschrift", f"{name} {seat.town}, {seat.line}")
    if rng.random() < 0.6:
        draft.put("kind.schule.art", name)
    if years >= GROWN:
        draft.put("kind.schule.voraussichtlich_bis", _school_end(draft))


def _school_end(draft: Draft) -> str:
    year = draft.traits.received.year + draft.rng.randint(1, 3)
    if draft.rng.random() < 0.1:
        return f"{year}-07"
    return date(year, 7, draft.rng.choice((31, 31, 25))).isoformat()
