"""What is filled in lies where the form wants it, whole, in every hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import forms
from pipeline.model import Box, ReadingKind
from sample_scans.fill import applicant, hand, marks, pens, signature, stamp, typed
from sample_scans.fill.entries import Manner, fitted, place, slip
from sample_scans.fill.marks import CANCELS, SHAPES, Habit
from sample_scans.fill.pages import Job, fill_page, ticked, written_values
from sample_scans.fill.paper import PAPER_PX_PER_MM, Paper, white
from sample_scans.fill.wording import Custom, on_paper
from sample_scans.fonts import handwriting
from sample_scans.story import Story
from sample_scans.style import default_style, style_of

FORM = forms.load("uvg_antrag_by")
BOX = Box(x=20, y=20, width=3.25, height=3.25)
LINE = Box(x=10, y=10, width=70, height=8)

STORY = Story(
    answers={
        "antrag.stelle": "Landratsamt Wallnau, Schlossplatz 2, 94999 Wallnau",
        "kind.familienname": "Şahin-Groß",
        "kind.vornamen": "Mara Sofie",
        "kind.geburtsdatum": "2017-03-14",
        "kind.geschlecht": "weiblich",
        "kind.lebt_bei": "unbekannt",
    },
    findings=("F-11",),
    received="2026-03-04",
    underlined={"kind.vornamen": "Mara"},
)


def ink(paper: Paper, box: Box) -> float:
    """Share of the box that is dark."""
    left, top = round(box.x * PAPER_PX_PER_MM), round(box.y * PAPER_PX_PER_MM)
    width, height = round(box.width * PAPER_PX_PER_MM), round(box.height * PAPER_PX_PER_MM)
    return float(np.mean(paper.grey[top : top + height, left : left + width] < 200))


def some_hand(seed: int = 1, pen: str = "ballpoint_black") -> hand.Hand:
    rng = np.random.default_rng(seed)
    return hand.take(rng, handwriting(), pens.take(rng, pen), default_style().writing)


@pytest.mark.parametrize(
    ("value", "kind", "custom", "written"),
    [
        ("2017-03-14", "date", Custom(), "14.03.2017"),
        ("2017-03-04", "date", Custom(date="short"), "4.3.2017"),
        ("2017-03-14", "date", Custom(date="spaced"), "14. 03. 2017"),
        ("2017-03", "date", Custom(), "03.2017"),
        ("2017", "date", Custom(), "2017"),
        ("31.02.2017", "date", Custom(), "31.02.2017"),
        ("unbekannt", "date", Custom(), "unbekannt"),
        ("1250.00", "amount_eur", Custom(), "1.250,00"),
        ("1250.00", "amount_eur", Custom(amount="plain"), "1250,00"),
        ("1234567.89", "amount_eur", Custom(amount="with_euro"), "1.234.567,89 €"),
        ("./.", "amount_eur", Custom(), "./."),
        ("DE02120300000000202051", "iban", Custom(), "DE02 1203 0000 0000 2020 51"),
        ("DE02120300000000202051", "iban", Custom(iban="plain"), "DE02120300000000202051"),
        ("1250.00", "text", Custom(), "1250.00"),
    ],
)
def test_a_value_is_written_as_people_write_it(
    value: str, kind: str, custom: Custom, written: str
) -> None:
    assert on_paper(value, kind, custom) == written


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("pen", ["pencil", "felt_tip"])
def test_a_mark_leaves_ink_in_its_box(shape: str, pen: str) -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        paper = Paper(white(50, 50))

        marks.mark(paper, BOX, Habit(shape, 1.0, 0.08), pens.take(rng, pen), rng)

        assert ink(paper, BOX) > 0.04
        assert ink(paper, Box(x=0, y=0, width=10, height=50)) == 0


@pytest.mark.parametrize("way", CANCELS)
def test_a_mark_taken_back_is_much_darker_than_a_mark(way: str) -> None:
    for seed in range(4):
        pen = pens.take(np.random.default_rng(seed), "ballpoint_blue")
        crossed, cancelled = Paper(white(50, 50)), Paper(white(50, 50))
        habit = Habit("cross", 1.0, 0.0)

        marks.mark(crossed, BOX, habit, pen, np.random.default_rng(seed))
        marks.cancel(cancelled, BOX, way, habit, pen, np.random.default_rng(seed))

        assert ink(cancelled, BOX) > 1.5 * ink(crossed, BOX)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("abcdeHß1", min_size=1, max_size=11), min_size=1, max_size=9))
def test_no_word_is_lost_when_a_text_is_fitted(words: list[str]) -> None:
    text = " ".join(words)

    lines, writer = fitted(LINE, text, some_hand(), LINE.width)

    assert " ".join(lines) == text
    assert writer.capital_mm > 0


@pytest.mark.parametrize("seed", range(5))
def test_a_name_is_written_inside_its_field(seed: int) -> None:
    paper = Paper(white(100, 30))

    place(paper, LINE, "Müller-Groß", some_hand(seed), np.random.default_rng(seed))

    assert ink(paper, LINE) > 0.01
    assert ink(paper, Box(x=0, y=25, width=100, height=5)) == 0


def test_a_struck_word_stands_before_the_text_that_counts() -> None:
    plain, corrected = Paper(white(100, 30)), Paper(white(100, 30))
    writer = typed.take(np.random.default_rng(2), style_of("writing: {machines: arimo}").writing)

    place(plain, LINE, "Passau", writer, np.random.default_rng(3))
    manner = Manner(wrong="Posa")
    place(corrected, LINE, "Passau", writer, np.random.default_rng(3), manner)

    assert ink(corrected, LINE) > 1.4 * ink(plain, LINE)


@given(st.text("abcdefgh0123456789AB", min_size=1, max_size=20), st.integers(0, 999))
def test_a_slip_is_never_the_right_word(text: str, seed: int) -> None:
    assert slip(text, np.random.default_rng(seed)) != text


def test_a_signature_and_a_stamp_leave_their_traces() -> None:
    paper = Paper(white(120, 60))
    area = Box(x=10, y=5, width=77, height=36)
    line = Box(x=10, y=43, width=85, height=16)

    stamp.stamp(
        paper, area, date(2026, 3, 4), "Landratsamt Wallnau", default_style().stamp,
        np.random.default_rng(1),
    )  # fmt: skip
    signature.sign(paper, line, "Mara Groß", some_hand(), np.random.default_rng(1))

    assert ink(paper, area) > 0.03
    assert ink(paper, line) > 0.005


def test_written_and_ticked_answers_are_told_apart() -> None:
    written = {item.id for item, _ in written_values(STORY.answers, FORM)}

    assert "kind.lebt_bei" in written
    assert "kind.geschlecht" not in written
    assert ticked(FORM.fields["kind.geschlecht"], STORY.answers) == ["weiblich"]
    assert ticked(FORM.fields["kind.lebt_bei"], STORY.answers) == []


@pytest.mark.parametrize("writing", ["hand", "typed", "mixed"])
def test_a_page_gets_ink_where_the_story_has_answers_and_nowhere_else(writing: str) -> None:
    style = style_of(f"writing: {{kinds: {writing}}}\nmarks: {{cancelled: 0}}")
    rng = np.random.default_rng(5)
    person = applicant.take(rng, style, handwriting(), list(STORY.answers))
    page = FORM.pages[0]

    filled = fill_page(Job(FORM, STORY, style, person), page, rng)
    blank = fill_page(Job(FORM, Story({}, (), None), style, person), page, rng)

    added = Paper(np.clip(blank.grey.astype(int) - filled.grey, 0, 255).astype(np.uint8))
    added.grey = 255 - added.grey
    written = {item.id for item, _ in written_values(STORY.answers, FORM)}
    for item in page.items:
        if item.kind is ReadingKind.TEXT:
            assert (ink(added, item.box) > 0.001) >= (item.id in written), item.id
    assert ink(added, FORM.items["kind.geschlecht.weiblich"].box) > 0.03
    assert ink(added, FORM.items["kind.geschlecht.divers"].box) == 0


def test_the_notes_say_which_fields_were_written_by_hand() -> None:
    style = style_of("writing: {kinds: mixed, by_hand_in_mixed: 0.5}")
    rng = np.random.default_rng(5)
    person = applicant.take(rng, style, handwriting(), list(STORY.answers))
    job = Job(FORM, STORY, style, person)

    fill_page(job, FORM.pages[0], rng)

    assert job.by_hand["antrag.stelle"] is False
    assert {name for name, by_hand in job.by_hand.items() if by_hand} == person.by_hand & set(
        job.by_hand
    ) - {"antrag.stelle"}
