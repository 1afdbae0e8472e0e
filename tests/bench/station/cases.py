"""Generated cases as readings: a story as it is meant, and what readers would make of it in doubt.

Of a hundred doubtful fields in six shipped samples 87 were read right, five were among the other
candidates, eight were read otherwise. The doubts here are dealt out in about that way.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline import forms
from pipeline.forms import FormField, Item
from pipeline.model import (
    UNBEKANNT,
    VORHANDEN,
    Document,
    ItemResult,
    MarkState,
    Reading,
    ReadingKind,
    Received,
)
from pipeline.review.entries import shown
from sample_scans.stories import make_story
from sample_scans.story import Answer

sys.path.append(str(Path(__file__).parents[2] / "fakes"))

import fake_review as fakes

FORM = forms.load("uvg_antrag_by")
RECEIVED = Received(day=date(2026, 3, 4), source="stempel")
LETTERS = {"1": "7", "7": "1", "0": "6", "6": "0", "a": "o", "e": "c", "n": "u", "m": "n"}
"""What is read for what."""

WAYS = (
    *["right"] * 85, *["candidate"] * 6, *["letter"] * 3, *["otherwise"] * 4, *["blank"] * 2
)  # fmt: skip
"""How a field in doubt was read, in a hundred."""

DOUBTS = 20
"""Fields in doubt of each case: what the brief reckons with."""


@dataclass(frozen=True, slots=True)
class Made:
    """A case, and what stands on its paper: of each item, in the program's spelling."""

    result: ItemResult
    meant: Mapping[str, str | None]
    doubted: frozenset[str]


def made(seed: int, doubts: int = DOUBTS) -> Made:
    """One case; the same seed makes the same one."""
    chance, story = random.Random(seed), make_story(seed, ())
    meant = {item.id: _meant(item, story.answers) for item in FORM.items.values()}
    meant |= {item.id: VORHANDEN for item in FORM.items.values() if item.type == "stamp"}
    written = [i for i in FORM.items.values() if i.kind is ReadingKind.TEXT and meant[i.id]]
    chosen = {item.id for item in chance.sample(written, min(doubts, len(written)))}
    unusual = [
        _doubtful(item, meant[item.id] or "", chance)
        if item.id in chosen
        else fakes.reading(item.id, meant[item.id] or _blank(item))
        for item in FORM.items.values()
    ]
    papers = tuple(
        Document(number=n, type=plan.type, subject=plan.subject, pages=(), fields=plan.fields,
                 confidence=1, doubt=False)
        for n, plan in enumerate(story.evidence, start=1)
    )  # fmt: skip
    found = fakes.result(*unusual, received=RECEIVED, documents=papers)
    return Made(found, meant, frozenset(chosen))


def _blank(item: Item) -> str | None:
    return MarkState.EMPTY.value if item.kind is ReadingKind.MARK else None


def _meant(item: Item, answers: Mapping[str, Answer]) -> str | None:
    """What stands at one place of the form; ``None`` for nothing."""
    field: FormField = FORM.fields[item.field]
    answer = answers.get(field.id)
    if item.option:
        ticked = [answer] if isinstance(answer, str) else list(map(str, answer or ()))
        return MarkState.TICKED.value if item.option in ticked else None
    if field.is_choice:
        return UNBEKANNT if answer == UNBEKANNT else None
    if item.kind is ReadingKind.PRESENCE:
        return VORHANDEN if answer else None
    if field.type == "table":
        _, row, column = item.id.rsplit(".", 2)
        rows = answer if isinstance(answer, list) else []
        found = rows[int(row)] if int(row) < len(rows) else {}
        return found.get(column) if isinstance(found, dict) else None
    return answer if isinstance(answer, str) else None


def _doubtful(item: Item, meant: str, chance: random.Random) -> Reading:
    """A reading of which somebody has to say whether it is right."""
    way = chance.choice(WAYS)
    other = _misread(meant, chance)
    if way == "right":
        return fakes.reading(item.id, meant, other, doubt=True)
    if way == "candidate":
        return fakes.reading(item.id, other, meant, doubt=True)
    if way == "letter":  # the place is known, what stands there is not
        return fakes.reading(item.id, other, _misread(other, chance, at=_place(meant, other)),
                             doubt=True)  # fmt: skip
    if way == "blank":
        return fakes.reading(item.id, None, doubt=True)
    return fakes.reading(item.id, meant[: len(meant) // 2] + other[::-1][:6], doubt=True)


def _place(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)


def _misread(text: str, chance: random.Random, at: int | None = None) -> str:
    """The text with one sign read for another."""
    likely = [n for n, sign in enumerate(text) if sign in LETTERS] or list(range(len(text)))
    place = chance.choice(likely) if at is None else at
    sign = LETTERS.get(text[place], "8" if text[place].isdigit() else "i")
    return text[:place] + sign + text[place + 1 :]


def shown_of(item: str, value: str | None) -> str:
    """What stands on the paper as somebody types it."""
    return shown(FORM.items[item].type, value)


def many(count: int, first: int = 1) -> Iterator[Made]:
    return (made(seed) for seed in range(first, first + count))
