"""A paper of the bundle shows its own pages and carries nothing else, seen or hidden."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.emit.copies import pdf_of
from pipeline.emit.papers import Place
from pipeline.errors import EmissionError

SAMPLE = (
    Path(__file__).parents[2] / "sample_scans" / "samples" / "03-am-bildschirm-maengel" / "scan.pdf"
)
FORM_PAGES, EVIDENCE = range(8), 15
MARK = "Zyxwolf-Ungeheuer"


def whole(source: Path) -> list[Place]:
    with pikepdf.open(source) as pdf:
        return [Place(source, index) for index in range(len(pdf.pages))]


def hidden_in(pdf: bytes, mark: str) -> bool:
    """Whether a word is anywhere in a PDF, in its strings or its unpacked streams."""
    spellings = (mark.encode(), mark.encode("utf-16-be").hex().encode())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            content = thing.unparse(resolved=True)
            if isinstance(thing, pikepdf.Stream):
                content += thing.read_bytes(pikepdf.StreamDecodeLevel.all)
            if any(spelling in content for spelling in spellings):
                return True
    return False


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A form filled in on a screen, with a marked name where a page could drag it along."""
    target = tmp_path / "scan.pdf"
    with pikepdf.open(SAMPLE) as pdf:
        for widget in pdf.pages[0].obj.Annots:
            if widget.get("/FT") == "/Tx":
                widget.V = pikepdf.String(MARK)
        form, evidence = pdf.pages[0].obj, pdf.pages[EVIDENCE].obj
        form.Contents = pdf.make_stream(f"BT ({MARK}) Tj ET".encode())
        pdf.docinfo["/Title"] = MARK
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(Title=MARK))
        evidence.Annots = pdf.make_indirect(pikepdf.Array())
        evidence.Annots.append(
            pdf.make_indirect(_note("Link", Dest=pikepdf.Array([form, pikepdf.Name.Fit])))
        )
        evidence.Annots.append(
            pdf.make_indirect(
                _note("Widget", FT=pikepdf.Name.Tx, Parent=pdf.Root.AcroForm.Fields[0])
            )
        )
        picture = pdf.make_stream(MARK.encode(), Type=pikepdf.Name.XObject)
        evidence.Resources.XObject = pikepdf.Dictionary(
            **{key[1:]: value for key, value in evidence.Resources.get("/XObject", {}).items()},
            AnotherPages=picture,
        )
        pdf.save(target)
    return target


def _note(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[0, 0, 10, 10], **more
    )


def test_a_piece_of_evidence_carries_nothing_of_the_other_pages(marked: Path) -> None:
    made = pdf_of([Place(marked, EVIDENCE)])

    assert hidden_in(pdf_of([Place(marked, 0)]), MARK)
    assert not hidden_in(made, MARK)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len([o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/T" in o]) == 0


def test_evidence_from_a_filled_form_has_no_fields() -> None:
    with pikepdf.open(io.BytesIO(pdf_of([Place(SAMPLE, EVIDENCE)]))) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_part_of_a_form_has_the_fields_of_its_pages_only(marked: Path) -> None:
    made = pdf_of([Place(marked, index) for index in (1, 2)])

    assert not hidden_in(made, MARK)
    with pikepdf.open(io.BytesIO(made)) as pdf, pikepdf.open(marked) as source:
        widgets = [w for page in source.pages[1:3] for w in page.obj.Annots]
        assert _answers(pdf) == {n: v for w in widgets for n, v in [_answer(w)]}


def _answers(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The fields of a form with what was filled in, found through the form."""
    waiting, found = list(pdf.Root.AcroForm.Fields), {}
    while waiting:
        field = waiting.pop()
        if "/Kids" in field:
            waiting += list(field.Kids)
        else:
            name, value = _answer(field)
            found[name] = value
    return found


def _answer(field: pikepdf.Object) -> tuple[str, str]:
    names, above = [], field
    while above is not None:
        names.append(str(above.get("/T", "")))
        above = above.get("/Parent")
    return ".".join(reversed(names)), str(field.get("/V", ""))


@pytest.mark.parametrize("order", [list(FORM_PAGES), list(reversed(FORM_PAGES))])
def test_a_filled_form_looks_as_before_in_whatever_order(order: list[int]) -> None:
    made = pdf_of([Place(SAMPLE, index) for index in order])

    for number, index in enumerate(order):
        assert _picture(made, number) == _picture(SAMPLE, index)


def _picture(pdf: Path | bytes, index: int) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return bytes(document[index].render(scale=0.5).to_numpy().tobytes())


def test_form_pages_from_two_files_keep_their_answers(tmp_path: Path) -> None:
    photo = tmp_path / "page.png"
    Image.new("L", (83, 117), 200).save(photo)

    made = pdf_of([Place(SAMPLE, 0), Place(photo, 0), Place(SAMPLE, 1)])

    assert _picture(made, 0) == _picture(SAMPLE, 0)
    assert _picture(made, 2) == _picture(SAMPLE, 1)


def test_nothing_that_acts_and_no_attached_file_goes_along(tmp_path: Path) -> None:
    source = tmp_path / "acts.pdf"
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=MARK)
    with pikepdf.open(SAMPLE) as pdf:
        attached = pikepdf.AttachedFileSpec(pdf, MARK.encode(), filename=f"{MARK}.exe").obj
        page = pdf.pages[0].obj
        page.Annots[0].AA = pikepdf.Dictionary(K=script)
        page.Annots[1].A = script
        for note in (
            _note("FileAttachment", FS=attached), _note("Link", A=script),
            _note("RichMedia", RichMediaContent=pikepdf.Dictionary(Assets=attached)),
            _note("Screen", A=script), _note("Square", AF=pikepdf.Array([attached])),
        ):  # fmt: skip
            page.Annots.append(pdf.make_indirect(note))
        page.AA = pikepdf.Dictionary(O=script)
        page.AF = pikepdf.Array([attached])
        content = next(iter(page.Resources.Font.values()))
        content.AF = pikepdf.Array([attached])
        page.Resources.Font.AF = content
        page.Contents = pdf.make_stream(b"BT /AF 9 Tf ET")
        pdf.Root.AcroForm.XFA = pdf.make_stream(MARK.encode())
        pdf.Root.AcroForm.Fields[0].AA = pikepdf.Dictionary(V=script)
        pdf.Root.OpenAction = script
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
        pdf.attachments["x"] = pikepdf.AttachedFileSpec(pdf, MARK.encode(), filename="x.exe")
        pdf.save(source)

    made = pdf_of([Place(source, index) for index in FORM_PAGES])

    assert not hidden_in(made, MARK)
    assert b"JavaScript" not in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.pages[0].obj.Resources.Font.AF.Type == "/Font"
        kinds = {str(note.Subtype) for page in pdf.pages for note in page.obj.get("/Annots", [])}
        assert kinds == {"/Widget", "/Square"}
        assert not pdf.attachments


def test_of_a_photo_of_two_pictures_only_the_first_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    photo = Image.effect_noise((120, 170), 90).convert("RGB")
    photo.save(path, format="MPO", save_all=True, append_images=[photo.resize((40, 40))])

    with pikepdf.open(io.BytesIO(pdf_of([Place(path, 0)]))) as pdf:
        (image,) = pdf.pages[0].obj.Resources.XObject.values()
        kept = image.read_raw_bytes()

    assert path.read_bytes().startswith(kept)
    assert len(kept) < path.stat().st_size
    with Image.open(io.BytesIO(kept)) as first, Image.open(path) as original:
        assert first.tobytes() == original.tobytes()


def test_what_only_another_program_could_open_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import EpsImagePlugin

    def started(*_: object, **__: object) -> None:
        pytest.fail("another program was started")

    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", started)
    script = tmp_path / "page.png"
    script.write_bytes(
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n%%EOF\n"
    )

    with pikepdf.open(io.BytesIO(pdf_of([Place(script, 0, readable=False)]))) as pdf:
        assert len(pdf.pages) == 1


def test_a_readable_page_that_cannot_be_copied_is_no_empty_page(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG no more")

    with pytest.raises(EmissionError) as caught:
        pdf_of([Place(broken, 0)], "UV-1")

    assert "UV-1" in str(caught.value)
