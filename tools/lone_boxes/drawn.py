"""Many generated crops, prepared as the reader prepares them.

    python -m tools.lone_boxes.drawn FOLDER --first 0 --parts 12

Every part is a file of 5,000 crops of its own seed. Part 900 and above are never fitted to: with
them the certainty is set and the reader measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lone_box import prepared
from tools.lone_boxes.crops import crop

PART = 5_000
HELD = 900


def main() -> None:
    """Draw the parts that are not there yet."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--parts", type=int, default=12)
    asked = options.parse_args()
    cv2.setNumThreads(1)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for number in range(asked.first, asked.first + asked.parts):
        path = asked.folder / f"{number:03}.npz"
        if not path.exists():
            pictures, truths, pixels = part(number)
            np.savez(path, pictures=pictures, truths=truths, pixels=pixels)
            sys.stdout.write(f"{path.name}\n")
            sys.stdout.flush()


def part(
    number: int, count: int = PART
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Pictures (0-255), truths and sizes of the frames of one part."""
    rng = np.random.default_rng([number, 4711])
    made = [crop(rng) for _ in range(count)]
    pictures = np.stack([np.round(prepared(one.grey) * 255).astype(np.uint8) for one in made])
    return pictures, np.array([one.truth for one in made]), np.array([one.pixels for one in made])


if __name__ == "__main__":
    main()
