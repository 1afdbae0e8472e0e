"""What a sample is about: an invented family, what it wrote into the form, what it enclosed.

A story knows nothing of pens, fonts or scanners; ``sample_scans.generate`` turns it into pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Row = dict[str, str]
Answer = str | list[str] | list[Row]


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """One piece of evidence to draw.

    ``fields`` are form field ids with the normalised value that the document states (they go into
    the truth); ``facts`` is everything else that the drawing needs (names, offices, register
    numbers), by plain English keys.
    """

    type: str
    subject: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One application as the family meant it.

    ``answers`` are the normalised values of the contract (blank fields absent), of all pages;
    ``written`` gives, where it differs from the default way of writing a normalised value, the text
    that stands on the paper (``ab sofort``, ``31.02.2017``). ``findings`` are the rule ids that a
    careful clerk expects, set by the makers of the story and its defects, not by running the rules.
    """

    answers: Mapping[str, Answer]
    findings: tuple[str, ...]
    received: str | None
    evidence: tuple[EvidencePlan, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    underlined: Mapping[str, str] = field(default_factory=dict)
    missing_pages: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
