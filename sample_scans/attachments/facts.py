"""What an invented paper says: the facts of its plan, and what the plan leaves open.

In the texts ``{issued:d}`` is a short date, ``{issued:l}`` a long one, ``{amount:e}`` an amount in
Euro, ``{child_surname:u}`` capitals, ``{month:m}`` a month; ``{name}`` stands as it is.
"""

from __future__ import annotations

import random
import string
from collections.abc import Mapping
from datetime import date, timedelta

from sample_scans.attachments.inventions import FIRST_NAMES, STREETS, SURNAMES, TOWNS, invented
from sample_scans.attachments.printing import printed
from sample_scans.story import EvidencePlan

PREFIXES = ("child", "parent", "other")


class Value(str):
    """One fact, which knows how to be printed as a date, an amount or in capitals."""

    def __format__(self, how: str) -> str:
        return printed(str(self), how)


class Facts(Mapping[str, Value]):
    """The facts of one paper; a key that nobody knows is invented once, or ``KeyError``."""

    def __init__(self, known: Mapping[str, str], chance: random.Random) -> None:
        self._known = {key: Value(value) for key, value in known.items() if value}
        self._chance = chance

    def __getitem__(self, key: str) -> Value:
        if key not in self._known:
            self._known[key] = Value(invented(key, self._known, self._chance))
        return self._known[key]

    def get(self, key: str, default: object = "") -> Value:
        try:
            return self[key]
        except KeyError:
            return Value(str(default))

    def __iter__(self):  # type: ignore[no-untyped-def]  # a mapping must have it; nobody uses it
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def filled(self, text: str) -> str | None:
        """The text with its facts, or nothing where a fact is missing that may be."""
        try:
            return string.Formatter().vformat(text, (), self)
        except KeyError:
            return None


def facts_of(plan: EvidencePlan, chance: random.Random) -> Facts:
    """All facts of a plan, its fields under their plain keys, its people complete."""
    known = dict(plan.facts)
    for field, value in plan.fields.items():
        for key in _plain_keys(field):
            known.setdefault(key, value)
    known["people"] = str(len(plan.subject))
    _complete_people(known, plan, chance)
    return Facts(known, chance)


_PERSON_FIELDS = {
    "familienname": "surname", "vornamen": "first_names", "geburtsname": "birth_name",
    "geburtsdatum": "birth_date", "geburtsort": "birth_place", "geschlecht": "gender",
    "staatsangehoerigkeit": "citizenship", "anschrift.strasse_hausnummer": "street",
    "anschrift.plz_ort": "plz_ort",
}  # fmt: skip
_PEOPLE = {"kind": "child", "betreuender_elternteil": "parent", "anderer_elternteil": "other"}
_OTHER_FIELDS = {
    "kind.lebt_seit": "moved_in", "vaterschaft.urkunde_vom": "issued",
    "todesfall.sterbedatum": "died", "todesfall.waisenbezuege.betrag_monatlich": "amount",
    "todesfall.waisenbezuege.seit": "since", "todesfall.waisenbezuege.traeger": "carrier",
    "bemuehungen.am": "sent", "eltern.ehe.eheschliessung_am": "marriage_date",
    "betreuender_elternteil.familienstand.seit": "separated_since",
    "kind.schule.voraussichtlich_bis": "until", "fragebogen.schulden.hoehe": "debt",
    "unterhalt.freistellung.vom": "from", "unterhalt.verzicht.vom": "from",
}  # fmt: skip


def _plain_keys(field: str) -> tuple[str, ...]:
    person, _, rest = field.partition(".")
    if person in _PEOPLE and rest in _PERSON_FIELDS:
        return (f"{_PEOPLE[person]}_{_PERSON_FIELDS[rest]}",)
    if field.endswith(".erteilt_am"):
        return ("granted",)
    return (_OTHER_FIELDS[field],) if field in _OTHER_FIELDS else ()


def _complete_people(known: dict[str, str], plan: EvidencePlan, chance: random.Random) -> None:
    """Every person gets what a paper may want to print; ``person_`` is the one it is about."""
    known.setdefault("child_surname", chance.choice(SURNAMES))
    for who in PREFIXES:
        _complete(known, who, chance)
    subject = plan.subject[0] if plan.subject else "kind"
    source = _PEOPLE.get(subject, "other" if subject == "verstorbener_elternteil" else "parent")
    for key in (*_PERSON_FIELDS.values(), "name"):
        if f"{source}_{key}" in known:
            known.setdefault(f"person_{key}", known[f"{source}_{key}"])
    _complete(known, "person", chance)


def _complete(known: dict[str, str], who: str, chance: random.Random) -> None:
    usual = {"parent": "weiblich", "other": "männlich"}.get(who) or chance.choice(["m", "weiblich"])
    sex = "m" if known.get(f"{who}_gender", usual).startswith("m") else "f"
    known.setdefault(f"{who}_surname", known["child_surname"])
    known.setdefault(f"{who}_first_names", chance.choice(FIRST_NAMES[sex]))
    known.setdefault(f"{who}_gender", {"m": "männlich", "f": "weiblich"}[sex])
    years = 8 if who == "child" else 34
    born = date(2026, 1, 1) - timedelta(days=365 * years + chance.randrange(1200))
    known.setdefault(f"{who}_birth_date", born.isoformat())
    known.setdefault(f"{who}_birth_place", chance.choice(TOWNS)[6:])
    known.setdefault(f"{who}_citizenship", "deutsch")
    known.setdefault(f"{who}_street", f"{chance.choice(STREETS)} {chance.randrange(1, 80)}")
    known.setdefault(f"{who}_plz_ort", chance.choice(TOWNS))
    known[f"{who}_name"] = f"{known[f'{who}_first_names']} {known[f'{who}_surname']}"
    known[f"{who}_address"] = f"{known[f'{who}_street']}, {known[f'{who}_plz_ort']}"
    known.setdefault(f"{who}_born_as", known.get(f"{who}_birth_name", known[f"{who}_surname"]))
    known[f"{who}_mr_to"] = "Herrn" if sex == "m" else "Frau"
    known[f"{who}_mr"] = "Herr" if sex == "m" else "Frau"
    known[f"{who}_dear"] = "Sehr geehrter Herr" if sex == "m" else "Sehr geehrte Frau"


def texts(content: object, facts: Facts) -> list[str]:
    """One or more texts with their facts; those that lack one are left out."""
    rows = content if isinstance(content, list) else [content]
    return [text for row in rows if (text := facts.filled(str(row))) is not None]
