"""Whose ink is it: pieces joined to words, and every word given to one area to write in.

Writing does not keep to its area. Words run over frames, descenders hang into the line below. So
a word goes as a whole to the area in which most of it lies, whatever hangs over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.blank import PRINTED, PX_PER_MM
from extractors.grey import Grey
from extractors.strokes import Pieces, Rows, extent, inked, pieces_of
from extractors.writing import Writing, are_dust
from pipeline.forms import Item
from pipeline.model import ReadingKind

WORD_GAP_MM = 1.5  # letters of a typewriter stand this close; words stand farther apart
LONE_SPECK_MM = 0.9  # a piece this small means something only beside other pieces ...
LONE_SPECK_GAP_MM = 3.0  # ... within this distance
RULE_BESIDE_MM = 1.8  # a line under a word is drawn this close to its letters
RULE_SHARE = 0.6  # of a lone line's ink in the area that it strikes out
RULE_SHARE_BESIDE = 0.2  # the same of a line under a word: it may lie on the frame or below
UNDER_SHARE = 0.6  # of its length under words: a fold or a printed line goes on beside them
MINE = 0.5  # share of a word's ink inside the area that makes it this area's
ON_LINE_PX, ON_LINE_SHARE = 6, 0.5  # below the feet; of the words' width
TAIL_MM = 1.0  # so far below its word the tail of a letter goes on beyond a printed line
TAIL_SIZE_MM = (2.2, 0.4)  # width and height of what is seen of it
MARK_IN_TEXT = 0.4  # of a piece that has a part in a box; the arms of ticks have less in a field
WHOLLY = 0.95  # of a letter; rests on one or two cases
MIDDLE, PART_MM2, A_LETTER_MM = (0.35, 0.75), 0.1, 4.0
"""From where to where in a word's height, and how much ink there is a part of a letter. Rests on
one word that a tick ran into."""
SHADED_MM2 = 3.0  # less of a shadow only touches the edge of an area
REACH_MM = (1.5, 2.5, 1.5)  # sideways, up, down: so far beside its area a word may stand

Word = list[int]


def written_in(ink: Grey, blank: Grey, items: Sequence[Item]) -> dict[str, Writing]:
    """The writing of every area of the page that has any. ``blank`` is the printed form alone."""
    pieces = pieces_of(ink, blank, items)
    areas = [n for n, item in enumerate(items) if item.kind is not ReadingKind.MARK]
    owned, shared = _owners(_words(pieces), pieces, areas, items)
    found = {n: _without_lone_specks(words, pieces.rows) for n, words in owned.items()}
    contested = {n for group in shared if any(found.get(m) for m in group) for n in group}
    contested |= {
        n for n in areas
        if found.get(n) and (_lacks_a_letter(n, pieces) or _is_broken(n, found[n], pieces))
    }  # fmt: skip
    contested |= {n for n in areas if _is_shaded(n, pieces)} | _invaded(found, pieces)
    rules = _rules_of(found, pieces, areas)
    writings = {
        items[n].id: _writing(
            items[n], found.get(n, []), rules.get(n, []), pieces, ink, n in contested
        )
        for n in areas
        if found.get(n) or rules.get(n) or n in contested
    }
    return {id_: replace(w, on_line=_stands_on_print(w, blank)) for id_, w in writings.items()}


def _stands_on_print(writing: Writing, blank: Grey) -> bool:
    """Whether a printed line runs right below the feet of the words."""
    if not writing.words:
        return False
    left, _, right, bottom = extent(np.concatenate(writing.words))
    below = blank[bottom : bottom + ON_LINE_PX, left:right] < PRINTED
    return bool(below.size and below.any(axis=0).mean() >= ON_LINE_SHARE)


def _lacks_a_letter(area: int, pieces: Pieces) -> bool:
    """Whether a good part of what was taken for a mark lies in an area: a letter touches a box."""
    inside = pieces.inside[area][pieces.marks]
    return bool((inside >= MARK_IN_TEXT * pieces.rows[pieces.marks, 4]).any())


def _is_broken(area: int, words: Sequence[Word], pieces: Pieces) -> bool:
    """Whether what was taken for a mark stands between the letters of a word: one hangs on it."""
    reaching = np.flatnonzero(pieces.marks & (pieces.inside[area] > 0))
    return any(
        np.isin(_middle_of(word, words, pieces), reaching).sum() >= PART_MM2 * PX_PER_MM**2
        for word in (words if reaching.size else ())
    )


def _middle_of(word: Word, words: Sequence[Word], pieces: Pieces) -> npt.NDArray[np.int32]:
    """The pieces (their numbers, by pixel) in the height of a word's small letters.

    Up to the next word, if no more than a letter has room before it: it may be the same word.
    """
    left, top, right, bottom = extent(pieces.rows[word])
    nexts = (extent(pieces.rows[other]) for other in words)
    starts = [x for x, y, _, foot in nexts if x > right and y < bottom and foot > top]
    end = min(starts, default=right)
    end = end if end - right <= A_LETTER_MM * PX_PER_MM else right
    upper, lower = (round(top + share * (bottom - top)) for share in MIDDLE)
    return np.asarray(pieces.labels[upper:lower, left:end], np.int32)


def _is_shaded(area: int, pieces: Pieces) -> bool:
    """Whether a shadow that is as dark as ink lies on a part of an area: it may hide letters."""
    dark = int(pieces.inside[area][pieces.shades].sum())
    return dark >= SHADED_MM2 * PX_PER_MM**2


def _invaded(found: Mapping[int, Sequence[Word]], pieces: Pieces) -> set[int]:
    """The areas with words in which a whole letter of another area's word stands, and that area.

    The tail of a g that runs into the line below takes the first letters there with it.
    """
    contested = set[int]()
    for area, words in found.items():
        letters = [n for word in words for n in word if not are_dust(pieces.rows[[n]])]
        for other in found.keys() - {area} if letters else ():
            inside = pieces.inside[other, letters] >= WHOLLY * pieces.rows[letters, 4]
            if found[other] and inside.any():
                contested |= {area, other}
    return contested


def _words(pieces: Pieces) -> list[Word]:
    """Letters that stand close together on one line."""
    coarse = pieces.labels[::2, ::2]
    places, names = inked(coarse)
    mask = np.zeros(coarse.shape, np.uint8)
    mask.ravel()[places] = pieces.letters[names]
    reach = np.ones((1, round(WORD_GAP_MM * PX_PER_MM / 2)), np.uint8)
    _, joined = cv2.connectedComponents(cv2.dilate(mask, reach), connectivity=8)
    word_of = -np.arange(len(pieces.rows))
    places, names = places[pieces.letters[names]], names[pieces.letters[names]]
    word_of[names] = joined.ravel()[places]
    words: dict[int, Word] = defaultdict(list)
    for n in np.flatnonzero(pieces.letters).tolist():
        words[int(word_of[n])].append(n)
    return list(words.values())


def _owners(
    words: list[Word], pieces: Pieces, areas: Sequence[int], items: Sequence[Item]
) -> tuple[dict[int, list[Word]], list[list[int]]]:
    """The words of each area; and the areas that have good parts of one word in common."""
    owned: dict[int, list[Word]] = defaultdict(list)
    shared: list[list[int]] = []
    for word in words:
        ink = pieces.inside[areas][:, word].sum(1)
        total = int(pieces.rows[word, 4].sum())
        best = int(np.argmax(ink))
        owner = areas[best] if ink[best] >= MINE * total else _reached(word, pieces, areas, items)
        sharers = [areas[n] for n in np.flatnonzero(ink >= (1 - MINE) / 2 * total).tolist()]
        if len(sharers) > 1:
            shared.append(sharers)
            for part_owner, part in _divided(word, pieces, sharers).items():
                owned[part_owner].append(part)
        elif owner is not None:
            owned[owner].append(word)
    return owned, shared


def _divided(word: Word, pieces: Pieces, sharers: Sequence[int]) -> dict[int, Word]:
    """Two entries that were written so close together that they look like one word."""
    parts: dict[int, Word] = defaultdict(list)
    for piece in word:
        parts[sharers[int(np.argmax(pieces.inside[sharers, piece]))]].append(piece)
    return parts


def _reached(word: Word, pieces: Pieces, areas: Sequence[int], items: Sequence[Item]) -> int | None:
    """The area beside which a word stands that lies in none."""
    left, top, right, bottom = extent(pieces.rows[word])
    x, y = (left + right) / 2 / PX_PER_MM, (top + bottom) / 2 / PX_PER_MM
    aside, up, down = REACH_MM
    near = []
    for n in areas:
        box = items[n].box
        across = max(box.x - x, x - box.x - box.width, 0.0)
        above, below = max(box.y - y, 0.0), max(y - box.y - box.height, 0.0)
        if across <= aside and above <= up and below <= down:
            near.append((across + above + below, n))
    return min(near)[1] if near else None


def _without_lone_specks(words: list[Word], rows: Rows) -> list[Word]:
    """Without small pieces that stand far from everything larger: dust."""
    large = [w for w in words if rows[w, 2:4].max() > LONE_SPECK_MM * PX_PER_MM]
    reach = LONE_SPECK_GAP_MM * PX_PER_MM
    return [w for w in words if w in large or any(_near(rows[w], rows[o], reach) for o in large)]


def _near(one: Rows, other: Rows, reach: float) -> bool:
    """Beside each other on one line, or one above the other, at most ``reach`` apart."""
    left, top, right, bottom = extent(one)
    x0, y0, x1, y1 = extent(other)
    return max(x0 - right, left - x1) < reach and max(y0 - bottom, top - y1) < reach / 2


def _rules_of(
    found: dict[int, list[Word]], pieces: Pieces, areas: Sequence[int]
) -> dict[int, list[int]]:
    """The lines under and through the words of each area, and those that strike out the area."""
    rules: dict[int, list[int]] = defaultdict(list)
    for rule in np.flatnonzero(pieces.rules).tolist():
        shares = pieces.inside[areas, rule] / pieces.rows[rule, 4]
        order = [n for n in np.argsort(-shares, kind="stable") if shares[n] >= RULE_SHARE_BESIDE]
        with_words = [areas[n] for n in order if _is_beside(rule, found.get(areas[n], []), pieces)]
        with_words = with_words or [n for n in areas if _is_under(rule, found.get(n, []), pieces)]
        if with_words:
            rules[with_words[0]].append(rule)
        elif order and shares[order[0]] >= RULE_SHARE:
            area = areas[order[0]]
            if all(are_dust(pieces.rows[word]) for word in found.get(area, [])):
                rules[area].append(rule)
    return rules


def _is_under(rule: int, words: list[Word], pieces: Pieces) -> bool:
    """Whether a line runs right below these words, on the frame of their area or under it."""
    if not words:
        return False
    left, top, width, _, _ = pieces.rows[rule].tolist()
    over = [n for word in words for n in word if pieces.rows[n, 0] < left + width]
    over = [n for n in over if pieces.rows[n, 0] + pieces.rows[n, 2] > left]
    if not over:
        return False
    x0, _, x1, feet = extent(pieces.rows[over])
    covered = min(x1, left + width) - max(x0, left)
    near = abs(top - feet) <= RULE_BESIDE_MM * PX_PER_MM
    return bool(near and covered >= UNDER_SHARE * width)


def _is_beside(rule: int, words: list[Word], pieces: Pieces) -> bool:
    """Whether a line runs along one of these words."""
    reach = 2 * RULE_BESIDE_MM * PX_PER_MM
    return any(_near(pieces.rows[[rule]], pieces.rows[word], reach) for word in words)


def _writing(
    item: Item, words: list[Word], rules: list[int], pieces: Pieces, ink: Grey, shared: bool
) -> Writing:
    """Cut the words out, with the soft edges of their ink, and nothing else."""
    own = [n for word in words for n in word] + rules
    if not own:
        return Writing(item, (), pieces.rows[:0], np.full((1, 1), 255, np.uint8), shared=shared)
    left, top, right, bottom = extent(pieces.rows[own])
    left, top = max(0, left - 2), max(0, top - 2)
    region = (slice(top, bottom + 2), slice(left, right + 2))
    mine = np.isin(pieces.labels[region], own).astype(np.uint8)
    soft = cv2.dilate(mine, np.ones((5, 5), np.uint8)) > 0
    return Writing(
        item=item,
        words=tuple(pieces.rows[word] for word in words),
        rules=pieces.rows[rules],
        picture=np.where(soft, ink[region], 255).astype(np.uint8),
        left=left, top=top, shared=shared, tails=_tails(words, pieces),
    )  # fmt: skip


def _tails(words: list[Word], pieces: Pieces) -> int:
    """How many flat bits that are nobody's lie right below the words."""
    if not words:
        return 0
    left, _, right, bottom = extent(pieces.rows[[n for word in words for n in word]])
    x, y, width, height, _ = pieces.rows[~(pieces.letters | pieces.rules | pieces.marks)].T
    low, flat = TAIL_MM * PX_PER_MM, TAIL_SIZE_MM[1] * PX_PER_MM
    below = (y > bottom) & (y <= bottom + low) & (x >= left) & (x + width <= right)
    small = (height <= flat) & (width <= TAIL_SIZE_MM[0] * PX_PER_MM)
    return int(np.count_nonzero(below & small))
