"""What was read alike in two places of an application needs no second look, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import forms
from pipeline.model import Reading, ReadingKind, Source
from pipeline.repetition import repeated

FORM = forms.load("uvg_antrag_by")
CHILD, PARENT = "kind.familienname", "betreuender_elternteil.familienname"
ACCOUNT, FIRST = "bankverbindung.kontoinhaber", "betreuender_elternteil.vornamen"
STREET = "kind.anschrift.strasse_hausnummer"
OTHER_STREET = "betreuender_elternteil.anschrift.strasse_hausnummer"
CITIZEN, OTHER_CITIZEN = (
    "kind.staatsangehoerigkeit", "betreuender_elternteil.staatsangehoerigkeit",
)  # fmt: skip


def read(item: str, value: str | None, **change: Any) -> Reading:
    known = {
        "item": item, "kind": ReadingKind.TEXT, "value": value, "confidence": 0.97, "doubt": True,
        "source": Source.MACHINE, "page": 1, "box": FORM.items[item].box, "reader": "hand-1",
        "style": "hand",
    }  # fmt: skip
    return Reading(**(known | change))


def sure_now(*readings: Reading) -> set[str]:
    found = repeated(readings, FORM)
    values = {reading.item: reading.value for reading in readings}
    assert all(not one.doubt and one.value == values[one.item] for one in found)
    return {one.item for one in found}


def test_two_places_that_say_the_same_bear_each_other_out() -> None:
    assert sure_now(read(CHILD, "Hofbauer"), read(PARENT, "Hofbauer")) == {CHILD, PARENT}


def test_a_believed_word_bears_out_one_in_doubt() -> None:
    given = read(CHILD, "Hofbauer"), read(PARENT, "Hofbauer", doubt=False, confidence=0.998)

    assert sure_now(*given) == {CHILD}


def test_a_name_is_borne_out_word_by_word() -> None:
    given = read(ACCOUNT, "Paula Hofbauer"), read(FIRST, "Paula"), read(PARENT, "Hofbauer")

    assert sure_now(*given) == {ACCOUNT, FIRST, PARENT}


def test_an_address_with_its_number_is_borne_out_as_a_whole() -> None:
    same = read(STREET, "Lindenstraße 7"), read(OTHER_STREET, "Lindenstraße 7")
    other = read(STREET, "Lindenstraße 1"), read(OTHER_STREET, "Lindenstraße 7")

    assert sure_now(*same) == {STREET, OTHER_STREET}
    assert sure_now(*other) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((CHILD, "Hofbauer"), (PARENT, "Hofbaur")),
        ((CHILD, "hofbauer"), (PARENT, "Hofbauer")),
        ((CHILD, "Sahin"), (PARENT, "Sahin")),  # both may be Şahin
        ((CHILD, "Zegiri"), (PARENT, "Zegiri")),  # both may be Zeqiri
        ((CHILD, "Do"), (PARENT, "Do")),  # alike by chance
        ((CITIZEN, "Österreichisch"), (OTHER_CITIZEN, "Österreichisch")),  # or small in both
        ((CITIZEN, "unbekannt"), (OTHER_CITIZEN, "unbekannt")),
        (("kind.geburtsdatum", "2019-03-04"), ("kind.lebt_seit", "2019-03-04")),
        ((ACCOUNT, "Salma Nasser Nasser"), (PARENT, "Salma Nasser Nasser")),  # Nasser-Nasser
    ],
)
def test_what_may_be_misread_alike_or_differs_stays_in_doubt(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert sure_now(read(*one), read(*other)) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.9},
        {"value": None},
        {"source": Source.PERSON},
        {"item": CHILD},  # the same place, scanned twice
    ],
)
def test_only_a_rather_sure_reading_of_another_place_bears_out(change: dict[str, Any]) -> None:
    other = read(PARENT, "Hofbauer").model_copy(update=change)

    assert CHILD not in sure_now(read(CHILD, "Hofbauer"), other)


def test_which_first_name_is_underlined_is_a_question_of_its_own() -> None:
    given = read("kind.vornamen", "Paula Emma", underlined="Paula"), read(ACCOUNT, "Paula Emma")

    assert sure_now(*given) == {ACCOUNT}


def test_without_a_form_nothing_is_known_of_places() -> None:
    assert repeated([read(CHILD, "Hofbauer"), read(PARENT, "Hofbauer")], None) == ()
