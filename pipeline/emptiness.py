"""How empty a page is; known without the programs that look at pictures."""

from __future__ import annotations

from enum import Enum


class Emptiness(Enum):
    """What stands on a page: nothing, nothing but rows of specks, or something.

    Long rows of specks are left by a fold; two hairs that cross count as such where there is other
    dust.
    """

    BLANK = "blank"
    ROWS = "rows"
    WRITTEN = "written"
