"""Who wants fewer wrong values gets more doubts, and never accepts what others would not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import judgement
from extractors.audit import Audit
from extractors.judgement import Evidence, bar, believable, strictness
from extractors.lexicon import Support
from extractors.marks import Mark, _reading
from pipeline import forms
from pipeline.model import Reading, ReadingKind

PAGE = forms.load("uvg_antrag_by").page("antrag_seite_2")
BOXES = [item for item in PAGE.items if item.kind is ReadingKind.MARK][:2]
CHANCES = st.floats(0, 1)
AIMS = st.floats(1e-9, 0.5)

MARKS = st.builds(Mark, marked=CHANCES, taken_back=CHANCES, odd=st.booleans())
EVIDENCE = st.builds(
    Evidence, value=st.sampled_from(["Mara Huber", "2017-03-14", "unbekannt", "GENODEF1S04"]),
    kind=st.sampled_from(["name", "date", "text", "bic", "iban"]), agree=st.just(True),
    certain=st.just(True), poorest=CHANCES, best=CHANCES, machine_like=st.just(0.9),
    support=st.sampled_from([Support.KNOWN, Support.SILENT]), all_known=st.booleans(),
    audit=st.just(Audit(9, 9, 0)), alone=st.just(True),
)  # fmt: skip

Aiming = Callable[[float], AbstractContextManager[None]]


@contextmanager
def aiming_at(share: float) -> Iterator[None]:
    """As if EINGANG_TARGET_ERROR were set so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EINGANG_TARGET_ERROR", repr(share))
        strictness.cache_clear()
        yield
    strictness.cache_clear()


def box_read(mark: Mark, rival: Mark) -> Reading:
    one, other = BOXES
    return _reading(one, {one.id: mark, other.id: rival}, [other.id], 1, lone=False)


@given(EVIDENCE, AIMS, AIMS)
def test_a_stricter_aim_never_believes_more_text(
    evidence: Evidence, one: float, other: float
) -> None:
    with aiming_at(min(one, other)):
        strict = believable(evidence)
    with aiming_at(max(one, other)):
        assert believable(evidence) or not strict


@given(MARKS, MARKS, AIMS, AIMS)
def test_a_stricter_aim_never_accepts_more_boxes(
    mark: Mark, rival: Mark, one: float, other: float
) -> None:
    with aiming_at(min(one, other)):
        strict = box_read(mark, rival)
    with aiming_at(max(one, other)):
        loose = box_read(mark, rival)

    assert strict.doubt or not loose.doubt
    assert strict.doubt or strict.value == loose.value


@given(EVIDENCE, MARKS, MARKS, st.floats(judgement.FITTED_TO, 0.9))
def test_a_looser_aim_changes_nothing(
    evidence: Evidence, mark: Mark, rival: Mark, aim: float
) -> None:
    usual = believable(evidence), box_read(mark, rival)

    with aiming_at(aim):
        assert (believable(evidence), box_read(mark, rival)) == usual


@given(CHANCES)
def test_a_bar_leaves_as_much_less_room_for_mistakes_as_the_aim_does(confidence: float) -> None:
    with aiming_at(judgement.FITTED_TO):
        assert bar(confidence) == confidence
    with aiming_at(judgement.FITTED_TO / 4):
        assert math.isclose(1 - bar(confidence), (1 - confidence) / 4, abs_tol=1e-12)


def test_a_tick_that_is_clear_for_most_is_a_doubt_for_the_strictest() -> None:
    mark, nothing = Mark(0.98, 0.0, odd=False), Mark(0.001, 0.0, odd=False)

    assert not box_read(mark, nothing).doubt
    with aiming_at(0.0001):
        assert box_read(mark, nothing).doubt
