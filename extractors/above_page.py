"""What lies above a page of a form: its fields with their values, notes and drawings.

A field is known by its name. Programs that merge files put one and the same word before all names
of a page; that word is taken off where every field then lies at the place of its item. Nothing
else is guessed: a field that holds something and is no item of the page makes the whole page one
that only an eye can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import cv2
import numpy as np
import pypdf

from extractors.form_fields import FormValue, form_values, overlays
from extractors.text_layer import Affine, Glyph
from pipeline.forms import Item

Corners = tuple[float, float, float, float]


def values_of(
    page: pypdf.PageObject, items: Iterable[Item], affine: Affine
) -> Mapping[str, FormValue] | None:
    """The values of the items; ``None`` where a filled field is no item, or two disagree."""
    known = {item.id: item for item in items}
    fields = [(name, value) for name, value in form_values(page) if value.visible]
    lead = _lead({name for name, _ in fields}, known)
    found: dict[str, FormValue] = {}
    for name, value in fields:
        item = known.get(name.removeprefix(lead))
        if item is None or (lead and not _lies_in(item, _place(page, affine, value.box))):
            if value.filled:
                return None
        elif found.setdefault(item.id, value).content != value.content:
            return None
    return found


def _lead(names: set[str], known: Mapping[str, Item]) -> str:
    """What stands before the names of all items alike; nothing where there is any choice."""
    if not names or names & known.keys():
        return ""
    leads = [{n[: -len(id_)] for id_ in known if n.endswith(id_)} for n in names]
    common = set.intersection(*leads)
    return common.pop() if len(common) == 1 else ""


def _lies_in(item: Item, place: Corners) -> bool:
    left, top, right, bottom = place
    x, y, box = (left + right) / 2, (top + bottom) / 2, item.box
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def written_above(page: pypdf.PageObject, affine: Affine) -> list[Glyph] | None:
    """Notes and drawings above the page, in millimetres on the blank; ``None`` if it is turned.

    Their places are given on the page as it lies in the file, the form's as it is shown.
    """
    found = overlays(page)
    if found and page.rotation % 360:
        return None
    return [
        Glyph("char" if overlay.text else "curve", overlay.text, *_place(page, affine, overlay.box))
        for overlay in found
    ]


def _place(page: pypdf.PageObject, affine: Affine, box: Corners) -> Corners:
    """Where a box of the PDF lies on the blank: left, top, right, bottom in millimetres."""
    x0, y0, x1, y1 = box
    left, top = float(page.cropbox.left), float(page.cropbox.top)
    to_mm = cv2.invertAffineTransform(affine)
    corners = np.array([[x0 - left, top - y1], [x1 - left, top - y0]])
    (a, b), (c, d) = corners @ to_mm[:, :2].T + to_mm[:, 2]
    return a, b, c, d
