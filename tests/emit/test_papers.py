"""Pages are counted at the hand-over as they were counted at the intake."""

from __future__ import annotations

from pathlib import Path

import fake_readers as fakes
import pytest
from PIL import Image

from pipeline.emit.papers import places
from pipeline.errors import EmissionError
from pipeline.model import Page
from pipeline.process import process_item


def two_picture_photo(path: Path, level: int = 200) -> Path:
    """What telephones write: a JPEG with a second, smaller picture behind it."""
    photo = Image.fromarray(fakes.page(level, 8)).convert("RGB")
    small = photo.resize((40, 40))
    photo.save(path, format="MPO", save_all=True, append_images=[small])
    return path


def read(*paths: Path) -> list[Page]:
    return list(process_item(paths, readers=fakes.fake()).pages)


def test_a_photo_of_two_pictures_is_one_page(tmp_path: Path) -> None:
    photo = two_picture_photo(tmp_path / "photo.jpg")

    assert len(places([photo], read(photo), "UV-1")) == 1


def test_a_tiff_that_breaks_off_has_as_many_places_as_pages(tmp_path: Path) -> None:
    whole = fakes.scan(tmp_path / "whole.tif", [10, 20, 30]).read_bytes()
    cut, last = tmp_path / "1.tif", fakes.scan(tmp_path / "2.tif", [40])
    counts = set()
    for length in range(len(whole) - 400, len(whole), 25):
        cut.write_bytes(whole[:length])
        pages = read(cut, last)

        found = places([cut, last], pages, "UV-1")

        assert [place.path for place in found] == [*[cut] * (len(pages) - 1), last]
        counts.add(len(pages))
    assert len(counts) > 1


def test_a_file_refused_as_a_whole_is_one_place_among_the_others(tmp_path: Path) -> None:
    first = fakes.scan(tmp_path / "1.tif", [10, 20])
    dark = fakes.scan(tmp_path / "2.tif", [30, 40])
    _spoil_the_pixels(dark)
    last = fakes.scan(tmp_path / "3.tif", [50])

    found = places([first, dark, last], read(first, dark, last), "UV-1")

    assert [(p.path.name, p.index, p.readable) for p in found] == [
        ("1.tif", 0, True), ("1.tif", 1, True), ("2.tif", 0, False), ("3.tif", 0, True),
    ]  # fmt: skip


def _spoil_the_pixels(tiff: Path) -> None:
    """Damage what the directories of a TIFF point at, and not the directories."""
    content = bytearray(tiff.read_bytes())
    with Image.open(tiff) as image:
        for number in range(image.n_frames):  # type: ignore[attr-defined]  # a TIFF has it
            image.seek(number)
            start = image.tag_v2[273][0]  # type: ignore[attr-defined]  # a TIFF has it
            content[start : start + 8] = b"\xff" * 8
    tiff.write_bytes(content)


def test_other_files_than_those_that_were_read_are_an_error(tmp_path: Path) -> None:
    scan = fakes.scan(tmp_path / "scan.tif", [10, 20])
    pages = read(scan)

    with pytest.raises(EmissionError):
        places([scan], pages[:1], "UV-1")
    with pytest.raises(EmissionError):
        places([scan], [*pages, pages[0]], "UV-1")
