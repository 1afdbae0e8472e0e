"""The samples of what was accepted unseen: typed from the paper, compared, judged where it differs.

Only so is it known how often that is wrong; the figures show what comes of it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from pipeline.review import desk, sampling
from pipeline.review.gate import Asked, Door
from pipeline.review.permissions import Permission
from pipeline.review.records import SheetPage
from pipeline.review.sampling import Checked, Verdict
from pipeline.review.unseen import BlindField, blind_field
from pipeline.review.unseen_screen import sent_entry
from pipeline.review.views import crop_of, region_of

PATH = "/stichprobe"
SAME = "Ihre Eingabe stimmt mit dem übernommenen Wert überein."
SAID = {
    "gleich": SAME,
    "berichtigt": sampling.CORRECTED,
    "richtig": sampling.CONFIRMED,
    "uebergeben": sampling.TELL,
    "offen": "Vermerkt: nicht zu entscheiden.",
}
"""What became of the field before, as the address says it."""

WORDS = {says: word for word, says in SAID.items()}


def ask(asked: Asked) -> Response:
    """The next field that the lot fell on."""
    found = sampling.next_sample(asked.store, asked.settings, asked.person, asked.now)
    said = SAID.get(asked.request.query_params.get("gesagt", ""), "")
    if found is None:
        return asked.screen("sample.html", field=None, said=said)
    page = _page(found.field, found.width, found.height)
    return _screen(asked, found.case_id, found.field, page, left=found.left, said=said)


def typed(asked: Asked) -> Response:
    """What somebody typed; both values only where they differ."""
    case, (key, action, value) = asked.part("case"), sent_entry(asked)
    given = (asked.store, asked.settings, case, asked.person, asked.now)
    checked = sampling.check(*given, key=key, action=action, value=value)
    if checked.same:
        return RedirectResponse(f"{PATH}?gesagt=gleich", 303)
    sheet = desk.look(*given).sheet
    field = blind_field(sheet.field(key), ())
    page = next(page for page in sheet.pages if page.number == field.page)
    return _screen(asked, case, field, page, checked=checked, choices=_choices(case, key, checked))


def judged(asked: Asked) -> Response:
    """Which of the two is right."""
    try:
        verdict = Verdict(asked.sent.get("urteil", ""))
    except ValueError:
        raise HTTPException(400) from None
    said = sampling.judge(
        asked.store, asked.settings, asked.part("case"), asked.person, asked.now,
        key=asked.part("key"), verdict=verdict,
    )  # fmt: skip
    return RedirectResponse(f"{PATH}?gesagt={WORDS.get(said, 'offen')}", 303)


def _choices(case: str, key: str, checked: Checked) -> list[tuple[str, str]]:
    """Both values, in an order that does not say which is whose."""
    pair = [(Verdict.READ.value, checked.accepted), (Verdict.TYPED.value, checked.yours)]
    turned = hashlib.sha256(f"{key} {case}".encode()).digest()[0] % 2
    return pair[::-1] if turned else pair


def _page(field: BlindField, width: int, height: int) -> SheetPage:
    return SheetPage(number=field.page, kind="", name="", turned=0, width=width, height=height)


def _screen(
    asked: Asked, case: str, field: BlindField, page: SheetPage, *, left: int = 1, **shown: Any
) -> Response:
    given = {"said": "", "checked": None, "choices": (), **shown}
    asked.station.scans.warm(case)
    return asked.screen(
        "sample.html",
        case=case, field=field, page=page, crop=crop_of(field, page),
        region=region_of(field, page), left=left, since=asked.now.timestamp(), **given,
    )  # fmt: skip


DOORS = (
    Door("GET", PATH, ask, Permission.CHECK),
    Door("POST", PATH + "/{case}/{key}", typed, Permission.CHECK),
    Door("POST", PATH + "/{case}/{key}/urteil", judged, Permission.CHECK),
)
