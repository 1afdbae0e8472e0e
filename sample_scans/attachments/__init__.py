"""Invented evidence: what a family encloses, drawn as papers that look like the real kinds.

No coat of arms and no wording of a real paper is copied; what is alike is what the law and custom
of the trade prescribe: titles, terms, the order of the entries.
"""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files

import yaml

from sample_scans.attachments.blocks import Block, put
from sample_scans.attachments.facts import Facts, facts_of
from sample_scans.attachments.paper import Look, Paper
from sample_scans.story import EvidencePlan

__all__ = ["draw", "layouts", "types"]


Text = dict[str, object]
"""One layout: its ``look``, its ``pages`` of blocks and ``when`` it is fitting."""


@cache
def _texts() -> dict[str, list[Text]]:
    """The layouts of every type, from all files of the folder ``texts``."""
    found: dict[str, list[Text]] = {}
    for path in files(__name__).joinpath("texts").iterdir():
        if path.name.endswith(".yaml"):
            found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def types() -> tuple[str, ...]:
    """The ids of all evidence that can be drawn."""
    return tuple(sorted(_texts()))


def layouts(evidence_type: str) -> int:
    """How many different layouts there are of one type."""
    return len(_texts()[evidence_type])


def draw(plan: EvidencePlan, seed: int, layout: int | None = None) -> bytes:
    """A PDF of one or more A4 pages of the planned paper. Facts that are missing are invented."""
    chance = random.Random(f"{plan.type} {seed}")
    facts = facts_of(plan, chance)
    texts = _fitting(_texts()[plan.type], facts)
    text = chance.choice(texts) if layout is None else _texts()[plan.type][layout]
    paper = Paper(Look.of(str(text.get("look", "sans")), chance), chance, facts.get("file_number"))
    pages: list[list[Block]] = text["pages"]  # type: ignore[assignment]  # checked by the tests
    for number, page in enumerate(pages, start=1):
        if number > 1:
            paper.next_page()
        for block in page:
            put(paper, block, facts)
    return paper.pdf()


def _fitting(texts: list[Text], facts: Facts) -> list[Text]:
    """The layouts made for such a paper; without any those that are for all; else any."""
    special = [text for text in texts if text.get("when") and _fits(text, facts)]
    return special or [text for text in texts if not text.get("when")] or texts


def _fits(text: Text, facts: Facts) -> bool:
    """Whether a layout is for this kind of paper: ``when`` names facts and what they contain."""
    conditions: dict[str, str] = text.get("when") or {}  # type: ignore[assignment]  # as above
    return all(wanted in facts.get(key) for key, wanted in conditions.items())
