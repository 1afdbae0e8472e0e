"""The pages of a case as pictures with everything that was read drawn in."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DiskError
from pipeline.pictures import page_picture
from pipeline.process import images_of
from pipeline.rights import make_folder, open_private
from pipeline.settings import Settings
from pipeline.standing import Standing
from pipeline.store import Store
from pipeline.store.files import path_of


def draw_pages(store: Store, found: Standing, settings: Settings, folder: Path) -> None:
    """Write ``seite-01.png`` ... into the folder, one page in memory at a time."""
    files = [path_of(store.folder, scan.sha256) for scan in found.record.scans]
    pages = {page.number: page for page in found.case.pages}
    try:
        make_folder(folder)
        for number, image in images_of(files, settings):
            if image is None or number not in pages:
                continue
            picture = page_picture(image, pages[number], found.record.form, found.case.readings)
            with open_private(folder / f"seite-{number:02d}.png") as stream:
                picture.save(stream, "PNG")
    except OSError:
        raise DiskError(folder) from None
