"""Single pages of what came in, as pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

from extractors import scan_pdf
from pipeline.images import image_of, images_of
from pipeline.settings import Settings

SETTINGS = Settings(database_url="")


def a_pdf(folder: Path) -> Path:
    drawn = canvas.Canvas(str(folder / "a.pdf"), pagesize=(200, 300))
    for number in range(3):
        drawn.drawString(50, 200, f"Seite {number}")
        drawn.showPage()
    drawn.save()
    return folder / "a.pdf"


def a_tiff(folder: Path) -> Path:
    pages = [Image.new("L", (200, 300), "white") for _ in range(3)]
    for number, page in enumerate(pages):
        ImageDraw.Draw(page).rectangle((10, 10, 50 + number, 50), fill="black")
    pages[0].save(folder / "b.tif", save_all=True, append_images=pages[1:])
    return folder / "b.tif"


def a_broken_one(folder: Path) -> Path:
    (folder / "c.pdf").write_bytes(b"%PDF-1.4\n nothing")
    return folder / "c.pdf"


@pytest.mark.parametrize(
    "kinds", [[a_pdf], [a_tiff], [a_broken_one], [a_broken_one, a_tiff, a_pdf]]
)
def test_a_single_page_is_the_one_that_all_of_them_have_under_its_number(
    kinds: list, tmp_path: Path
) -> None:
    files = [make(tmp_path) for make in kinds]

    every = dict(images_of(files, SETTINGS))

    for number in range(1, len(every) + 2):
        alone, expected = image_of(files, number, SETTINGS), every.get(number)
        assert (alone is None) == (expected is None)
        assert alone is None or np.array_equal(alone, expected)


def test_no_other_page_is_decoded_for_a_single_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded, original = [], scan_pdf._picture

    def picture(pdf: object, index: int, *more: object) -> object:
        decoded.append(index + 1)
        return original(pdf, index, *more)

    monkeypatch.setattr(scan_pdf, "_picture", picture)

    assert image_of([a_pdf(tmp_path)], 3, SETTINGS) is not None
    assert decoded == [3]
