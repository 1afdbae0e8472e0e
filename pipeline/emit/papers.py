"""The papers of a case as PDF, in their order, from the scan as it was delivered.

Pages of a PDF are copied as they are, a JPEG goes in byte by byte, other pictures without loss;
nothing is made smaller or clearer. Scripts and attached files do not travel along.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image, ImageOps

from pipeline.errors import EmissionError
from pipeline.model import Document, Page, PageKind

POINTS_PER_INCH = 72
FALLBACK_DPI = 300
"""For pictures that do not say how large they are."""

PLAUSIBLE_DPI = (90, 1300)
"""Figures beyond are what programs write when they do not know."""

TIFF_PHOTOMETRIC, TIFF_STRIP_OFFSETS, TIFF_ROWS_PER_STRIP, TIFF_STRIP_SIZES = 262, 273, 278, 279

APPLICATION_KINDS = frozenset({PageKind.FORM, PageKind.TEXT_PAGE})

JPEG_COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
"""Inverted four-colour JPEGs are re-packed instead: viewers disagree about them."""

Image.MAX_IMAGE_PIXELS = None  # pages of any size were let in or refused at the intake


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the mail item lies: the file, and the page inside it from 0."""

    path: Path
    index: int


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF of the bundle before it is made."""

    path: str
    role: str
    pages: tuple[int, ...]


def papers(pages: Sequence[Page], documents: Sequence[Document]) -> tuple[Paper, ...]:
    """Which page goes into which PDF; every page into exactly one."""
    application = tuple(page.number for page in pages if page.kind in APPLICATION_KINDS)
    taken = set(application)
    made = [Paper("dokumente/antrag.pdf", "antrag", application)] if application else []
    for number, document in enumerate(documents, start=1):
        own = tuple(page for page in document.pages if page not in taken)
        taken |= set(own)
        if own:
            made.append(Paper(f"dokumente/nachweis-{number:03d}.pdf", "nachweis", own))
    if rest := tuple(page.number for page in pages if page.number not in taken):
        made.append(Paper("dokumente/weitere.pdf", "weitere", rest))
    return tuple(made)


def places(files: Iterable[Path]) -> list[Place]:
    """Where each page of the mail item lies, first page first."""
    return [Place(path, index) for path in files for index in range(_page_count(path))]


def pdf_of(chosen: Sequence[Place]) -> bytes:
    """One PDF of these pages; the same pages always give the same bytes."""
    whole = _form_to_keep(chosen)
    with whole or pikepdf.new() as pdf, _Sources() as sources:
        if whole is None:
            for place in chosen:
                _append(pdf, place, sources)
        _drop_what_acts(pdf)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue()


class _Sources(dict[Path, pikepdf.Pdf]):
    """PDFs opened while one new one is put together; closed after it is written."""

    def __enter__(self) -> _Sources:
        return self

    def __exit__(self, *_: object) -> None:
        for pdf in self.values():
            pdf.close()

    def __missing__(self, path: Path) -> pikepdf.Pdf:
        self[path] = pikepdf.open(path)
        return self[path]


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, by its first bytes; kept files have no ending."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Odd pictures were judged at the intake; warnings about them would only reach a terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _page_count(path: Path) -> int:
    """Pages of a file; what cannot be opened was one unreadable page at the intake."""
    try:
        if is_pdf(path):
            with pikepdf.open(path) as pdf:
                return len(pdf.pages)
        with _unwarned(), Image.open(path) as image:
            return int(getattr(image, "n_frames", 1))
    except (OSError, pikepdf.PdfError):
        return 1


def _form_to_keep(chosen: Sequence[Place]) -> pikepdf.Pdf | None:
    """A form filled in on a screen, cut down to these pages: copied pages would lose its fields."""
    path = chosen[0].path
    if not is_pdf(path) or any(place.path != path for place in chosen):
        return None
    pdf = pikepdf.open(path)
    wanted = [place.index for place in chosen]
    if "/AcroForm" not in pdf.Root or wanted != sorted(set(wanted)):
        pdf.close()
        return None
    for index in reversed(range(len(pdf.pages))):
        if index not in wanted:
            del pdf.pages[index]
    return pdf


def _append(pdf: pikepdf.Pdf, place: Place, sources: _Sources) -> None:
    try:
        if is_pdf(place.path):
            pdf.pages.append(sources[place.path].pages[place.index])
        else:
            _append_picture(pdf, place)
    except (OSError, pikepdf.PdfError):
        pdf.add_blank_page()  # the original file goes out beside it


def _append_picture(pdf: pikepdf.Pdf, place: Place) -> None:
    with _unwarned(), Image.open(place.path) as image:
        image.seek(place.index)
        width, height = _size_in_points(image)
        turned = _turned(image)
        whole = image.format == "JPEG" and image.mode in JPEG_COLOURS
        stream = _jpeg(pdf, place.path, image) if whole else _packed(pdf, image)
    content = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Scan Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(width, 4), round(height, 4)],
        Rotate=turned,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=stream)),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _size_in_points(image: Image.Image) -> tuple[float, float]:
    said = image.info.get("dpi", (0, 0))
    low, high = PLAUSIBLE_DPI
    dpi = [float(value) if low <= float(value) <= high else FALLBACK_DPI for value in said[:2]]
    return image.width * POINTS_PER_INCH / dpi[0], image.height * POINTS_PER_INCH / dpi[1]


def _turned(image: Image.Image) -> int:
    """Degrees clockwise that the camera's own note asks for; mirrored pictures do not occur."""
    return {3: 180, 6: 90, 8: 270}.get(image.getexif().get(0x0112, 1), 0)


def _jpeg(pdf: pikepdf.Pdf, path: Path, image: Image.Image) -> pikepdf.Object:
    """A JPEG, byte by byte."""
    colours = JPEG_COLOURS[image.mode]
    return pdf.make_stream(path.read_bytes(), _picture(image, colours, 8, pikepdf.Name.DCTDecode))


def _packed(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    """Any other picture, packed without loss; black and white as the fax does it."""
    if image.mode == "1":
        return _fax(pdf, image)
    plain = image if image.mode in ("L", "RGB") else _flattened(image)
    colours = "/DeviceRGB" if plain.mode == "RGB" else "/DeviceGray"
    content = zlib.compress(plain.tobytes(), 6)
    return pdf.make_stream(content, _picture(plain, colours, 8, pikepdf.Name.FlateDecode))


def _fax(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    """Group 4 in one strip, taken out of the TIFF that Pillow writes; a tenth of the Flate size."""
    tiff = io.BytesIO()
    image.save(tiff, "TIFF", compression="group4", tiffinfo={TIFF_ROWS_PER_STRIP: image.height})
    with Image.open(tiff) as packed:
        tags = packed.tag_v2  # type: ignore[attr-defined]  # only TIFFs have it
        (start,), (size,) = tags[TIFF_STRIP_OFFSETS], tags[TIFF_STRIP_SIZES]
        black_is_one = tags[TIFF_PHOTOMETRIC] != 0
    picture = _picture(image, "/DeviceGray", 1, pikepdf.Name.CCITTFaxDecode)
    picture.DecodeParms = pikepdf.Dictionary(
        K=-1, Columns=image.width, Rows=image.height, BlackIs1=black_is_one
    )
    return pdf.make_stream(tiff.getvalue()[start : start + size], picture)


def _flattened(image: Image.Image) -> Image.Image:
    """Transparent becomes paper; sixteen bits become eight."""
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    if image.mode.startswith(("I", "F")):
        return ImageOps.grayscale(image.point(lambda v: v / 256).convert("L"))
    return image.convert("RGB")


def _picture(
    image: Image.Image, colours: str, bits: int, packing: pikepdf.Object
) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name(colours),
        BitsPerComponent=bits,
        Filter=packing,
    )


def _drop_what_acts(pdf: pikepdf.Pdf) -> None:
    """No scripts, no actions on opening, no attached files."""
    for key in ("/OpenAction", "/AA"):
        if key in pdf.Root:
            del pdf.Root[key]
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in names:
            del names[key]
    for page in pdf.pages:
        if "/AA" in page:
            del page["/AA"]


def checked_places(files: Sequence[Path], pages: Sequence[Page], subject: str) -> list[Place]:
    """The places of all pages. Raises ``EmissionError`` where the files hold other pages."""
    found = places(files)
    if len(found) != len(pages):
        raise EmissionError(subject, hint="Die Seiten im Bestand passen nicht zum Scan.")
    return found
