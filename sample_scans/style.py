"""How samples look: every knob of the generator, as a YAML file that may name only some of them.

Numbers in a pair are a range. A table of shares says how often each name is drawn; instead of a
table one name alone may stand (``mode: bilevel``). A share alone is a probability from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.errors import PathError, StyleError

Chance = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Dpi = Annotated[int, Field(ge=72, le=600)]


def _table(value: object) -> object:
    return {value: 1.0} if isinstance(value, str | int) else value


def _some(value: Mapping[Any, float]) -> Mapping[Any, float]:
    if not any(value.values()):
        raise ValueError("every share is zero")
    return value


def _ordered(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] > value[1]:
        raise ValueError("the range ends before it begins")
    return value


Range = Annotated[tuple[float, float], AfterValidator(_ordered)]
Key = TypeVar("Key")
Shares = Annotated[dict[Key, Weight], BeforeValidator(_table), AfterValidator(_some)]
Writing = Literal["hand", "typed", "mixed"]
PenName = Literal[
    "ballpoint_blue", "ballpoint_black", "fountain", "felt_tip", "fineliner", "pencil"
]
Shape = Literal["cross", "tick", "long_tick", "slash", "blob", "hatched", "double_cross"]
Cancel = Literal["blackened", "scribbled"]
DateWay = Literal["padded", "short", "spaced"]
AmountWay = Literal["grouped", "plain", "with_euro"]
StampInk = Literal["blue", "violet", "red", "black"]
Mode = Literal["grey", "bilevel"]
Container = Literal["pdf", "tiff", "jpeg"]
BornDigital = Literal["never", "acroform", "flattened"]
Machine = Literal[
    "courier-prime", "cutive-mono", "special-elite", "cousine", "arimo", "carlito", "tinos"
]


class Part(BaseModel):
    """Frozen, and no key that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _shares(default: dict[Any, float], description: str) -> Any:
    return Field(default=default, description=description, validate_default=True)


class WritingStyle(Part):
    """Who writes, with what."""

    kinds: Shares[Writing] = _shares(
        {"hand": 0.62, "typed": 0.18, "mixed": 0.2},
        "whole forms by hand, typed, or typed with some fields by hand",
    )
    by_hand_in_mixed: Chance = Field(0.35, description="share of the fields by hand in mixed forms")
    capital_mm: Range = Field((2.9, 4.6), description="height of capitals written by hand")
    unrest: Range = Field((0.03, 0.1), description="how much letters dance, in heights of letters")
    slant: Range = Field((-0.12, 0.25), description="lean to the right, in widths per height")
    slope: Range = Field((-0.015, 0.015), description="rise of the line of writing")
    pens: Shares[PenName] = _shares(
            {"ballpoint_blue": 0.4, "ballpoint_black": 0.22, "fountain": 0.12, "felt_tip": 0.06,
             "fineliner": 0.12, "pencil": 0.08},
            "pens",
        )  # fmt: skip
    second_pen: Chance = Field(0.1, description="forms continued with another pen")
    machines: Shares[Machine] = _shares(
        {"courier-prime": 1, "cutive-mono": 1, "special-elite": 1, "cousine": 1, "arimo": 1,
         "carlito": 1, "tinos": 1},
        "faces of typed forms; the first three are typewriters",
    )  # fmt: skip
    points: Range = Field((9.5, 11.5), description="size of typed letters")
    offset_mm: Range = Field((-0.6, 0.6), description="how far typed lines miss the form")
    dates: Shares[DateWay] = _shares({"padded": 0.85, "short": 0.1, "spaced": 0.05},
                "14.03.2017, 14.3.2017, 14. 03. 2017")  # fmt: skip
    amounts: Shares[AmountWay] = _shares({"grouped": 0.7, "plain": 0.22, "with_euro": 0.08},
                "1.250,00, 1250,00, 1.250,00 €")  # fmt: skip


class EntryStyle(Part):
    """What is odd about an entry; chances per entry."""

    above_line: Chance = Field(0.05, description="stands a little above its line")
    over_frame: Chance = Field(0.03, description="written wider than the field")
    corrected: Chance = Field(0.02, description="a slip struck out before the final text")


class MarkStyle(Part):
    """What is done to boxes."""

    shapes: Shares[Shape] = _shares(
            {"cross": 0.55, "tick": 0.17, "long_tick": 0.07, "slash": 0.1, "blob": 0.04,
             "hatched": 0.02, "double_cross": 0.05},
            "how a box is ticked; a person mostly keeps to one way",
        )  # fmt: skip
    other_shape: Chance = Field(0.06, description="single marks in another way")
    size: Range = Field((0.75, 1.35), description="size of marks, in boxes")
    miss: Range = Field((0.02, 0.12), description="how far marks miss the middle, in boxes")
    far_miss: Chance = Field(0.02, description="marks that lie half outside the box")
    cancelled: Chance = Field(0.03, description="choices with a wrong box ticked and taken back")
    cancels: Shares[Cancel] = _shares(
        {"blackened": 0.6, "scribbled": 0.4}, "how a mark is taken back"
    )
    typed_x: Chance = Field(0.5, description="typed forms whose marks are typed too")


class StampStyle(Part):
    """The receipt stamp."""

    turn: float = Field(8.0, ge=0, le=45, description="turned by up to so many degrees")
    inks: Shares[StampInk] = _shares(
        {"blue": 1, "violet": 1, "red": 1, "black": 1}, "ink of the stamp"
    )
    uneven: Chance = Field(0.5, description="how unevenly the stamp is inked")


class PageStyle(Part):
    """Which pages come, in which order and which way up."""

    blank_backs: Chance = Field(0.2, description="items scanned with some empty backs between")
    upside_down: Chance = Field(0.03, description="pages upside down")
    sideways: Chance = Field(0.02, description="pages fed sideways")
    duplicates: Chance = Field(0.03, description="items with one page scanned twice")
    shuffled: Chance = Field(0.05, description="items with their pages out of order")


class AttachmentStyle(Part):
    """The enclosed papers; which ones there are is the story's."""

    copied: Chance = Field(0.35, description="papers enclosed as a photocopy")
    reduced: Chance = Field(0.12, description="papers copied smaller than they are")


class ScanStyle(Part):
    """What scanner and copier do to the paper."""

    dpi: Shares[Dpi] = _shares({200: 0.4, 300: 0.6}, "resolution (72 to 600)")  # fmt: skip
    mode: Shares[Mode] = _shares({"grey": 0.65, "bilevel": 0.35}, "grey, or black and white")
    skew: Range = Field((0.0, 2.0), description="degrees askew, either way")
    shift_mm: Range = Field((0.0, 4.0), description="shifted, either way")
    scale: Range = Field((0.97, 1.03), description="enlarged or reduced")
    stretch: float = Field(0.004, ge=0, le=0.05, description="height against width")
    feed_mm: Range = Field((0.0, 0.25), description="lines misplaced by uneven feeding")
    blur_mm: Range = Field((0.02, 0.07), description="blur of the optics")
    noise: Range = Field((1.0, 6.0), description="noise of the sensor, in grey levels of 255")
    speckles: Range = Field((0, 60), description="specks of dust on a page")
    paper: Range = Field((228, 255), description="grey of white paper")
    quality: Range = Field((60, 90), description="JPEG quality of grey scans")
    threshold: Range = Field((9, 20), description="black and white: grey below the surroundings")
    holes: Chance = Field(0.15, description="pages with punch holes")
    fold: Chance = Field(0.1, description="pages that were folded")
    shadow: Chance = Field(0.15, description="pages with a shadow at the edge")
    photocopy: Chance = Field(0.06, description="items that are copies of copies")
    dark_lid: Chance = Field(0.08, description="items with black around the paper")


class Style(Part):
    """A whole style; see the parts."""

    writing: WritingStyle = WritingStyle()
    entries: EntryStyle = EntryStyle()
    marks: MarkStyle = MarkStyle()
    stamp: StampStyle = StampStyle()
    pages: PageStyle = PageStyle()
    attachments: AttachmentStyle = AttachmentStyle()
    scan: ScanStyle = ScanStyle()
    container: Shares[Container] = _shares(
        {"pdf": 0.7, "tiff": 0.15, "jpeg": 0.15}, "scan.pdf, scan.tif, or a JPEG per page"
    )
    born_digital: Shares[BornDigital] = _shares(
        {"never": 0.94, "acroform": 0.04, "flattened": 0.02},
        "filled on screen and sent as PDF instead of scanned",
    )
    defects: tuple[str, ...] | None = Field(
        None, description="defects of every story ([] for none); left out: a mixture"
    )


@cache
def default_style() -> Style:
    """The style of samples made without a style file."""
    return Style()


def _hint(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "[key]")
    allowed = str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    says = {
        "extra_forbidden": "diesen Schlüssel gibt es nicht",
        "literal_error": f"erlaubt sind {allowed}",
    }.get(first["type"], "dieser Wert passt nicht")
    return f"Bei „{place}“: {says}; `eingang samples style` zeigt die Vorgabe."


def style_of(text: str, name: str = "") -> Style:
    """The style that a YAML text gives; what it leaves out is as in the default."""
    try:
        return Style.model_validate(yaml.safe_load(text) or {})
    except ValidationError as error:
        raise StyleError(name, hint=_hint(error)) from error
    except yaml.YAMLError as error:
        raise StyleError(name, hint="Die Datei ist kein gültiges YAML.") from error


def load_style(path: Path) -> Style:
    """The style in this file."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise PathError(path.name) from error
    except UnicodeDecodeError as error:
        raise StyleError(path.name, hint="Die Datei ist kein UTF-8-Text.") from error
    return style_of(text, path.name)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(f'{v:g}' for v in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {share:g}" for key, share in value.items()) + "}"
    return "null" if value is None else f"{value:g}"


def _lines(part: BaseModel, indent: str) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, Part):
            yield f"\n{indent}# {(type(value).__doc__ or '').strip()}"
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}# {field.description}"
            yield f"{indent}{name}: {_scalar(value)}"


def style_yaml() -> str:
    """The default style as YAML with a comment on every knob."""
    head = "\n".join(f"# {line}".rstrip() for line in (__doc__ or "").strip().splitlines())
    return f"{head}\n" + "\n".join(_lines(default_style(), "")) + "\n"
