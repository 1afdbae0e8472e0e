"""What the pages of a mail item turn out to be once they are read, and why a person must look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.forms import Form
from pipeline.model import Box, Document, MarkState, Page, PageKind, Reading

TEXT_PAGE_SHARE = 0.6
"""Share of a leaflet's anchors that must be found; OCR loses some, other papers have few."""

OUR_SUBJECT = ("unterhaltsvorschuss", "antrag")
"""Words that stand on an application for the same benefit on another form."""

NOTHING = (None, MarkState.EMPTY, MarkState.STRUCK)

NOTHING_READ = "Kein Text und kein Formular zu erkennen."
NO_FORM = "Kein Formular erkannt."
OTHER_FORM = "Falscher Vordruck: ein Antrag auf Unterhaltsvorschuss, aber nicht der bekannte."
ONLY_PAGE = "Vom Formular liegt nur Seite {page} vor."
PAGE_INCOMPLETE = "Die Datei ist beschädigt; diese Seite fehlt ganz oder teilweise."
END_MISSING = "Die Datei ist beschädigt; am Ende können Seiten fehlen."
"""The reason of the page that stands for all that a cut PDF may have held beyond its pages."""
FIRST_PAGE_MISSING = "Seite 1 des Formulars fehlt."


def leaflet_of(text: Any, form: Form) -> str | None:
    """Which leaflet of the form this is, by the phrases printed on it."""
    said = _plain(text.text)
    for page in form.text_pages:
        found = sum(_plain(anchor) in said for anchor in page.anchors)
        if page.anchors and found >= TEXT_PAGE_SHARE * len(page.anchors):
            return page.id
    return None


def is_second_scan(
    readings: Iterable[Reading],
    earlier: Mapping[str, Reading],
    same_strokes: Callable[[Box], bool],
) -> bool:
    """Whether a form page was scanned before: nothing on it says or shows anything else.

    Where a reading is in doubt the strokes decide: a page filled in anew with another account is
    no second scan. Nor is an empty copy one of a filled page.
    """
    agreeing = 0
    for reading in readings:
        other = earlier.get(reading.item)
        if other is None:
            continue
        unsure = reading.doubt or other.doubt
        if not (same_strokes(other.box) if unsure else reading.value == other.value):
            return False
        agreeing += reading.value not in NOTHING and other.value not in NOTHING
    return agreeing > 0


def reasons(form: Form | None, pages: Iterable[Page], texts: Iterable[Any]) -> tuple[str, ...]:
    """Why a person has to look at the mail item as a whole.

    A page that could not be read may be the one that seems to be missing.
    """
    pages = list(pages)
    legible = all(page.kind is not PageKind.UNREADABLE for page in pages)
    if form is None:
        said = [_plain(text.text) for text in texts]
        other = any(all(word in text for word in OUR_SUBJECT) for text in said)
        return (OTHER_FORM if other and legible else NO_FORM,)
    present = {page.form_page for page in pages if page.kind is PageKind.FORM}
    if form.pages[0].id in present or not legible:
        return ()
    numbers = [page.number for page in form.pages if page.id in present]
    if len(numbers) == 1:
        return (ONLY_PAGE.format(page=numbers[0]),)
    return (FIRST_PAGE_MISSING,)


def placed(page: Page, documents: Sequence[Document], *, with_form: bool) -> Page:
    """What becomes of a page that was taken for evidence.

    Without a form, papers that are no known evidence belong to somebody else; a page that is part
    of no document could not be read.
    """
    if page.kind is not PageKind.EVIDENCE:
        return page
    document = next((d for d in documents if page.number in d.pages), None)
    if document is None:
        unread = {"kind": PageKind.UNREADABLE, "doubt": True, "reason": NOTHING_READ}
        return page.model_copy(update=unread)
    if not document.type and not with_form:
        return page.model_copy(update={"kind": PageKind.FOREIGN, "doubt": True})
    return page


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
