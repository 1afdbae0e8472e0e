"""Truth against readings, item by item; pure. What the numbers mean stands in the contract.

Everything is counted *before* any person corrects: ``reviewed`` is what would be sent to a person,
``wrong_accepted`` is what is wrong and would not be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from pipeline.forms import Form, Item
from pipeline.model import UNBEKANNT, VORHANDEN, MarkState, Reading, ReadingKind, Value

TICKED = frozenset({MarkState.TICKED, MarkState.REMARKED})


@dataclass(frozen=True, slots=True)
class Expected:
    """What the truth says of one form page's items: ticked boxes, texts, things present."""

    ticked: frozenset[str]
    texts: Mapping[str, str]
    present: frozenset[str]


@dataclass(slots=True)
class Tally:
    """Counts of one kind; ``mistakes`` names the items that went wrong unseen."""

    counts: dict[str, int] = field(default_factory=dict)
    mistakes: list[dict[str, str]] = field(default_factory=list)

    def add(self, **counts: int) -> None:
        for key, count in counts.items():
            self.counts[key] = self.counts.get(key, 0) + count


def expected(form: Form, answers: Mapping[str, Value]) -> Expected:
    """Spread the answers of a truth file over the items of the form."""
    ticked: set[str] = set()
    texts: dict[str, str] = {}
    present: set[str] = set()
    for field_id, value in answers.items():
        question = form.fields[field_id]
        if question.is_choice:
            values = {value} if isinstance(value, str) else {str(v) for v in value}
            ticked |= {f"{field_id}.{v}" for v in values if v != UNBEKANNT}
            texts |= {field_id: UNBEKANNT} if UNBEKANNT in values else {}
        elif question.type in ("signature", "stamp"):
            present |= {field_id} if value == VORHANDEN else set()
        elif isinstance(value, str):
            texts[field_id] = value
        else:
            texts |= _cells(field_id, value)
    return Expected(frozenset(ticked), texts, frozenset(present))


def _cells(field_id: str, rows: Iterable[object]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows):
        if isinstance(row, Mapping):
            yield from ((f"{field_id}.{number}.{column}", str(v)) for column, v in row.items() if v)


def is_ticked(reading: Reading | None) -> bool:
    """Ticked or not, whatever else the state says; struck counts as not ticked."""
    return reading is not None and reading.value in TICKED


def compare_mark(item: Item, truth: Expected, reading: Reading | None, marks: Tally) -> None:
    """Count one box; ``None`` means that its page was not recognised."""
    marks.add(total=1)
    if reading is None:
        marks.add(reviewed=1)
        return
    wrong = is_ticked(reading) != (item.id in truth.ticked)
    marks.add(wrong=wrong, accepted=not reading.doubt, reviewed=reading.doubt)
    if wrong and not reading.doubt:
        marks.add(wrong_accepted=1)
        marks.mistakes.append(_mistake(item, str(item.id in truth.ticked), reading))


def compare_text(
    item: Item, truth: Expected, reading: Reading | None, tallies: list[Tally]
) -> None:
    """Count one place to write on in every tally given."""
    wanted = truth.texts.get(item.id)
    got = None if reading is None else reading.value
    doubt = reading is None or reading.doubt
    right = same_text(item.type, wanted, got)
    for tally in tallies:
        _count_text(tally, wanted, got, doubt=doubt, right=right)
        if not right and not doubt and reading is not None:
            tally.add(wrong_accepted=1)
            tally.mistakes.append(_mistake(item, wanted or "", reading))


def _count_text(
    tally: Tally, wanted: str | None, got: str | None, *, doubt: bool, right: bool
) -> None:
    tally.add(reviewed=doubt)
    if wanted is None:
        tally.add(empty=1, false_filled=got is not None)
        return
    distance = Levenshtein.distance(tidy(wanted), tidy(got or ""))
    tally.add(filled=1, right=right, accepted=not doubt)
    tally.add(_characters=len(tidy(wanted)), _errors=min(distance, len(tidy(wanted))))


def compare_presence(item: Item, truth: Expected, reading: Reading | None, tally: Tally) -> None:
    """Count one signature or stamp area."""
    got = reading is not None and reading.value == VORHANDEN
    right = reading is not None and got == (item.id in truth.present)
    tally.add(total=1, right=right)
    if not right and reading is not None:
        tally.mistakes.append(_mistake(item, str(item.id in truth.present), reading))


def is_counted(item: Item, form: Form, truth: Expected, reading: Reading | None) -> bool:
    """The area beside a choice's boxes counts only where something stands or was read there."""
    if item.kind is not ReadingKind.TEXT or not form.fields[item.field].is_choice:
        return True
    return item.id in truth.texts or (reading is not None and reading.value is not None)


def same_text(type_: str, wanted: str | None, got: str | None) -> bool:
    """Equal after Unicode NFC and collapsing blanks; phones by digits and a leading plus."""
    if wanted is None or got is None:
        return wanted is got
    if type_ == "phone" and UNBEKANNT not in (wanted, got):
        return _digits(wanted) == _digits(got)
    return tidy(wanted) == tidy(got)


def tidy(text: str) -> str:
    """NFC, blanks collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digits(phone: str) -> str:
    plus = "+" if phone.strip().startswith("+") else ""
    return plus + re.sub(r"\D", "", phone)


def _mistake(item: Item, wanted: str, reading: Reading) -> dict[str, str]:
    return {
        "item": item.id,
        "truth": wanted,
        "read": reading.value or "",
        "confidence": f"{reading.confidence:.3f}",
    }
