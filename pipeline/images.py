"""The pictures of a mail item's pages, with the numbers that processing gave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import OversizeError, ProtectedScanError, ScanError
from pipeline.settings import Settings


def limits_of(settings: Settings) -> Any:
    """How much one file may hold, as the operator says."""
    from extractors.scans import Limits

    return Limits(max_pages=settings.max_pages, max_megapixels=settings.max_megapixels)


def image_of(paths: Sequence[Path], number: int, settings: Settings) -> Any:
    """The picture of one page with the number that processing gave it; ``None`` for none.

    Of a single file no other page is decoded; of several only reading tells how many each has.
    """
    from extractors.scans import image_of_page

    if len(paths) != 1:
        return next((image for found, image in images_of(paths, settings) if found == number), None)
    try:
        return image_of_page(paths[0], number, limits_of(settings))
    except (ScanError, ProtectedScanError, OversizeError):
        return None


def images_of(paths: Sequence[Path], settings: Settings) -> Iterator[tuple[int, Any]]:
    """The pictures of a mail item's pages with the numbers that processing gave them."""
    from extractors.scans import pages_of

    number = 0
    for path in paths:
        first = number
        try:
            for scanned in pages_of(path, limits_of(settings)):
                number = first + scanned.number
                yield number, scanned.image
        except (ScanError, ProtectedScanError, OversizeError):
            number += 1
            yield number, None
