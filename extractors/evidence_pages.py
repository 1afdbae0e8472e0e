"""Pages that are neither the form nor evidence: leaflets, other offices' forms, cover letters.

They name nearly every kind of evidence, so they are looked for first.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from extractors.evidence_types import Verdict, weigh
from extractors.evidence_words import Finder, Hit, words_of
from extractors.whole_page import PageText
from pipeline.forms import Form
from pipeline.model import Fact, PageKind

TEXT_PAGE_HITS = 2  # phrases of a leaflet that prove it; single ones are quoted in letters
LEAFLET_HITS = 3  # the phrases that all leaflets share are weaker
LEAFLET_WORDS = 150  # a leaflet is full of text; a short paper with its words is none
SURE = 0.8  # how well a phrase must be found to count here
FORM_HEAD = 4.0
FORM_WORD = 1.5
FORM_FROM = 5.5  # a heading and one more thing, or four things
OUR_FORM_HITS = 2  # anchors of a page of our own form
COVER_FROM = 4  # turns of a cover letter
COVER_WORDS = 160  # cover letters are short
EVIDENCE_SURE = 0.9  # share from which a kind of evidence outweighs the form-like words


class _Phrases(Fact):
    text_pages: dict[str, tuple[str, ...]]
    leaflet: tuple[str, ...]
    form: dict[str, tuple[str, ...]]
    cover_letter: tuple[str, ...]


@cache
def _phrases() -> _Phrases:
    text = files("extractors").joinpath("evidence_pages.yaml").read_text("utf-8")
    return _Phrases.model_validate(yaml.safe_load(text))


def text_page(page: PageText, form: Form | None = None) -> str | None:
    """The id of the leaflet of which this is a page, also of its second and third."""
    wanted = dict(_phrases().text_pages)
    for known in form.text_pages if form else ():
        wanted[known.id] = tuple(dict.fromkeys((*wanted.get(known.id, ()), *known.anchors)))
    finder = Finder(words_of(page), [phrase for anchors in wanted.values() for phrase in anchors])
    counts = {key: _different(_sure(finder, anchors)) for key, anchors in wanted.items()}
    best = max(counts, key=lambda key: counts[key])
    return best if counts[best] >= TEXT_PAGE_HITS else None


def kind_of_page(
    page: PageText, form: Form | None = None, likeliest: Verdict | None = None
) -> PageKind:
    """What a page is that is no registered page of the form and not blank.

    ``FOREIGN`` is another office's form or leaflet or a cover letter, ``UNREADABLE`` a page of
    our own form that could not be registered. ``likeliest`` is the kind of evidence that the page
    looks most like, where that is known already.
    """
    if not page.lines:
        return PageKind.UNREADABLE
    if text_page(page, form) is not None:
        return PageKind.TEXT_PAGE
    if form is not None and _is_our_form(page, form):
        return PageKind.UNREADABLE
    phrases = _phrases()
    finder = Finder(
        words_of(page),
        (*phrases.leaflet, *phrases.form["heads"], *phrases.form["words"], *phrases.cover_letter),
    )
    if _is_leaflet(finder):
        return PageKind.FOREIGN
    best = likeliest or weigh(page)[0]
    if best.share >= EVIDENCE_SURE and best.title >= SURE:
        return PageKind.EVIDENCE
    if _is_form(finder) or (best.share < EVIDENCE_SURE and _is_cover_letter(finder)):
        return PageKind.FOREIGN
    return PageKind.EVIDENCE


def _sure(finder: Finder, phrases: tuple[str, ...]) -> list[Hit]:
    hits = (finder.hit(phrase) for phrase in phrases)
    return [hit for hit in hits if hit is not None and hit.worth >= SURE]


def _different(hits: list[Hit]) -> int:
    """Hits at different places: a phrase and its longer form are one."""
    return len({round(hit.top, 3) for hit in hits})


def _is_our_form(page: PageText, form: Form) -> bool:
    finder = Finder(words_of(page), [anchor for side in form.pages for anchor in side.anchors])
    return any(len(_sure(finder, side.anchors)) >= OUR_FORM_HITS for side in form.pages)


def _is_leaflet(finder: Finder) -> bool:
    if finder.page.count < LEAFLET_WORDS:
        return False
    return _different(_sure(finder, _phrases().leaflet)) >= LEAFLET_HITS


def _is_form(finder: Finder) -> bool:
    heads = [h for h in _sure(finder, _phrases().form["heads"]) if h.alone >= 0.5 and h.top < 0.4]
    words = _different(_sure(finder, _phrases().form["words"]))
    return (FORM_HEAD if heads else 0.0) + FORM_WORD * words >= FORM_FROM


def _is_cover_letter(finder: Finder) -> bool:
    if finder.page.count > COVER_WORDS:
        return False
    return len(_sure(finder, _phrases().cover_letter)) >= COVER_FROM
