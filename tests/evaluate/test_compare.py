"""Truth against readings: what counts as right, wrong, reviewed."""

import pytest

from pipeline import forms
from pipeline.evaluate.compare import (
    Tally,
    compare_mark,
    compare_presence,
    compare_text,
    expected,
    is_counted,
    same_text,
)
from pipeline.model import Box, Reading, ReadingKind, Source

FORM = forms.load("uvg_antrag_by")


def reading(item: str, value: str | None, *, doubt: bool = False) -> Reading:
    return Reading(
        item=item,
        kind=ReadingKind.TEXT,
        value=value,
        confidence=0.5,
        doubt=doubt,
        source=Source.MACHINE,
        page=1,
        box=Box(x=1, y=1, width=1, height=1),
        reader="test",
    )


def test_answers_are_spread_over_boxes_texts_and_cells() -> None:
    truth = expected(
        FORM,
        {
            "kind.geschlecht": "weiblich",
            "kind.lebt_bei": ("mutter", "sonstige"),
            "kind.familienname": "Müller",
            "weitere_kinder": ({"name_vorname": "Kim"}, {"geburtsdatum": "2012-01-02"}),
            "unterhalt.verzicht.erklaert": "ja",
            "erklaerung.unterschrift": "vorhanden",
        },
    )

    assert truth.ticked == {
        "kind.geschlecht.weiblich",
        "kind.lebt_bei.mutter",
        "kind.lebt_bei.sonstige",
        "unterhalt.verzicht.erklaert.ja",
    }
    assert truth.texts == {
        "kind.familienname": "Müller",
        "weitere_kinder.0.name_vorname": "Kim",
        "weitere_kinder.1.geburtsdatum": "2012-01-02",
    }
    assert truth.present == {"erklaerung.unterschrift"}


def test_unbekannt_beside_a_choice_is_a_text_and_no_tick() -> None:
    truth = expected(FORM, {"kind.geschlecht": "unbekannt"})

    assert truth.ticked == frozenset()
    assert truth.texts == {"kind.geschlecht": "unbekannt"}


@pytest.mark.parametrize(
    ("value", "doubt", "counts"),
    [
        pytest.param("ticked", False, (0, 1, 0, 0), id="right"),
        pytest.param("remarked", False, (0, 1, 0, 0), id="ticked again after striking"),
        pytest.param("unsure", True, (1, 0, 1, 0), id="doubted"),
        pytest.param("struck", False, (1, 1, 0, 1), id="taken for taken back"),
        pytest.param("empty", False, (1, 1, 0, 1), id="overlooked"),
    ],
)
def test_a_ticked_box_counts(value: str, doubt: bool, counts: tuple[int, ...]) -> None:
    item = FORM.items["kind.geschlecht.weiblich"]
    truth = expected(FORM, {"kind.geschlecht": "weiblich"})
    tally = Tally()

    compare_mark(item, truth, reading(item.id, value, doubt=doubt), tally)

    keys = ("wrong", "accepted", "reviewed", "wrong_accepted")
    assert tuple(int(tally.counts.get(key, 0)) for key in keys) == counts


def test_a_box_on_a_page_that_was_not_recognised_is_reviewed() -> None:
    item = FORM.items["kind.geschlecht.weiblich"]
    tally = Tally()

    compare_mark(item, expected(FORM, {}), None, tally)

    assert tally.counts == {"total": 1, "reviewed": 1}


@pytest.mark.parametrize(
    ("wanted", "got", "doubt", "wrong_accepted", "false_filled"),
    [
        pytest.param("Müller", "Müller", False, 0, 0, id="right"),
        pytest.param("Müller", "Mu\u0308ller ", False, 0, 0, id="right after NFC and blanks"),
        pytest.param("Müller", "Muller", True, 0, 0, id="wrong but doubted"),
        pytest.param("Müller", "Muller", False, 1, 0, id="wrong and accepted"),
        pytest.param("Müller", None, False, 1, 0, id="filled taken for empty"),
        pytest.param(None, "x", False, 1, 1, id="empty taken for filled"),
        pytest.param(None, "x", True, 0, 1, id="empty taken for filled, doubted"),
        pytest.param(None, None, False, 0, 0, id="empty"),
    ],
)
def test_a_text_counts(
    wanted: str | None, got: str | None, doubt: bool, wrong_accepted: int, false_filled: int
) -> None:
    item = FORM.items["kind.familienname"]
    truth = expected(FORM, {"kind.familienname": wanted} if wanted else {})
    tally = Tally()

    compare_text(item, truth, reading(item.id, got, doubt=doubt), [tally])

    assert int(tally.counts.get("wrong_accepted", 0)) == wrong_accepted
    assert int(tally.counts.get("false_filled", 0)) == false_filled


def test_telephone_numbers_are_compared_by_digits_and_plus() -> None:
    assert same_text("phone", "0981 / 12 34", "0981-1234")
    assert not same_text("phone", "+49 981 1234", "49 981 1234")
    assert not same_text("text", "0981 / 12 34", "0981-1234")


def test_a_signature_on_an_unrecognised_page_is_not_right() -> None:
    item = FORM.items["erklaerung.unterschrift"]
    tally = Tally()

    compare_presence(item, expected(FORM, {}), None, tally)

    assert tally.counts == {"total": 1, "right": 0}


def test_nobody_gains_by_the_empty_room_beside_boxes() -> None:
    choice = next(
        i for i in FORM.items.values() if i.type == "text" and FORM.fields[i.field].is_choice
    )
    nothing = expected(FORM, {})

    assert not is_counted(choice, FORM, nothing, reading(choice.id, None))
    assert is_counted(choice, FORM, nothing, reading(choice.id, "unbekannt"))
    assert is_counted(choice, FORM, expected(FORM, {choice.id: "unbekannt"}), None)
