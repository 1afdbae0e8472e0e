"""Where the fonts of this folder come from: packages of @fontsource, as small TrueType files.

``npm pack @fontsource/NAME`` for every name of ``HAND`` and ``PRINT``, unpack each into
``PACKAGES/NAME`` and run ``python -m sample_scans.fonts.convert PACKAGES``. Latin and Latin
Extended are merged, because names with ş, ł or č need both. The files carry neutral names inside,
as the font licences ask of changed versions.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger, Options
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent

HAND = (
    "amatic-sc", "annie-use-your-telescope", "architects-daughter", "bad-script", "caveat",
    "coming-soon", "covered-by-your-grace", "crafty-girls", "dancing-script",
    "dawning-of-a-new-day", "delius", "give-you-glory", "gloria-hallelujah", "gochi-hand",
    "handlee", "indie-flower", "itim", "just-another-hand", "kalam", "la-belle-aurore", "mali",
    "mansalva", "marck-script", "neucha", "over-the-rainbow", "pangolin", "patrick-hand",
    "permanent-marker", "playwrite-de-grund", "rock-salt", "shadows-into-light", "short-stack",
    "sriracha", "sue-ellen-francisco", "the-girl-next-door", "waiting-for-the-sunrise",
)  # fmt: skip
"""Handwriting; no other family may come in, the rest is kept for independent measurement."""

PRINT = ("courier-prime", "cousine", "cutive-mono", "special-elite", "arimo", "carlito", "tinos")
"""Typewriters and the faces of office programs, for forms that were typed."""

EUROPEAN = [*range(0x100, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E]
"""The letters of European names beyond Latin-1."""

LAYOUT_TABLES = ["GSUB", "GPOS", "GDEF", "kern"]
"""Kept of the main file only; those of the extension would clash."""


def _load(package: Path, part: str) -> TTFont | None:
    path = package / "files" / f"{package.name}-{part}-400-normal.woff2"
    if not path.exists():
        return None
    font = TTFont(path)
    font.flavor = None
    return font


def _subset(font: TTFont, letters: Iterable[int], *, keep_layout: bool) -> None:
    options = SubsetOptions()
    options.hinting = False
    options.layout_features = ["*"]
    options.drop_tables += [] if keep_layout else LAYOUT_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)


def _extension(package: Path, known: set[int]) -> TTFont | None:
    font = _load(package, "latin-ext")
    if font is None:
        return None
    _subset(font, [c for c in EUROPEAN if c not in known], keep_layout=False)
    return font if font.getBestCmap() else None


def _merged(main: TTFont, extension: TTFont) -> TTFont:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / "0.ttf", Path(folder) / "1.ttf"]
        main.save(paths[0])
        extension.save(paths[1])
        options = Options()
        options.drop_tables = ["vhea", "vmtx"]
        return Merger(options).merge([str(path) for path in paths])


def _named(font: TTFont, name: str) -> None:
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16, 18):
            font["name"].setName(
                name.replace(" ", "") if record.nameID == 6 else name,
                record.nameID, record.platformID, record.platEncID, record.langID,
            )  # fmt: skip


def convert(package: Path, target: Path, name: str) -> None:
    """One package into one TrueType file with the licence beside it."""
    main = _load(package, "latin")
    if main is None:
        raise FileNotFoundError(package)
    _subset(main, main.getBestCmap(), keep_layout=True)
    extension = _extension(package, set(main.getBestCmap()))
    font = main if extension is None else _merged(main, extension)
    _named(font, name)
    font.save(target / f"{package.name}.ttf")
    shutil.copyfile(package / "LICENSE", HERE / "licences" / f"{package.name}.txt")


def main(packages: Path) -> None:
    """Convert every family of both lists."""
    for folder, names in (("hand", HAND), ("print", PRINT)):
        for number, name in enumerate(names, 1):
            convert(packages / name, HERE / folder, f"Sample {folder} {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
