"""A bundle holds everything that came in, page by page, and its hashes are true."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fake_cases
import fake_readers as fakes
import pikepdf
import pytest
from PIL import Image

from pipeline.emit.copies import pdf_of
from pipeline.emit.papers import Place, papers
from pipeline.model import Document, Page, PageKind


def page(number: int, kind: PageKind) -> Page:
    return Page(number=number, kind=kind)


def document(number: int, *pages: int) -> Document:
    return Document(number=number, type="ausweis", pages=pages, confidence=1, doubt=False)


def test_every_page_goes_into_exactly_one_paper() -> None:
    kinds = [PageKind.FORM, PageKind.BLANK, PageKind.EVIDENCE, PageKind.TEXT_PAGE,
             PageKind.EVIDENCE, PageKind.DUPLICATE]  # fmt: skip
    pages = [page(n, kind) for n, kind in enumerate(kinds, 1)]

    made = papers(pages, [document(1, 3), document(2, 5)])

    assert [(p.path, p.pages) for p in made] == [
        ("dokumente/antrag.pdf", (1, 4)),
        ("dokumente/nachweis-001.pdf", (3,)),
        ("dokumente/nachweis-002.pdf", (5,)),
        ("dokumente/weitere.pdf", (2, 6)),
    ]


@contextmanager
def scan_in(pdf: bytes) -> Iterator[tuple[Any, pikepdf.PdfImage]]:
    """The only page of a PDF and the picture on it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        (image,) = page.obj.Resources.XObject.values()
        yield page, pikepdf.PdfImage(image)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "I;16", "RGBA", "LA"])
def test_a_picture_goes_in_without_loss(tmp_path: Path, mode: str) -> None:
    image = Image.effect_noise((120, 170), 90).convert("L")
    image = image.convert("RGB").convert(mode) if mode in ("P", "RGBA", "LA") else image
    image = image.convert("I;16") if mode == "I;16" else image.convert(mode)
    path = tmp_path / "scan.png"
    image.save(path, dpi=(200, 200))

    with scan_in(pdf_of([Place(path, 0)])) as (sheet, kept):
        size = [float(side) for side in sheet.mediabox][2:]
        assert size == pytest.approx([120 * 0.36, 170 * 0.36], abs=0.1)
        if mode in ("1", "L", "RGB"):
            assert kept.as_pil_image().convert(mode).tobytes() == image.tobytes()


def test_a_jpeg_goes_in_byte_by_byte(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    Image.effect_noise((120, 170), 90).convert("RGB").save(path, quality=80, dpi=(300, 300))

    with scan_in(pdf_of([Place(path, 0)])) as (_, kept):
        assert kept.obj.read_raw_bytes() == path.read_bytes()


def test_a_photo_taken_sideways_is_shown_upright(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (60, 40), 200).save(path, exif=exif)

    with scan_in(pdf_of([Place(path, 0)])) as (sheet, _):
        assert sheet.Rotate == 90


def test_pages_of_a_pdf_are_copied_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    Image.effect_noise((120, 170), 90).save(source, "PDF")
    with pikepdf.open(source) as pdf:
        (original,) = pdf.pages[0].obj.Resources.XObject.values()
        raw = original.read_raw_bytes()

    with scan_in(pdf_of([Place(source, 0)])) as (_, kept):
        assert kept.obj.read_raw_bytes() == raw


def test_a_filled_form_keeps_its_fields_and_loses_its_scripts(tmp_path: Path) -> None:
    from pipeline.forms import blank_pdf

    source = tmp_path / "form.pdf"
    with pikepdf.open(io.BytesIO(blank_pdf("uvg_antrag_by"))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[]))
        pdf.save(source)

    made = pdf_of([Place(source, 0), Place(source, 1)])

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
        assert "/AcroForm" in pdf.Root
        assert "/OpenAction" not in pdf.Root
        assert "/Names" not in pdf.Root


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    path = fakes.scan(tmp_path / "scan.tif", [10, 20])
    chosen = [Place(path, 0), Place(path, 1)]

    assert pdf_of(chosen) == pdf_of(chosen)


def test_a_page_that_cannot_be_opened_leaves_its_place_empty(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 no more")

    with pikepdf.open(io.BytesIO(pdf_of([Place(broken, 0, readable=False)]))) as pdf:
        assert len(pdf.pages) == 1


def test_the_manifest_names_every_file_with_its_true_hashes(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))

    names = {str(p.relative_to(bundle)) for p in bundle.rglob("*") if p.is_file()}
    assert names == {entry["path"] for entry in manifest["files"]} | {"manifest.json"}
    for entry in manifest["files"]:
        content = (bundle / entry["path"]).read_bytes()
        assert len(content) == entry["size"]
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert hashlib.sha512(content).hexdigest() == entry["sha512"]


def test_the_pages_of_all_papers_are_the_pages_that_came_in(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))

    listed = [number for entry in manifest["files"] for number in entry["pages"]]
    assert sorted(listed) == list(range(1, manifest["totals"]["pages"] + 1))
    for entry in manifest["files"]:
        if entry["path"].endswith(".pdf"):
            with pikepdf.open(bundle / entry["path"]) as pdf:
                assert len(pdf.pages) == len(entry["pages"])


def test_findings_and_the_reason_for_the_release_travel_along(bundle: Path) -> None:
    case = json.loads((bundle / "fall" / "case.json").read_text("utf-8"))
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))

    assert case["findings"]
    assert manifest["release"]["reason"]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    from pipeline.emit import adapter_for, follow_up
    from pipeline.handover import open_deliveries, prepare_delivery
    from pipeline.settings import Settings
    from pipeline.store import open_store

    settings = Settings(data=tmp_path / "data", database_url="")
    opened = open_store(settings)
    scan = fakes.scan(tmp_path / "scan.tif", [*fakes.FORM, 200, 250, 200])
    case = fake_cases.with_case(opened, scan)
    adapter = adapter_for(f"folder:{tmp_path / 'ausgang'}", opened)
    prepare_delivery(opened, settings, adapter, case)
    (delivery,) = open_deliveries(opened, adapter, None)
    with adapter.session():
        follow_up(opened, adapter, delivery)
    opened.close()
    return tmp_path / "ausgang" / f"{case}_r1"
