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
from pipeline.model import Reading
from tools.lone_boxes.crops import EMPTY, STRUCK, TICKED, UNCLEAR, Crop, crop


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


TINY = 9
"""Pixels of a frame, as in a page that was scanned coarsely and made smaller."""
CROSS = ((25, 25, 75, 75), (75, 25, 25, 75))
TICK = ((30, 55, 45, 75), (45, 75, 80, 20))


@pytest.mark.parametrize("size", [30, 60, 150])
@pytest.mark.parametrize(("strokes", "state"), [((), "empty"), (CROSS, "ticked"), (TICK, "ticked")])
def test_a_clear_box_is_read_at_any_size(
    tmp_path: Path, size: int, strokes: tuple[tuple[int, int, int, int], ...], state: str
) -> None:
    found = read_crop(box(tmp_path, *strokes, size=size), "mark")

    assert (found.value, found.doubt) == (state, False)


@pytest.fixture(scope="module")
def drawn() -> list[Crop]:
    """Crops to which nothing was fitted."""
    rng = np.random.default_rng(31_415)
    return [crop(rng) for _ in range(800)]


def read(one: Crop, tmp_path: Path) -> Reading:
    path = tmp_path / "drawn.png"
    cv2.imwrite(str(path), one.grey)
    return read_crop(path, "mark")


def test_hardly_a_drawn_box_is_wrong_and_believed_and_most_are_believed(
    drawn: list[Crop], tmp_path: Path
) -> None:
    boxes = [one for one in drawn if one.truth in (EMPTY, TICKED)]
    found = [(read(one, tmp_path), "empty" if one.truth == EMPTY else "ticked") for one in boxes]

    wrong = sum(reading.value != truth for reading, truth in found if not reading.doubt)
    assert wrong <= len(boxes) / 100
    assert sum(reading.doubt for reading, _ in found) <= len(boxes) / 6


def test_most_boxes_of_hardly_any_pixels_are_believed(drawn: list[Crop], tmp_path: Path) -> None:
    small = [one for one in drawn if one.truth in (EMPTY, TICKED) and one.pixels < TINY]

    doubted = sum(read(one, tmp_path).doubt for one in small)

    assert doubted <= len(small) / 3


def test_what_no_machine_should_decide_is_for_a_person(drawn: list[Crop], tmp_path: Path) -> None:
    others = [one for one in drawn if one.truth in (STRUCK, UNCLEAR)]

    believed = sum(not read(one, tmp_path).doubt for one in others)

    assert believed <= len(others) / 5


def test_a_short_line_on_which_marks_are_set_is_empty_and_with_a_mark_it_is_not(
    tmp_path: Path,
) -> None:
    image = np.full((40, 52), 250, np.uint8)
    cv2.line(image, (8, 28), (28, 28), 60, 1)
    cv2.putText(image, "Ja", (36, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 60, 1, cv2.LINE_AA)
    marked = cv2.line(image.copy(), (5, 8), (30, 36), 60, 2, cv2.LINE_AA)
    cv2.line(marked, (30, 10), (8, 35), 60, 2, cv2.LINE_AA)
    cv2.imwrite(str(tmp_path / "line.png"), image)
    cv2.imwrite(str(tmp_path / "marked.png"), marked)

    bare, ticked = (read_crop(tmp_path / f"{name}.png", "mark") for name in ("line", "marked"))

    assert (bare.value, bare.doubt) == ("empty", False)
    assert ticked.value == "ticked"


@pytest.mark.parametrize("strokes", [(), CROSS])
def test_a_dotted_frame_of_a_fax_is_read(
    tmp_path: Path, strokes: tuple[tuple[int, int, int, int], ...]
) -> None:
    path = box(tmp_path, *strokes, size=30)
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    image[4::3, [4, 5, 25, 26]] = 255
    image[[4, 5, 25, 26], 4::3] = 255
    cv2.imwrite(str(path), np.where(image < 128, 0, 255).astype(np.uint8))

    found = read_crop(path, "mark")

    assert (found.value, found.doubt) == ("ticked" if strokes else "empty", False)


def test_mirroring_a_crop_changes_nothing(tmp_path: Path) -> None:
    path = box(tmp_path, *TICK)
    first = read_crop(path, "mark")
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    cv2.imwrite(str(path), image[:, ::-1])

    assert read_crop(path, "mark").confidence == pytest.approx(first.confidence, abs=1e-3)


def test_a_mark_without_a_frame_is_for_a_person(tmp_path: Path) -> None:
    image = np.full((40, 40), 250, np.uint8)
    cv2.line(image, (8, 8), (32, 32), 40, 2)
    cv2.line(image, (32, 8), (8, 32), 40, 2)
    cv2.imwrite(str(tmp_path / "x.png"), image)

    assert read_crop(tmp_path / "x.png", "mark").doubt


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
