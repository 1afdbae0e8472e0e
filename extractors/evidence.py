"""Attachments: which pages belong together, what each paper is, for whom, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.evidence_family import born_apart, learned
from extractors.evidence_fields import fields_of
from extractors.evidence_pages import kind_of_page, text_page
from extractors.evidence_people import Person
from extractors.evidence_subject import about
from extractors.evidence_types import Verdict, code_fits, is_deed, shared, types, weigh
from extractors.whole_page import PageText
from pipeline import forms
from pipeline.forms import Form
from pipeline.model import Case, Document, PageKind

__all__ = ["documents_of", "kind_of_page", "text_page"]

ACCEPT = 0.9  # share of the odds from which a kind needs no second look
NAME_IT = 0.4  # below this share no kind is named at all
OWN_TITLE = 0.8  # how much of a heading a page needs to begin a new paper
OTHER_KIND = 0.6  # share from which a page without a heading is still another paper
SECOND_KIND = 8.0  # score from which a second kind in the same deed is named, in doubt
LATER_PAGES = 0.4  # how much the words of later pages say about the kind
NOISE = 0.3  # mean confidence of a page that was not read at all; it may be any paper
FAINT, SUREST, WHOLE_WORD = 0.9, 10, 4
"""Mean confidence of the ten surest words of four letters and more below which nothing is certain.
Labels in five points on cards say nothing about their names and days, which are larger."""

_PAGE_OF = re.compile(r"(?:seite|blatt|page)\s*:?\s*(\d{1,2})\s*(?:von|/|of)\s*(\d{1,2})", re.I)
_BARE_PAGE_OF = re.compile(r"^\W*(\d{1,2})\s*(?:/|von)\s*(\d{1,2})\W*$")
_PAGE = re.compile(r"^\W*(?:seite|blatt|-|–)\s*(\d{1,2})\s*(?:-|–)?\W*$", re.I)
_REFERENCE = re.compile(
    r"(?:az|aktenzeichen|gesch[äa]fts\w*|nummer|nr|zeichen|register|kennzeichen)\b[^\w\n]{0,4}"
    r"([A-Z0-9][A-Z0-9./ -]{2,24}\d)|\b(\d{1,3} ?[A-Z]{1,2} ?\d{1,5}/\d{2})\b|(\d{5} ?// ?\d{7})",
    re.I,
)
_OPENING = re.compile(r"^\W*(?:sehr geehrte|hallo\b|liebe[rs]?\b|guten tag)", re.I)
_SEQUEL = re.compile(
    r"^\W*(?:berechnungsbogen|anlage\b|rechtsbehelfsbelehrung|rechtsmittelbelehrung|gründe\b|"
    r"begründung|fortsetzung|rückseite)",
    re.I,
)
EDGE_LINES = 3  # page numbers stand in the first or last lines
HEAD_LINES = 4  # an Anlage says so in its first lines
REFERENCE_DIGITS = 4  # a shorter number is on many papers


@dataclass(slots=True)
class _Sheet:
    """One page with what is known about its place in a paper."""

    number: int
    text: PageText
    verdicts: list[Verdict]
    at: int | None
    of: int | None
    references: frozenset[str]
    sequel: bool
    opening: bool
    kind: PageKind

    @property
    def best(self) -> Verdict:
        return self.verdicts[0]

    @property
    def starts(self) -> bool:
        """Whether this page looks like the first of a paper."""
        if self.at is not None:
            return self.at == 1
        if self.sequel:
            return False
        return self.opening or (self.best.title >= OWN_TITLE and self.best.share >= NAME_IT)


@dataclass(slots=True)
class _Paper:
    sheets: list[_Sheet] = field(default_factory=list)

    @property
    def last(self) -> _Sheet:
        return self.sheets[-1]


def documents_of(pages: Sequence[tuple[int, PageText]], case: Case) -> list[Document]:
    """Group the pages of evidence into papers and say what they are.

    ``pages`` are all pages of a mail item that are no form, leaflet or blank, with their numbers.
    """
    form = forms.load(case.form) if case.form in forms.available() else None
    sheets = [_sheet(number, text, form) for number, text in pages]
    breaks = _breaks(case)
    papers: list[_Paper] = []
    for sheet in sheets:
        home = _home(sheet, papers, breaks)
        if home is None:
            papers.append(_Paper([sheet]))
        else:
            home.sheets.append(sheet)
    knows = [_learned(paper, case) for paper in papers]
    found = [
        document
        for n, paper in enumerate(papers)
        for document in _documents(paper, case, [p for p in knows[:n] + knows[n + 1 :] if p])
    ]
    return [d.model_copy(update={"number": n}) for n, d in enumerate(found, start=1)]


def _breaks(case: Case) -> frozenset[int]:
    """Numbers of pages that part papers: a page of the form between two pages of evidence."""
    kinds = (PageKind.FORM, PageKind.SEPARATOR, PageKind.TEXT_PAGE)
    return frozenset(page.number for page in case.pages if page.kind in kinds)


def _sheet(number: int, text: PageText, form: Form | None) -> _Sheet:
    at, of = _page_number(text)
    head = text.lines[:HEAD_LINES]
    verdicts = weigh(text)
    return _Sheet(
        number, text, verdicts, at, of, _references(text),
        sequel=any(_SEQUEL.match(line.text) for line in head),
        opening=any(_OPENING.match(line.text) for line in text.lines),
        kind=kind_of_page(text, form, verdicts[0]) if text.words else PageKind.EVIDENCE,
    )  # fmt: skip


def _page_number(text: PageText) -> tuple[int | None, int | None]:
    edge = [*text.lines[:EDGE_LINES], *text.lines[-EDGE_LINES:]]
    for line in edge:
        found = _PAGE_OF.search(line.text) or _BARE_PAGE_OF.match(line.text)
        if found and 1 <= int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    for line in edge:
        if found := _PAGE.match(line.text):
            return int(found[1]), None
    return None, None


def _references(text: PageText) -> frozenset[str]:
    """File numbers and the like: what the pages of one paper have in common."""
    found = (re.sub(r"\W", "", "".join(groups)) for groups in _REFERENCE.findall(text.text))
    return frozenset(ref for ref in found if sum(c.isdigit() for c in ref) >= REFERENCE_DIGITS)


def _home(sheet: _Sheet, papers: list[_Paper], breaks: frozenset[int]) -> _Paper | None:
    """The paper that a page continues, if it continues one."""
    if sheet.starts or not papers or sheet.text.confidence < NOISE:
        return None
    if not sheet.text.words or sheet.kind is not PageKind.EVIDENCE:
        return None
    numbered = [paper for paper in papers if _next_page(paper, sheet)]
    if sheet.at is not None and numbered:
        return max(numbered, key=lambda paper: (_kinship(paper, sheet), paper.last.number))
    last = papers[-1]
    if last.last.kind is not PageKind.EVIDENCE:
        return None
    parted = any(last.last.number < number < sheet.number for number in breaks)
    if parted and not (last.last.references & sheet.references):
        return None
    if _is_other(last, sheet) or _may_be_any(last, sheet):
        return None
    return last


def _may_be_any(paper: _Paper, sheet: _Sheet) -> bool:
    """Whether too little can be read on a page to say that it goes on with the one before."""
    if paper.last.references & sheet.references or sheet.sequel or sheet.at is not None:
        return False
    clearest = _clearest([sheet.text])
    return bool(clearest) and sum(clearest) / len(clearest) < FAINT


def _next_page(paper: _Paper, sheet: _Sheet) -> bool:
    """Whether the number of the page fits a paper of which pages are missing."""
    have = {s.at for s in paper.sheets}
    totals = {s.of for s in paper.sheets if s.of is not None}
    if sheet.at in have or (sheet.of is not None and totals and sheet.of not in totals):
        return False
    return bool(totals) or paper.last.at is not None or paper.last.number + 1 == sheet.number


def _kinship(paper: _Paper, sheet: _Sheet) -> float:
    """How much two pages of different places in the pile have in common."""
    common = len(paper.sheets[0].references & sheet.references)
    kind = paper.sheets[0].best.type
    share = next((v.share for v in sheet.verdicts if v.type == kind), 0.0)
    adjacent = paper.last.number + 1 == sheet.number
    return common + share + adjacent


def _is_other(paper: _Paper, sheet: _Sheet) -> bool:
    """A page without a heading that is clearly another paper."""
    if paper.last.references & sheet.references or sheet.sequel:
        return False
    if paper.last.of is not None and paper.last.at == paper.last.of:
        return True
    kind = paper.sheets[0].best.type
    if types()[kind].single or not code_fits(sheet.text.text, kind):
        return True
    if types()[kind].holder == "one" and born_apart([s.text for s in paper.sheets], sheet.text):
        return True
    return sheet.best.share >= OTHER_KIND and sheet.best.type != kind


def _learned(paper: _Paper, case: Case) -> Person | None:
    """Whom a paper of a plain kind names, so that other papers are understood."""
    best = _combined(paper)[0]
    if best.share < ACCEPT or paper.sheets[0].kind is not PageKind.EVIDENCE:
        return None
    return learned((best.type, [sheet.text for sheet in paper.sheets]), case)


def _documents(paper: _Paper, case: Case, known: Sequence[Person]) -> list[Document]:
    """One paper is one document, but a deed may acknowledge a child and promise to keep it."""
    main = _document(paper, case, known)
    rest = _combined(paper)
    text = "\n".join(sheet.text.text for sheet in paper.sheets)
    if not main.type or not is_deed(types()[main.type].deed, text):
        return [main]
    others = [v for v in rest if v.type != main.type and v.score >= SECOND_KIND]
    return [
        main,
        *(_second(v, main, paper, case) for v in others if is_deed(types()[v.type].deed, text)),
    ]


def _second(verdict: Verdict, main: Document, paper: _Paper, case: Case) -> Document:
    texts = [sheet.text for sheet in paper.sheets]
    return main.model_copy(
        update={
            "type": verdict.type,
            "doubt": True,
            "reasons": verdict.reasons,
            "fields": fields_of(verdict.type, main.subject, texts, case),
            "unaided": (),
        }
    )


def _document(paper: _Paper, case: Case, known: Sequence[Person]) -> Document:
    texts = [sheet.text for sheet in paper.sheets]
    pages = tuple(sheet.number for sheet in paper.sheets)
    best = _combined(paper)[0]
    if best.share < NAME_IT or paper.sheets[0].kind is not PageKind.EVIDENCE:
        return Document(
            number=1, type="", pages=pages, confidence=best.share, doubt=True,
            reasons=best.reasons, legible=paper.sheets[0].text.confidence >= NOISE,
        )  # fmt: skip
    who = about(best.type, texts, case, known)
    faint = _surest(texts) < FAINT
    said = fields_of(who.type, who.subject, texts, case)
    alone = fields_of(who.type, who.subject, texts, case.model_copy(update={"answers": {}}))
    return Document(
        number=1, type=who.type, subject=who.subject, pages=pages, fields=said,
        unaided=tuple(name for name in said if said[name] == alone.get(name)),
        confidence=best.share,
        doubt=who.doubt or best.share < ACCEPT or faint, reasons=best.reasons,
    )  # fmt: skip


def _surest(texts: Sequence[PageText]) -> float:
    """How surely the clearest words of a paper were read; few words are no measure."""
    return sum(_clearest(texts)) / SUREST


def _clearest(texts: Sequence[PageText]) -> list[float]:
    """Confidences of the words that were read most surely."""
    words = (word for text in texts for word in text.words)
    sure = sorted(w.confidence for w in words if sum(map(str.isalnum, w.text)) >= WHOLE_WORD)
    return sure[-SUREST:]


def _combined(paper: _Paper) -> list[Verdict]:
    """The verdicts of all pages; the first page says the most."""
    first, *later = paper.sheets
    if not later:
        return first.verdicts
    extra = {
        kind: sum(max(0.0, v.score) for s in later for v in s.verdicts if v.type == kind)
        for kind in types()
    }
    return shared(
        [
            v.model_copy(update={"score": v.score + LATER_PAGES * extra[v.type]})
            for v in first.verdicts
        ]
    )
