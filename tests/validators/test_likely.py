"""Findings that rest on readings in doubt: only where every likely reading leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import validators
from pipeline.model import (
    AnswerState,
    Box,
    Candidate,
    Case,
    Finding,
    MarkState,
    Reading,
    ReadingKind,
    Source,
)
from validators.registry import needed_for
from validators.supposed import days_of

TODAY = date(2026, 3, 4)
BORN = "kind.geburtsdatum"
ACCOUNT = "bankverbindung.iban"
PERIODS = "uvg_vorbezug.zeitraeume"


def doubted(item: str, value: str, confidence: float, *others: str, share: float = 0.1) -> Reading:
    candidates = [(value, confidence), *((other, share) for other in others)]
    return Reading(
        item=item, kind=ReadingKind.TEXT, value=value, raw=value, confidence=confidence,
        doubt=True, source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=1, height=1),
        candidates=tuple(Candidate(value=v, confidence=c) for v, c in candidates), reader="test",
    )  # fmt: skip


def in_doubt(
    case: Case, *readings: Reading, states: Mapping[str, AnswerState] | None = None
) -> Case:
    """The case with these readings, the fields they belong to in doubt."""
    fields = {r.item.split(".0.")[0] for r in readings}
    answers = {r.item: r.value for r in readings if r.item in fields and r.value}
    return case.model_copy(
        update={
            "answers": {**case.answers, **answers},
            "doubtful": case.doubtful | fields,
            "readings": {r.item: r for r in readings},
            "states": states or {},
        }
    )


def about(case: Case, field: str) -> list[Finding]:
    return [found for found in validators.check(case, TODAY) if field in found.fields]


def test_a_date_that_is_wrong_in_every_likely_reading_is_found(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.97, "2026-04-11"))

    found = about(case, BORN)

    assert "D-06" in {finding.rule for finding in found}
    assert all(finding.doubtful == (BORN,) for finding in found)
    assert all("Lesung unsicher" in finding.message for finding in found)


def test_a_date_that_is_right_in_one_likely_reading_is_not(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.97, "2020-04-17"))

    assert about(case, BORN) == []


def test_a_date_that_is_right_in_a_hardly_likely_reading_is_found(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.97, "2020-04-17", share=0.01))

    assert "D-06" in {finding.rule for finding in about(case, BORN)}


def test_a_number_that_is_no_year_of_our_time_does_not_count(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.97, "1424", share=0.08))

    assert "D-06" in {finding.rule for finding in about(case, BORN)}


def test_a_date_of_which_little_is_known_is_tried_with_no_value(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.6, "2026-04-11", share=0.2))

    assert about(case, BORN) == []


def test_a_date_is_judged_by_its_candidates_where_the_reading_is_none(make_case: Any) -> None:
    read = doubted(BORN, "2026-04-17", 0.6, "2026-04-11", share=0.39)
    case = in_doubt(make_case({}), read.model_copy(update={"value": "WLLOT-", "confidence": 0.3}))

    assert "D-06" in {finding.rule for finding in about(case, BORN)}


def test_a_date_that_could_be_anything_is_not(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, "2026-04-17", 0.4))

    assert about(case, BORN) == []


def test_candidates_that_the_reader_rules_out_do_not_count(make_case: Any) -> None:
    reading = doubted(BORN, "2026-04-17", 0.99)
    ruled_out = Candidate(value="2020-04-17", confidence=0.0001)
    reading = reading.model_copy(update={"candidates": (*reading.candidates, ruled_out)})

    assert about(in_doubt(make_case({}), reading), BORN)


def test_two_pages_that_contradict_each_other_are_for_a_person(make_case: Any) -> None:
    case = in_doubt(
        make_case({}), doubted(BORN, "2026-04-17", 0.99), states={BORN: AnswerState.CONFLICT}
    )

    assert about(case, BORN) == []


def test_a_wrong_account_number_is_found_although_it_is_in_doubt(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(ACCOUNT, "DE89370400440532013001", 0.95))

    assert [found.rule for found in about(case, ACCOUNT)] == ["B-01"]


def test_what_is_certain_is_found_as_before(make_case: Any) -> None:
    wrong = make_case({"antworten": {BORN: "2026-04-17"}})

    before = validators.check(wrong, TODAY)
    after = validators.check(in_doubt(wrong, doubted("kind.geburtsort", "Hof", 0.99)), TODAY)

    assert all(not found.doubtful for found in before)
    assert set(before) <= set(after)


def test_no_rule_speaks_about_a_right_value_in_doubt(make_case: Any) -> None:
    case = in_doubt(make_case({}), doubted(BORN, str(make_case({}).answers[BORN]), 0.99))

    assert about(case, BORN) == []


def test_a_row_is_half_filled_although_its_date_is_in_doubt(make_case: Any) -> None:
    blank = {
        "value": None, "raw": "", "doubt": False, "candidates": (),
    }  # fmt: skip
    cells = {
        "jugendamt": doubted(f"{PERIODS}.0.jugendamt", "Jugendamt Hof", 0.5),
        "vom": doubted(f"{PERIODS}.0.vom", "2024-06-01", 0.5),
        "bis": doubted(f"{PERIODS}.0.bis", "", 0.5).model_copy(update=blank),
    }
    case = in_doubt(make_case({}), *cells.values())
    rows = ({"jugendamt": "Jugendamt Hof", "vom": "2024-06-01"},)
    case = case.model_copy(update={"answers": {**case.answers, PERIODS: rows}})

    assert "V-28" in {found.rule for found in about(case, PERIODS)}


def test_a_row_of_which_a_cell_may_be_filled_is_left_alone(make_case: Any) -> None:
    cells = [
        doubted(f"{PERIODS}.0.jugendamt", "Jugendamt Hof", 0.5),
        doubted(f"{PERIODS}.0.vom", "2024-06-01", 0.5),
        doubted(f"{PERIODS}.0.bis", "-", 0.5),
    ]
    case = in_doubt(make_case({}), *cells)
    rows = ({"jugendamt": "Jugendamt Hof", "vom": "2024-06-01", "bis": "-"},)
    case = case.model_copy(update={"answers": {**case.answers, PERIODS: rows}})

    assert "V-28" not in {found.rule for found in about(case, PERIODS)}


def test_a_stain_on_a_row_is_no_entry_to_which_something_is_missing(make_case: Any) -> None:
    blank = doubted(f"{PERIODS}.0.bis", "", 0.5).model_copy(update={"value": None, "doubt": False})
    stain = doubted(f"{PERIODS}.0.jugendamt", "Nn Mn Nenn erleben", 0.07)
    case = in_doubt(make_case({}), stain, blank)
    rows = ({"jugendamt": "Nn Mn Nenn erleben"},)
    case = case.model_copy(update={"answers": {**case.answers, PERIODS: rows}})

    assert "V-28" not in {found.rule for found in about(case, PERIODS)}


def test_a_half_filled_row_is_named_by_its_place(make_case: Any) -> None:
    cells = [
        doubted(f"{PERIODS}.1.jugendamt", "Jugendamt Hof", 0.5),
        doubted(f"{PERIODS}.1.vom", "2024-06-01", 0.5),
        doubted(f"{PERIODS}.1.bis", "", 0.5).model_copy(update={"value": None, "doubt": False}),
    ]
    case = in_doubt(make_case({}), *cells)
    rows = ({}, {"jugendamt": "Jugendamt Hof", "vom": "2024-06-01"})
    case = case.model_copy(
        update={
            "answers": {**case.answers, PERIODS: rows},
            "doubtful": case.doubtful | {PERIODS},
        }
    )

    (found,) = (found for found in about(case, PERIODS) if found.rule == "V-28")

    assert "Zeile 2" in found.message


def box(item: str, ticked: float, *, doubt: bool) -> Reading:
    state = (
        MarkState.TICKED
        if ticked > 0.97
        else MarkState.UNSURE
        if ticked > 0.03
        else MarkState.EMPTY
    )
    chances = ((MarkState.TICKED, ticked), (MarkState.STRUCK, 1 - ticked))
    return Reading(
        item=item, kind=ReadingKind.MARK, value=state.value, confidence=max(ticked, 1 - ticked),
        doubt=doubt, source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=1, height=1),
        candidates=tuple(Candidate(value=s.value, confidence=c) for s, c in chances), reader="test",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chance", "found"), [(0.93, True), (0.85, False), (0.6, False), (0.01, False)]
)
def test_two_ticks_are_found_where_the_box_in_doubt_is_surely_ticked(
    make_case: Any, chance: float, found: bool
) -> None:
    field = "vertretung.sorgerecht"
    boxes = box(f"{field}.beide", 0.9999, doubt=False), box(f"{field}.mutter", chance, doubt=True)
    case = make_case({"antworten": {field: "beide"}})
    case = case.model_copy(
        update={"readings": {b.item: b for b in boxes}, "doubtful": frozenset({field})}
    )

    hits = [f for f in validators.check(case, TODAY) if f.rule == "A-02"]

    assert [f.doubtful for f in hits] == ([(field,)] if found else [])


@pytest.mark.parametrize("written", ["entfällt", "entfält", "keine", "./."])
def test_words_that_say_nothing_are_known_from_little_confidence(
    make_case: Any, written: str
) -> None:
    field = "kind.geburtsname"
    case = in_doubt(make_case({}), doubted(field, written, 0.04))

    assert "A-08" in {finding.rule for finding in about(case, field)}


def test_a_stamp_that_nobody_can_read_is_of_a_day_after_the_signature(make_case: Any) -> None:
    case = make_case(
        {"antworten": {"antrag.leistung_ab": "2026-01-01", "erklaerung.datum": "2026-02-27"}}
    )
    unread = case.received.model_copy(update={"day": None, "doubt": True, "candidates": ()})
    signed = doubted("erklaerung.datum", "2026-02-27", 0.99).model_copy(update={"doubt": False})
    soon = signed.model_copy(update={"value": "2026-01-20"})

    late, early = (
        validators.check(
            case.model_copy(update={"received": unread, "readings": {"erklaerung.datum": read}}),
            TODAY,
        )
        for read in (signed, soon)
    )

    assert "D-03" in {found.rule for found in late}
    assert "D-03" not in {found.rule for found in early}


def test_a_stamp_that_nobody_can_read_is_not_called_impossible(make_case: Any) -> None:
    """Its likely days follow from the signature, and a signature of next year was misread."""
    case = make_case({"antworten": {"erklaerung.datum": "2031-02-27"}})
    signed = doubted("erklaerung.datum", "2031-02-27", 0.99).model_copy(update={"doubt": False})
    unread = case.received.model_copy(update={"day": None, "doubt": True, "candidates": ()})
    seen = case.model_copy(update={"received": unread, "readings": {"erklaerung.datum": signed}})

    assert "F-10" not in {found.rule for found in validators.check(seen, TODAY)}


def test_a_day_that_does_not_exist_is_one_if_the_reader_offers_it_first(make_case: Any) -> None:
    """It would rather offer days that exist."""
    read = doubted("kind.geburtsdatum", "31.02.2022", 0.7)
    other = Candidate(value="2022-01-31", confidence=0.25)
    case = make_case({"antworten": {"kind.geburtsdatum": "31.02.2022"}})

    first = in_doubt(case, read.model_copy(update={"candidates": (*read.candidates, other)}))

    assert "D-01" in {found.rule for found in about(first, "kind.geburtsdatum")}


@pytest.mark.parametrize(("confidence", "speaks"), [(0.85, False), (0.95, True)])
def test_a_date_that_others_read_as_nonsense_needs_a_surer_reader(
    make_case: Any, confidence: float, speaks: bool
) -> None:
    """01.11.2024 whose dots ran into the ones is read as January, whichever way one looks."""
    nonsense = doubted(BORN, "2026-04-17", confidence, "ou2o2", "MUu2oRt", share=0.0)

    found = {finding.rule for finding in about(in_doubt(make_case({}), nonsense), BORN)}

    assert ("D-06" in found) is speaks


def test_a_section_that_may_have_been_left_out_opens_no_question_of_it(make_case: Any) -> None:
    """People from the Union leave out Nr. 1 D; dirt in one of its places does not change that."""
    answers = {"kind.staatsangehoerigkeit": "polnisch"}
    case = make_case({"antworten": answers})
    dirt = "kind.aufenthalt.beschaeftigungsduldung.erteilt"
    unread = case.model_copy(update={"doubtful": case.doubtful | {dirt}})

    left_out, open_questions = (
        {f.rule for f in validators.check(seen, TODAY) if "kind.aufenthalt" in str(f.fields)}
        for seen in (case, unread)
    )

    assert left_out == {"V-08"}
    assert open_questions == set()


@pytest.mark.parametrize("strokes", ["_", "-", "--"])
def test_a_stroke_or_two_may_be_a_fold_and_say_nothing(make_case: Any, strokes: str) -> None:
    field = "kind.geburtsname"
    case = in_doubt(make_case({}), doubted(field, strokes, 0.75))

    assert "A-08" not in {finding.rule for finding in about(case, field)}


@pytest.mark.parametrize("candidates", [(), (("31.02.2022", 0.0),), (("3102", 0.4),)])
def test_an_impossible_day_that_no_reader_vouches_for_is_left_alone(
    make_case: Any, candidates: tuple[tuple[str, float], ...]
) -> None:
    offers = tuple(Candidate(value=value, confidence=share) for value, share in candidates)
    read = doubted("kind.geburtsdatum", "31.02.2022", 0.7).model_copy(update={"candidates": offers})
    case = make_case({"antworten": {"kind.geburtsdatum": "31.02.2022"}})

    assert "D-01" not in {f.rule for f in about(in_doubt(case, read), "kind.geburtsdatum")}


def test_a_stamp_fits_only_soon_after_a_day_on_which_may_have_been_signed(make_case: Any) -> None:
    signed = doubted("erklaerung.datum", "2026-01-05", 0.6, "2026-07-05", share=0.35)
    between = date(2026, 4, 1)
    case = make_case({"antworten": {"erklaerung.datum": "2026-01-05"}})
    stamp = case.received.model_copy(update={"doubt": True, "candidates": (between,)})

    days = days_of(case.model_copy(update={"received": stamp, "readings": {signed.item: signed}}))

    assert between in days
    assert len(days) > 1


def test_a_stamp_in_doubt_that_fits_the_signature_shows_what_was_read(make_case: Any) -> None:
    case = make_case({"antworten": {"erklaerung.datum": "2026-03-01"}})
    signed = doubted("erklaerung.datum", "2026-03-01", 0.99).model_copy(update={"doubt": False})
    days = (date(2026, 3, 4), date(2036, 3, 4))
    stamp = case.received.model_copy(update={"day": days[0], "doubt": True, "candidates": days})
    seen = case.model_copy(update={"received": stamp, "readings": {"erklaerung.datum": signed}})

    assert days_of(seen) == days[:1]


def test_a_signature_of_the_last_day_of_all_tells_nothing_about_the_stamp(make_case: Any) -> None:
    case = make_case({"antworten": {"erklaerung.datum": "9999-12-31"}})
    signed = doubted("erklaerung.datum", "9999-12-31", 0.99).model_copy(update={"doubt": False})
    unread = case.received.model_copy(update={"day": None, "doubt": True, "candidates": ()})

    seen = case.model_copy(update={"received": unread, "readings": {"erklaerung.datum": signed}})

    assert days_of(seen) == ()


def test_a_stamp_in_doubt_counts_with_every_day_it_may_show(make_case: Any) -> None:
    """Benefits from January: for the past if the stamp is of March, whichever day it was."""
    case = make_case({"antworten": {"antrag.leistung_ab": "2026-01-01"}})
    stamp = case.received.model_copy(
        update={"doubt": True, "candidates": (date(2026, 3, 2), date(2026, 3, 7))}
    )
    early = stamp.model_copy(update={"candidates": (date(2026, 3, 2), date(2026, 1, 7))})

    likely = validators.check(case.model_copy(update={"received": stamp}), TODAY)
    unlikely = validators.check(case.model_copy(update={"received": early}), TODAY)

    assert "D-03" in {found.rule for found in likely}
    assert "D-03" not in {found.rule for found in unlikely}


@pytest.mark.parametrize(
    ("said", "confidence", "speaks"),
    [
        ("Nn Mn Nenn erleben", 0.07, False),
        ("Nn Mn Nenn erleben", 0.8, True),
        ("Nenn erl", 0.15, False),
        ("rn en een en ee ne A", 0.17, False),
    ],
)
def test_a_stain_in_a_field_is_no_entry_that_opens_questions(
    make_case: Any, said: str, confidence: float, speaks: bool
) -> None:
    field = "todesfall.waisenbezuege.traeger"
    case = in_doubt(make_case({}), doubted(field, said, confidence))

    rules = {found.rule for found in validators.check(case, TODAY)}

    assert ("A-04" in rules) is speaks


@pytest.mark.parametrize(("raw", "found"), [("DE8974390000105148568", True), ("1", False)])
def test_a_lone_stroke_is_no_value_that_a_finding_may_rest_on(
    make_case: Any, raw: str, found: bool
) -> None:
    """A hair is read as 1 as clearly as a one."""
    read = doubted(ACCOUNT, "DE8974390000105148568", 0.99).model_copy(update={"raw": raw})

    assert ("B-01" in {f.rule for f in about(in_doubt(make_case({}), read), ACCOUNT)}) is found


def test_an_account_number_that_lacks_several_signs_was_rather_misread(make_case: Any) -> None:
    read = doubted(ACCOUNT, "DE870959344459316534", 0.99)

    assert about(in_doubt(make_case({}), read), ACCOUNT) == []


def test_a_citizenship_is_known_though_its_capital_is_not(make_case: Any) -> None:
    field = "betreuender_elternteil.staatsangehoerigkeit"
    known = validators.check(make_case({"antworten": {field: "syrisch"}}), TODAY)
    read = doubted(field, "syrisch", 0.5, "Syrisch", share=0.45)

    doubtful = validators.check(in_doubt(make_case({}), read), TODAY)

    assert {f.rule for f in known if field in f.fields} <= {f.rule for f in doubtful}


@pytest.mark.parametrize(("answers", "rests"), [
    ({}, False),
    ({"kind.geburtsdatum": "1971-02-03", "kind.lebt_seit": "2030-01-01"}, True),
    ({"bankverbindung.bic": "ABC", "kind.familienname": "", "kind.lebt_bei": ""}, True),
    ({"kind.vornamen": "", "kind.lebt_bei": ""}, False),
])  # fmt: skip
def test_what_rests_on_doubt_is_the_same_whether_all_rules_are_asked_or_those_it_takes(
    make_case: Any, monkeypatch: pytest.MonkeyPatch, answers: dict[str, str], rests: bool
) -> None:
    case = make_case({"antworten": answers})
    doubts = [
        doubted(field, str(case.answers[field]), 0.97, other, share=0.02)
        for field, other in (
            ("kind.geburtsdatum", "2019-07-08"), ("erklaerung.datum", "2026-03-01"),
            ("betreuender_elternteil.geburtsdatum", "1990-04-05"),
            ("kind.lebt_seit", "2019-07-08"), ("bankverbindung.bic", "GENODEF1NM1"),
        )
        if field in case.answers
    ]  # fmt: skip
    case = in_doubt(case, *doubts)

    few = validators.check(case, TODAY)
    monkeypatch.setattr(validators, "needed_for", lambda wanted: list(validators.RULES.values()))

    assert few == validators.check(case, TODAY)
    assert any(finding.doubtful for finding in few) is rests


def test_a_rule_over_all_fields_waits_for_those_that_have_the_last_word() -> None:
    over_all = next(rule for rule in validators.RULES.values() if rule.turn)

    needed = {rule.id for rule in needed_for({over_all.id})}

    assert {rule.id for rule in validators.RULES.values() if rule.has_the_last_word} <= needed
    assert len(needed) < len(validators.RULES)
