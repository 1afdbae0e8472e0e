"""Readings in doubt, made up."""

from __future__ import annotations

from pipeline.model import Box, Candidate, Case, Reading, ReadingKind, Source


def read(item: str, kind: ReadingKind, value: str | None, *, doubt: bool) -> Reading:
    return Reading(
        item=item, kind=kind, value=value, confidence=0.0 if doubt else 0.999, doubt=doubt,
        source=Source.MACHINE, page=1, box=Box(x=1, y=1, width=1, height=1), reader="test",
    )  # fmt: skip


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
