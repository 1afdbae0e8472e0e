"""Handwritten entries are weighed anew, and believed only where several things say the same."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from extractors import by_hand
from extractors.handwriting.entry import Offer
from extractors.handwriting.near import alike, by_beginning
from extractors.values import normalise
from pipeline.model import Box, Reading, ReadingKind, Source


def entry(
    value: str | None, kind: str, *texts: str, doubt: bool = True, alone: bool = True,
    machine_like: float = 0.0,
) -> by_hand.Entry:  # fmt: skip
    reading = Reading(
        item="x", kind=ReadingKind.TEXT, value=value, confidence=0.6, doubt=doubt,
        source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=9, height=5), reader="t",
    )  # fmt: skip
    paper = np.full((9, 9), 255, np.uint8)
    lines = [[text] for text in texts]
    return by_hand.Entry(reading, kind, "x", [paper], lines, alone, machine_like)


def offer(raw: str, kind: str, chance: float, ink: float = -1.0) -> Offer:
    return Offer(normalise(raw, kind), raw, chance, ink)


def weighed(entry: by_hand.Entry, *ways: Offer) -> Reading:
    return by_hand.weighed(entry, ways)


def test_a_clear_date_that_tesseract_seconds_is_believed() -> None:
    found = weighed(
        entry("2022-08-23", "date", "23.08.2022", "?"), offer("23.08.2022", "date", 1.0, ink=-0.02)
    )

    assert (found.value, found.doubt) == ("2022-08-23", False)


@pytest.mark.parametrize("raw", ["3000", "80", "1.230"])
def test_an_amount_that_may_lack_its_comma_is_never_believed(raw: str) -> None:
    value = normalise(raw, "amount_eur").value

    assert weighed(entry(value, "amount_eur", raw, raw), offer(raw, "amount_eur", 1.0)).doubt


def test_ones_that_may_be_sevens_are_doubted_where_the_ink_leaves_it_open() -> None:
    ways = (offer("11.01.2021", "date", 0.98, ink=-0.1), offer("17.01.2021", "date", 0.02, ink=-4))

    assert weighed(entry("2021-01-11", "date", "11.01.2021"), *ways).doubt


def test_digits_that_only_one_reader_read_are_not_believed() -> None:
    """A four and a seven without a roof can be one and the same stroke to the recogniser."""
    found = weighed(entry("2020-03-04", "date", "04.03.2020"), offer("07.03.2020", "date", 1.0))

    assert found.doubt


@pytest.mark.parametrize("text", ["Sahin", "Qworble"])
def test_a_name_that_may_lack_a_mark_or_that_no_list_has_is_not_believed(text: str) -> None:
    assert weighed(entry(text, "name", text), offer(text, "name", 1.0)).doubt


def test_a_known_name_that_tesseract_seconds_is_believed() -> None:
    assert not weighed(entry("Huber", "name", "Huber"), offer("Huber", "name", 1.0)).doubt


@pytest.mark.parametrize(
    ("text", "machine_like", "believed"),
    [
        ("Kindsvater unauffindbar", 0.8, True),
        ("Sparkasse Altmühltal, Zweigstelle 3", 0.8, True),
        ("Raiffeisenbank Altmühltal", 0.0, True),
        ("Kroatisch", 0.0, False),  # or kroatisch
        ("Sparkasse Altmühltal, Zweigstelle 3", 0.0, False),  # 3, 8 and 9 are written alike
        ("Re Reinigungskraft", 0.8, False),  # begun, and written anew
        ("Frau Sahin", 0.8, False),  # or Şahin
    ],
)
def test_words_that_no_list_has_are_believed_where_all_readings_are_sure_of_them(
    text: str, machine_like: float, believed: bool
) -> None:
    same = entry(text, "text", text, text, machine_like=machine_like)
    other = entry(text, "text", text, text + "e", machine_like=machine_like)
    way = offer(text, "text", 1.0, ink=0.0)

    assert weighed(same, way).doubt is not believed
    assert machine_like == 0.0 or weighed(other, way).doubt


@pytest.mark.parametrize(
    ("text", "by_tesseract", "doubted"),
    [
        ("Raiffeisenbank Altmühltal", "Raiffeisenbank Altmühltal", False),
        ("Raiffeisenbank Altmühltal", "Raiffeisenbank Altmühtal", True),
        ("Kroatisch", "Kroatisch", True),  # or kroatisch
        ("Zweigstelle 3", "Zweigstelle 3", True),
    ],
)
def test_words_by_hand_that_no_list_has_need_one_reading_of_tesseract_and_much_belief(
    text: str, by_tesseract: str, doubted: bool
) -> None:
    read = entry(text, "text", by_tesseract, "quite other", machine_like=0.0)

    assert weighed(read, offer(text, "text", 1.0, ink=0.0)).doubt is doubted
    assert weighed(read, offer(text, "text", 0.8, ink=-8.0)).doubt


@pytest.mark.parametrize("machine_like", [0.4, 0.8])
@pytest.mark.parametrize(
    ("text", "kind"), [("03.08.2019", "date"), ("1.380,00", "amount_eur"), ("Haus am See", "text")]
)
def test_what_the_ink_leaves_open_is_not_believed_although_all_readings_agree(
    text: str, kind: str, machine_like: float
) -> None:
    value = normalise(text, kind).value
    ways = (offer(text, kind, 1.0, ink=-2.0), offer(text[:-1] + "9", kind, 0.0, ink=-0.1))

    assert weighed(entry(value, kind, text, text, machine_like=machine_like), *ways).doubt


def test_words_by_hand_whose_letters_do_not_fit_their_ink_are_for_a_person() -> None:
    """A small letter may be a capital; both readers take the likelier."""
    same = entry("Deutsch", "text", "Deutsch", "Deutsch")

    assert weighed(replace(same, misfits=1), offer("Deutsch", "text", 1.0, ink=0.0)).doubt


def test_nothing_is_believed_where_something_is_struck_out() -> None:
    text = "17.03.2020"

    assert weighed(entry("2020-03-17", "date", text, alone=False), offer(text, "date", 1.0)).doubt


def test_a_date_that_does_not_exist_is_never_believed() -> None:
    text = "31.02.2020"

    assert weighed(entry(text, "date", text), offer(text, "date", 1.0)).doubt


def test_free_text_that_no_list_knows_is_not_believed_for_one_reading() -> None:
    assert weighed(entry("am Rand", "text", "am Rand"), offer("am Rand", "text", 1.0)).doubt


def test_a_believed_value_is_doubted_where_the_recogniser_reads_another() -> None:
    held = entry("1114.20", "amount_eur", "1.114,20", doubt=False)

    found = weighed(held, offer("1.174,20", "amount_eur", 0.8))

    assert found.doubt
    assert found.value == "1114.20"
    assert "1174.20" in {candidate.value for candidate in found.candidates}


def test_believed_digits_are_doubted_where_the_recogniser_is_not_clear() -> None:
    held = entry("1114.20", "amount_eur", "1.114,20", doubt=False)

    ways = (offer("1.114,20", "amount_eur", 0.75), offer("1.174,20", "amount_eur", 0.25, -0.5))

    assert weighed(held, *ways).doubt


@pytest.mark.parametrize("other", ["Hubor", "Huber"])
def test_a_typed_value_in_doubt_is_believed_if_the_recogniser_reads_the_same(
    monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.setattr(by_hand, "chances_of", lambda lines: list(lines))
    monkeypatch.setattr(by_hand, "offers", lambda *_: [offer(other, "name", 1.0, ink=-0.01)])

    found = by_hand.confirmed([entry("Huber", "name", "Huber", "Huber")])

    assert [reading.doubt for reading in found.values()] == ([False] if other == "Huber" else [])


def test_what_tesseract_nowhere_read_does_not_confirm_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second look may have put the recogniser's own word in place of what Tesseract read."""
    monkeypatch.setattr(by_hand, "chances_of", lambda lines: list(lines))
    monkeypatch.setattr(by_hand, "offers", lambda *_: [offer("Huber", "name", 1.0, ink=-0.01)])

    assert by_hand.confirmed([entry("Huber", "name", "Hof6er", "Mofer")]) == {}


def test_what_knowledge_alone_prefers_is_never_believed() -> None:
    ways = (offer("Huber", "name", 0.99, ink=-2.0), offer("Hubor", "name", 0.01, ink=-1.0))

    assert weighed(entry("Huber", "name", "Huber"), *ways).doubt


def test_an_unclear_offer_does_not_replace_what_was_read() -> None:
    found = weighed(entry("Mayr", "name", "Mayr"), offer("Mayer", "name", 0.4))

    assert (found.value, found.doubt) == ("Mayr", True)


def test_strokes_for_nothing_to_say_stay_as_they_are() -> None:
    assert weighed(entry("./.", "text", "./."), offer("1.", "text", 0.9)).value == "./."


def test_a_stroke_in_which_tesseract_saw_no_letter_stays_unread() -> None:
    assert weighed(entry(None, "name", ""), offer("/", "name", 1.0)).value is None


def test_digits_are_read_again_even_where_they_look_typed() -> None:
    assert by_hand.is_for_us("date", 0.99, entry("2024-01-01", "date").reading)
    assert not by_hand.is_for_us("name", 0.99, entry("Huber", "name").reading)


def test_texts_that_are_numbers_are_read_again_as_well() -> None:
    assert by_hand.is_for_us("text", 0.99, entry("65 170839 J 008", "text").reading)
    assert not by_hand.is_for_us("text", 0.99, entry("Jobcenter Hof", "text").reading)


@pytest.mark.parametrize(("name", "read_again"), [("Ayse Derya", True), ("Friedrich", False)])
def test_typed_names_that_may_lack_marks_are_read_again(name: str, read_again: bool) -> None:
    """Tesseract reads Ayse for Ayşe, with all confidence."""
    believed = entry(name, "name", doubt=False).reading

    assert by_hand.is_for_us("name", 0.99, believed) is read_again


def test_a_typed_name_is_doubted_where_the_recogniser_sees_marks() -> None:
    typed = entry("Ayse Derya", "name", "Ayse Derya", doubt=False, machine_like=0.99)

    found = weighed(
        typed, offer("Ayşe Derya", "name", 0.97, -0.2), offer("Ayse Derya", "name", 0.03, -6.0)
    )

    assert (found.value, found.doubt) == ("Ayse Derya", True)
    assert "Ayşe Derya" in {candidate.value for candidate in found.candidates}


def test_a_number_in_a_text_field_is_doubted_where_the_recogniser_is_not_clear() -> None:
    held = entry("65 170839 5 008", "text", "65 170839 5 008", doubt=False)
    ways = (offer("65 170839 5 008", "text", 0.7), offer("65 170839 S 008", "text", 0.3, -1.2))

    assert weighed(held, *ways).doubt


def test_a_stricter_aim_believes_no_other_value_in_place_of_what_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = entry("2022-08-23", "date", "23.08.2022")
    other = offer("28.08.2022", "date", 1.0, ink=-0.001)
    assert weighed(held, other).value == "2022-08-28"

    monkeypatch.setattr(by_hand, "strictness", lambda: 2.0)

    assert weighed(held, other).value == "2022-08-23"
    assert weighed(held, other).doubt


@pytest.mark.parametrize(
    ("kind", "said", "raw"),
    [
        ("street", "Hauptstraße 4", "Hauptstraße 7"),
        ("text", "Jugendamt Hof 2011", "Jugendamt Hof 2017"),
        ("bic", "BKAUATWW", "BKADATWW"),
    ],
)
def test_digits_among_words_need_clear_ink_or_a_second_reader(
    kind: str, said: str, raw: str
) -> None:
    ways = (offer(raw, kind, 0.999, ink=-0.1), offer(said, kind, 0.001, ink=-4))

    assert weighed(entry(said, kind, said), *ways).doubt


def test_a_house_number_that_both_readers_read_is_believed() -> None:
    text = "Hauptstraße 7"

    assert not weighed(entry(text, "street", text), offer(text, "street", 1.0, ink=-0.1)).doubt


def test_a_date_replaces_letters_that_are_none_though_it_is_not_clear() -> None:
    ways = offer("1.12.2024", "date", 0.45), offer("1.2.2024", "date", 0.3)

    found = weighed(entry("WLLOT-", "date", "WLLOT-"), *ways)

    assert (found.value, found.doubt) == ("2024-12-01", True)


def test_readings_name_the_version_of_the_weights() -> None:
    found = weighed(entry("2022-08-23", "date", "23.08.2022"), offer("23.08.2022", "date", 1.0))

    assert re.fullmatch(r"eingang handwriting 1 \([0-9a-f]{8}\)", found.reader)


def test_a_date_beside_a_struck_one_replaces_what_tesseract_made_of_both() -> None:
    found = weighed(
        entry("1102083", "date", "110x2023 1102083", alone=False), offer("1.10.2023", "date", 0.99)
    )

    assert (found.value, found.doubt) == ("2023-10-01", True)


@pytest.mark.parametrize(
    ("read", "meant"), [("Bommerzbank", "Commerzbank"), ("Jagesgeld", "Tagesgeld")]
)
def test_a_listed_word_is_tried_if_but_its_first_letter_was_misread(read: str, meant: str) -> None:
    assert alike(read, by_beginning([meant, "Anderes"])) == [meant]
