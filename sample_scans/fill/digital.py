"""Applications filled in on screen: the blank's own form fields, or everything printed flat.

What people send by mail or upload is one PDF: the form, then the evidence. The office's receipt
stamp is then an electronic one, real text in its area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline import forms
from pipeline.model import Box, ReadingKind
from sample_scans.fill import signature, stamp
from sample_scans.fill.pages import SIGNER, Job, office_of, ticked, written_values
from sample_scans.fill.paper import Paper, Rng, white
from sample_scans.fill.wording import on_paper
from sample_scans.fonts import typefaces

ON = pikepdf.Name("/Ja")
"""The state of a ticked check box in the blank."""

LAYER = pikepdf.Name("/Eintraege")
"""The name of what is printed over a page of the blank."""

FACE = "arimo"
LARGEST, SMALLEST = 10.0, 5.5
"""Points; a viewer makes the text of a full field smaller."""

PAGE_HEIGHT_MM = 297.0
PADDING = 2.0
"""Points between the edge of a field and its text."""


@cache
def _registered() -> str:
    pdfmetrics.registerFont(TTFont(FACE, BytesIO(typefaces()[FACE].data)))
    return FACE


def values(job: Job) -> dict[str, str]:
    """What is typed into each text field, by item."""
    return {
        item.id: job.story.written.get(item.id) or on_paper(value, item.type, job.applicant.custom)
        for item, value in written_values(job.story.answers, job.form)
        if item.page not in job.story.missing_pages
    }


def ticks(job: Job) -> list[str]:
    """The ids of all ticked boxes."""
    return [
        f"{one.id}.{option}"
        for name, one in job.form.fields.items()
        if job.form.page_of[name] not in job.story.missing_pages
        for option in ticked(one, job.story.answers)
    ]


def _lines(text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pdfmetrics.stringWidth(longer, _registered(), size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitting(text: str, width: float, height: float) -> tuple[list[str], float]:
    """The lines and the size in which a viewer shows this text in a field."""
    size = min(LARGEST, 0.8 * height)
    while size > SMALLEST:
        lines = _lines(text, size, width)
        broad = max(pdfmetrics.stringWidth(line, _registered(), size) for line in lines)
        if broad <= width and 1.15 * size * len(lines) <= height:
            return lines, size
        size -= 0.5
    return [text], SMALLEST


def _draw_text(canvas: Canvas, text: str, x: float, y: float, width: float, height: float) -> None:
    """Text into a rectangle in points, lower left corner at ``x``, ``y``."""
    lines, size = _fitting(text, width - 2 * PADDING, height)
    base = y + (height + (len(lines) - 1) * 1.15 * size - 0.7 * size) / 2
    canvas.setFont(_registered(), size)
    for number, line in enumerate(lines):
        canvas.drawString(x + PADDING, base - number * 1.15 * size, line)


def _appearances(texts: Mapping[str, str], sizes: Mapping[str, tuple[float, float]]) -> bytes:
    """One tiny page per field, each the appearance of its text."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for name, text in texts.items():
        canvas.setPageSize(sizes[name])
        _draw_text(canvas, text, 0, 0, *sizes[name])
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _leaves(node: pikepdf.Object, name: str = "") -> Iterator[tuple[str, pikepdf.Object]]:
    full = f"{name}.{node['/T']}" if name else str(node["/T"])
    if "/FT" in node:
        yield full, node
        return
    for kid in node.Kids:
        yield from _leaves(kid, full)


def _size(widget: pikepdf.Object) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in widget.Rect)
    return right - left, top - bottom


def _fill_fields(pdf: pikepdf.Pdf, job: Job) -> dict[str, str]:
    """Set every form field that there is; what is left over must be printed on the page."""
    found = dict(leaf for node in pdf.Root.AcroForm.Fields for leaf in _leaves(node))
    texts = values(job)
    for name in ticks(job):
        found[name].V = found[name].AS = ON
    own = {name: text for name, text in texts.items() if name in found}
    sizes = {name: _size(found[name]) for name in own}
    if own:
        with pikepdf.open(BytesIO(_appearances(own, sizes))) as drawn:
            for page, (name, text) in zip(drawn.pages, own.items(), strict=True):
                found[name].V = pikepdf.String(text)
                found[name].AP.N = pdf.copy_foreign(page.as_form_xobject())
    return {name: text for name, text in texts.items() if name not in found}


def _corner(box: Box) -> tuple[float, float]:
    """The lower left corner of a box in points."""
    return box.x * mm, (PAGE_HEIGHT_MM - box.y - box.height) * mm


def _signature(job: Job, box: Box, rng: Rng) -> ImageReader:
    """A picture of a signature on white, as people paste one into a PDF."""
    paper = Paper(white(box.width, box.height))
    name = " ".join(str(job.story.answers.get(part, "")) for part in SIGNER).strip()
    inside = Box(x=1, y=1, width=box.width - 2, height=box.height - 2)
    signature.sign(paper, inside, name, job.applicant.hand, rng)
    mask = Image.fromarray(255 - paper.grey)
    picture = Image.new("RGBA", mask.size, (20, 30, 110, 0))
    picture.putalpha(mask)
    return ImageReader(picture)


def _stamp_text(canvas: Canvas, box: Box, day: date, office: str) -> None:
    x, y = _corner(box)
    width, height = box.width * mm, box.height * mm
    canvas.setFont(_registered(), 9)
    lines = [office, "EINGEGANGEN", stamp.day_text(day, "month")]
    for number, line in enumerate(lines):
        canvas.drawCentredString(x + width / 2, y + height * (0.62 - 0.16 * number), line)
    canvas.rect(x + 0.18 * width, y + 0.2 * height, 0.64 * width, 0.6 * height)


def _cross(canvas: Canvas, box: Box, text_marks: bool) -> None:
    x, y = _corner(box)
    side = box.width * mm
    if text_marks:
        canvas.setFont("ZapfDingbats", 9)
        canvas.drawCentredString(x + side / 2, y + 0.14 * side, "8")
        return
    canvas.line(x + 1, y + 1, x + side - 1, y + side - 1)
    canvas.line(x + 1, y + side - 1, x + side - 1, y + 1)


def _overlay(job: Job, page_id: str, texts: Mapping[str, str], flat: bool, rng: Rng) -> bytes:
    """What is printed over one page: left-over texts, stamp, signature; all of it when flat."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(210 * mm, PAGE_HEIGHT_MM * mm), invariant=1)
    for name, text in texts.items():
        item = job.form.items[name]
        if item.page == page_id:
            size = (item.box.width * mm, item.box.height * mm)
            _draw_text(canvas, text, *_corner(item.box), *size)
    text_marks = job.applicant.types_marks
    for name in ticks(job) if flat else ():
        if job.form.items[name].page == page_id:
            _cross(canvas, job.form.items[name].box, text_marks)
    _draw_presence(canvas, job, page_id, rng)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_presence(canvas: Canvas, job: Job, page_id: str, rng: Rng) -> None:
    for item in job.form.page(page_id).items:
        if item.kind is not ReadingKind.PRESENCE:
            continue
        if item.type == "stamp" and job.story.received:
            day = date.fromisoformat(job.story.received)
            _stamp_text(canvas, item.box, day, office_of(job.story, rng))
        if item.type == "signature" and item.id in job.story.answers:
            size = (item.box.width * mm, item.box.height * mm)
            picture = _signature(job, item.box, rng)
            canvas.drawImage(picture, *_corner(item.box), *size, mask="auto")


def _lay_over(pdf: pikepdf.Pdf, page: pikepdf.Page, drawn: pikepdf.Page) -> None:
    """Print one page over another; named by hand, because random names spoil repeatability."""
    ink = pdf.copy_foreign(drawn.as_form_xobject())
    page.add_resource(ink, pikepdf.Name.XObject, LAYER)
    page.contents_add(f"q {LAYER} Do Q".encode(), prepend=False)


def _flatten(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        if "/Annots" in page:
            del page.Annots
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm


def _drop_missing(pdf: pikepdf.Pdf, job: Job) -> None:
    """Take missing pages out, and their fields, as a program that splits PDFs does."""
    missing = [page for page in job.form.pages if page.id in job.story.missing_pages]
    gone = {item.id for page in missing for item in page.items}
    if "/AcroForm" in pdf.Root:
        kept = [node for node in pdf.Root.AcroForm.Fields if _pruned(node, "", gone)]
        pdf.Root.AcroForm.Fields = pikepdf.Array(kept)
    for page in reversed(missing):
        del pdf.pages[page.number - 1]


def _pruned(node: pikepdf.Object, name: str, gone: set[str]) -> bool:
    """Whether anything is left of a field after those that are gone were cut off."""
    full = f"{name}.{node['/T']}" if name else str(node["/T"])
    if "/FT" in node:
        return full not in gone
    kept = [kid for kid in node.Kids if _pruned(kid, full, gone)]
    node.Kids = pikepdf.Array(kept)
    return bool(kept)


def filled_pdf(job: Job, evidence: list[bytes], rng: Rng, *, flat: bool) -> bytes:
    """The whole application as the PDF that was sent."""
    with pikepdf.open(BytesIO(forms.blank_pdf(job.form.id))) as pdf:
        left = values(job) if flat else _fill_fields(pdf, job)
        for page in job.form.pages:
            over = _overlay(job, page.id, left, flat, rng)
            with pikepdf.open(BytesIO(over)) as drawn:
                _lay_over(pdf, pdf.pages[page.number - 1], drawn.pages[0])
        if flat:
            _flatten(pdf)
        _drop_missing(pdf, job)
        for data in evidence:
            with pikepdf.open(BytesIO(data)) as attached:
                pdf.pages.extend(attached.pages)
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()
