"""What became of one box or place to write on: the smallest thing that is counted; pure.

The contract's figures are sums by one key each. How far a confidence can be trusted has to be
asked of single places, by type and writing together, so they are kept until the end of a run.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.evaluate.compare import Expected, is_ticked, same_text
from pipeline.forms import Item
from pipeline.model import MarkState, Reading, ReadingKind, Source

MARK = "mark"
"""The type of boxes; the others are the text types of the catalogue."""

SCREEN = "screen"
"""The writing of what came as text in the PDF: known exactly, nothing was recognised."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place before any person corrects.

    ``filled``: something stands there by the truth, or the box is ticked. ``named``: the reading
    has a value, or says of the box whether it is ticked. ``accepted``: nobody would look.
    ``stated``: the confidence in what is named, where it was recognised and not known already.
    """

    type: str
    writing: str
    filled: bool
    named: bool
    right: bool
    accepted: bool
    stated: float | None

    @property
    def delivered(self) -> bool:
        """Whether it goes out unseen and says something, or should: what is left empty does not.

        All boxes do: an empty one is an answer as well.
        """
        return self.accepted and (self.filled or self.named or self.type == MARK)


def outcome_of(item: Item, truth: Expected, reading: Reading | None, writing: str) -> Outcome:
    """Truth against reading; ``None`` means that the page was not recognised.

    A box in the state ``unsure`` names no side, so its confidence, which is that of the likelier
    one, cannot be held against anything.
    """
    mark = item.kind is ReadingKind.MARK
    wanted = truth.texts.get(item.id)
    filled = item.id in truth.ticked if mark else wanted is not None
    if reading is None:
        return Outcome(
            MARK if mark else item.type, writing, filled,
            named=False, right=False, accepted=False, stated=None,
        )  # fmt: skip
    named = reading.value not in (None, MarkState.UNSURE)
    by_machine = reading.source is Source.MACHINE
    return Outcome(
        type=MARK if mark else item.type,
        writing=writing if by_machine else SCREEN,
        filled=filled,
        named=named,
        right=is_ticked(reading) == filled if mark else same_text(item.type, wanted, reading.value),
        accepted=not reading.doubt,
        stated=reading.confidence if named and by_machine else None,
    )
