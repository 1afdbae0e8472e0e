"""The conditions in which boxes are measured: one thing at a time at its worst, the rest as usual.

Every condition is a style of the generator that differs from the default in few knobs, and perhaps
something that the generator does not draw and this bench lays on the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.forms import Item
from sample_scans.fill.paper import Paper, Rng
from sample_scans.style import Style
from tests.bench.marks.spoils import dots, line_through, stains

Knobs = Mapping[str, Any]
Spoil = Callable[[Paper, list[Item], Rng], None]
"""Puts something on a page that is no answer; gets the boxes that are not marked."""

ON_TOP = "on top: "
"""Begins the names of conditions that the generator does not draw."""

SCANNED: Knobs = {"born_digital": "never"}
BY_HAND: Knobs = {"kinds": "hand"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: how its pages are made."""

    name: str
    style: Style
    spoil: Spoil | None = None


def _shape(name: str) -> Knobs:
    return {"writing": BY_HAND, "marks": {"shapes": name, "other_shape": 0}}


def _pen(name: str) -> Knobs:
    return {"writing": {**BY_HAND, "pens": name, "second_pen": 0}}


def _cancel(way: str) -> Knobs:
    return {"writing": BY_HAND, "marks": {"cancelled": 1, "cancels": way}}


def _scan(**knobs: object) -> Knobs:
    return {"scan": knobs}


KNOBS: Mapping[str, Knobs] = {
    "as the generator mixes them": {},
    "mark: cross": _shape("cross"),
    "mark: tick": _shape("tick"),
    "mark: long tick": _shape("long_tick"),
    "mark: slash": _shape("slash"),
    "mark: blob": _shape("blob"),
    "mark: hatched": _shape("hatched"),
    "mark: double cross": _shape("double_cross"),
    "mark: typed x": {"writing": {"kinds": "typed"}, "marks": {"typed_x": 1}},
    "mark: small": {"writing": BY_HAND, "marks": {"size": (0.6, 0.75)}},
    "mark: large": {"writing": BY_HAND, "marks": {"size": (1.4, 1.8)}},
    "mark: off the middle": {"writing": BY_HAND, "marks": {"miss": (0.12, 0.2)}},
    "mark: half outside the frame": {"writing": BY_HAND, "marks": {"far_miss": 1}},
    "taken back: blackened": _cancel("blackened"),
    "taken back: scribbled": _cancel("scribbled"),
    "pen: blue ballpoint": _pen("ballpoint_blue"),
    "pen: black ballpoint": _pen("ballpoint_black"),
    "pen: fountain": _pen("fountain"),
    "pen: felt tip": _pen("felt_tip"),
    "pen: fineliner": _pen("fineliner"),
    "pen: pencil": _pen("pencil"),
    "entries over frames": {
        "writing": BY_HAND, "entries": {"over_frame": 0.5, "above_line": 0.5, "corrected": 0.3},
    },
    "scan: 150 dpi": _scan(dpi=150),
    "scan: 100 dpi": _scan(dpi=100),
    "scan: 200 dpi": _scan(dpi=200),
    "scan: 600 dpi": _scan(dpi=600),
    "scan: Group 4": {"scan": {"mode": "bilevel"}, "container": "pdf"},
    "scan: Group 4, strokes thinned": {
        "scan": {"mode": "bilevel", "threshold": (22, 32)}, "container": "pdf",
    },
    "scan: Group 4, strokes fattened": {
        "scan": {"mode": "bilevel", "threshold": (4, 8)}, "container": "pdf",
    },
    "scan: Group 4, 200 dpi, pencil": {
        "scan": {"mode": "bilevel", "dpi": 200}, "writing": {**BY_HAND, "pens": "pencil"},
        "container": "tiff",
    },
    "scan: strong JPEG": {"scan": {"mode": "grey", "quality": (12, 30)}, "container": "jpeg"},
    "scan: JPEG of black and white": {
        "scan": {"mode": "bilevel", "quality": (30, 60)}, "container": "jpeg",
    },
    "scan: skew": _scan(skew=(3.0, 5.0)),
    "scan: shifted": _scan(shift_mm=(4.0, 8.0)),
    "scan: enlarged or reduced": _scan(scale=(0.92, 1.06)),
    "scan: stretched": _scan(stretch=0.02),
    "scan: uneven feed": _scan(feed_mm=(0.3, 0.6)),
    "scan: blurred": _scan(blur_mm=(0.12, 0.2)),
    "scan: noise": _scan(mode="grey", noise=(10.0, 18.0)),
    "scan: specks": _scan(speckles=(300, 800)),
    "scan: grey paper": _scan(paper=(150, 190)),
    "scan: holes and folds": _scan(holes=1, fold=1),
    "scan: shadow": _scan(shadow=1),
    "scan: copy of a copy": _scan(photocopy=1),
    "scan: dark lid": _scan(dark_lid=1),
    "scan: upside down": {"pages": {"upside_down": 1}},
    "scan: sideways": {"pages": {"upside_down": 0, "sideways": 1}},
    "on top: dots in empty boxes": {"writing": BY_HAND},
    "on top: a line through several boxes": {"writing": BY_HAND},
    "on top: stains": {},
}  # fmt: skip
"""What each condition changes; what the generator draws by default stays as it is elsewhere."""

SPOILS: Mapping[str, Spoil] = {
    "on top: dots in empty boxes": dots,
    "on top: a line through several boxes": line_through,
    "on top: stains": stains,
}


def conditions() -> tuple[Condition, ...]:
    """All conditions, in the order in which they are measured."""
    return tuple(
        Condition(name, Style.model_validate({**SCANNED, **knobs}), SPOILS.get(name))
        for name, knobs in KNOBS.items()
    )
