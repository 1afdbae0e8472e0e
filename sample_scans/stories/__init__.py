"""Invented applications: families, what they wrote, what they enclosed, what is wrong with it.

``make_story(seed)`` is the same story for the same seed, everywhere and always.
"""

from __future__ import annotations

from collections.abc import Sequence

from sample_scans.stories.defects import DEFECTS, Defect
from sample_scans.stories.invention import make_story as _make_story
from sample_scans.story import Story

__all__ = ["DEFECTS", "Defect", "make_story"]


def make_story(seed: int, defects: Sequence[str] | None = None) -> Story:
    """The application with this number.

    ``defects`` are ids of ``DEFECTS``; an empty sequence asks for an application without any,
    ``None`` lets the number decide. What a clerk must find in any case (a retroactive claim, say)
    is no defect and belongs to the story's findings all the same.
    """
    return _make_story(seed, defects)
