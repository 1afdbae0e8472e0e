"""Scanned pages have the size, the tones and the files that scan sites deliver."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from sample_scans.fill.paper import Grey, white
from sample_scans.scan import files, scanner, wear
from sample_scans.style import Container, ScanStyle, style_of

CALM = "scan: {dpi: 100, speckles: [0, 0], skew: [0, 0], shift_mm: [0, 0], scale: [1, 1]}"


def printed() -> Grey:
    page = white(210, 297)
    page[300:3200, 300:340] = 0
    page[1000:1040, 300:2200] = 0
    return page


def scanned(style: str, seed: int = 1) -> Grey:
    wanted: ScanStyle = style_of(style).scan
    rng = np.random.default_rng(seed)
    return scanner.scan(printed(), scanner.take(rng, wanted), wanted, rng)


@pytest.mark.parametrize(("dpi", "size"), [(100, (1169, 827)), (200, (2339, 1654))])
def test_a_page_has_the_size_of_the_paper_at_its_resolution(
    dpi: int, size: tuple[int, int]
) -> None:
    assert scanned(f"scan: {{dpi: {dpi}}}").shape == size


def test_black_and_white_knows_two_tones_and_keeps_the_print() -> None:
    page = scanned("scan: {dpi: 100, mode: bilevel}")

    assert set(np.unique(page)) == {0, 255}
    assert 0.005 < np.mean(page == 0) < 0.2


def test_the_print_stays_where_it_was_on_a_straight_scan() -> None:
    page = scanned(CALM)

    dark = np.flatnonzero(page[600] < 128)
    assert abs(dark.mean() / 100 * 300 - 320) < 6


def test_the_same_seed_gives_the_same_page_and_another_seed_another() -> None:
    assert np.array_equal(scanned("", 4), scanned("", 4))
    assert not np.array_equal(scanned("", 4), scanned("", 5))


@pytest.mark.parametrize("wear_and_tear", ["holes", "fold", "shadow", "photocopy"])
def test_every_defect_shows(wear_and_tear: str) -> None:
    assert not np.array_equal(
        scanned(f"{CALM[:-1]}, {wear_and_tear}: 1.0}}"),
        scanned(f"{CALM[:-1]}, {wear_and_tear}: 0.0}}"),
    )


def test_the_front_shines_through_mirrored() -> None:
    back = white(210, 297)

    wear.show_through(back, printed(), 0.05)

    assert back[2000, -320] < 250 < back[2000, 320]


def bilevel_page() -> Grey:
    return scanned("scan: {dpi: 100, mode: bilevel, holes: 0}")


def test_a_group_4_page_in_a_pdf_shows_exactly_the_scanned_pixels(tmp_path: Path) -> None:
    page = bilevel_page()
    picture = files.compressed(page, "bilevel", 100, 80, "pdf")

    files.write(tmp_path, [picture], "pdf")

    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        image = pikepdf.PdfImage(pdf.pages[0].Resources.XObject["/Im0"]).as_pil_image()
        assert np.array_equal(np.asarray(image.convert("L")), page)
    shown = pypdfium2.PdfDocument(tmp_path / "scan.pdf")[0].render(scale=100 / 72).to_numpy()
    assert abs(float(shown.mean()) - float(page.mean())) < 4


def test_a_jpeg_lies_untouched_in_its_pdf(tmp_path: Path) -> None:
    picture = files.compressed(scanned("scan: {dpi: 100}"), "grey", 100, 80, "pdf")

    files.write(tmp_path, [picture, picture], "pdf")

    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == picture.data


@pytest.mark.parametrize("mode", ["grey", "bilevel"])
@pytest.mark.parametrize("container", ["tiff", "jpeg"])
def test_pages_come_back_from_every_file(mode: str, container: Container, tmp_path: Path) -> None:
    page = scanned(f"scan: {{dpi: 100, mode: {mode}}}")
    picture = files.compressed(page, mode, 100, 90, container)  # type: ignore[arg-type]  # a literal

    files.write(tmp_path, [picture] * 3, container)

    if container == "jpeg":
        paths = sorted((tmp_path / "scan").iterdir())
        images = [Image.open(BytesIO(path.read_bytes())) for path in paths]
        assert [path.name for path in paths] == ["0001.jpg", "0002.jpg", "0003.jpg"]
    else:
        with Image.open(tmp_path / "scan.tif") as tiff:
            assert getattr(tiff, "n_frames", 1) == 3
            images = [tiff.copy()]
            assert tiff.info["dpi"] == (100, 100)
    assert images[0].size == (827, 1169)
    assert abs(float(np.mean(np.asarray(images[0].convert("L")))) - float(page.mean())) < 4
