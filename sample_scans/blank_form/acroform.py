"""Makes a drawn form fillable: fields named by their ids, as a hierarchy, invisible when empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from sample_scans.blank_form.pen import PAGE_HEIGHT, Placed

POINTS = 72 / 25.4  # per millimetre
READ_ONLY, MULTILINE = 1, 1 << 12
PRINTED = 4  # annotation flag: shown on paper too
MULTILINE_FROM = 12.0  # millimetres: only areas meant for several lines
FONT_POINTS = 9  # what is typed in on a screen
ON = "/Ja"


def with_fields(drawn: bytes, placed: Iterable[Placed], labels: Mapping[str, str]) -> bytes:
    """The same PDF with a form field at every place. The same input gives the same bytes."""
    with Pdf.open(BytesIO(drawn)) as pdf:
        helvetica = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )  # fmt: skip
        form = Dictionary(
            Fields=Array(), DR=Dictionary(Font=Dictionary(Helv=helvetica)),
            DA=String("/Helv 0 Tf 0 g"),
        )  # fmt: skip
        pdf.Root.AcroForm = pdf.make_indirect(form)
        parents: dict[str, pikepdf.Object] = {}
        for place in placed:
            field = pdf.make_indirect(_widget(pdf, place, labels.get(place.id, "")))
            page = pdf.pages[place.page]
            field.P = page.obj
            if Name.Annots not in page.obj:
                page.obj.Annots = Array()
            page.obj.Annots.append(field)
            _hang(pdf, parents, place.id, field)
        out = BytesIO()
        # Compressed anew by pikepdf, so that the bytes do not depend on the system's zlib.
        pdf.save(
            out,
            deterministic_id=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue()


def _hang(pdf: Pdf, parents: dict[str, pikepdf.Object], name: str, field: pikepdf.Object) -> None:
    """Give a field its own name and hang it below its parents, which are made where needed."""
    above, _, own = name.rpartition(".")
    field.T = String(own)
    if not above:
        pdf.Root.AcroForm.Fields.append(field)
        return
    if above not in parents:
        parents[above] = pdf.make_indirect(Dictionary(Kids=Array()))
        _hang(pdf, parents, above, parents[above])
    field.Parent = parents[above]
    parents[above].Kids.append(field)


def _widget(pdf: Pdf, place: Placed, label: str) -> Dictionary:
    x, top = place.x * POINTS, (PAGE_HEIGHT - place.y) * POINTS
    width, height = place.width * POINTS, place.height * POINTS
    corners = (x, top - height, x + width, top)
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, F=PRINTED, MK=Dictionary(),
        Rect=Array([round(value, 3) for value in corners]),
    )  # fmt: skip
    if label:
        widget.TU = String(label)
    if place.kind == "mark":
        widget.update(_check_box(pdf, width, height))
    else:
        flags = READ_ONLY if place.kind == "presence" else 0
        flags |= MULTILINE if place.height >= MULTILINE_FROM else 0
        widget.update(
            {
                "/FT": Name.Tx,
                "/Ff": flags,
                "/DA": String(f"/Helv {FONT_POINTS} Tf 0 g"),
                "/AP": Dictionary(N=_appearance(pdf, width, height, b"/Tx BMC EMC")),
            }
        )
    return widget


def _check_box(pdf: Pdf, width: float, height: float) -> dict[str, pikepdf.Object]:
    inset = width * 0.2
    left, low, right, high = inset, inset, width - inset, height - inset
    cross = (
        f"q 1 w 0 G {left:.2f} {low:.2f} m {right:.2f} {high:.2f} l "
        f"{left:.2f} {high:.2f} m {right:.2f} {low:.2f} l S Q"
    )
    states = Dictionary()
    states[ON] = _appearance(pdf, width, height, cross.encode("ascii"))
    states["/Off"] = _appearance(pdf, width, height, b"")
    return {"/FT": Name.Btn, "/V": Name.Off, "/AS": Name.Off, "/AP": Dictionary(N=states)}


def _appearance(pdf: Pdf, width: float, height: float, content: bytes) -> pikepdf.Object:
    stream = pdf.make_stream(content)
    stream.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": Array([0, 0, round(width, 3), round(height, 3)]),
            "/Resources": Dictionary(),
        }
    )
    return stream
