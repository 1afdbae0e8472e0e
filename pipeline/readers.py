"""Which reader does which step of processing a mail item; tests put others in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

Reader = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Readers:
    """One function per step, in the order of the steps."""

    born_digital: Reader
    pages_of: Reader
    emptiness_of: Reader
    is_blank: Reader
    without_dust: Reader
    is_only_dust: Reader
    match_page: Reader
    sheet_of: Reader
    read_page: Reader
    trace_of: Reader
    same_strokes: Reader
    page_text: Reader
    closer_look: Reader
    documents_of: Reader
    received_date: Reader


@cache
def installed() -> Readers:
    """The readers of this installation. Loading them takes a second: only who reads calls this."""
    import extractors
    from extractors import (
        born_digital,
        closer,
        dust,
        evidence,
        match,
        rescan,
        scans,
        sheet,
        stamps,
        whole_page,
    )
    from pipeline import blank_pages

    return Readers(
        born_digital=born_digital.read,
        pages_of=scans.pages_of,
        emptiness_of=blank_pages.emptiness_of,
        is_blank=blank_pages.is_blank,
        without_dust=dust.without_dust,
        is_only_dust=dust.is_only_dust,
        match_page=match.match_page,
        sheet_of=sheet.sheet_of,
        read_page=extractors.read_page,
        trace_of=rescan.trace_of,
        same_strokes=rescan.same_strokes,
        page_text=whole_page.page_text,
        closer_look=closer.closer_look,
        documents_of=evidence.documents_of,
        received_date=stamps.received_date,
    )


@cache
def versions() -> dict[str, str]:
    """What took part in a reading, for the provenance of a case."""
    import sys

    import cv2
    import numpy as np

    import pipeline
    from extractors import text

    return {
        "eingang": pipeline.__version__,
        "tesseract": text.version(),
        "opencv": cv2.__version__,
        "numpy": np.__version__,
        "python": sys.version.split()[0],
    }
