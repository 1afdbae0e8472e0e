"""Drawing counts as often as it is called: no small file keeps the machine busy for ever."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from extractors import born_digital
from extractors.pdf_bounds import commands_fit, easily_parsed
from extractors.pdf_calls import letters_in
from extractors.scan_images import TOO_BUSY
from extractors.scans import Limits, pages_of
from pipeline.errors import OversizeError
from pipeline.forms import load

SECONDS = 2.0
"""Nothing is drawn before it is counted; drawing all of it would take years."""


def form_in(pdf: pikepdf.Pdf, commands: bytes, **resources: object) -> pikepdf.Stream:
    stream = pdf.make_stream(commands, Type=Name.XObject, Subtype=Name.Form)
    stream.BBox = Array([0, 0, 595, 842])
    if resources:
        stream.Resources = Dictionary(**resources)
    return stream


def drawn(path: Path, pages: list[tuple[bytes, Dictionary]], pdf: pikepdf.Pdf) -> Path:
    for commands, resources in pages:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        page.obj.Resources, page.obj.Contents = resources, pdf.make_stream(commands)
    pdf.save(path)
    return path


def nested(path: Path, depth: int, calls: int, *, how: bytes = b"/F Do ", below: int = 0) -> Path:
    """A page that draws a form so many times, which draws the next so many times, and so on."""
    pdf = pikepdf.new()
    form = form_in(pdf, b"0 0 10 10 re f ")
    for _ in range(depth):
        form = form_in(pdf, how * calls, XObject=Dictionary(F=form))
    plain = [(b"0 0 10 10 re f ", Dictionary())] * below
    return drawn(path, [(how * calls, Dictionary(XObject=Dictionary(F=form))), *plain], pdf)


@pytest.mark.parametrize(
    "how", [b"/F Do ", b"/#46\0Do\n", b"/F %x\nDo\n"], ids=["plain", "escaped", "remark"]
)
@pytest.mark.parametrize(("depth", "calls"), [(6, 10), (30, 2), (39, 10), (400, 3)])
def test_forms_that_call_forms_many_times_are_refused_at_once(
    depth: int, calls: int, how: bytes, tmp_path: Path
) -> None:
    path = nested(tmp_path / "a.pdf", depth, calls, how=how)
    started = time.process_time()

    with pytest.raises(OversizeError) as refused:
        list(pages_of(path, Limits(), "Die Sendung"))
    assert born_digital.read(path, load("uvg_antrag_by")) is None

    assert time.process_time() - started < SECONDS
    assert str(refused.value) == "Die Sendung ist zu groß."
    assert refused.value.advice


def test_the_other_pages_of_such_a_file_are_read(tmp_path: Path) -> None:
    path = nested(tmp_path / "a.pdf", 20, 10, below=1)

    busy, plain = pages_of(path, Limits(), "Die Sendung")

    assert (busy.image, busy.reason) == (None, TOO_BUSY)
    assert plain.image is not None


def test_a_letterhead_that_is_drawn_a_few_times_is_no_trouble(tmp_path: Path) -> None:
    (page,) = pages_of(nested(tmp_path / "a.pdf", 3, 4), Limits(), "Die Sendung")

    assert page.image is not None
    assert page.image.min() == 0


@pytest.mark.parametrize("apart", [1, 2, 3])
def test_forms_that_call_each_other_in_a_circle_are_refused_at_once(
    apart: int, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    circle = [form_in(pdf, b"/F Do /F Do", XObject=Dictionary()) for _ in range(apart)]
    for form, following in zip(circle, [*circle[1:], circle[0]], strict=True):
        form.Resources.XObject.F = following
    page = (b"/F Do", Dictionary(XObject=Dictionary(F=circle[0])))
    path = drawn(tmp_path / "a.pdf", [page, (b"0 0 10 10 re f ", Dictionary())], pdf)
    started = time.process_time()

    busy, plain = pages_of(path, Limits(), "Die Sendung")

    assert time.process_time() - started < SECONDS
    assert (busy.image, busy.reason) == (None, TOO_BUSY)
    assert plain.image is not None


def test_a_name_stands_for_what_it_means_where_it_is_called() -> None:
    pdf = pikepdf.new()
    light, heavy = (form_in(pdf, b"0 0 1 1 re f " * times) for times in (1, 20_000))
    nameless = form_in(pdf, b"/X Do " * 100)  # it takes the names of whoever calls it
    caller = form_in(pdf, b"/F Do " * 1000, XObject=Dictionary(X=heavy, F=nameless))
    names = Dictionary(XObject=Dictionary(X=light, F=nameless, G=caller))
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    page.obj.Resources, page.obj.Contents = names, pdf.make_stream(b"/F Do /G Do")

    assert not commands_fit(page)
    page.obj.Contents = pdf.make_stream(b"/F Do")
    assert commands_fit(page)


@pytest.mark.parametrize("by_way_of_a_form", [False, True])
def test_letters_that_show_their_own_font_draw_nothing_unless_a_form_lies_between(
    by_way_of_a_form: bool,
) -> None:
    pdf = pikepdf.new()
    shown = b"0 0 9 9 re f BT /T 9 Tf (aa) Tj ET "
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type3))
    form = form_in(pdf, shown, Font=Dictionary(T=font))
    letter = pdf.make_stream(b"1000 0 d0 " + (b"/F Do" if by_way_of_a_form else shown))
    font.CharProcs = Dictionary(a=letter)
    font.Resources = Dictionary(XObject=Dictionary(F=form), Font=Dictionary(T=font))
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(T=font))
    page.obj.Contents = pdf.make_stream(b"BT /T 9 Tf (a) Tj ET")

    assert commands_fit(page) is not by_way_of_a_form


@pytest.mark.parametrize("what", ["mask", "pattern", "letters", "note"])
def test_what_is_drawn_in_other_ways_than_by_its_name_counts_too(what: str, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    path = nested(tmp_path / "deep.pdf", 20, 10)
    with pikepdf.open(path) as source:
        deep = pdf.copy_foreign(source.pages[0].Resources.XObject.F)
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    letters = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=deep))
    page.obj.Resources = {
        "mask": Dictionary(ExtGState=Dictionary(G=Dictionary(SMask=Dictionary(G=deep)))),
        "pattern": Dictionary(Pattern=Dictionary(P=deep)),
        "letters": Dictionary(Font=Dictionary(T=letters)),
        "note": Dictionary(),
    }[what]
    commands = b"/G gs /Pattern cs /P scn 0 0 9 9 re f BT /T 9 Tf (a) Tj ET"
    page.obj.Contents = pdf.make_stream(commands)
    if what == "note":
        page.obj.Annots = Array([Dictionary(AP=Dictionary(N=Dictionary(An=deep)))])

    assert not commands_fit(page)
    assert not easily_parsed(page)


@pytest.mark.parametrize(
    ("text", "count"),
    [(b"", 0), (b"(abc) Tj", 3), (b"(a\\)b) Tj", 4), (b"(a(b)c) Tj", 5), (b"[(a) -3 (b)] TJ", 2),
     (b"<414243> Tj", 3), (b"(never closed", 12), (b"<< /A 1 >> BDC", 0)],
)  # fmt: skip
def test_letters_are_counted_by_the_bytes_of_strings(text: bytes, count: int) -> None:
    assert letters_in(text) == count
