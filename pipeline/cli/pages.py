"""The pages of a case as pictures with everything that was read drawn in."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipeline.errors import DiskError, StoreError
from pipeline.pictures import missing_picture, page_picture
from pipeline.process import images_of
from pipeline.rights import make_folder, open_private
from pipeline.settings import Settings
from pipeline.standing import Standing
from pipeline.store import Store
from pipeline.store.files import path_of, place_of

MISSING_HINT = "Es gehört zu {name}; bitte files/ aus der Sicherung zurückholen."


class MissingFileError(StoreError):
    """A file as it came in is no longer in the store."""

    says = "Im Datenbestand fehlt das Original {subject}."


def draw_pages(store: Store, found: Standing, settings: Settings, folder: Path) -> int:
    """Write ``seite-01.png`` ... into the folder, one page in memory at a time; how many.

    Without pages, of a refused file for example, no folder is made. Raises ``MissingFileError``
    where a file that came in is gone: nobody knows which pages were in it.
    """
    _require_files(store, found)
    files = [path_of(store.folder, scan.sha256) for scan in found.record.scans]
    pages = {page.number: page for page in found.case.pages}
    if not pages:
        return 0
    form, readings = found.record.form, found.case.readings
    try:
        make_folder(folder)
        for number, image in images_of(files, settings):
            if number in pages and image is not None:
                _save(page_picture(image, pages.pop(number), form, readings), folder, number)
        for number, page in pages.items():
            _save(missing_picture(page), folder, number)
    except OSError:
        raise DiskError(folder) from None
    return len(found.case.pages)


def _require_files(store: Store, found: Standing) -> None:
    record = found.record
    names = [place_of(scan.sha256) for scan in record.scans]
    if gone := [name for name in names if not (store.folder / name).is_file()]:
        raise MissingFileError(", ".join(gone), hint=MISSING_HINT.format(name=record.name))


def _save(picture: Image.Image, folder: Path, number: int) -> None:
    with open_private(folder / f"seite-{number:02d}.png") as stream:
        picture.save(stream, "PNG")
