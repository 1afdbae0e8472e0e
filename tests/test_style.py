"""A style may name some knobs only, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import PathError, StyleError
from sample_scans.style import Part, default_style, load_style, style_of, style_yaml


def test_the_printed_style_is_the_default_again() -> None:
    assert style_of(style_yaml()) == default_style()


def test_every_knob_is_explained() -> None:
    def knobs(part: Part) -> list[str]:
        found = []
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            found += knobs(value) if isinstance(value, Part) else [field.description or ""]
        return found

    assert all(knobs(default_style()))


def test_what_a_style_leaves_out_stays_as_it_was() -> None:
    style = style_of("scan: {mode: bilevel, dpi: 200}")

    assert style.scan.mode == {"bilevel": 1.0}
    assert style.scan.dpi == {200: 1.0}
    assert style.marks == default_style().marks


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("scan: {dpii: 300}", "scan.dpii"),
        ("marks: {shapes: {circle: 1}}", "marks.shapes.circle"),
        ("scan: {skew: [3, 1]}", "scan.skew"),
        ("scan: {dpi: 20}", "scan.dpi.20"),
        ("scan: {mode: {grey: 0}}", "scan.mode"),
        ("entries: {corrected: 2}", "entries.corrected"),
        ("scan: [", "YAML"),
        ("- a", ""),
    ],
)
def test_a_wrong_style_is_refused_and_the_place_named(text: str, named: str) -> None:
    with pytest.raises(StyleError) as caught:
        style_of(text, "mein_stil.yaml")

    assert "mein_stil.yaml" in str(caught.value)
    assert named in caught.value.advice


def test_a_style_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        load_style(tmp_path / "fehlt.yaml")
