"""Typed entries in doubt are believed where four readings say the same, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typing_machine import typed

from extractors import agreed as agreed_module
from extractors.agreed import agreed
from extractors.audit import Audit
from extractors.entries import Entry
from extractors.handwriting.belief import sharpness
from extractors.handwriting.entry import Offer
from extractors.text import Line, Word
from extractors.values import normalise
from pipeline.model import Reading, ReadingKind, Source

TEXT = "kind.zuzug.vorherige_anschrift"


def in_doubt(entry: Entry, value: str) -> Reading:
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, confidence=0.5, doubt=True,
        source=Source.MACHINE, page=1, box=entry.item.box, reader="",
    )  # fmt: skip


def found(entry: Entry, value: str) -> Reading | None:
    return agreed([entry], {entry.item.id: in_doubt(entry, value)}).get(entry.item.id)


@pytest.mark.parametrize(
    ("item", "written", "value"),
    [
        ("kind.geburtsdatum", "25.10.2021", "2021-10-25"),
        ("kind.familienname", "Hofbauer", "Hofbauer"),
        ("kind.lebt_seit", "seit Geburt", "seit Geburt"),
        ("kind.geburtsort", "Karlsruhe", "Karlsruhe"),
    ],
)
def test_what_all_four_read_is_believed(item: str, written: str, value: str) -> None:
    read = found(typed(item, written), value)

    assert read is not None
    assert (read.value, read.doubt) == (value, False)


@pytest.mark.parametrize(
    "change",
    [
        {"machine_like": 0.4},
        {"soft": (Line(()),)},  # one of them read nothing
    ],
)
def test_one_reading_less_or_writing_by_hand_is_left_to_a_person(change: dict[str, object]) -> None:
    entry = typed("kind.familienname", "Hofbauer")

    assert found(replace(entry, **change), "Hofbauer") is None  # type: ignore[arg-type]  # parts of an entry


def test_a_value_that_the_ink_does_not_say_is_left_to_a_person() -> None:
    assert found(typed("kind.familienname", "Hofbauer"), "Hofbaur") is None


def test_capitals_within_a_word_are_left_to_a_person() -> None:
    assert found(typed("kind.familienname", "HofBauer"), "HofBauer") is None


class Readers:
    """Readers who say what they are told to, about any ink."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.third, self.recogniser, self.rivals = "", "", list[tuple[str, float]]()
        patch.setattr(agreed_module, "read_lines", lambda pictures: [said(self.third, 0.9)])
        patch.setattr(agreed_module, "chances_of", lambda pictures: [None])
        patch.setattr(agreed_module, "offers", self.offers)

    def offers(self, lines: object, kind: str, field: str) -> list[Offer]:
        texts = [(self.recogniser, 0.0), *self.rivals]
        return [Offer(normalise(text, kind), text, 0.5, ink) for text, ink in texts]

    def agree_on(self, item: str, text: str, surely: float = 0.92, **change: object) -> bool:
        """Whether it is believed where all four say so, but for what was changed before."""
        entry = replace(
            typed(item, "Hofbauer"), soft=(said(text, surely),), hard=(said(text, surely),)
        )
        entry = replace(entry, **change)  # type: ignore[arg-type]  # parts of an entry
        self.third, self.recogniser = self.third or text, self.recogniser or text
        return found(entry, normalise(text, entry.item.type).value or "") is not None


def said(text: str, confidence: float) -> Line:
    words = text.split()
    return Line(tuple(Word(word, confidence, 60 * n, 0, 50, 40) for n, word in enumerate(words)))


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Readers:
    monkeypatch.setattr(Entry, "audit", lambda entry, reading: Audit(8, 8, 0))
    return Readers(monkeypatch)


@pytest.mark.parametrize(
    ("item", "text"), [("kind.familienname", "Hofbauer"), (TEXT, "Jugendamt Rosenheim")]
)
def test_what_four_readers_say_is_believed_whatever_the_ink(
    readers: Readers, item: str, text: str
) -> None:
    assert readers.agree_on(item, text)


@pytest.mark.parametrize("who", ["third", "recogniser"])
def test_one_who_says_something_else_leaves_it_to_a_person(readers: Readers, who: str) -> None:
    setattr(readers, who, "Hofbaur")

    assert not readers.agree_on("kind.familienname", "Hofbauer")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("kind.geburtsort", "lasi"),  # no town begins so: it was Iasi
        ("kind.geburtsort", "Würzbure"),  # a letter off a town
        ("kind.vornamen", "Ayse"),  # may lack its marks
        ("kind.familienname", "HofBauer"),
        (TEXT, "Ju endamt Rosenheim"),  # a letter may be missing
        (TEXT, "- seit Geburt"),  # a speck before it
        ("kind.anschrift.plz_ort", "97070 Würzburg"),  # proved by its town, or not at all
    ],
)
def test_where_something_speaks_against_it_a_person_looks(
    readers: Readers, item: str, text: str
) -> None:
    assert not readers.agree_on(item, text)


@pytest.mark.parametrize(
    ("name", "surely", "believed"),
    [("Hofbauer", 0.6, True), ("Tschamtke", 0.6, False), ("Tscharntke", 0.92, True)],
)
def test_names_that_no_list_knows_have_to_be_read_better(
    readers: Readers, name: str, surely: float, believed: bool
) -> None:
    assert readers.agree_on("kind.familienname", name, surely) is believed


@pytest.mark.parametrize(("rival", "believed"), [(-3.4, False), (-9.0, True)])
def test_digits_have_to_be_sharp(readers: Readers, rival: float, believed: bool) -> None:
    readers.rivals = [("26.10.2021", rival)]

    assert readers.agree_on("kind.geburtsdatum", "25.10.2021") is believed


def test_letters_that_do_not_fit_their_ink_leave_it_to_a_person(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entry, "audit", lambda entry, reading: Audit(8, 8, 4))

    assert not readers.agree_on("kind.familienname", "Hofbauer")


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("Bauplatz", True),  # nobody writes Bguplatz
        ("Wohnaeldstelle", False),  # the tail of its g is gone
        ("er ausaewandert ist", False),
    ],
)
def test_an_a_upon_a_printed_line_stands_where_words_are_hardly_spelled_with_a_g(
    readers: Readers, text: str, believed: bool
) -> None:
    writing = replace(typed(TEXT, "Hofbauer").writing, on_line=True)

    assert readers.agree_on(TEXT, text, writing=writing) is believed


@pytest.mark.parametrize("change", ["shared", "tails"])
def test_a_neighbour_or_lost_tails_leave_it_to_a_person(readers: Readers, change: str) -> None:
    writing = typed("kind.familienname", "Hofbauer").writing
    changed = replace(writing, shared=True) if change == "shared" else replace(writing, tails=2)
    text = "Hofbauer" if change == "shared" else "Hofbaxer"  # all the words of a list have theirs

    assert not readers.agree_on("kind.familienname", text, writing=changed)
    assert readers.agree_on("kind.familienname", text)


@pytest.mark.parametrize(
    ("kind", "value", "rivals", "sharp"),
    [
        ("phone", "0152/11047194", [("0152/11947194", -3.4)], False),  # another number
        ("phone", "0152/11047194", [("0152 / 11047194", -1.0)], True),  # the same one
        ("phone", "0152/11047194", [("x", -0.1)], True),  # no number at all
        ("date", "30.09.1974", [("31.09.1974", -0.1)], False),  # people do write such days
        ("date", "1.6.2023", [("16.223", -0.1)], True),  # no day
        ("amount_eur", "100,00", [("10000", -0.1)], False),  # the comma may be lost
        ("amount_eur", "-50,00", [("50,00", -0.1)], False),
        ("text", "12,50 €", [("1250 €", -0.1)], False),
        ("text", "2/12 345", [("21/2345", -0.1)], False),
        ("text", "Noch nie", [("noch nie", -0.1)], True),
    ],
)
def test_only_what_says_something_else_makes_a_reading_less_sharp(
    kind: str, value: str, rivals: list[tuple[str, float]], sharp: bool
) -> None:
    ways = [Offer(normalise(raw, kind), raw, 0.5, ink) for raw, ink in [(value, 0.0), *rivals]]

    assert (sharpness(ways, kind) > 0.99) is sharp
