"""Nothing in a paper acts, and nothing hangs on its pages that cannot be seen on them.

Pages, notes and fields keep what shows them and what was filled in. Scripts, actions, links,
attached files, recordings and hints at other pages are left behind; the file as it came in lies
untouched in the store.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf

PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/BleedBox",
    "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/Group", "/Annots",
})  # fmt: skip
"""What is needed to show a page."""

SHOWN = frozenset({
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink",
    "/Watermark", "/Widget",
})  # fmt: skip
"""Kinds of annotation that only show something: what somebody wrote, drew or filled in."""

FIELD = frozenset({
    "/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/DV", "/Opt", "/MaxLen", "/Q", "/DA", "/DS",
    "/RV", "/TI", "/I", "/Parent", "/Kids",
})  # fmt: skip
"""A field and what was filled in."""

ANNOTATION = (FIELD - {"/Kids"}) | frozenset({
    "/Type", "/Subtype", "/Rect", "/Contents", "/NM", "/M", "/F", "/AP", "/AS", "/Border", "/BS",
    "/BE", "/C", "/IC", "/CA", "/MK", "/H", "/L", "/LE", "/RD", "/InkList", "/QuadPoints",
    "/Vertices", "/Name", "/IT", "/CL", "/CreationDate", "/Subj", "/OC",
})  # fmt: skip
"""What somebody wrote, drew or filled in, and how it looks."""

NEVER = frozenset({
    "/AA", "/AF", "/EF", "/RF", "/FS", "/JS", "/JavaScript", "/XFA", "/PieceInfo",
    "/EmbeddedFiles", "/RichMediaContent",
})  # fmt: skip
"""Scripts, actions on events and attached files, wherever they hang."""

TYPED = ("/Type", "/Subtype", "/S", "/UF")
"""A dictionary without these is a list of names, and a font may well be called ``/AF``."""

ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/Alternates")
"""Keys of a stream that lead out of it: to another file or to another picture of the same."""


def strip_pages(pdf: pikepdf.Pdf) -> None:
    """Leave on pages copied from elsewhere only what shows."""
    for page in pdf.pages:
        keep_only(page.obj, PAGE)
        if "/Annots" in page.obj:
            page.obj.Annots = pdf.make_indirect(pikepdf.Array(_shown(pdf, page.obj.Annots)))


def sweep(pdf: pikepdf.Pdf) -> None:
    """Remove what acts or is attached from every object, however it is reached."""
    for thing in pdf.objects:
        _sweep(thing)


def annotations_of(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    """What lies on a page beside its content."""
    return [note for note in page.obj.get("/Annots", []) if isinstance(note, pikepdf.Dictionary)]


def _shown(pdf: pikepdf.Pdf, notes: Iterable[pikepdf.Object]) -> list[pikepdf.Object]:
    kept: list[pikepdf.Object] = []
    for note in notes:
        if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") in SHOWN:
            keep_only(note, ANNOTATION)
            kept.append(note if note.is_indirect else pdf.make_indirect(note))
    return kept


def keep_only(thing: pikepdf.Object, wanted: frozenset[str]) -> None:
    """Remove all other keys, and a signature's inner life, which no copy can keep valid."""
    for key in set(thing.keys()) - wanted:
        del thing[key]
    if isinstance(thing.get("/V"), pikepdf.Dictionary):
        del thing["/V"]


def _sweep(thing: pikepdf.Object) -> None:
    """Strip an object and whatever is written out inside it."""
    waiting = [thing]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            inside = list(here)
        elif isinstance(here, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in _not_for_others(here):
                if key in here:
                    del here[key]
            inside = [here[key] for key in here.keys()]  # noqa: SIM118 - a PDF object is no dict
        else:
            continue
        waiting += [i for i in inside if isinstance(i, pikepdf.Object) and not i.is_indirect]


def _not_for_others(thing: pikepdf.Object) -> Iterable[str]:
    if isinstance(thing, pikepdf.Stream):
        return (*NEVER, *ELSEWHERE)
    return NEVER if any(key in thing for key in TYPED) else ()
