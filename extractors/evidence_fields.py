"""What a paper says, under the ids of the form's fields: only what is certain.

A value counts where its label or its turn of phrase is there. Names in letters have no label: they
are read where the paper prints something like the name of the application, in the paper's own
spelling. Nothing is ever copied from the application.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field
from rapidfuzz.distance import Levenshtein

from extractors.evidence_parsers import AROUND, DATE, EUR, PARSERS, as_asked, small
from extractors.evidence_people import ALIKE, said_by
from extractors.evidence_rows import Row, rows_of, values
from extractors.evidence_words import fold, phrase_words
from extractors.text import Word
from extractors.whole_page import PageText
from pipeline.model import Case, Fact

TWICE = 2  # times that an odd spelling must be printed to be believed
LABEL_FROM = 5  # letters of a label's word that can be no part of a name or place
DAYS = ("date", "letter_date")
CLEAR = 0.8  # confidence of the poorest word of a value; below, letters are misread
Kind = Literal["name", "date", "place", "address", "amount_eur", "letter_date"]


class Reads(Fact):
    """How one value is found.

    ``unless`` is a word that makes it mean something else; only ``ahead`` days may lie in the
    future.
    """

    kind: Kind
    labels: tuple[str, ...] = ()
    patterns: tuple[str, ...] = Field(default=(), alias="is")
    only_for: str = ""
    unless: str = ""
    ahead: bool = False


class TypeReads(Fact):
    """What is read off one kind of evidence.

    ``labelled``: the labels are those of the one person that it is about. ``born_as``: its surname
    is the name at birth.
    """

    who: tuple[str, ...] = ()
    fields: Mapping[str, Reads] = {}
    patterns: Mapping[str, Reads] = {}
    title: str = ""
    labelled: bool = False
    born_as: bool = False


class Catalogue(Fact):
    other_labels: tuple[str, ...]
    person: Mapping[str, Reads]
    types: Mapping[str, TypeReads]


@cache
def catalogue() -> Catalogue:
    text = files("extractors").joinpath("evidence_fields.yaml").read_text("utf-8")
    return Catalogue.model_validate(yaml.safe_load(text))


def fields_of(
    kind: str, subject: Sequence[str], pages: Sequence[PageText], case: Case
) -> dict[str, str]:
    """The values that a paper of this kind states about its people."""
    reads = catalogue().types.get(kind)
    if reads is None:
        return {}
    rows = [row for page in pages for row in rows_of(page)]
    today = (case.received.day or date.today()).isoformat()
    found: dict[str, str] = {}
    for name, how in reads.fields.items():
        found |= _special(name, how, reads, subject, rows, pages, today)
    for role in subject:
        found |= _person(role, reads, subject, rows, pages, case)
    for name, how in reads.patterns.items():
        found |= _special(name, how, reads, subject, rows, pages, today)
    return found


def _special(
    name: str,
    how: Reads,
    reads: TypeReads,
    subject: Sequence[str],
    rows: Sequence[Row],
    pages: Sequence[PageText],
    today: str,
) -> dict[str, str]:
    text = "\n".join(page.text for page in pages)
    if (how.only_for and how.only_for not in subject) or (how.unless and how.unless in text):
        return {}
    value = (
        PARSERS["letter_date"](text) if how.kind == "letter_date" else _phrased(how, text, pages)
    )
    value = value or _labelled(how, rows)
    if value is None or not subject or (how.kind in DAYS and value > today and not how.ahead):
        return {}
    return {name.format(who=subject[0], title=reads.title): value}


def _phrased(how: Reads, text: str, pages: Sequence[PageText]) -> str | None:
    for pattern in how.patterns:
        found = _compiled(pattern).search(text)
        if found and (value := PARSERS[how.kind](found.group(1))) and _seen(found.group(1), pages):
            return value
    return None


def _seen(value: str, pages: Sequence[PageText]) -> bool:
    """Whether the words of a value were read clearly, wherever they stand."""
    best: dict[str, float] = {}
    for word in (word for page in pages for word in page.words):
        best[word.text] = max(word.confidence, best.get(word.text, 0.0))
    clear = [best[part] for part in value.split() if part in best]
    return all(confidence >= CLEAR for confidence in clear)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace("DATE", DATE).replace("EUR\\s", EUR + "\\s").replace(" ", r"\s+")
    return re.compile(spaced, re.I | re.S)


def _labelled(how: Reads, rows: Sequence[Row]) -> str | None:
    """The first value below or beside one of the labels that can be read as such."""
    return next((v for text in _beside(how, rows) if (v := PARSERS[how.kind](text))), None)


def _labelled_text(how: Reads, rows: Sequence[Row]) -> str | None:
    """The same, the whole text."""
    return next((text for text in _beside(how, rows) if PARSERS[how.kind](text)), None)


def _beside(how: Reads, rows: Sequence[Row]) -> Iterator[str]:
    wanted = {label: phrase_words(label) for label in how.labels}
    known = catalogue()
    others = [*known.other_labels, *(lb for p in known.person.values() for lb in p.labels)]
    for _, words in values(rows, wanted, [other for other in others if other not in wanted]):
        text = " ".join(word.text for word in words)
        if words and _clear(words) and not _label_words() & set(_blurred(text).split()):
            yield text


def _clear(words: Sequence[Word]) -> bool:
    return min(word.confidence for word in words) >= CLEAR


def _blurred(text: str) -> str:
    """Folded, and without the difference between rn and m, which scans do not show."""
    return fold(text).replace("rn", "m")


@cache
def _label_words() -> frozenset[str]:
    """The words of labels; where one of them stands in a value, two cells were taken for one."""
    known = catalogue()
    labels = [*known.other_labels, *(label for p in known.person.values() for label in p.labels)]
    words = {word for label in labels for word in _blurred(label).split()}
    return frozenset(word for word in words if len(word) >= LABEL_FROM)


def _person(
    role: str,
    reads: TypeReads,
    subject: Sequence[str],
    rows: Sequence[Row],
    pages: Sequence[PageText],
    case: Case,
) -> dict[str, str]:
    """Names, birth and address of one person; labels count only where one person is named."""
    found: dict[str, str] = {}
    labelled = reads.labelled and len(subject) == 1
    words = [word for page in pages for word in page.words]
    births = {day for day, _ in said_by(pages).births}
    for part in reads.who:
        how, asked = catalogue().person[part], _asked(case, role, part)
        if part == "anschrift":
            found |= _address(role, how, rows)
            continue
        if part == "geburtsdatum":
            value = (_labelled(how, rows) if labelled else None) or (
                asked if asked in births else None
            )
        elif part in ("familienname", "vornamen"):
            value = _name_of(part, asked, labelled, rows, words)
        else:
            value = as_asked(_labelled(how, rows), asked) if labelled else None
        if value:
            found[f"{role}.{part}"] = value
    return _born_as(found, role, rows, case) if reads.born_as else found


def _asked(case: Case, role: str, part: str) -> str:
    value = case.answers.get(f"{role}.{part}", "")
    return value if isinstance(value, str) else ""


def _name_of(
    part: str, asked: str, labelled: bool, rows: Sequence[Row], words: Sequence[Word]
) -> str | None:
    """A name beside its own label; else the words that are like the name we look for."""
    known = catalogue().person
    value = _labelled(known[part], rows) if labelled else None
    if value is None and labelled and (full := _labelled_text(known["name"], rows)):
        value = _part_of(part, full, asked)
        if value is None and part == "familienname" and _labelled(known["vornamen"], rows):
            value = PARSERS["name"](full)
    if value is None:
        value = _printed_like(asked, words)
    elif asked and _misread([_word(part) for part in value.split()], fold(asked), words):
        return None
    return as_asked(value, asked)


def _word(text: str) -> Word:
    """A word of which only the text matters."""
    return Word(text, 1.0, 0, 0, 0, 0)


def _part_of(part: str, full: str, asked: str) -> str | None:
    """The surname or the first names out of a whole name: ``Huber, Mara`` says which is which."""
    surname, comma, first = full.partition(",")
    if comma and (value := PARSERS["name"](surname if part == "familienname" else first)):
        return value
    return _printed_like(asked, [_word(word) for word in full.split()])


def _born_as(found: dict[str, str], role: str, rows: Sequence[Row], case: Case) -> dict[str, str]:
    """Registers know the child's name at birth; that it is the surname today nobody can tell."""
    today, born = f"{role}.familienname", f"{role}.geburtsname"
    asked = _asked(case, role, "geburtsname")
    value = _labelled(catalogue().person["geburtsname"], rows)
    if asked:
        value = value or as_asked(found.get(today), asked)
        found.pop(today, None)
        return found | {born: value} if value else found
    value = as_asked(value, _asked(case, role, "familienname")) or found.get(today)
    return found | {today: value} if value else found


def _printed_like(asked: str, words: Sequence[Word]) -> str | None:
    """The run of printed words that is most like a name; its spelling is the paper's.

    Where it is not quite the name, the print must be clear, and a single other letter must be
    there twice: else it is the name, misread.
    """
    target, length = fold(asked), len(asked.split())
    best: Sequence[Word] = ()
    best_like = ALIKE
    for at in range(len(words) - length + 1) if target else ():
        run = words[at : at + length]
        like = Levenshtein.normalized_similarity(_said(run), target, score_cutoff=ALIKE)
        if like > best_like:
            best, best_like = run, like
    if not best or (best_like < 1 and not _clear(best)) or _misread(best, target, words):
        return None
    text = " ".join(word.text.strip(AROUND) for word in best)
    return small(text) if text[:1].isalpha() else None


def _misread(run: Sequence[Word], target: str, words: Sequence[Word]) -> bool:
    """Whether a name with one other letter is likelier the reader's mistake than the paper's."""
    said = _said(run)
    if Levenshtein.distance(said, target) != 1:
        return False
    again = sum(_said(words[at : at + len(run)]) == said for at in range(len(words) - len(run) + 1))
    return again < TWICE


def _said(words: Sequence[Word]) -> str:
    return fold(" ".join(word.text for word in words))


def _address(role: str, how: Reads, rows: Sequence[Row]) -> dict[str, str]:
    found = _labelled(how, rows)
    if found is None:
        return {}
    street, town = found.split("|")
    return {f"{role}.anschrift.strasse_hausnummer": street, f"{role}.anschrift.plz_ort": town}
