"""What people decided leaves the office without what it says, unless somebody asks for that too."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import fake_review as fakes
import numpy as np
import pytest
from fake_review import NOW, PX_PER_MM, reading, result

from pipeline import forms
from pipeline.cli import run
from pipeline.model import MarkState
from pipeline.review import corrections, desk
from pipeline.review.corrections import export
from pipeline.review.states import Action
from pipeline.settings import Settings
from pipeline.store import Store, audit

NAME, DAY, SEX = "kind.familienname", "kind.geburtsdatum", "kind.geschlecht"


def painted(_paths: list[Path], _settings: Settings) -> Iterator[tuple[int, Any]]:
    """Pages on which every place of the form is as dark as its number among the items."""
    form = forms.load(fakes.FORM)
    for page in form.pages:
        image = np.full((2376, 1680), 255, np.uint8)
        for item in page.items:
            x, y = round(item.box.x * PX_PER_MM), round(item.box.y * PX_PER_MM)
            right = round((item.box.x + item.box.width) * PX_PER_MM)
            bottom = round((item.box.y + item.box.height) * PX_PER_MM)
            image[y:bottom, x:right] = 40 if item.id == NAME else 120
        yield page.number, image


@pytest.fixture
def case(opened: Store, settings: Settings) -> str:
    """One name corrected, a day confirmed, a sex ticked anew, a town illegible, a name undone."""
    found = fakes.with_result(
        opened,
        result(
            reading(NAME, "Hubor", "Huber", doubt=True), reading(DAY, "2019-05-14", doubt=True),
            reading(f"{SEX}.weiblich", MarkState.EMPTY, doubt=True),
        ),
    )  # fmt: skip
    huber = fakes.account(opened)
    desk.open_case(opened, settings, found, huber, NOW)
    for key, action, value in (
        (NAME, Action.CORRECT, "Huber"), (DAY, Action.CONFIRM, ""),
        (SEX, Action.CORRECT, "weiblich"), ("kind.geburtsort", Action.ILLEGIBLE, ""),
        ("kind.vornamen", Action.CORRECT, "Anne"),
    ):  # fmt: skip
        desk.save(
            opened, settings, found, huber, NOW, key=key, action=action, value=value, version=0
        )
    assert desk.undo(opened, settings, found, huber, NOW)
    return found


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / corrections.LIST).read_text().splitlines()]


def test_the_list_says_how_sure_a_reader_was_and_whether_it_was_right(
    opened: Store, settings: Settings, case: str, tmp_path: Path
) -> None:
    count = export(opened, settings, tmp_path / "out", values=False)

    lines = lines_of(tmp_path / "out")
    assert len(lines) == count
    said = {(line["field"], line["type"]): (line["right"], line["doubt"]) for line in lines}
    assert said[NAME, "name"] == (False, True)
    assert said[DAY, "date"] == (True, True)
    assert {line["field"] for line in lines} == {NAME, DAY, SEX}
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)


def test_without_being_asked_nothing_that_was_written_leaves(
    opened: Store, settings: Settings, case: str, tmp_path: Path
) -> None:
    export(opened, settings, tmp_path / "out", values=False, images=painted)

    (only,) = (tmp_path / "out").iterdir()
    text = only.read_text()
    assert not any(word in text for word in ("Huber", "Hubor", "2019", "weiblich", case, "huber"))


def test_values_and_crops_are_for_their_owner_alone(
    opened: Store, settings: Settings, case: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(opened, settings, out, values=True, images=painted)

    (name,) = [line for line in lines_of(out) if line["field"] == NAME]
    assert (name["value"], name["machine"]) == ("Huber", "Hubor")
    assert name["candidates"] == ["Hubor", "Huber"]
    crop = cv2.imread(str(out / name["crop"]), cv2.IMREAD_GRAYSCALE)
    box = forms.load(fakes.FORM).items[NAME].box
    margin = 2 * corrections.AROUND_MM
    per_mm = corrections.PX_PER_MM
    assert crop.shape == (
        round((box.height + margin) * per_mm),
        round((box.width + margin) * per_mm),
    )
    assert int(np.median(crop)) == 40
    assert case not in json.dumps(lines_of(out))
    for path in (*out.rglob("*"), out):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_two_exports_name_the_same_place_differently(
    opened: Store, settings: Settings, case: str, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        export(opened, settings, tmp_path / name, values=False)

    first, second = ({line["id"] for line in lines_of(tmp_path / name)} for name in ("a", "b"))
    assert not first & second


def test_the_command_asks_for_a_new_folder_and_is_noted(
    opened: Store, settings: Settings, case: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("EINGANG_DATABASE_URL", settings.database_url)
    out = tmp_path / "out"
    command = ["export-corrections", "--out", str(out), "--data", str(settings.data)]

    assert run(command) == 0
    assert run(command) == 64

    said = capsys.readouterr()
    assert "Entscheidungen stehen in" in said.out
    assert "nicht leer" in said.err
    with opened.read() as db:
        noted = [e for e in audit.entries(db) if e.event == "korrekturen_ausgegeben"]
    assert [e.detail["mit_werten"] for e in noted] == [0]
