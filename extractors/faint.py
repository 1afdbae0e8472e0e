"""Writing too faint to be told from paper: a worn ribbon, a hard pencil, the last copy of many.

What is so faint is not read, it breaks into specks. That something is there can be seen all the
same, and a person looks: an answer that was given must not pass for an empty field.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.blank import PX_PER_MM
from extractors.grey import Grey

SOFTENED_PX = 1.2  # joins what a worn ribbon leaves of a letter
FAINT_BELOW = 228  # of a page whose paper was evened to 255
LETTER_MM, LETTER_MM2 = (0.8, 12.0), 0.2  # least height and greatest length; least ink
LETTERS = 3
"""Of 4,718 areas left empty in 21 generated mail items one had so many; a faint word has nine."""


def is_faintly_written(area: Grey) -> bool:
    """Whether an area in which no ink was found has several faint shapes as large as letters."""
    soft = cv2.GaussianBlur(area, (0, 0), SOFTENED_PX)
    faint = (soft < FAINT_BELOW).astype(np.uint8)
    _, _, pieces, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    width, height, ink = (pieces[1:, n] / PX_PER_MM for n in (2, 3, 4))
    letters = (height >= LETTER_MM[0]) & (np.maximum(width, height) < LETTER_MM[1])
    return int(np.count_nonzero(letters & (ink / PX_PER_MM >= LETTER_MM2))) >= LETTERS
