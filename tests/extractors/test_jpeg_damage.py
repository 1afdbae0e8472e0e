"""A picture of which bytes were overwritten is for a person, however well it can be decoded."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import fake_readers as fakes
import pikepdf
import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from extractors.jpeg_damage import TABLES, is_sound, is_sound_frame
from extractors.scan_images import DAMAGED
from extractors.scans import Limits, pages_of
from pipeline.errors import ScanError
from pipeline.model import PageKind
from pipeline.process import process_item
from pipeline.sorting import PAGE_INCOMPLETE

SCANS = sorted(
    (Path(__file__).parents[2] / "sample_scans" / "samples" / "09-gemischt" / "scan").glob("*.jpg")
)
SECTOR = 512
"""Bytes that a disk loses at once; damage of this size or less is seldom not seen."""

KINDS: dict[str, dict[str, object]] = {
    "plain": {},
    "optimised": {"optimize": True},
    "progressive": {"progressive": True},
    "with restarts": {"restart_marker_rows": 1},
}


def overwritten(data: bytes, at: int, length: int = SECTOR, fill: str = "noise") -> bytes:
    filling = {"noise": random.Random(at).randbytes(length), "zeros": bytes(length)}[fill]
    return data[:at] + filling + data[at + length :]


def as_folder(path: Path, pictures: list[bytes]) -> Path:
    path.mkdir()
    for number, picture in enumerate(pictures, 1):
        (path / f"{number:04}.jpg").write_bytes(picture)
    return path


def as_pdf(path: Path, pictures: list[bytes]) -> Path:
    with pikepdf.new() as pdf:
        for picture in pictures:
            with Image.open(io.BytesIO(picture)) as image:
                width, height = image.size
            pdf.add_blank_page(page_size=(595, 842))
            stream = pdf.make_stream(
                picture, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width,
                Height=height, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray,
                Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            page = pdf.pages[-1]
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
            page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        pdf.save(path)
    return path


def as_tiff(path: Path, pictures: list[bytes]) -> Path:
    """A TIFF of JPEGs; what was overwritten in a picture is overwritten in its frame as well."""
    whole = [Image.open(scan).convert("L") for scan in SCANS[: len(pictures)]]
    whole[0].save(path, "TIFF", save_all=True, append_images=whole[1:], compression="jpeg")
    data = path.read_bytes()
    with Image.open(path) as tiff:
        assert isinstance(tiff, TiffImageFile)
        for number, picture in enumerate(pictures):
            tiff.seek(number)
            places, lengths = tiff.tag_v2[273], tiff.tag_v2[279]
            longest = max(range(len(places)), key=lambda n: lengths[n])
            if picture != SCANS[number].read_bytes():
                data = overwritten(data, places[longest] + lengths[longest] // 2, 256)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("wrapped", "reason"),
    [(as_folder, DAMAGED), (as_pdf, PAGE_INCOMPLETE), (as_tiff, DAMAGED)],
)
def test_an_overwritten_page_is_for_a_person_and_the_others_are_read(
    wrapped: Callable[[Path, list[bytes]], Path], reason: str, tmp_path: Path
) -> None:
    first, second, third = (scan.read_bytes() for scan in SCANS[:3])
    damaged = overwritten(second, len(second) // 2)

    whole = list(pages_of(wrapped(tmp_path / "a", [first, second, third]), Limits()))
    found = list(pages_of(wrapped(tmp_path / "b", [first, damaged, third]), Limits()))

    assert [page.reason for page in whole] == ["", "", ""]
    assert [page.reason for page in found] == ["", reason, ""]
    assert found[1].image is None
    assert [found[n].sha256 == whole[n].sha256 for n in (0, 2)] == [True, True]


def test_a_person_sees_the_page_that_was_overwritten(tmp_path: Path) -> None:
    first, second = (scan.read_bytes() for scan in SCANS[:2])
    path = as_pdf(tmp_path / "a.pdf", [first, overwritten(second, len(second) // 2)])

    pages = process_item([path], readers=fakes.fake()).pages

    assert (pages[1].kind, pages[1].doubt) == (PageKind.UNREADABLE, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_sound_until_something_is_overwritten(kind: str, mode: str) -> None:
    stream = io.BytesIO()
    Image.open(SCANS[0]).convert(mode).save(stream, "JPEG", quality=60, **KINDS[kind])
    data = stream.getvalue()

    assert is_sound(data)
    for at in range(len(data) // 5, len(data) * 4 // 5, len(data) // 5):
        assert not is_sound(overwritten(data, at, 4 * SECTOR)), at


@pytest.mark.parametrize("fill", ["noise", "zeros"])
def test_every_scan_is_sound_until_something_is_overwritten(fill: str) -> None:
    for scan in SCANS:
        data = scan.read_bytes()

        assert is_sound(data), scan.name
        assert not is_sound(overwritten(data, len(data) // 3, 4 * SECTOR, fill)), scan.name


def test_what_scanners_and_mail_gateways_append_is_no_damage() -> None:
    data = SCANS[0].read_bytes()

    assert is_sound(data + b"\r\n-- \r\n")
    assert is_sound(data[:-2] + bytes(7) + data[-2:])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("end", [b"", b"\xff\xd9"], ids=["cut off", "cut off and ended"])
def test_a_scan_that_breaks_off_is_not_sound(share: float, end: bytes) -> None:
    data = SCANS[0].read_bytes()

    assert not is_sound(data[: int(len(data) * share)] + end)


@pytest.mark.parametrize("last", [b"", bytes(2), bytes(512)])
def test_a_scan_whose_end_is_missing_or_was_overwritten_is_not_sound(last: bytes) -> None:
    data = SCANS[0].read_bytes()

    assert not is_sound(data[: -max(2, len(last))] + last)


def test_a_jpeg_without_an_end_is_not_taken_for_nothing_that_decodes() -> None:
    data = overwritten(SCANS[0].read_bytes(), 20_000, 4 * SECTOR)

    assert not is_sound(data[:-2])
    assert not is_sound(data[:-2] + bytes(2))


def with_tag(path: Path, tag: int, kind: int, count: int, value: int) -> Path:
    """A TIFF of a JPEG in which one entry of the directory says something else."""
    data = bytearray(as_tiff(path, [SCANS[0].read_bytes()]).read_bytes())
    (start,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, start)
    for place in range(start + 2, start + 2 + 12 * entries, 12):
        if struct.unpack_from("<H", data, place) == (tag,):
            struct.pack_into("<HHII", data, place, tag, kind, count, value)
    path.write_bytes(data)
    return path


def test_a_number_in_place_of_tables_needs_no_room(tmp_path: Path) -> None:
    path = with_tag(tmp_path / "a.tif", TABLES, 4, 1, 400_000_000)
    tracemalloc.start()

    with pytest.raises(ScanError):
        list(pages_of(path, Limits()))

    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert highest < 100 << 20


def test_strips_that_all_lie_at_the_same_place_are_damage(tmp_path: Path) -> None:
    path = as_tiff(tmp_path / "a.tif", [SCANS[0].read_bytes()])
    with Image.open(path) as tiff:
        assert isinstance(tiff, TiffImageFile)
        assert is_sound_frame(tiff)
        strips = len(tiff.tag_v2[273])
        tiff.tag_v2[273] = (0,) * strips
        tiff.tag_v2[279] = (path.stat().st_size,) * strips

        assert not is_sound_frame(tiff)
