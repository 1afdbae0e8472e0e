"""The pages of a case as pictures with everything that was read drawn in."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipeline.errors import DiskError
from pipeline.fold import STAMP, copies, on_page
from pipeline.forms import Form
from pipeline.images import images_of
from pipeline.model import Case, Page
from pipeline.pictures import About, missing_picture, page_picture
from pipeline.rights import make_folder, open_private
from pipeline.settings import Settings
from pipeline.standing import Standing, about_copies
from pipeline.store import Store
from pipeline.store.files import path_of


def draw_pages(store: Store, found: Standing, settings: Settings, folder: Path) -> int:
    """Write ``UV-7K3M-Q9XW-seite-01.png`` ... into the folder, one page in memory at a time.

    Says how many. Pictures of other cases may lie there as well: the name says whose page it is.
    Without pages, of a refused file for example, no folder is made.
    """
    files = [path_of(store.folder, scan.sha256) for scan in found.record.scans]
    pages = {page.number: page for page in found.case.pages}
    if not pages:
        return 0
    case, form = found.case, found.record.form
    try:
        make_folder(folder)
        for number, image in images_of(files, settings):
            if number in pages and image is not None:
                page = pages.pop(number)
                seen = on_page(case, found.record.readings, number)
                picture = page_picture(image, page, form, seen, about_page(case, form, page))
                _save(picture, picture_of(folder, case, number))
        for number, page in pages.items():
            _save(missing_picture(page), picture_of(folder, case, number))
        _sweep(folder, case)
    except OSError:
        raise DiskError(folder) from None
    return len(case.pages)


def about_page(case: Case, form: Form, page: Page) -> About:
    """What else is known of a page. Of two stamps nobody knows which one shows the day."""
    twice = copies(case.pages).get(page.form_page or "", ())
    is_copy = page.number in twice
    received = case.received if case.received.source == STAMP else None
    return About(
        paper=next((d for d in case.documents if page.number in d.pages), None),
        stamped=received.day if received and not is_copy else None,
        stamp_in_doubt=received is not None and received.doubt,
        note=about_copies(form, page.form_page or "", twice) if is_copy else "",
    )


def picture_of(folder: Path, case: Case, number: int) -> Path:
    """Where the picture of a page lies; the case stands in its name, nothing personal does."""
    return folder / f"{case.case_id}-seite-{number:02d}.png"


def _sweep(folder: Path, case: Case) -> None:
    """Remove what was drawn earlier of pages that the case no longer has."""
    current = {picture_of(folder, case, page.number) for page in case.pages}
    for path in set(folder.glob(f"{case.case_id}-seite-*.png")) - current:
        path.unlink()


def _save(picture: Image.Image, path: Path) -> None:
    with open_private(path) as stream:
        picture.save(stream, "PNG")
