"""What fields in doubt may say, and what follows from it whichever is true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import validators
from pipeline import forms
from pipeline.model import (
    UNBEKANNT,
    Box,
    Candidate,
    Case,
    MarkState,
    Reading,
    ReadingKind,
    Source,
)
from validators.entries import is_surely_writing
from validators.supposed import all_likely, days_of
from validators.supposed_values import Way, values_of

FORM = forms.load("uvg_antrag_by")
QUESTION = "vertretung.sorgerecht"


def read(item: str, kind: ReadingKind, value: str | None, *, doubt: bool) -> Reading:
    return Reading(
        item=item, kind=kind, value=value, confidence=0.0 if doubt else 0.999, doubt=doubt,
        source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=1, height=1), reader="test",
    )  # fmt: skip


def with_something_beside(case: Case, note: str | None, ticked: str | None) -> Case:
    boxes = [
        read(
            f"{QUESTION}.{option.id}",
            ReadingKind.MARK,
            (MarkState.TICKED if option.id == ticked else MarkState.EMPTY).value,
            doubt=False,
        )
        for option in FORM.fields[QUESTION].options
    ]
    beside = read(QUESTION, ReadingKind.TEXT, note, doubt=True)
    readings = {reading.item: reading for reading in (*boxes, beside)}
    return case.model_copy(update={"readings": readings, "doubtful": frozenset({QUESTION})})


def test_dust_beside_a_tick_leaves_the_answer_as_likely_as_it_was(make_case: Any) -> None:
    case = with_something_beside(make_case({}), None, "beide")

    assert all_likely(case, FORM)[QUESTION] == (Way("beide", 1.0),)


def test_what_stands_beside_empty_boxes_may_be_the_word_for_unknown(make_case: Any) -> None:
    first, second = all_likely(with_something_beside(make_case({}), None, None), FORM)[QUESTION]

    assert first.value is None
    assert second.value == UNBEKANNT
    assert 0.05 < second.share < 0.2  # enough to keep a finding from being made


@pytest.mark.parametrize(
    ("confidence", "values"), [(0.98, [None]), (0.9, [None, "./."]), (0.0, [])]
)
def test_specks_in_a_field_are_hardly_an_entry(
    make_case: Any, confidence: float, values: list[str | None]
) -> None:
    item = "kind.geburtsname"
    specks = read(item, ReadingKind.TEXT, None, doubt=True)
    specks = specks.model_copy(update={"confidence": confidence})
    case = make_case({}).model_copy(
        update={"readings": {item: specks}, "doubtful": frozenset({item})}
    )

    assert [way.value for way in all_likely(case, FORM).get(item, ())] == values


@pytest.mark.parametrize(("ticked", "known"), [(None, True), ("beide", False)])
def test_the_word_for_unknown_beside_empty_boxes_is_the_answer(
    make_case: Any, ticked: str | None, known: bool
) -> None:
    case = with_something_beside(make_case({}), UNBEKANNT, ticked)
    note = case.readings[QUESTION].model_copy(update={"confidence": 0.6, "raw": UNBEKANNT})
    case = case.model_copy(update={"readings": {**case.readings, QUESTION: note}})

    assert all_likely(case, FORM).get(QUESTION, ()) == ((Way(UNBEKANNT, 1.0),) if known else ())


def test_a_note_that_was_read_may_change_any_answer(make_case: Any) -> None:
    case = with_something_beside(make_case({}), "seit Mai", "beide")

    assert QUESTION not in all_likely(case, FORM)


@pytest.mark.parametrize(
    ("read_as", "also"), [("2026-11", "2026-01-01"), ("2026-12", "2026-02-01"), ("2026-10", None)]
)
def test_a_late_month_may_be_a_day_that_lost_its_dots(
    make_case: Any, read_as: str, also: str | None
) -> None:
    start = "antrag.leistung_ab"
    reading = read(start, ReadingKind.TEXT, read_as, doubt=True).model_copy(
        update={
            "raw": read_as, "confidence": 0.95,
            "candidates": (Candidate(value=read_as, confidence=0.97),),
        }
    )  # fmt: skip
    case = make_case({"antworten": {start: read_as}}).model_copy(
        update={"readings": {start: reading}, "doubtful": frozenset({start})}
    )

    ways = {way.value: way.share for way in all_likely(case, FORM)[start]}

    assert ways == ({read_as: 1.0} if also is None else {read_as: 0.5, also: 0.5})


@pytest.mark.parametrize(
    ("raw", "also"),
    [
        ("7.1.2026", "2026-11-07"),
        ("07.01.2026", None),
        ("1.7.2026", None),
        ("21.1.26", "2026-11-21"),
    ],
)
def test_a_lone_one_for_a_month_may_be_two_strokes_that_touch(
    make_case: Any, raw: str, also: str | None
) -> None:
    signed = "erklaerung.datum"
    value = {"07.01.2026": "2026-01-07", "7.1.2026": "2026-01-07", "21.1.26": "2026-01-21"}.get(
        raw, "2026-07-01"
    )
    reading = read(signed, ReadingKind.TEXT, value, doubt=True).model_copy(
        update={
            "raw": raw, "confidence": 0.95,
            "candidates": (Candidate(value=value, confidence=0.97),),
        }
    )  # fmt: skip

    ways = [way.value for way in values_of(reading, "date")]

    assert ways == ([value] if also is None else [value, also])


def test_a_finding_that_names_one_blank_field_less_is_the_same_finding(make_case: Any) -> None:
    """``unbekannt`` beside empty boxes would be an answer, and the others blank all the same."""
    field = "kind.aufenthalt.beschaeftigungsduldung.erteilt"
    case = make_case({"antworten": {"kind.staatsangehoerigkeit": "polnisch"}})
    boxes = {
        f"{field}.{option.id}": read(
            f"{field}.{option.id}", ReadingKind.MARK, MarkState.EMPTY.value, doubt=False
        )
        for option in FORM.fields[field].options
    }
    beside = {field: read(field, ReadingKind.TEXT, None, doubt=True)}
    dusty = case.model_copy(update={"readings": boxes | beside, "doubtful": frozenset({field})})

    assert "V-08" in {finding.rule for finding in validators.check(dusty, date(2026, 3, 4))}


@pytest.mark.parametrize(
    ("text", "confidence", "entry"),
    [
        ("Tegtrelbe 4, 1550 Dinkelbahl", 0.0, True),
        ("Dinkelb", 0.0, False),  # one long word may be a stain
        ("Dinkelb", 0.3, True),
        ("Dinkelbahl", 0.0, True),  # not if it is so long
        ("Nn Mn Nenn erleben", 0.07, False),
        ("web. unbekännd", 0.19, False),  # a misread word for unknown
        ("rannte unbekannd", 0.9, False),
    ],
)
def test_long_words_or_some_confidence_tell_an_entry_from_a_stain(
    text: str, confidence: float, entry: bool
) -> None:
    reading = read("kind.zuzug.vorherige_anschrift", ReadingKind.TEXT, text, doubt=True)

    assert is_surely_writing(reading.model_copy(update={"confidence": confidence})) is entry


@pytest.mark.parametrize(
    ("stamped", "days"),
    [
        (date(2026, 7, 15), 4),  # before the signature
        (date(2026, 8, 3), 1),
        (date(2020, 7, 15), 4),  # rather misread
    ],
)
def test_a_stamp_soon_after_the_signature_shows_what_was_read_on_it(
    make_case: Any, stamped: date, days: int
) -> None:
    signed = read("erklaerung.datum", ReadingKind.TEXT, "2026-07-28", doubt=False)
    case = make_case({"antworten": {"erklaerung.datum": "2026-07-28"}})
    stamp = case.received.model_copy(update={"doubt": True, "candidates": (stamped,)})

    found = days_of(case.model_copy(update={"received": stamp, "readings": {signed.item: signed}}))

    assert stamped in found
    assert len(found) == days


@pytest.mark.parametrize(("ticked", "against"), [("mutter", 0.04), (None, 1.0)])
def test_a_box_that_is_hardly_ticked_is_empty_where_another_one_answers(
    make_case: Any, ticked: str | None, against: float
) -> None:
    field = "kind.lebt_bei"
    boxes = {}
    for option in FORM.fields[field].options:
        item, value = f"{field}.{option.id}", MarkState.EMPTY
        if option.id == ticked:
            value = MarkState.TICKED
        boxes[item] = read(item, ReadingKind.MARK, value.value, doubt=option.id == "heim_internat")
    seen = make_case({}).model_copy(update={"readings": boxes, "doubtful": frozenset({field})})

    first, second = all_likely(seen, FORM)[field]

    assert first.value == ((ticked,) if ticked else None)
    assert second.share == against


def test_a_date_without_its_dots_is_the_same_date_to_another_reader(make_case: Any) -> None:
    day = "30.02.1981"
    offers = ((day, 0.69), ("1981-01-30", 0.31), ("30.021981", 0.0), ("30.02198", 0.0))
    reading = read("kind.geburtsdatum", ReadingKind.TEXT, day, doubt=True).model_copy(
        update={
            "raw": day, "confidence": 0.7,
            "candidates": tuple(Candidate(value=v, confidence=c) for v, c in offers),
        }
    )  # fmt: skip
    case = make_case({"antworten": {reading.item: day}}).model_copy(
        update={"readings": {reading.item: reading}, "doubtful": frozenset({reading.item})}
    )

    assert all_likely(case, FORM)[reading.item] == (Way(day, 1.0),)


def text_in_doubt(case: Case, item: str, *offers: tuple[str, float]) -> Case:
    reading = read(item, ReadingKind.TEXT, offers[0][0], doubt=True).model_copy(
        update={
            "raw": offers[0][0], "confidence": offers[0][1],
            "candidates": tuple(Candidate(value=v, confidence=c) for v, c in offers),
        }
    )  # fmt: skip
    return case.model_copy(
        update={
            "answers": {**case.answers, item: offers[0][0]},
            "readings": {item: reading}, "doubtful": frozenset({item}),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("offers", "value"),
    [
        ([("keine", 0.56), ("KEIDE", 0.23)], "keine"),
        ([("unbeka", 0.99)], UNBEKANNT),
        ([("Kellner", 0.99)], "Kellner"),
        ([("Onttält", 0.5), ("entfällt", 0.99)], "entfällt"),
    ],
)
def test_a_word_for_nothing_is_known_although_letters_of_it_are_not(
    make_case: Any, offers: list[tuple[str, float]], value: str
) -> None:
    item = "fragebogen.beschaeftigung.ausgeuebte_taetigkeit"

    ways = all_likely(text_in_doubt(make_case({}), item, *offers), FORM).get(item, ())

    assert ways == (Way(value, 1.0),)


@pytest.mark.parametrize("text", ["bekannt", "Vater bekannt", "Untermann", "Unbehaun"])
def test_a_word_that_is_only_like_unknown_is_not_taken_for_it(make_case: Any, text: str) -> None:
    seen = text_in_doubt(make_case({}), "kind.familienname", (text, 0.96))

    assert UNBEKANNT not in {
        way.value for way in all_likely(seen, FORM).get("kind.familienname", ())
    }


def test_a_name_that_is_likelier_than_the_word_for_nothing_is_not_struck_out(
    make_case: Any,
) -> None:
    seen = text_in_doubt(make_case({}), "kind.familienname", ("keine", 0.05), ("Heine", 0.93))

    assert "A-08" not in {finding.rule for finding in validators.check(seen, date(2026, 3, 4))}


@pytest.mark.parametrize(
    ("item", "share", "known"),
    [
        ("antrag.leistung_ab", 0.9, False),  # a 4 that looks like a 9
        ("antrag.leistung_ab", 0.999, True),
        ("kind.schule.voraussichtlich_bis", 0.9, True),  # the school may well last so long
    ],
)
def test_a_day_far_ahead_is_rather_a_misread_one(
    make_case: Any, item: str, share: float, known: bool
) -> None:
    seen = text_in_doubt(make_case({}), item, ("2029-03-01", share), ("2024-03-01", 1 - share))

    assert (item in all_likely(seen, FORM)) is known


def test_a_date_that_lost_a_dot_counts_with_the_date_it_is(make_case: Any) -> None:
    item = "antrag.leistung_ab"
    offers = (("1326", 0.0), ("2026-05-01", 0.8), ("1.526", 0.196))
    seen = text_in_doubt(make_case({}), item, *offers)

    assert [way.value for way in all_likely(seen, FORM)[item]] == ["2026-05-01"]


@pytest.mark.parametrize("other", ["1.576", "15.62"])
def test_a_text_that_is_no_spelling_of_a_date_leaves_it_open(make_case: Any, other: str) -> None:
    item = "antrag.leistung_ab"
    offers = (("1326", 0.0), ("2026-05-01", 0.8), (other, 0.196))

    assert item not in all_likely(text_in_doubt(make_case({}), item, *offers), FORM)


def test_a_tick_in_doubt_answers_for_the_box_that_was_taken_back(make_case: Any) -> None:
    field = "vaterschaft.anerkannt_oder_festgestellt"
    chances = {"nein": (0.0179, 0.98), "ja": (0.9996, 0.9)}
    boxes = {
        f"{field}.{box}": read(
            f"{field}.{box}", ReadingKind.MARK, MarkState.UNSURE.value, doubt=True
        ).model_copy(
            update={
                "confidence": confidence,
                "candidates": (Candidate(value=MarkState.TICKED.value, confidence=chance),),
            }
        )
        for box, (chance, confidence) in chances.items()
    }
    seen = make_case({}).model_copy(update={"readings": boxes, "doubtful": frozenset({field})})

    first, second = all_likely(seen, FORM)[field]

    assert first == Way("ja", 1.0)
    assert second.share < 0.05


@pytest.mark.parametrize(
    ("offers", "known"),
    [
        ((("2011-04-05", 0.65), ("2021-04-05", 0.27)), False),  # rather 2024, which nobody offers
        ((("2024-04-05", 0.65), ("2011-04-05", 0.34)), True),
        ((("2023-02-05", 0.9999),), True),  # so clear that it was signed long ago
    ],
)
def test_a_signature_years_before_the_receipt_is_rather_a_misread_one(
    make_case: Any, offers: tuple[tuple[str, float], ...], known: bool
) -> None:
    seen = text_in_doubt(make_case({}), "erklaerung.datum", *offers)
    stamp = seen.received.model_copy(update={"day": date(2024, 4, 12), "doubt": False})

    found = all_likely(seen.model_copy(update={"received": stamp}), FORM)

    assert ("erklaerung.datum" in found) is known
    if known:
        assert found["erklaerung.datum"][0].value in {"2024-04-05", "2023-02-05"}


def test_digits_that_may_be_two_days_count_for_neither(make_case: Any) -> None:
    """11126 is 1.11.26 or 11.1.26."""
    offers = (("2026-11-01", 0.55), ("11126", 0.4))
    seen = text_in_doubt(make_case({}), "antrag.leistung_ab", *offers)

    assert "antrag.leistung_ab" not in all_likely(seen, FORM)


def test_a_finding_names_no_field_that_may_be_filled(make_case: Any) -> None:
    """Since when the child lives there was left blank; with whom is likelier ticked than not."""
    box = "kind.lebt_bei.mutter"
    mark = read(box, ReadingKind.MARK, MarkState.UNSURE.value, doubt=True).model_copy(
        update={
            "confidence": 0.69,
            "candidates": (Candidate(value=MarkState.TICKED.value, confidence=0.69),),
        }
    )
    case = make_case({"antworten": {"kind.lebt_seit": None, "kind.lebt_bei": None}})
    case = case.model_copy(
        update={"readings": {box: mark}, "doubtful": frozenset({"kind.lebt_bei"})}
    )

    found = [f for f in validators.check(case, date(2026, 3, 4)) if f.rule == "V-04"]

    assert [f.fields for f in found] == [("kind.lebt_seit",)]
    assert not found[0].doubtful


def test_a_day_far_ahead_says_little_against_a_likelier_one(make_case: Any) -> None:
    offers = (("2024-07-01", 0.83), ("2034-07-01", 0.16))
    seen = text_in_doubt(make_case({}), "antrag.leistung_ab", *offers)

    first, other = all_likely(seen, FORM)["antrag.leistung_ab"]

    assert (first.value, other.value) == ("2024-07-01", "2034-07-01")
    assert other.share < 0.02


@pytest.mark.parametrize(
    ("day", "found"), [("31.09.1974", True), ("30.02.1974", True), ("20.0.1974", False)]
)
def test_a_day_that_nobody_would_write_was_misread(make_case: Any, day: str, found: bool) -> None:
    seen = text_in_doubt(make_case({}), "betreuender_elternteil.geburtsdatum", (day, 0.8))

    rules = {finding.rule for finding in validators.check(seen, date(2026, 3, 4))}

    assert ("D-01" in rules) is found


@pytest.mark.parametrize(
    ("account", "counts"), [("DE7771623559053603701", False), ("DE8937040044053201300", True)]
)
def test_a_number_that_may_have_lost_one_of_two_ones_is_not_taken_for_too_short(
    account: str, counts: bool
) -> None:
    reading = read("bankverbindung.iban", ReadingKind.TEXT, account, doubt=True).model_copy(
        update={
            "raw": account, "confidence": 0.98,
            "candidates": (Candidate(value=account, confidence=0.99),),
        }
    )  # fmt: skip

    assert bool(values_of(reading, "iban")) is counts


@pytest.mark.parametrize(
    ("first", "other", "share"),
    [
        ("2024-01-01", "2024-07-01", 0.1 / 1.1),
        ("2024-07-01", "2024-01-01", 0.01),
        ("2024-01-01", "2024-02-01", 0.01),
    ],
)
def test_a_seven_is_likelier_than_the_reader_says_where_it_read_a_one(
    first: str, other: str, share: float
) -> None:
    reading = read("antrag.leistung_ab", ReadingKind.TEXT, first, doubt=True).model_copy(
        update={
            "raw": "01.01.2024", "confidence": 0.98,
            "candidates": (
                Candidate(value=first, confidence=0.99), Candidate(value=other, confidence=0.01),
            ),
        }
    )  # fmt: skip

    ways = {way.value: way.share for way in values_of(reading, "date")}

    assert ways[other] == pytest.approx(share, abs=0.002)
