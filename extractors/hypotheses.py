"""Other ways to read the same ink, where what was read cannot be or is not known.

Tesseract takes the 1 of a BIC for an I, the g that runs into a printed line for an a, and a
typewriter's 3 for a 5. Where such a letter makes a word that no list knows into one that a list
knows, or a digit does not fit its ink and another one does, the other reading is put first. It is
never believed on that ground: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, product

from extractors.audit import Seen, seen_in
from extractors.digits import digit_fits
from extractors.lexicon import WORD, is_common, is_known
from extractors.lines import WrittenLine
from extractors.text import Line
from extractors.values import BIC, Normal
from pipeline import lexicons

SHORTEST = 5  # letters; shorter words are a letter off too many others
MOST_SWAPS = 2

TAKEN_FOR = {"5": "3"}
"""The digit that stands there where Tesseract says this one. Other digits that do not fit their
ink are mostly right all the same, in worn or faint print."""

MARKED_BELOW = {"s": "şș", "S": "ŞȘ", "c": "ç", "C": "Ç", "t": "ț", "a": "ą", "e": "ę"}
TELLING = frozenset("sScC5")
"""Of the others, many hang a little or have something above them that is no mark."""
MARKED_ABOVE = {"g": "ğ", "G": "Ğ"}
"""Letters of Turkish, Romanian and Polish names that Tesseract's German model does not know."""

LETTERS_TAKEN_FOR = (
    ("m", "rn"), ("a", "g"), ("e", "g"), ("r", "g"), ("o", "g"), ("q", "g"), ("y", "g"),
    ("v", "y"), ("i", "j"), ("n", "h"), ("n", "u"), ("u", "n"), ("c", "e"), ("e", "c"),
    ("l", "i"), ("i", "l"), ("rn", "m"), ("a", "m"), ("g", "q"), ("n", "m"), ("B", "ß"), ("r", "n"),
)  # fmt: skip
"""The same for letters."""

IN_BIC = {"I": "I1", "1": "1I", "L": "L1", "O": "O0", "0": "0O", "S": "S5", "5": "5S"}
MOST_BICS = 64
TWICE_READ = 12  # letters: one too many, where a 1 was read as I and 1
COMMA_MISREAD = re.compile(r"([^\W\d_]{6,})\. (?=\d)")  # a file number follows the place
FIRM_MISREAD = re.compile(r"\bK[QC6]\b")  # of a Kommanditgesellschaft


def as_the_ink_says(line: WrittenLine, read: Line) -> Line:
    """The line with digits that their ink speaks against, and with the marks that it shows."""
    words = list(read.words)
    for seen in seen_in(line, read):
        word = words[seen.word].text
        ways = (word[: seen.place] + way + word[seen.place + 1 :] for way in _ways(seen))
        words[seen.word] = replace(words[seen.word], text=_first_known(list(ways), word, seen))
    return Line(tuple(words))


def _ways(seen: Seen) -> Iterable[str]:
    """What the ink may be instead of the letter that was read, the likeliest first."""
    if seen.hangs and seen.letter in MARKED_BELOW:
        return MARKED_BELOW[seen.letter]
    if seen.marked and seen.letter in MARKED_ABOVE:
        return MARKED_ABOVE[seen.letter]
    if digit_fits(seen.letter, seen.picture):
        return ()
    return (d for d in TAKEN_FOR.get(seen.letter, "") if digit_fits(d, seen.picture))


def _first_known(ways: list[str], word: str, seen: Seen) -> str:
    """The way that makes a known word, else the likeliest where the ink is telling enough."""
    known = [way for way in ways if any(map(is_known, WORD.findall(way)))]
    if known or (ways and seen.letter in TELLING):
        return (known or ways)[0]
    return word


def likelier(normal: Normal, kind: str, *, in_doubt: bool) -> Normal:
    """The value with letters put right that make unknown words of known ones.

    Where nothing but the word itself is ``in_doubt``, only words that stand on this form again and
    again are trusted: a rare name is often one letter off a common one.
    """
    known = is_known if in_doubt else is_common
    if kind == "bic":
        value = _known_bic(normal.value)
    elif kind in ("text", "name", "street", "plz_ort"):
        plain = normal.value
        if kind == "text":
            plain = plain.replace("ı", "i")  # in German text its dot was not seen
            plain = COMMA_MISREAD.sub(r"\1, ", FIRM_MISREAD.sub("KG", plain))
        value = WORD.sub(lambda match: _known_word(match[0], known), plain)
    else:
        return normal
    if value == normal.value:
        return normal
    return replace(normal, value=value, certain=False, repaired=True)


def _known_bic(value: str) -> str:
    if _is_bic(value):
        return value
    if len(value) == TWICE_READ and (once := value.replace("I1", "1", 1)) != value:
        return once if _is_bic(once) else value
    if not BIC.fullmatch(value):
        return value
    ways = [IN_BIC.get(letter, letter) for letter in value[6:]]
    others = (value[:6] + "".join(way) for way in islice(product(*ways), MOST_BICS))
    known = {other for other in others if _is_bic(other)}
    return known.pop() if len(known) == 1 else value


def _is_bic(value: str) -> bool:
    return value.ljust(11, "X") in lexicons.bics()


def _known_word(word: str, known: Callable[[str], bool]) -> str:
    """The one known word that this unknown one was misread from, else the word itself."""
    if len(word) < SHORTEST or is_known(word):
        return word
    ways: set[str] = {word}
    for _ in range(MOST_SWAPS):
        ways |= {other for way in ways for other in _swapped(way)}
        found = {way for way in ways if known(way)}
        if found:
            return found.pop() if len(found) == 1 else word
    return word


def _swapped(word: str) -> Iterator[str]:
    for said, meant in LETTERS_TAKEN_FOR:
        for place in _places(said, word):
            yield word[:place] + meant + word[place + len(said) :]


def _places(part: str, word: str) -> Iterable[int]:
    return (n for n in range(len(word)) if word.startswith(part, n))
