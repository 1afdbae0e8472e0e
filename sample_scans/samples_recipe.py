"""The samples that ship: what each of them shows, and how to make them again.

``python -m sample_scans.samples_recipe`` makes them all below ``sample_scans/samples``;
``python -m sample_scans.samples_recipe NAME ...`` makes some of them again.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import yaml

from sample_scans.fonts import handwriting
from sample_scans.generate import make_item, whole
from sample_scans.style import style_of

SAMPLES = Path(__file__).parent / "samples"
RECIPE = Path(__file__).parent / "samples.yaml"


def names() -> tuple[str, ...]:
    """The samples that ship, in order."""
    return tuple(yaml.safe_load(RECIPE.read_text("utf-8")))


def make_shipped(name: str, out: Path = SAMPLES) -> Path:
    """Make one of the samples that ship."""
    recipe = yaml.safe_load(RECIPE.read_text("utf-8"))[name]
    style = style_of(yaml.safe_dump(recipe["style"]), name)
    target = out / name
    whole(target, partial(make_item, seed=recipe["seed"], style=style, faces=handwriting()))
    return target


if __name__ == "__main__":
    for wanted in sys.argv[1:] or names():
        make_shipped(wanted)
