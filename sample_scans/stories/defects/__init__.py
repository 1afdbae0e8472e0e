"""What can be wrong with an application, by id: blanks, wrong ticks, wrong days, missing papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from sample_scans.stories.defects.blanks import blanks
from sample_scans.stories.defects.kinds import Defect, Settled
from sample_scans.stories.defects.marks import wrong_marks
from sample_scans.stories.defects.papers import wrong_papers

__all__ = ["DEFECTS", "Defect", "chosen", "needs_of"]

DEFECTS: Mapping[str, Defect] = {
    defect.id: defect for defect in (*blanks(), *wrong_marks(), *wrong_papers())
}


def chosen(rng: Random, count: int) -> list[Defect]:
    """So many defects by weight, whose situations do not exclude each other."""
    found: list[Defect] = []
    pool = list(DEFECTS.values())
    while len(found) < count:
        one = rng.choices(pool, [defect.weight for defect in pool])[0]
        pool.remove(one)
        if _agree([*found, one]):
            found.append(one)
    return found


def needs_of(defects: Sequence[Defect]) -> Settled:
    """The choices that these defects settle; a later defect has the last word."""
    return {name: value for defect in defects for name, value in defect.needs.items()}


def _agree(defects: Sequence[Defect]) -> bool:
    settled: dict[str, object] = {}
    return all(
        settled.setdefault(name, value) == value
        for defect in defects
        for name, value in defect.needs.items()
    )
