"""What was read or typed, brought to the normal form of its type.

Dates ISO, amounts with a decimal point, an IBAN without blanks, the word ``unbekannt``
literally; what cannot be normalised stands as written. A value is never made up: letters that
Tesseract mistakes for digits are put right only where the type knows nothing but digits, and
such a value is not certain unless check digits speak for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein
from stdnum import iban
from stdnum.exceptions import ValidationError

from extractors.dates import DIGITS_MISREAD, read_date
from pipeline import lexicons
from pipeline.model import UNBEKANNT


@dataclass(frozen=True, slots=True)
class Normal:
    """A value in normal form. ``certain``: the rules of its type speak for it.

    ``repaired``: letters were taken for the digits that Tesseract mistakes them for; whoever knows
    the text exactly keeps it as it stands.
    """

    value: str
    certain: bool
    note: str = ""
    repaired: bool = False


PHRASES = frozenset({
    "./.", "-", "--", "---", "/", "geburt", "seit geburt", "ab geburt", "von geburt an", "sofort",
    "ab sofort", "immer", "immer schon", "schon immer", "noch nie", "nie", "laufend", "derzeit",
    "heute", "bis heute", "unbefristet", "entfällt", "keine", "keiner", "nein",
})  # fmt: skip
"""What people write instead of a date or an amount; it stands as written."""

NOUN = "geburt"

UNKNOWN_SHORT = re.compile(r"unbek\.?", re.IGNORECASE)
UNKNOWN_LENGTH = range(8, 11)  # "bekannt" has 7 letters and means the opposite

CURRENCY = re.compile(r"\s*(?:€|EUR(?:O)?|Euro)\s*", re.IGNORECASE)
NO_CENTS = re.compile(r"\s?[,.]\s?[-–—_=]{1,2}$")
AROUND_POINT = re.compile(r"\s*([.,])\s*")
GERMAN_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d{2}))?")
POINT_AMOUNT = re.compile(r"(-?)(\d+)\.(\d{2})")
ODD_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d{1,2})")
COMMA_MAY_BE_LOST = 5  # "35000" may be "350,00" with a comma that went unseen

HYPHEN_APART = re.compile(r"(?<=[^\W\d_]|\.) -(?=[A-ZÄÖÜ])")  # typewriters set it wide
HOUSE_MISREAD = re.compile(r" [lI|](\d*[a-z]?)$")  # the house number 1, 1a
EIGHT_MISREAD = re.compile(r" B$")
LETTER_MISREAD = re.compile(r"(?:\d ?){12}")  # a pension insurance number, whose letter is a digit
LAST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`´]$")  # a speck
NO_DAY_WITHOUT_DOTS = re.compile(r"^(29|3[01])(0[1-9]|1[0-2])((?:19|20)\d\d)$")
"""A last day that its month does not have, 31112023 for 31.11.2023: whatever else stands so, is
read as a day."""
DAY_WITHIN = re.compile(r"(?:\S{1,2} )?(\d\d?[.:;,] ?\d\d?[.:;,] ?\d{4})(?: \S{1,2})?")
SEPARATOR_MISREAD = re.compile(r"[:;,]")
LAST_DOT = re.compile(r"\d\s?[a-z]?\s?[.,;:]$")
LAST_STOP = re.compile(r"([^\W\d_]+|\d+[a-z]?)\s?([.,;:])$")
LONE_STROKE = re.compile(r"(?<=[^\W\d_]) [!|lI1]$")  # a hair beside a name
NO_NAME = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|^[^(]*\)")  # a digit, or the second bracket alone
LONGEST_ABBREVIATION, LONGEST_TITLE, SHORTEST_SENTENCE = 5, 3, 4  # letters, letters, words
BARE_COMMA = re.compile(r"(?<=\d)[,.]$")  # the stroke for no cents was not seen

BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
LETTERS_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z"})
MORE_DIGITS_MISREAD = DIGITS_MISREAD | str.maketrans("DiZzSsBGATRbgq?©®@", "012255864726997000")
SIGNS_MISREAD = str.maketrans("©®@", "000")
GERMAN_IBAN = re.compile(r"[DO0]E([0-9A-Za-z|?©®@]{20})")
PHONE = re.compile(r"\+?[\d /()\-.–]{4,}")
POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?(\d{4,5}) \S.+")
POSTCODE_MISREAD = re.compile(r"([\dOolI|]{5}) (\S.+)")


def normalise(raw: str, kind: str) -> Normal:
    """The normal form of ``raw`` as a value of the text type ``kind``."""
    text = as_written(raw)
    if (unknown := _unknown(text)) is not None:
        return Normal(UNBEKANNT, unknown)
    if is_phrase(text):
        return Normal(_as_phrase(text), certain=True)
    return _BY_TYPE.get(kind, _text)(text)


def is_phrase(text: str) -> bool:
    """Whether it is what people write instead of a date, an amount or a name."""
    return text.casefold() in PHRASES


def is_answer_in_words(value: str) -> bool:
    """Whether it is a phrase of words, which no other entry looks like."""
    return value == UNBEKANNT or (is_phrase(value) and value.replace(" ", "").isalpha())


def _as_phrase(text: str) -> str:
    """Small s and capital S differ in size alone: only nouns and the first word have capitals."""
    first, *rest = text.split()
    return " ".join([first, *(w if w.lower() == NOUN else w.lower() for w in rest)])


def as_written(raw: str) -> str:
    """Unicode composed, blanks and line ends collapsed."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def _unknown(text: str) -> bool | None:
    """Whether the word is surely (or, false, probably) ``unbekannt``; ``None`` if it is not."""
    word = text.strip(".,:;'\"-_ ").casefold()
    if word == UNBEKANNT or UNKNOWN_SHORT.fullmatch(text):
        return True
    if len(word) not in UNKNOWN_LENGTH or word[0] != "u" or " " in word:
        return None
    distance = Levenshtein.distance(word, UNBEKANNT)
    return None if distance > 2 else distance == 1


def _text(text: str) -> Normal:
    ended = _ended(text, LONGEST_ABBREVIATION)
    return replace(ended, certain=False) if LETTER_MISREAD.fullmatch(text) else ended


def _ended(text: str, longest: int) -> Normal:
    """Without the sign after the last word, where it is no abbreviation's and no sentence's."""
    if LAST_APOSTROPHE.search(text):
        return replace(_ended(text[:-1], longest), certain=False, repaired=True)
    plain = HYPHEN_APART.sub("-", text)
    if (match := LAST_STOP.search(plain)) and not _may_end_so(plain, match[1], longest):
        return Normal(plain[: match.start(2)].rstrip(), certain=False, repaired=True)
    return Normal(plain, certain=True)


def _may_end_so(text: str, word: str, longest: int) -> bool:
    if not text.endswith("."):
        return False
    return len(word) <= longest or len(text.split()) >= SHORTEST_SENTENCE


def _name(text: str) -> Normal:
    """Names end with a full stop only where they are abbreviated: jr., sen."""
    if match := LONE_STROKE.search(text):
        return replace(_ended(text[: match.start()], LONGEST_TITLE), certain=False, repaired=True)
    named = _ended(text, LONGEST_TITLE)
    return replace(named, certain=False) if NO_NAME.search(text) else named


def _street(text: str) -> Normal:
    """No street and no house number ends with a sign."""
    plain = _text(EIGHT_MISREAD.sub(" 8", HOUSE_MISREAD.sub(r" 1\1", text)))
    if plain.value.split()[-1:] != text.split()[-1:]:
        plain = replace(plain, certain=False, repaired=True)
    if LAST_DOT.search(plain.value):
        return Normal(plain.value.rstrip(".,;: "), certain=False, repaired=True)
    return plain


def _date(text: str) -> Normal:
    found = read_date(text)
    if found is None and (match := DAY_WITHIN.fullmatch(text)):
        found = read_date(SEPARATOR_MISREAD.sub(".", match[1]))
        found = found and replace(found, sure=False, repaired=True)
    if found is None:
        dotted = NO_DAY_WITHOUT_DOTS.sub(r"\1.\2.\3", text)
        return Normal(dotted, certain=False, note="kein Datum, das es gibt")
    return Normal(found.value, found.sure, repaired=found.repaired)


def _amount(text: str) -> Normal:
    plain = AROUND_POINT.sub(r"\1", NO_CENTS.sub("", CURRENCY.sub("", text))).strip()
    cut = BARE_COMMA.sub("", plain)
    for reading in dict.fromkeys((plain, cut, cut.translate(DIGITS_MISREAD))):
        if (found := _euros(reading)) is not None:
            return found if reading == plain else replace(found, certain=False, repaired=True)
    return Normal(text, certain=False, note="kein Betrag")


def _euros(text: str) -> Normal | None:
    if match := GERMAN_AMOUNT.fullmatch(text):
        lost = match[3] is None and match[2].isdecimal() and len(match[2]) >= COMMA_MAY_BE_LOST
    elif not (match := POINT_AMOUNT.fullmatch(text) or ODD_AMOUNT.fullmatch(text)):
        return None
    else:
        lost = POINT_AMOUNT.fullmatch(text) is None
    digits = re.sub(r"\D", "", match[2]).lstrip("0") or "0"
    return Normal(f"{match[1]}{digits}.{(match[3] or '').ljust(2, '0')}", certain=not lost)


def _number(text: str) -> Normal:
    plain = text.replace(" ", "").strip(".,")
    repaired = plain.translate(DIGITS_MISREAD)
    if repaired.isascii() and repaired.isdecimal():
        return Normal(repaired, certain=repaired == text, repaired=repaired != plain)
    return Normal(text, certain=False, note="keine Zahl")


def _iban(text: str) -> Normal:
    plain = re.sub(r"[\s.,;:'´`‘’\-]", "", text)
    candidates = [plain.upper()]
    if match := GERMAN_IBAN.fullmatch(plain):
        candidates.append("DE" + match[1].translate(MORE_DIGITS_MISREAD))
    for candidate in candidates:
        if candidate.isascii() and _checks(candidate):
            return Normal(candidate, certain=True, repaired=candidate != candidates[0])
    plain = plain.translate(SIGNS_MISREAD)
    value = as_written(plain.upper()) if plain.isascii() and plain.isalnum() else text
    return Normal(value, certain=False, note="Prüfziffer stimmt nicht")


def _checks(number: str) -> bool:
    try:
        iban.validate(number, check_country=True)
    except ValidationError:
        return False
    return True


def _bic(text: str) -> Normal:
    plain = re.sub(r"\s", "", text).upper()
    if not plain.isascii() or not plain.isalnum():
        return Normal(text, certain=False, note="kein BIC")
    repaired = plain[:6].translate(LETTERS_MISREAD) + plain[6:]
    for candidate in dict.fromkeys((_with_its_one(plain), plain, repaired)):
        if BIC.fullmatch(candidate):
            return Normal(candidate, certain=candidate == plain, repaired=candidate != plain)
    return Normal(plain, certain=False, note="kein BIC")


def _with_its_one(bic: str) -> str:
    """A BIC with a 1 where an I was read, if banks have that one and not the other."""
    other = f"{bic[:7]}1{bic[8:]}"
    listed = lexicons.bics()
    swapped = (
        bic[7:8] == "I" and other.ljust(11, "X") in listed and bic.ljust(11, "X") not in listed
    )
    return other if swapped else bic


def _phone(text: str) -> Normal:
    repaired = text.replace("O", "0").replace("o", "0")
    if PHONE.fullmatch(repaired):
        return Normal(repaired, certain=True, repaired=repaired != text)
    return Normal(text, certain=False, note="keine Telefonnummer")


def _place(text: str) -> Normal:
    if match := POSTCODE_MISREAD.fullmatch(text):
        code = match[1].translate(DIGITS_MISREAD)
        misread = code != match[1]
        return Normal(f"{code} {match[2]}", certain=not misread, repaired=misread)
    return Normal(text, certain=POSTCODE.fullmatch(text) is not None)


_BY_TYPE: dict[str, Callable[[str], Normal]] = {
    "date": _date, "amount_eur": _amount, "number": _number, "iban": _iban, "bic": _bic,
    "phone": _phone, "plz_ort": _place, "name": _name, "street": _street,
}  # fmt: skip
