"""Other ways to read the same ink, where what was read cannot be or is not known.

Tesseract takes the 1 of a BIC for an I, the g that runs into a printed line for an a, and a
typewriter's 3 for a 5. Where such a letter makes a word that no list knows into one that a list
knows, or a digit does not fit its ink and another one does, the other reading is put first. It is
never believed on that ground: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice, product

from extractors.audit import Seen, seen_in
from extractors.digits import digit_fits
from extractors.entries import Entry, joined
from extractors.lexicon import WORD, WORDS, is_common, is_known
from extractors.lines import WrittenLine
from extractors.place_names import place_put_right
from extractors.spelling import words_put_right
from extractors.text import Line
from extractors.values import BIC, Normal, normalise
from pipeline import lexicons

BANKING = frozenset({"iban", "bic"})  # no letter of theirs has a mark, and other proof is better
TAKEN_FOR = {"5": "3"}
"""The digit that stands there where Tesseract says this one. Other digits that do not fit their
ink are mostly right all the same, in worn or faint print."""

MARKED_BELOW = {"s": "şș", "S": "ŞȘ", "c": "ç", "C": "Ç", "t": "ț", "a": "ą", "e": "ę"}
TELLING = frozenset("sScC5")
"""Of the others, many hang a little or have something above them that is no mark."""
MARKED_ABOVE = {
    "g": "ğ", "G": "Ğ", "I": "İ", "o": "ó", "n": "ńñ", "c": "ćč", "s": "śš", "S": "ŚŠ", "C": "ČĆ",
    "z": "żźž", "Z": "ŻŽ", "e": "éèê", "a": "áàâă", "u": "úů",
}  # fmt: skip
"""Letters of Turkish, Romanian and Polish names that Tesseract's German model does not know."""

IN_BIC = {"I": "I1", "1": "1I", "L": "L1", "O": "O0", "0": "0O", "S": "S5", "5": "5S"}
MOST_BICS = 64
TWICE_READ = 12  # letters: one too many, where a 1 was read as I and 1
COMMA_MISREAD = re.compile(r"([^\W\d_]{6,})\. (?=\d)")  # a file number follows the place
COMMA_BEFORE_PLACE = re.compile(r"(\d ?[a-z]?)[.;] (?=\d{5} [^\W\d_])")
COMMA_BEFORE_STREET = re.compile(
    r"([^\W\d_]{4,})[.;] (?=[A-ZÄÖÜ][^\W\d_]*(?:[ -][^\W\d_]+){0,2} \d+ ?[a-z]?, \d{5} )"
)
HOUSE_MISREAD = re.compile(r"(?<=[^\W\d_] )[ilI|](?=[a-z]?[.,;] \d{5} )")  # the house number 1, 1c
BLANK_LOST = re.compile(r"\bALG(?=I{1,2}\b)")  # Arbeitslosengeld
FIRM_MISREAD = re.compile(r"\bK[QC6]\b")  # of a Kommanditgesellschaft
INSURANCE = re.compile(r"\d{9}\d{3}")  # with a digit where a letter belongs
INSURANCE_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
IN_INSURANCE = {"8": "B", "0": "ODQ", "5": "S", "2": "Z", "1": "I", "6": "G", "4": "A", "7": "T"}
"""Letters that are taken for digits."""


def fitted(entry: Entry, reading: Sequence[Line]) -> Normal:
    """The value of a reading with what its ink speaks against put right."""
    kind = entry.item.type
    if kind not in BANKING:
        reading = [as_the_ink_says(*pair) for pair in zip(entry.lines, reading, strict=True)]
    return normalise(joined(entry, reading).text, kind)


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
    known = [way for way in ways if _is_known_at(way, seen.place)]
    if known:
        return known[0]
    telling = seen.letter in TELLING and not seen.marked and not _is_known_at(word, seen.place)
    return ways[0] if ways and telling else word


def _is_known_at(text: str, place: int) -> bool:
    """Whether a list knows the part of a hyphened word that has a letter at this place."""
    return any(m.start() <= place < m.end() and is_known(m[0]) for m in WORD.finditer(text))


def likelier(normal: Normal, kind: str, *, in_doubt: bool, sure: Collection[str] = ()) -> Normal:
    """The value with letters put right that make unknown words of known ones.

    Where nothing but the word itself is ``in_doubt``, only words that stand on this form again and
    again are trusted: a rare name is often one letter off a common one. The same holds for ``sure``
    words of a text: no list has all of those that people write.
    """
    known = is_known if in_doubt else is_common
    value = normal.value
    if kind == "bic":
        value = _known_bic(value)
    elif kind in WORDS:
        value = _signs_put_right(value) if kind == "text" else value
        value = place_put_right(value) if in_doubt else value
        value = words_put_right(value, kind, known, sure)
    if value == normal.value:
        return normal
    return replace(normal, value=value, certain=False, repaired=True)


def _signs_put_right(text: str) -> str:
    """Commas between the parts of an address, and letters that stand in German texts."""
    plain = FIRM_MISREAD.sub("KG", text.replace("ı", "i"))  # the dot was not seen
    plain = BLANK_LOST.sub("ALG ", HOUSE_MISREAD.sub("1", plain))
    for misread in (COMMA_BEFORE_PLACE, COMMA_BEFORE_STREET, COMMA_MISREAD):
        plain = misread.sub(r"\1, ", plain)
    return _insured(plain)


def _insured(text: str) -> str:
    """The number of a pension insurance with the letter that its check digit asks for."""
    plain = text.replace(" ", "")
    if not INSURANCE.fullmatch(plain):
        return text
    ways = (f"{plain[:8]}{letter}{plain[9:]}" for letter in IN_INSURANCE.get(plain[8], ""))
    fitting = [way for way in ways if _checks(way)]
    return fitting[0] if len(fitting) == 1 else text


def _checks(insurance: str) -> bool:
    letter = ord(insurance[8]) - ord("A") + 1
    digits = f"{insurance[:8]}{letter:02}{insurance[9:-1]}"
    products = (int(digit) * by for digit, by in zip(digits, INSURANCE_WEIGHTS, strict=True))
    return sum(sum(divmod(product, 10)) for product in products) % 10 == int(insurance[-1])


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
