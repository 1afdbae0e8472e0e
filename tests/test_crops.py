"""Single crops: what is clear is read, everything else is for a person."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import EpsImagePlugin, Image, ImageDraw, ImageFont

from pipeline.cli import run
from pipeline.crops import read_crop
from pipeline.errors import ScanError


def box(tmp_path: Path, *strokes: tuple[int, int, int, int], size: int = 60) -> Path:
    """A printed box with strokes in it, given in hundredths of the crop."""
    image = np.full((size, size), 250, np.uint8)
    near, far = round(size * 0.15), round(size * 0.85)
    cv2.rectangle(image, (near, near), (far, far), 40, max(1, size // 30))
    for x, y, to_x, to_y in strokes:
        start, end = (x * size // 100, y * size // 100), (to_x * size // 100, to_y * size // 100)
        cv2.line(image, start, end, 60, max(2, size // 20))
    path = tmp_path / "box.png"
    cv2.imwrite(str(path), image)
    return path


CROSS = ((25, 25, 75, 75), (75, 25, 25, 75))
TICK = ((30, 55, 45, 75), (45, 75, 80, 20))


@pytest.mark.parametrize("size", [30, 60, 150])
@pytest.mark.parametrize(("strokes", "state"), [((), "empty"), (CROSS, "ticked"), (TICK, "ticked")])
def test_a_clear_box_is_read_at_any_size(
    tmp_path: Path, size: int, strokes: tuple[tuple[int, int, int, int], ...], state: str
) -> None:
    found = read_crop(box(tmp_path, *strokes, size=size), "mark")

    assert (found.value, found.doubt) == (state, False)


def test_a_blackened_box_is_for_a_person(tmp_path: Path) -> None:
    path = box(tmp_path, *((20, y, 80, y) for y in range(20, 82, 2)))

    found = read_crop(path, "mark")

    assert (found.value, found.doubt) == ("struck", True)


def test_a_crop_without_a_frame_is_for_a_person(tmp_path: Path) -> None:
    Image.fromarray(np.full((40, 40), 230, np.uint8)).save(tmp_path / "x.png")

    assert read_crop(tmp_path / "x.png", "mark").doubt


def test_a_typed_line_is_read(tmp_path: Path) -> None:
    image = Image.new("L", (700, 70), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(image).text((20, 8), "Regensburg", fill=20, font=font)
    image.save(tmp_path / "line.png", dpi=(300, 300))

    assert read_crop(tmp_path / "line.png", "name").value == "Regensburg"


def test_an_empty_crop_is_blank(tmp_path: Path) -> None:
    Image.new("RGBA", (400, 60), (0, 0, 0, 0)).save(tmp_path / "nothing.png")

    found = read_crop(tmp_path / "nothing.png", "text")

    assert (found.value, found.doubt) == (None, False)


def test_the_command_writes_one_line_per_picture_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, broken = box(tmp_path), tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    assert run(["read", str(broken), str(good), "--as", "mark"]) == ScanError.exit_code

    told = capsys.readouterr()
    assert told.err.startswith("broken.png lässt sich nicht als Scan öffnen.\n")
    first, second = map(json.loads, told.out.splitlines())
    assert (first["image"], first["state"], first["doubt"]) == (str(broken), "illegible", True)
    assert set(second) == {
        "image", "type", "value", "state", "candidates", "confidence", "doubt", "reader"
    }  # fmt: skip


def test_no_other_program_is_started_for_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n"
    (tmp_path / "x.png").write_bytes(head + b"showpage\n%%EOF\n")
    monkeypatch.setattr(
        EpsImagePlugin, "Ghostscript", lambda *_, **__: pytest.fail("Ghostscript was started")
    )

    with pytest.raises(ScanError):
        read_crop(tmp_path / "x.png", "name")


def test_an_unknown_type_is_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["read", str(box(tmp_path)), "--as", "gemälde"]) == 64
    assert "iban" in capsys.readouterr().err
