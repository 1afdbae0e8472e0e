"""The figures as a picture: it can be opened, says what it shows, and holds nothing that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from pipeline.evaluate.drawing import PNG_SCALE, draw, save
from pipeline.evaluate.outcomes import MARK, Outcome
from pipeline.evaluate.trust import trust

SVG = "{http://www.w3.org/2000/svg}"
RUNS = {"script", "a", "image", "foreignObject"}


def outcome(confidence: float, *, type_: str = "date", right: bool = True) -> Outcome:
    return Outcome(
        type=type_, writing="hand", filled=True, named=True, right=right,
        accepted=confidence > 0.9, stated=confidence,
    )  # fmt: skip


def figures(*types: str) -> dict[str, Any]:
    """A thousand dates of which the surer half is accepted, a box, and one of each given type."""
    dates = [outcome(number / 1000, right=number % 3 != 0) for number in range(1000)]
    others = [outcome(0.95, type_=type_) for type_ in (MARK, *types)]
    return trust([*dates, *others], 0.001)


def words(path: Path) -> list[str]:
    found = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  # our own drawing
    return [element.text or "" for element in found.iter(f"{SVG}text")]


def test_an_svg_names_types_axes_bins_and_bounds(tmp_path: Path) -> None:
    save(figures("iban"), tmp_path / "bild.svg")

    said = words(tmp_path / "bild.svg")

    assert any(s.startswith("Datum: 1.000 gelesene Werte, ECE ") for s in said)
    assert any(s.startswith("Übrige Feldtypen: 1 gelesene") for s in said)
    assert any(s.startswith("Kästchen: 1 gelesene") for s in said)
    assert {"angegebene Konfidenz (%)", "davon richtig (%)", "Konfidenz", "Werte"} <= set(said)
    assert said.count("100") >= 10, "each of ten bins has its count"
    assert "100,0 %: 1 von 1; davon falsch 0 (höchstens 95,00 %)" in said
    assert any("höchstens 0,1 %" in s for s in said)


def test_a_png_is_a_picture_of_the_same_size_that_is_not_blank(tmp_path: Path) -> None:
    save(figures(), tmp_path / "bild.PNG")

    drawing = draw(figures())
    with Image.open(tmp_path / "bild.PNG") as picture:
        assert picture.format == "PNG"
        assert abs(picture.width - PNG_SCALE * drawing.width) <= 1
        assert abs(picture.height - PNG_SCALE * drawing.height) <= 1
        dark = np.asarray(picture.convert("L")) < 128
    assert 0.002 < dark.mean() < 0.2


def test_nothing_in_a_drawing_runs_or_leads_elsewhere(tmp_path: Path) -> None:
    save(figures("<script>alert(1)</script>"), tmp_path / "bild.svg")

    found = ET.fromstring((tmp_path / "bild.svg").read_text("utf-8"))  # noqa: S314  # ours
    tags = {element.tag.removeprefix(SVG) for element in found.iter()}

    assert not tags & RUNS
    assert "<script>alert(1)</script>" in words(tmp_path / "bild.svg")


@pytest.mark.parametrize("outcomes", [[], [outcome(0.95)]], ids=["nothing", "one value"])
def test_little_is_drawn_as_well(outcomes: list[Outcome], tmp_path: Path) -> None:
    save(trust(outcomes, 0.001), tmp_path / "bild.svg")
    save(trust(outcomes, 0.001), tmp_path / "bild.png")

    assert "Ohne Nachsehen angenommen" in words(tmp_path / "bild.svg")
