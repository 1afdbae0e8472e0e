"""One PDF of the pages that belong together, from the scans as they were delivered.

Pages of a PDF are copied as they are, a JPEG goes in byte by byte, other pictures without loss;
nothing is made smaller or clearer. Of the rest of a source only the fields that lie on these pages
come along, and nothing that acts.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from pipeline.emit.fields import keep_fields
from pipeline.emit.inert import strip_pages, sweep
from pipeline.emit.papers import Place, is_pdf
from pipeline.emit.sheets import append_picture
from pipeline.errors import EmissionError

NOT_COPIED = "Eine lesbare Seite ließ sich nicht in die Mappe übernehmen."


def pdf_of(chosen: Sequence[Place], subject: str = "") -> bytes:
    """One PDF of these pages; the same pages always give the same bytes.

    Raises ``EmissionError`` where a page that could be read cannot be copied.
    """
    with pikepdf.new() as pdf, _Sources() as sources:
        for place in chosen:
            _append(pdf, place, sources, subject)
        strip_pages(pdf)
        keep_fields(pdf, sources.values())
        _keep_layers(pdf, sources)
        sweep(pdf)
        pdf.remove_unreferenced_resources()  # scanners list the pictures of all pages on each
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue()


class _Sources(dict[Path, pikepdf.Pdf]):
    """PDFs opened while one new one is put together; closed after it is written."""

    def __enter__(self) -> _Sources:
        return self

    def __exit__(self, *_: object) -> None:
        for pdf in self.values():
            pdf.close()

    def __missing__(self, path: Path) -> pikepdf.Pdf:
        self[path] = pikepdf.open(path, suppress_warnings=True)
        return self[path]


def _append(pdf: pikepdf.Pdf, place: Place, sources: _Sources, subject: str) -> None:
    try:
        if is_pdf(place.path):
            pdf.pages.append(sources[place.path].pages[place.index])
        else:
            append_picture(pdf, place.path, place.index)
    except Exception:  # what is raised depends on format and damage
        if place.readable:
            raise EmissionError(subject, hint=NOT_COPIED) from None
        pdf.add_blank_page()  # the original file goes out beside it


def _keep_layers(pdf: pikepdf.Pdf, sources: _Sources) -> None:
    """What a PDF says about which of its layers show; those of several do not fit together."""
    if len(sources) == 1:
        (source,) = sources.values()
        if "/OCProperties" in source.Root:
            layers = source.make_indirect(source.Root.OCProperties)
            pdf.Root.OCProperties = pdf.copy_foreign(layers)
