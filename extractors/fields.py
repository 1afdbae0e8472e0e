"""The text fields of one form page: is anything written, what does it say, can it be believed.

Every line of writing is read twice, softened and hardened, all lines of the page with one
Tesseract process. A value is believed where both readings agree and everything else that is known
speaks for it (see ``judgement``); otherwise a person looks at it, and the likeliest value is sought
once more (see ``by_hand`` and ``second_look``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractors import by_hand, handstyle, second_look, text
from extractors.agreed import agreed
from extractors.contradicted import contradicted
from extractors.entries import (
    SURE,
    Entry,
    Hypothesis,
    better,
    corrected,
    sure_words,
)
from extractors.faint import Seen, seen_faintly
from extractors.grey import Grey
from extractors.hypotheses import fitted, likelier
from extractors.judgement import Evidence, believable, confidence_of
from extractors.lexicon import all_known, support
from extractors.lines import lines_of
from extractors.ownership import written_in
from extractors.place_names import place_put_right
from extractors.presence import presence_of
from extractors.text import read_lines
from extractors.underlines import on_the_frame
from extractors.unreadable import (
    BLANK_IS_BLANK,
    SPECKS,
    blank,
    is_crease,
    is_flat,
    is_no_text,
    is_rather_dirt,
    unreadable,
    weighed,
)
from extractors.writing import Writing
from pipeline.forms import FormPage, Item
from pipeline.model import Candidate, Reading, ReadingKind, Source

if TYPE_CHECKING:
    from extractors.sheet import Sheet

SOFTENED_PX = 1.2  # closes the breaks of worn ribbons; best single reading of all that were tried
INK_BELOW = 170  # of the hardened picture
WITH_PLACES = frozenset({"plz_ort", "text"})
SURELY_NOTHING = {Seen.NOTHING: BLANK_IS_BLANK, Seen.DUST: SPECKS, Seen.SHAPES: 0.0}
"""The same of what is too faint to be read: of 237 such fields on dirty pages none was filled."""


def read_written(sheet: Sheet, page: FormPage, number: int) -> list[Reading]:
    """One reading for every text item of the page and every signature or stamp, blank ones too."""
    writings = written_in(sheet.ink, sheet.blank, page.items)
    entries = entries_of(list(writings.values()))
    read = {entry.item.id: _reading(entry, number) for entry in entries}
    read |= contradicted([entry for entry in entries if not _is_by_hand(entry, read)], read)
    read |= by_hand.read_again(_by_hand(entries, read))
    pairs = [(entry, read[entry.item.id]) for entry in entries]
    read |= second_look.look_again([pair for pair in pairs if second_look.is_due(*pair)])
    read |= by_hand.confirmed(_typed_in_doubt(entries, read))
    read |= agreed(entries, read)
    read |= {entry.item.id: _placed(entry.item.type, read[entry.item.id]) for entry in entries}
    read |= {entry.item.id: weighed(entry, read[entry.item.id]) for entry in entries}
    read |= {e.item.id: _underlined_on_frame(e, read[e.item.id], sheet) for e in entries}
    read |= _left_blank([item for item in page.items if item.id not in read], page, sheet, number)
    readings = []
    for item in page.items:
        if item.kind is ReadingKind.PRESENCE:
            ink = sheet.ink_crop(item.box)
            readings.append(presence_of(item, writings.get(item.id), number, ink))
        elif item.kind is ReadingKind.TEXT:
            readings.append(read[item.id])
    return readings


def entries_of(writings: Sequence[Writing]) -> list[Entry]:
    """Read everything that is more than dust."""
    written = [
        (w, lines_of(w)) for w in writings if w.item.kind is ReadingKind.TEXT and not w.is_dust
    ]
    pictures = [line.picture for _, lines in written for line in lines]
    found = iter(read_lines([*map(_softened, pictures), *map(_hardened, pictures)]))
    soft = [tuple(next(found) for _ in lines) for _, lines in written]
    hard = [tuple(next(found) for _ in lines) for _, lines in written]
    styles = handstyle.machine_likeness([lines for _, lines in written])
    return [
        Entry(writing, tuple(lines), one, other, style)
        for (writing, lines), one, other, style in zip(written, soft, hard, styles, strict=True)
    ]


def entries_by_hand(sheet: Sheet, page: FormPage, number: int) -> list[by_hand.Entry]:
    """The entries of a page that the recogniser of handwriting reads, as Tesseract read them."""
    entries = entries_of(list(written_in(sheet.ink, sheet.blank, page.items).values()))
    return _by_hand(entries, {entry.item.id: _reading(entry, number) for entry in entries})


def _by_hand(entries: Sequence[Entry], read: Mapping[str, Reading]) -> list[by_hand.Entry]:
    return [
        _entry(e, read) for e in entries if e.lines and not _is_nothing(e) and _is_by_hand(e, read)
    ]


def _typed_in_doubt(entries: Sequence[Entry], read: Mapping[str, Reading]) -> list[by_hand.Entry]:
    return [
        _entry(e, read) for e in entries
        if e.lines and read[e.item.id].doubt and read[e.item.id].value and not _is_by_hand(e, read)
    ]  # fmt: skip


def _is_nothing(entry: Entry) -> bool:
    return is_flat(entry) or is_crease(entry.writing)


def _is_by_hand(entry: Entry, read: Mapping[str, Reading]) -> bool:
    return by_hand.is_for_us(entry.item.type, entry.machine_like, read[entry.item.id])


def _entry(entry: Entry, read: Mapping[str, Reading]) -> by_hand.Entry:
    return by_hand.Entry(
        reading=read[entry.item.id], kind=entry.item.type, field=entry.item.field,
        lines=[corrected(*line) for line in zip(entry.lines, entry.soft, entry.hard, strict=True)],
        texts=[[line.text for line in reading] for reading in (entry.soft, entry.hard)],
        alone=entry.alone, machine_like=entry.machine_like, misfits=_best(entry).audit.misfits,
        lacks_tails=entry.lacks_tails(_best(entry).normal.value or ""),
    )  # fmt: skip


def _placed(kind: str, reading: Reading) -> Reading:
    """What is in doubt, with the postcode and the town at its end as the list has them."""
    if not reading.doubt or not reading.value or kind not in WITH_PLACES:
        return reading
    placed = place_put_right(reading.value, alone=kind == "plz_ort")
    others = reading.candidates
    if placed != reading.value and reading.value not in {other.value for other in others}:
        others = (Candidate(value=reading.value, confidence=reading.confidence), *others)
    return reading.model_copy(update={"value": placed, "candidates": others})


def _softened(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SOFTENED_PX), np.uint8)


def _hardened(picture: Grey) -> Grey:
    return np.where(picture < INK_BELOW, 0, 255).astype(np.uint8)


def _reading(entry: Entry, number: int) -> Reading:
    """The better of both readings, with how far it can be believed."""
    soft, hard, best = entry.softened, entry.hardened, _best(entry)
    if is_no_text(entry, best):
        return unreadable(entry, number)
    evidence = evidence_of(entry, best, soft, hard)
    if is_rather_dirt(entry, best.line.text, evidence):
        return unreadable(entry, number)
    value, evidence = _put_right(entry, best, evidence)
    return Reading(
        item=entry.item.id, kind=ReadingKind.TEXT, value=value, raw=best.line.text,
        candidates=_candidates(value, best, soft, hard),
        confidence=confidence_of(evidence), doubt=not believable(evidence),
        source=Source.MACHINE, page=number, box=entry.item.box, reader=text.version(),
        style="typed" if entry.machine_like >= handstyle.MACHINE_FROM else "hand",
        underlined=_underlined(entry),
    )  # fmt: skip


def _best(entry: Entry) -> Hypothesis:
    hard, soft = entry.hardened, entry.softened
    return hard if better(hard, soft, entry.item.type) else soft


def _put_right(entry: Entry, best: Hypothesis, evidence: Evidence) -> tuple[str, Evidence]:
    """The value with what the ink or the lists speak against put right; such a one is doubted."""
    if believable(evidence):
        return best.normal.value, evidence
    reading = entry.soft if best.audit == entry.softened.audit else entry.hard
    normal = fitted(entry, reading) if evidence.audit.misfits else best.normal
    in_doubt = evidence.audit.misfits > 0 or not evidence.agree or evidence.poorest < SURE
    normal = likelier(normal, entry.item.type, in_doubt=in_doubt, sure=sure_words(entry))
    if normal.value == best.normal.value:
        return normal.value, evidence
    return normal.value, replace(evidence, value=normal.value, certain=False)


def evidence_of(entry: Entry, best: Hypothesis, *readings: Hypothesis) -> Evidence:
    """All that speaks for or against a value."""
    surest = [reading.line.confidence for reading in readings]
    value = best.normal.value
    return Evidence(
        value=value, kind=entry.item.type,
        agree=all(reading.normal.value == value for reading in readings),
        certain=best.normal.certain, poorest=min(surest), best=max(surest),
        machine_like=entry.machine_like,
        support=support(value, entry.item.type, entry.item.field),
        all_known=all_known(value), audit=best.audit, alone=entry.alone,
        lacks_tails=entry.lacks_tails(value),
    )  # fmt: skip


def _candidates(value: str, *others: Hypothesis) -> tuple[Candidate, ...]:
    values = {value: 0.0}
    for other in others:
        if said := other.normal.value:
            values[said] = max(values.get(said, 0.0), other.line.confidence)
    return tuple(Candidate(value=v, confidence=c) for v, c in values.items())


def _underlined(entry: Entry) -> str:
    """The word of a line of first names that is underlined."""
    words = [
        word.text.strip(",.;")
        for line, soft, hard in zip(entry.lines, entry.soft, entry.hard, strict=True)
        for word, right in text.with_ends(soft.words or hard.words)
        if line.is_underlined(word.left, right)
    ]
    return " ".join(dict.fromkeys(words)) if entry.item.type == "name" else ""


def _underlined_on_frame(entry: Entry, reading: Reading, sheet: Sheet) -> Reading:
    """The reading with the first name whose line lies on the frame below, if there is one.

    Tails of letters and scratches leave such rests as well, so a person looks.
    """
    words = (reading.value or "").split()
    if entry.item.type != "name" or reading.underlined or len(words) < 2:
        return reading
    box, written = entry.item.box, entry.writing.words
    number = on_the_frame(sheet.ink, sheet.blank, box, written, len(words))
    if number is None:
        return reading
    return reading.model_copy(update={"underlined": words[number].strip(",.;"), "doubt": True})


def _left_blank(
    items: Sequence[Item], page: FormPage, sheet: Sheet, number: int
) -> dict[str, Reading]:
    """Nothing, unless something too faint to be read can be seen."""
    asked = [item for item in items if item.kind is ReadingKind.TEXT]
    everywhere = [item.box for item in page.items]
    seen = seen_faintly(sheet.ink, [item.box for item in asked], everywhere)
    return {
        item.id: blank(item, number).model_copy(
            update={"confidence": SURELY_NOTHING[what], "doubt": what is not Seen.NOTHING}
        )
        for item, what in zip(asked, seen, strict=True)
    }
