"""What Tesseract reads twice alike and the recogniser reads as something else, a person sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typing_machine import typed

from extractors import contradicted as module
from extractors.contradicted import contradicted
from extractors.entries import Entry
from extractors.handwriting.entry import Offer
from extractors.text import Line, Word
from extractors.values import normalise
from pipeline.model import Reading, ReadingKind, Source

NAME = "kind.familienname"


def read_alike(item: str, written: str, surely: float) -> Entry:
    """What was typed, as if both readings had so much confidence in it."""
    read = (Line((Word(written, surely, 0, 0, 50, 40),)),)
    return replace(typed(item, written), soft=read, hard=read)


def believed(entry: Entry, value: str) -> Reading:
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, confidence=0.998, doubt=False,
        source=Source.MACHINE, page=1, box=entry.item.box, reader="",
    )  # fmt: skip


def asked(patch: pytest.MonkeyPatch, entry: Entry, value: str, other: str, share: float) -> bool:
    """Whether the value is doubted where the recogniser says something else with such a share."""
    offer = Offer(normalise(other, entry.item.type), other, share, -0.1)
    patch.setattr(module, "offers", lambda lines, kind, field: [offer])
    found = contradicted([entry], {entry.item.id: believed(entry, value)})
    if found:
        reading = found[entry.item.id]
        assert (reading.value, reading.doubt) == (value, True)
        assert offer.normal.value in [candidate.value for candidate in reading.candidates]
    return bool(found)


@pytest.mark.parametrize(
    ("read", "surely", "other", "share", "doubted"),
    [
        ("Heiko", 0.86, "Heike", 0.99, True),
        ("Heiko", 0.86, "Heike", 0.7, False),  # it is not sure itself
        ("Heiko", 0.97, "Heike", 0.99, False),  # Tesseract is
        ("Heiko", 0.86, "Heiko", 0.99, False),
        ("Kraus", 0.86, "kraus", 0.99, False),  # small and large alike
    ],
)
def test_words_are_doubted_where_the_recogniser_is_surer_of_others(
    monkeypatch: pytest.MonkeyPatch,
    read: str, surely: float, other: str, share: float, doubted: bool,
) -> None:  # fmt: skip
    assert asked(monkeypatch, read_alike(NAME, read, surely), read, other, share) is doubted


def test_a_town_that_its_postcode_proves_is_not_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = read_alike("kind.anschrift.plz_ort", "97070 Würzburg", 0.6)

    assert not asked(monkeypatch, entry, "97070 Würzburg", "97070 Würzbura", 0.99)


def test_what_is_in_doubt_already_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = read_alike(NAME, "Heiko", 0.86)
    doubtful = believed(entry, "Heiko").model_copy(update={"doubt": True})
    monkeypatch.setattr(module, "offers", lambda *_: pytest.fail("nobody was to be asked"))

    assert contradicted([entry], {entry.item.id: doubtful}) == {}


def test_the_recogniser_bears_out_what_was_typed_well() -> None:
    entry = read_alike(NAME, "Hofbauer", 0.8)

    assert contradicted([entry], {entry.item.id: believed(entry, "Hofbauer")}) == {}
