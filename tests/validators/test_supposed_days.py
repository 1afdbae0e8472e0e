"""Days in doubt: what they may be, as far as a reader, their dots and the receipt tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from doubted import read, text_in_doubt

import validators
from pipeline import forms
from pipeline.model import (
    Candidate,
    ReadingKind,
)
from validators.supposed import all_likely, days_of
from validators.supposed_values import Way, values_of

FORM = forms.load("uvg_antrag_by")


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


def test_a_month_far_ahead_is_rather_a_misread_one_as_well(make_case: Any) -> None:
    item = "antrag.leistung_ab"
    seen = text_in_doubt(make_case({}), item, ("2024-04", 0.85), ("2029-04", 0.14))
    stamp = seen.received.model_copy(update={"day": date(2024, 5, 10), "doubt": False})

    first, far = all_likely(seen.model_copy(update={"received": stamp}), FORM)[item]

    assert first.value == "2024-04"
    assert far.share < 0.01


@pytest.mark.parametrize("other", ["1.576", "15.62"])
def test_a_text_that_is_no_spelling_of_a_date_leaves_it_open(make_case: Any, other: str) -> None:
    item = "antrag.leistung_ab"
    offers = (("1326", 0.0), ("2026-05-01", 0.8), (other, 0.196))

    assert item not in all_likely(text_in_doubt(make_case({}), item, *offers), FORM)


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


@pytest.mark.parametrize(
    ("offers", "shares"),
    [
        ((("11126", 0.6), ("2026-11-01", 0.3), ("2026-01-11", 0.1)), (0.75, 0.25)),
        ((("2026-11-01", 0.55), ("11126", 0.4)), (1.0,)),  # the other is less likely than these
    ],
)
def test_digits_that_may_be_two_days_count_for_those_that_the_reader_offers(
    make_case: Any, offers: tuple[tuple[str, float], ...], shares: tuple[float, ...]
) -> None:
    """11126 is 1.11.26 or 11.1.26."""
    seen = text_in_doubt(make_case({}), "antrag.leistung_ab", *offers)

    found = all_likely(seen, FORM)["antrag.leistung_ab"]

    assert tuple(way.share for way in found) == pytest.approx(shares)


def test_a_dot_that_is_still_there_says_where_the_month_ends(make_case: Any) -> None:
    """11.126 is 11.1.26, and never 1.11.26."""
    offers = (("11.126", 0.6), ("2026-11-01", 0.2), ("2026-01-11", 0.2))
    seen = text_in_doubt(make_case({}), "antrag.leistung_ab", *offers)

    found = {way.value: way.share for way in all_likely(seen, FORM)["antrag.leistung_ab"]}

    assert found == pytest.approx({"2026-01-11": 0.8, "2026-11-01": 0.2})


def test_digits_of_which_the_reader_offers_no_day_may_be_anything(make_case: Any) -> None:
    seen = text_in_doubt(make_case({}), "antrag.leistung_ab", ("11126", 0.97))

    assert "antrag.leistung_ab" not in all_likely(seen, FORM)


def test_a_day_far_ahead_says_little_against_a_likelier_one(make_case: Any) -> None:
    offers = (("2024-07-01", 0.83), ("2034-07-01", 0.16))
    seen = text_in_doubt(make_case({}), "unterhalt.keiner_seit", *offers)

    first, other = all_likely(seen, FORM)["unterhalt.keiner_seit"]

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


@pytest.mark.parametrize(
    ("others", "known"), [(("April 102%", "Apr 202"), True), (("Mpp", "u02o"), False)]
)
def test_what_two_readings_misread_a_little_bears_a_day_out(
    make_case: Any, others: tuple[str, str], known: bool
) -> None:
    item = "unterhalt.keiner_seit"
    seen = text_in_doubt(
        make_case({}), item, ("2024-04", 0.85), ("2021-04", 0.14), *((o, 0.0) for o in others)
    )
    reading = seen.readings[item].model_copy(update={"raw": "April 2024"})

    assert (
        item in all_likely(seen.model_copy(update={"readings": {item: reading}}), FORM)
    ) is known


def test_benefits_are_hardly_asked_for_from_years_before(make_case: Any) -> None:
    item = "antrag.leistung_ab"
    seen = text_in_doubt(
        make_case({}), item, ("2023-09-01", 0.64), ("2022-09-01", 0.33), ("2025-09-01", 0.02)
    )
    stamp = seen.received.model_copy(update={"day": date(2025, 10, 10), "doubt": False})

    assert item not in all_likely(seen.model_copy(update={"received": stamp}), FORM)
