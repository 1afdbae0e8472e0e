"""The bench of boxes counts right, and gives other methods their best thresholds."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import forms
from pipeline.bounds import upper_bound
from pipeline.model import Box
from sample_scans.fill.paper import PAPER_PX_PER_MM, Paper
from sample_scans.fonts import handwriting
from tests.bench.marks import methods, records
from tests.bench.marks.applications import boxes_of, scanned
from tests.bench.marks.conditions import SPOILS, conditions
from tests.bench.marks.crops import Crop, crop_lines, labels, passed
from tests.bench.marks.measures import Measures, white_areas, without_lines
from tests.bench.marks.reading import read
from tests.bench.marks.records import Application, BoxRecord
from tests.bench.marks.spoils import dots, line_through, runs, stains
from tests.bench.marks.tables import (
    condition_lines,
    counts_of,
    drawn,
    method_counts,
    method_lines,
    mistake_lines,
)

FORM = forms.load("uvg_antrag_by")
MEASURES = Measures(share=0.0, without_lines=0.0, white=1.0, mean=255.0)


def box(
    truth: bool,
    ticked: bool,
    doubt: bool = False,
    measures: Measures = MEASURES,
    question: str = "q",
) -> BoxRecord:
    return BoxRecord("q.ja", "p", question, truth, ticked, doubt, measures)


def inked(share: float, truth: bool) -> BoxRecord:
    """A box with so much ink that our reader reads right."""
    return box(truth, truth, measures=Measures(share, share / 2, 1 - share, 255 * (1 - share)))


@pytest.mark.parametrize(
    ("mistakes", "of", "per_thousand"), [(0, 2880, 1.04), (0, 65_000, 0.046), (1, 65_000, 0.073)]
)
def test_the_bound_is_the_known_one(mistakes: int, of: int, per_thousand: float) -> None:
    assert 1000 * upper_bound(mistakes, of) == pytest.approx(per_thousand, rel=0.01)


def test_where_all_is_wrong_or_nothing_was_seen_the_bound_is_one() -> None:
    assert upper_bound(4, 4) == 1.0
    assert upper_bound(0, 0) == 1.0


@given(st.integers(0, 40), st.integers(41, 5000))
def test_more_mistakes_raise_the_bound(mistakes: int, of: int) -> None:
    assert mistakes / of < upper_bound(mistakes, of) < upper_bound(mistakes + 1, of) <= 1


def test_unread_pages_are_sent_and_confused_pages_are_wrong() -> None:
    boxes = (box(True, True), box(True, False), box(False, True, doubt=True))
    counts = counts_of(Application(1, "c", boxes, unread=20, astray=7))

    assert (counts.boxes, counts.wrong) == (30, 9)
    assert (counts.wrong_accepted, counts.sent) == (8, 21)


def test_a_bar_that_is_missed_is_named_in_its_line() -> None:
    good = Application(1, "good", tuple(box(False, False) for _ in range(99)))
    bad = Application(2, "bad", (box(True, False),))

    _, first, second, *both = condition_lines([good, bad])

    assert "over a bar" not in first
    assert "over a bar" in second
    assert [line.split("  ")[0] for line in both] == ["all that the generator draws", "all"]
    assert drawn([good, Application(3, "on top: dots", ())]) == [good]
    assert list(method_lines([])) == []
    assert list(mistake_lines([good, bad])) == ["wrong and accepted: bad, seed 2: q.ja"]


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=60))
def test_no_threshold_is_better_than_the_one_chosen(pairs: list[tuple[int, bool]]) -> None:
    values = np.array([value for value, _ in pairs], float)
    truth = np.array([yes for _, yes in pairs], bool)

    chosen = methods.best_split(values, truth)

    def wrong(level: float) -> int:
        return int(((values > level) != truth).sum())

    assert wrong(chosen) == min(wrong(level / 2) for level in range(-1, 19))


def test_a_second_threshold_tells_blackened_boxes_from_ticked_ones() -> None:
    some = [inked(0.0, False)] * 300 + [inked(0.2, True)] * 100 + [inked(0.9, False)] * 100
    boxes = methods.columns([Application(1, "c", tuple(some))])

    one, two = methods.ink_share(boxes), methods.ink_band(boxes)

    assert int((one.ticked != boxes.truth).sum()) == 100
    assert int((two.ticked != boxes.truth).sum()) == 0


def test_three_tables_take_the_surest_measure() -> None:
    rng = np.random.default_rng(3)
    some = [
        box(yes, yes, measures=Measures(float(rng.random()), 0.3 if yes else 0.1, 0.5, 200))
        for yes in rng.random(800) < 0.3
    ]
    boxes = methods.columns([Application(1, "c", tuple(some))])

    judged = methods.sdaps(boxes)

    assert (judged.ticked == boxes.truth).all()


def test_a_gap_is_the_threshold_of_its_group_if_it_is_wide_enough() -> None:
    greys = np.array([250.0, 120, 245, 240, 230, 235])
    groups = np.array([0, 0, 0, 1, 1, 1])

    levels = methods.gaps(greys, groups, 20, np.full(6, 99.0))

    assert levels.tolist() == [182.5] * 3 + [99.0] * 3


def test_the_question_decides_before_the_page() -> None:
    """A dark copy: the empty box of one question is darker than the ticked one of another."""
    greys = [(240, False, "a"), (200, True, "a"), (150, False, "b"), (90, True, "b")]
    some = [box(yes, yes, measures=Measures(0, 0, 1, grey), question=q) for grey, yes, q in greys]
    boxes = methods.columns([Application(1, "c", tuple(some))])

    assert (methods.omrchecker(boxes).ticked == boxes.truth).all()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=80), st.sampled_from([0.0, 0.02, 0.3, 1.0]))
def test_no_more_boxes_are_doubted_than_may_be_and_the_least_trusted_first(
    trust: list[int], share: float
) -> None:
    values = np.array(trust, float)

    doubted = methods.doubted(values, share)

    assert doubted.sum() <= share * len(values)
    if doubted.any() and not doubted.all():
        assert values[doubted].max() < values[~doubted].min()


def test_all_methods_are_asked_about_the_same_boxes() -> None:
    some = (*[inked(0.0, False)] * 60, *[inked(0.2, True)] * 40)
    applications = [Application(1, "c", some, unread=5, astray=2)]

    rows = list(method_counts(applications))

    assert {counts.boxes for _, counts, _ in rows} == {107}
    assert all(counts.wrong_accepted >= 2 for _, counts, _ in rows)
    assert len(list(method_lines(applications))) == len(rows) + 1


def test_lines_disappear_and_blackened_boxes_do_not() -> None:
    cross = np.zeros((36, 36), np.uint8)
    cv2.line(cross, (2, 2), (33, 33), 1, 4)
    cv2.line(cross, (33, 2), (2, 33), 1, 4)

    assert without_lines(cross).mean() < 0.02
    assert without_lines(np.ones((36, 36), np.uint8)).mean() > 0.2
    assert white_areas(np.ones((36, 36), np.uint8)) == 0
    assert white_areas(np.zeros((36, 36), np.uint8)) == 1


def test_a_run_that_was_cut_off_goes_on_with_what_is_whole(tmp_path: Path) -> None:
    done = [Application(n, "c", (box(True, True), box(False, True, doubt=True))) for n in range(3)]
    kept = tmp_path / "records.jsonl"
    kept.write_text("".join(map(records.line_of, done)) + records.line_of(done[0])[:50], "utf-8")

    assert records.load(kept) == done
    assert len(kept.read_text("utf-8").splitlines()) == 3
    assert records.load(tmp_path / "none.jsonl") == []


def test_every_condition_is_another_way_of_making_pages() -> None:
    made = [(one.style.model_dump_json(), one.spoil) for one in conditions()]

    assert len({str(one) for one in made}) == len(made)
    assert {one.name for one in conditions() if one.spoil} == set(SPOILS)
    assert all(one.style.born_digital == {"never": 1.0} for one in conditions())


def test_only_boxes_close_under_each_other_are_run_through() -> None:
    column = [Box(x=20, y=y, width=3, height=3) for y in (50, 56, 62, 90)]
    aside = Box(x=60, y=56, width=3, height=3)

    assert runs([*column, aside]) == [column[:3]]


@pytest.mark.parametrize("spoil", [dots, line_through, stains])
def test_what_is_laid_on_top_darkens_the_paper(spoil: object) -> None:
    paper = Paper(np.full((round(297 * PAPER_PX_PER_MM), 2480), 255, np.uint8))
    empty = boxes_of(FORM.page("antrag_seite_2"))

    spoil(paper, empty, np.random.default_rng(1))  # type: ignore[operator]  # one of the three

    assert paper.grey.min() < 220
    assert paper.grey.mean() > 240


def test_an_application_is_made_and_read_again(tmp_path: Path) -> None:
    (clean,) = (one for one in conditions() if one.name == "mark: cross")

    made = scanned(tmp_path, 31, clean, FORM, handwriting())
    found = read(made, 31, clean.name, FORM, None)

    assert found.count == sum(len(boxes_of(FORM.page(page))) for page in made.pages)
    assert {one.item for one in found.boxes if one.truth} <= made.ticked
    assert counts_of(found).wrong_accepted == 0
    assert counts_of(found).sent_share < 0.1


def test_crops_that_show_no_box_are_left_out() -> None:
    text = "file\tlabel\tdocument\na.png\tchecked\td\nb.png\topen\td\nc.png\tnot-checkbox\td\n"

    assert list(labels(text)) == [("a.png", True), ("b.png", False)]


@pytest.mark.parametrize(
    ("wrong", "doubted", "good"), [(2, 15, True), (3, 0, False), (0, 16, False)]
)
def test_crops_have_bars_of_their_own(wrong: int, doubted: int, good: bool) -> None:
    crops = [Crop("a", True, n >= wrong, doubt=n >= 100 - doubted) for n in range(100)]

    assert passed(crops) is good
    assert len(list(crop_lines(crops))) == 4
