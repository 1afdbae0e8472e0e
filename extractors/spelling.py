"""Words put right: the one listed word that an unknown one was misread from.

Tesseract takes the g that runs into a printed line for an a, and its German model has no ł, ó or
Turkish ç. An unknown word gives way to a listed one that differs in such letters alone, if there
is just one. What was put right is never believed on that ground: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

from extractors.lexicon import PARTICLES, WORD, is_common, is_known
from extractors.values import is_phrase
from pipeline import lexicons

SHORTEST = 5  # letters; shorter words are a letter off too many others
SHORTEST_OF_TEXTS = 7  # the same in texts, where lists lack most words: Fahrer, or the town Fahren
LONG = 10  # letters: words as long are hardly one letter off another by chance, however well read
MOST_SWAPS = 2

LETTERS_TAKEN_FOR = (
    ("m", "rn"), ("a", "g"), ("e", "g"), ("r", "g"), ("o", "g"), ("q", "g"), ("y", "g"),
    ("v", "y"), ("i", "j"), ("n", "h"), ("n", "u"), ("u", "n"), ("c", "e"), ("e", "c"),
    ("l", "i"), ("i", "l"), ("rn", "m"), ("a", "m"), ("g", "q"), ("n", "m"), ("B", "ß"), ("r", "n"),
    ("n", "p"), ("s", "g"), ("s", "e"), ("R", "ß"), ("Rß", "ß"), ("ßR", "ß"),
)  # fmt: skip
"""Letters that Tesseract says, and what stands there."""
MARKED_TAKEN_FOR = (("t", "ł"), ("l", "ł"), ("g", "ç"), ("f", "ß"))
"""The same in names, whose letters have marks that Tesseract's German model does not know."""

PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o"})
"""Letters whose marks are not apart in Unicode."""

WHOLE = re.compile(r"(?<!\w)[^\W\d_]+(?!\d)")  # words that no digit runs into
FIRST_LETTERS = {"l": "I"}
"""Of names: what small letter at their beginning was which capital."""


def words_put_right(
    text: str, kind: str, known: Callable[[str], bool], sure: Collection[str] = ()
) -> str:
    """Every word of ``text`` that is unknown, as the list has it. ``sure``: words read well."""
    if kind != "text":
        right = WORD.sub(lambda match: _name_meant(match[0], known), text)
        return right if is_phrase(text) else WHOLE.sub(lambda match: _capital(match[0]), right)

    def word_meant(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < (LONG if word in sure else SHORTEST_OF_TEXTS):
            return word
        return _meant(word, is_common if word[0].islower() else known, LETTERS_TAKEN_FOR)

    return WORD.sub(word_meant, text)


def _name_meant(word: str, known: Callable[[str], bool]) -> str:
    """A listed name with the same letters under marks comes before all others."""
    if len(word) < SHORTEST or is_known(word):
        return word
    first = FIRST_LETTERS.get(word[0])
    if first and is_known(meant := _name_meant(first + word[1:], known)):
        return meant
    marked = _with_marks().get(_bare(word), ())
    if len(marked) == 1 and known(marked[0]):
        return marked[0]
    return _meant(word, known, LETTERS_TAKEN_FOR + MARKED_TAKEN_FOR)


def _meant(word: str, known: Callable[[str], bool], taken_for: Sequence[tuple[str, str]]) -> str:
    """The one known word that this unknown one was misread from, else the word itself."""
    if len(word) < SHORTEST or is_known(word):
        return word
    ways = {(word, 0)}
    for _ in range(MOST_SWAPS):
        ways = {other for way in ways for other in _swapped(*way, taken_for)}
        if found := {way for way, _ in ways if known(way)}:
            return found.pop() if len(found) == 1 else word
    return word


def _swapped(
    word: str, start: int, taken_for: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, int]]:
    """The word with a letter put right, and where it may go on: no letter is put right twice."""
    for said, meant in taken_for:
        for place in range(start, len(word)):
            if word.startswith(said, place):
                other = word[:place] + meant + word[place + len(said) :]
                yield other, place + len(meant)


def _capital(word: str) -> str:
    """Words of names begin with capitals; those that look like small letters are taken for them."""
    if not word[0].islower() or word in PARTICLES:
        return word
    dotted = "İ" + word[1:]
    if word[0] == "i" and is_known(dotted):
        return dotted
    return word[0].upper() + word[1:]


def _bare(word: str) -> str:
    return lexicons.unmarked(word).translate(PLAIN)


@cache
def _with_marks() -> dict[str, tuple[str, ...]]:
    """Listed names with marks on their letters, by the same letters without."""
    names = {
        word
        for name in (*lexicons.first_names(), *lexicons.surnames())
        if not name.isascii()
        for word in WORD.findall(name)
        if not word.isascii()
    }
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(_bare(name), set()).add(name)
    return {bare: tuple(sorted(marked)) for bare, marked in found.items()}
