"""One mail item through all steps: files in, everything that could be read out.

Knows no store and no flow. Every page ends in exactly one kind; a page on which our own program
fails becomes unreadable, with a reason, and the others are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import forms, log
from pipeline.agreement import confirmed
from pipeline.emptiness import Emptiness
from pipeline.errors import EingangError, OversizeError, ProtectedScanError, ScanError, class_of
from pipeline.fold import fold
from pipeline.forms import Form
from pipeline.images import limits_of
from pipeline.model import (
    Document,
    ItemResult,
    Page,
    PageKind,
    PageMatch,
    Reading,
    Received,
)
from pipeline.readers import Readers, installed
from pipeline.repetition import repeated
from pipeline.settings import Settings
from pipeline.sorting import is_second_scan, leaflet_of, placed, reasons

Progress = Callable[[int], None]
"""Called with the number of each page that is done."""

ONLY_DUST = "Wohl leer: nichts als Rauschen des Scanners."
SEEN_TWICE = "Seite {page} des Formulars kommt zweimal vor."
OUR_FAULT = "Die Seite konnte nicht verarbeitet werden ({error})."


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen on one page: its readings, or its text where it is no page of a form."""

    page: Page
    readings: tuple[Reading, ...] = ()
    text: Any = None
    received: Received | None = None


class _FirstScan(NamedTuple):
    """What later scans of the same form page are compared with."""

    number: int
    readings: tuple[Reading, ...]
    trace: Any

    def seen_again(self, readings: Sequence[Reading], trace: Any, readers: Readers) -> bool:
        mine = {reading.item: reading for reading in self.readings}
        return is_second_scan(readings, mine, partial(readers.same_strokes, self.trace, trace))


@dataclass(slots=True)
class _Item:
    """The mail item while its pages go by."""

    forms: Sequence[Form]
    readers: Readers
    limits: Any
    seen: dict[str, int] = field(default_factory=dict)
    form_pages: dict[tuple[str, str], _FirstScan] = field(default_factory=dict)
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        return len(self.sightings) + 1


def process_item(
    paths: Sequence[Path],
    form_ids: Sequence[str] | None = None,
    *,
    received: date | None = None,
    settings: Settings | None = None,
    progress: Progress = lambda number: None,
    subject: str = "Die Datei",
    readers: Readers | None = None,
    versions: Mapping[str, str] | None = None,
) -> ItemResult:
    """Read the files of one mail item. ``received`` overrides a receipt stamp.

    Raises ``ScanError``, ``ProtectedScanError`` or ``OversizeError`` where no file can be opened.
    """
    readers = readers or installed()
    known = [forms.load(name) for name in form_ids or forms.available()]
    item = _Item(known, readers, limits_of(settings or Settings()))
    _read_files(item, paths, subject, progress)
    return _result(item, received, versions or {})


def _read_files(item: _Item, paths: Sequence[Path], subject: str, progress: Progress) -> None:
    """Read file after file; one that cannot be opened is a page of its own, unless all are."""
    refused: EingangError | None = None
    opened = False
    for path in paths:
        try:
            for sighting in _sightings(item, path, subject):
                item.sightings.append(sighting)
                opened = True
                progress(sighting.page.number)
        except (ScanError, ProtectedScanError, OversizeError) as error:
            refused = refused or error
            item.sightings.append(_unreadable(item.next_number, str(error)))
    if refused is not None and not opened:
        raise refused


def _sightings(item: _Item, path: Path, subject: str) -> Iterator[Sighting]:
    """The pages of one file: those with form fields as they are, the others through the readers."""
    digital, texts = _digital_pages(item, path)
    first = item.next_number
    for scanned in item.readers.pages_of(path, item.limits, subject):
        number = first + scanned.number - 1
        if scanned.number in digital:
            yield _stamped(item, _renumbered(digital[scanned.number], number, scanned), scanned)
        else:
            yield _seen(item, scanned, number, texts.get(scanned.number))


def _digital_pages(item: _Item, path: Path) -> tuple[dict[int, Sighting], Mapping[int, Any]]:
    """Pages of a form that was filled in on a screen, and the text of others, by their number."""
    for form in item.forms:
        found = item.readers.born_digital(path, form, item.limits)
        if found is not None:
            pages = {
                page.number: Sighting(
                    page, tuple(r for r in found.readings if r.page == page.number)
                )
                for page in found.pages
            }
            return pages, found.texts
    return {}, {}


def _renumbered(sighting: Sighting, number: int, scanned: Any) -> Sighting:
    page = sighting.page.model_copy(update={"number": number, "sha256": scanned.sha256})
    readings = tuple(r.model_copy(update={"page": number}) for r in sighting.readings)
    return replace(sighting, page=page, readings=readings)


def _stamped(item: _Item, sighting: Sighting, scanned: Any) -> Sighting:
    """Read the office's stamp on a page whose answers are known: nobody typed it into a field."""
    page, match = sighting.page, sighting.page.match
    if match is None or scanned.image is None:
        return sighting
    form = next(form for form in item.forms if form.id == match.form)
    layout = form.page(match.page_id)
    if not any(place.type == "stamp" for place in layout.items):
        return sighting
    try:
        sheet = item.readers.sheet_of(scanned.image, match, form)
        return replace(sighting, received=item.readers.received_date(sheet, layout))
    except EingangError:
        raise
    except Exception as error:  # the answers stay, the stamp is for a person
        log.info("stamp_not_read", error=type(error).__name__, pages=page.number)
        return replace(sighting, received=Received(day=None, source="stempel", doubt=True))


def _seen(item: _Item, scanned: Any, number: int, text: Any = None) -> Sighting:
    """Look at one page. Whatever our own program does wrong here costs only this page."""
    bare = Page(number=number, kind=PageKind.UNREADABLE, sha256=scanned.sha256, dpi=scanned.dpi)
    if scanned.image is None:
        return Sighting(bare.model_copy(update={"doubt": True, "reason": scanned.reason}))
    height, width = scanned.image.shape[:2]
    bare = bare.model_copy(update={"width_px": width, "height_px": height})
    try:
        return _looked_at(item, scanned, bare, text)
    except EingangError:
        raise
    except Exception as error:  # one page may fail, the mail item may not
        reason = OUR_FAULT.format(error=class_of(error))
        log.info("page_not_read", error=class_of(error), pages=bare.number)
        return Sighting(bare.model_copy(update={"doubt": True, "reason": reason}))


def _looked_at(item: _Item, scanned: Any, bare: Page, text: Any) -> Sighting:
    readers = item.readers
    emptiness = readers.emptiness_of(scanned.image, scanned.dpi)
    if emptiness is Emptiness.BLANK:
        return Sighting(bare.model_copy(update={"kind": PageKind.BLANK}))
    if (first := item.seen.setdefault(scanned.sha256, bare.number)) != bare.number:
        return Sighting(bare.model_copy(update={"kind": PageKind.DUPLICATE, "duplicate_of": first}))
    for form in item.forms:
        if (match := readers.match_page(scanned.image, scanned.dpi, form)) is not None:
            return _form_page(item, scanned, bare, form, match)
    if text is None:
        cleaned = readers.without_dust(scanned.image, scanned.dpi)
        if emptiness is Emptiness.ROWS or _is_dust(readers, scanned, cleaned):
            update = {"kind": PageKind.BLANK, "doubt": True, "reason": ONLY_DUST}
            return Sighting(bare.model_copy(update=update))
        text = readers.page_text(cleaned, scanned.dpi)
        text = readers.closer_look(cleaned, scanned.dpi, text)
    leaflet = next((t for form in item.forms if (t := leaflet_of(text, form))), None)
    kind = PageKind.TEXT_PAGE if leaflet else PageKind.EVIDENCE
    return Sighting(bare.model_copy(update={"kind": kind, "form_page": leaflet}), text=text)


def _is_dust(readers: Readers, scanned: Any, cleaned: Any) -> bool:
    """Whether nothing is left of a page after dust was removed."""
    if cleaned is scanned.image:
        return False
    only_dust = readers.is_only_dust(scanned.image, cleaned, scanned.dpi)
    return bool(only_dust or readers.is_blank(cleaned, scanned.dpi))


def _form_page(item: _Item, scanned: Any, bare: Page, form: Form, match: PageMatch) -> Sighting:
    layout = form.page(match.page_id)
    sheet = item.readers.sheet_of(scanned.image, match, form)
    readings = tuple(item.readers.read_page(sheet, layout, bare.number))
    trace = item.readers.trace_of(sheet)
    this = _FirstScan(bare.number, readings, trace)
    first = item.form_pages.setdefault((form.id, match.page_id), this)
    page = bare.model_copy(update={"form_page": match.page_id, "match": match})
    if first is this:
        page = page.model_copy(update={"kind": PageKind.FORM})
    elif first.seen_again(readings, trace, item.readers):
        update = {"kind": PageKind.DUPLICATE, "duplicate_of": first.number}
        return Sighting(page.model_copy(update=update))
    else:
        reason = SEEN_TWICE.format(page=layout.number)
        update = {"kind": PageKind.FORM, "doubt": True, "reason": reason}
        page = page.model_copy(update=update)
    return Sighting(page, readings, received=item.readers.received_date(sheet, layout))


def _unreadable(number: int, reason: str) -> Sighting:
    return Sighting(Page(number=number, kind=PageKind.UNREADABLE, doubt=True, reason=reason))


def _result(item: _Item, received: date | None, versions: Mapping[str, str]) -> ItemResult:
    form = _form_of(item)
    readings = tuple(reading for sighting in item.sightings for reading in sighting.readings)
    pages = tuple(sighting.page for sighting in item.sightings)
    day = _received(item, received)
    texts = [(s.page.number, s.text) for s in item.sightings if s.page.kind is PageKind.EVIDENCE]
    documents: tuple[Document, ...] = ()
    if texts:
        case = fold("", form or item.forms[0], readings, pages, (), day)
        documents = tuple(item.readers.documents_of(texts, case))
        readings += confirmed(readings, documents)
    readings += repeated(readings, form)
    said = [sighting.text for sighting in item.sightings if sighting.text is not None]
    pages = tuple(placed(page, documents, with_form=form is not None) for page in pages)
    return ItemResult(
        form=form.id if form else "", pages=pages, readings=readings, documents=documents,
        received=day, reasons=reasons(form, pages, said), provenance=versions,
    )  # fmt: skip


def _form_of(item: _Item) -> Form | None:
    """The form of which most pages were found."""
    counts = {form.id: 0 for form in item.forms}
    for sighting in item.sightings:
        if sighting.page.match is not None:
            counts[sighting.page.match.form] += 1
    best = max(item.forms, key=lambda form: counts[form.id])
    return best if counts[best.id] else None


def _received(item: _Item, given: date | None) -> Received:
    if given is not None:
        return Received(day=given, source="vorgabe")
    stamps = [s.received for s in item.sightings if s.received is not None]
    seen = [stamp for stamp in stamps if stamp.day is not None or stamp.doubt]
    return max(seen, key=lambda s: s.day is not None, default=Received(day=None, source="leer"))
