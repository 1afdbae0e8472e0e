"""Fonts that ship can write German names, and no letter becomes an empty box."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PathError, StyleError
from sample_scans.fonts import HERE, face, handwriting, spread, typefaces
from sample_scans.fonts.convert import HAND, PRINT

GERMAN = "ÄÖÜäöüß"
MEGABYTE = 2**20


def test_the_hands_write_umlauts() -> None:
    assert len(handwriting()) >= 30
    assert all(hand.covers(GERMAN) for hand in handwriting())


def test_every_font_has_its_licence_beside_it() -> None:
    licences = {path.stem for path in (HERE / "licences").glob("*.txt")}

    assert {path.stem for path in HERE.glob("*/*.ttf")} == set(HAND) | set(PRINT) == licences


def test_the_fonts_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*.ttf")) < 6 * MEGABYTE


def test_a_word_goes_whole_to_a_hand_that_has_its_letters() -> None:
    plain = next(hand for hand in handwriting() if not hand.covers("ş"))

    runs = spread("Şahin", plain, handwriting())

    assert len(runs) == 1
    assert runs[0][0].covers("Şahin")


@given(st.text(alphabet="abcÄß1ł漢\u0600", min_size=1, max_size=12))
def test_a_run_never_holds_a_letter_that_its_face_lacks(text: str) -> None:
    hands = handwriting()

    for one, run in spread(text, hands[0], hands[1:]):
        assert one.covers(run)


def test_capitals_that_write_ss_for_sharp_s_do_not_count_as_having_it() -> None:
    assert not face(HERE / "hand" / "permanent-marker.ttf").covers("ß")


def test_a_folder_of_woff2_replaces_the_hands(tmp_path: Path) -> None:
    font = TTFont(HERE / "hand" / "kalam.ttf")
    font.flavor = "woff2"
    font.save(tmp_path / "mine.woff2")

    hands = handwriting(tmp_path)

    assert [hand.name for hand in hands] == ["mine"]
    assert hands[0].at(40).getlength("Müller") > 0


def test_a_folder_without_a_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")

    with pytest.raises(StyleError):
        handwriting(tmp_path)
    with pytest.raises(PathError):
        handwriting(tmp_path / "fehlt")


def test_typewriters_write_names_from_all_over_europe() -> None:
    for machine in typefaces().values():
        others = [other for other in typefaces().values() if other is not machine]
        assert all(one.covers(run) for one, run in spread("Łukaszewicz-Şahinoğlu", machine, others))
