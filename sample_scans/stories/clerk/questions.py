"""What a clerk finds at single questions (rules A): unanswered, opened, unknown, contradictory."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms import CHOICE_TYPES
from sample_scans.stories.clerk.demanded import demanded
from sample_scans.stories.clerk.desk import Desk
from sample_scans.stories.clerk.sections import Said

OUTSIDE = {"heim_internat", "pflegestelle", "sonstige"}
STROKES = frozenset(
    {"-", "--", "---", "–", "—", "/", "keine", "keiner", "keines", "kein", "entfällt"}
)
"""What people write to say that there is nothing to say, without dots around it."""

SELF = "fragebogen.selbstaendigkeit"


def found_at_questions(desk: Desk, spoken: frozenset[str]) -> Iterator[Said]:
    """The general rules, for the fields for which no rule of their own has spoken."""
    fields = [field for field in desk.form.fields.values() if desk.here(field.id)]
    opened = frozenset(
        name for field in fields for option in field.options
        if option.id in desk.ticked(field.id) for name in option.opens
    )  # fmt: skip
    for field in fields:
        if desk.empty(field.id) and field.id not in spoken and demanded(desk, field.id):
            yield _missing(desk, field.id, opened), (field.id,)
        if field.type == "single_choice" and len(desk.ticked(field.id)) > 1:
            yield "A-02", (field.id,)
        if desk.unknown(field.id) and field.unbekannt != "erlaubt":
            yield ("A-06" if field.unbekannt == "rueckfrage" else "A-07"), (field.id,)
    for name in _filled_without_option(desk, opened):
        yield "A-04", (name,)
    if any(text.strip(" .").lower() in STROKES for text in _texts(desk)):
        yield "A-08", ()


def _texts(desk: Desk) -> Iterator[str]:
    """Everything written on the pages that came, cell by cell."""
    for field in desk.form.fields.values():
        if field.type not in CHOICE_TYPES:
            yield desk.value(field.id)
        for _, row in desk.rows(field.id):
            yield from row.values()


def _missing(desk: Desk, name: str, opened: frozenset[str]) -> str:
    if name in opened:
        return "A-03"
    return "A-01" if desk.form.fields[name].type in ("single_choice", "multi_choice") else "A-05"


def _filled_without_option(desk: Desk, opened: frozenset[str]) -> Iterator[str]:
    """Fields that an option opens, filled although no such option is ticked."""
    openable = {
        name for field in desk.form.fields.values() for option in field.options
        for name in option.opens
    }  # fmt: skip
    for name in sorted(openable - opened):
        if desk.here(name) and desk.filled(name):
            yield name


def found_contradictions(desk: Desk) -> Iterator[Said]:
    """A-09 to A-25: answers that do not fit each other."""
    lives = desk.ticked("kind.lebt_bei")
    if lives and ("mutter" in lives) == ("vater" in lives):
        yield "A-09", ("kind.lebt_bei",)
    if lives and desk.filled("kind.betreuungsumfang") and not OUTSIDE.intersection(lives):
        yield "A-10", ("kind.betreuungsumfang",)
    arts = desk.ticked("kind.einkommen.arten")
    if "keine" in arts and len(arts) > 1:
        yield "A-12", ("kind.einkommen.arten",)
    if desk.filled("kind.einkommen.sonstige_arten") and arts and "sonstige" not in arts:
        yield "A-15", ("kind.einkommen.sonstige_arten",)
    hours = "kind.mitbetreuung.woechentliche_zeit"
    if desk.value("kind.mitbetreuung.vorhanden") == "nein" and desk.filled(hours):
        yield "A-25", (hours,)
    yield from _firms(desk)


def _firms(desk: Desk) -> Iterator[Said]:
    firms = [f"{SELF}.weitere_firma_{number}" for number in (1, 2)]
    for firm in firms:
        if desk.value(f"{firm}.laufend") == "ja" and desk.filled(f"{firm}.bis"):
            yield "A-22", (f"{firm}.bis",)
    if desk.value(f"{SELF}.weitere_firmen") == "nein" and any(map(desk.any_filled, firms)):
        yield "A-24", tuple(f"{firm}.name_anschrift" for firm in firms)
