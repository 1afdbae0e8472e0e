"""What the recogniser is trained with: invented texts, drawn by nobody, as scanners see them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from stdnum import iban

from extractors.grey import Grey
from extractors.handwriting import alphabet, read
from extractors.handwriting.training import penmanship, texts
from extractors.handwriting.training.distortion import distorted
from sample_scans.fonts import HERE

FONTS = HERE / "hand"


def dice(seed: int = 1) -> random.Random:
    return random.Random(seed)


def strokes() -> dict[str, list[Grey]]:
    """A plain upright stroke for every letter and digit."""
    stroke = np.zeros((20, 9), np.uint8)
    stroke[:, 3:6] = 255
    return {letter: [stroke] for letter in alphabet.LETTERS if letter.isalnum()}


@pytest.mark.parametrize("kind", texts.KINDS)
def test_nearly_all_texts_can_be_spelled(kind: str) -> None:
    rng = dice()

    spelled = [alphabet.spelled(texts.KINDS[kind](rng)) for _ in range(200)]

    assert all(spelled)
    assert sum(alphabet.numbers_of(text) is None for text in spelled) <= 2


def test_invented_account_numbers_of_germany_have_right_check_digits() -> None:
    rng = dice()
    german = [n for n in (texts.iban(rng) for _ in range(60)) if n.startswith("DE")]

    assert all(iban.is_valid(number, check_country=False) for number in german)


def test_the_same_seed_invents_the_same_texts() -> None:
    assert texts.any_text(dice(7)) == texts.any_text(dice(7))


def test_fonts_held_back_are_not_trained_with() -> None:
    trained = {font.name for font in penmanship.fonts(FONTS)}
    held = {font.name for font in penmanship.fonts(FONTS, held_back=True)}

    assert held == set(penmanship.HELD_BACK) - {"cousine"}
    assert not trained & held


def test_a_font_that_lacks_a_character_draws_nothing() -> None:
    font = penmanship.fonts(FONTS)[0]

    assert penmanship.in_a_font("日", font, dice()) is None


@pytest.mark.parametrize("text", ["17.03.2019", "1.250,- €", "Süß", "DE12 3456", "a(b)%+/"])
def test_characters_are_put_together_to_dark_on_white(text: str) -> None:
    picture = penmanship.of_characters(text, strokes(), dice())

    assert picture is not None
    assert picture[0, 0] == 255
    assert picture.min() < 60


@pytest.mark.parametrize("seed", range(8))
def test_distorted_writing_still_has_ink_on_paper(seed: int) -> None:
    font = penmanship.fonts(FONTS)[seed]
    drawn = penmanship.in_a_font("Gartenstraße 17", font, dice(seed))

    assert drawn is not None
    found = distorted(drawn, dice(seed), strong=True)

    assert found.dtype == np.uint8
    assert found.min() < 200
    assert np.median(found) > 200


def test_the_shipped_weights_read_fonts_that_they_were_not_trained_on() -> None:
    rng = dice(3)
    wanted = ["17.03.2019", "23.05.1984", "30.06.2024", "08.09.2012"]
    held = penmanship.fonts(FONTS, held_back=True)
    drawn = [(penmanship.in_a_font(text, font, rng), text) for text in wanted for font in held]
    pairs = [(crop, text) for crop, text in drawn if crop is not None]

    found = read([crop for crop, _ in pairs])

    right = sum(ways[0].text == text for ways, (_, text) in zip(found, pairs, strict=True))
    assert right >= 0.6 * len(pairs)


def test_small_letters_and_letters_of_other_fonts_change_the_line_but_not_its_text() -> None:
    first, *others = penmanship.fonts(FONTS)[:3]
    lines = [
        penmanship.in_a_font("Gartenstraße 17", first, dice(seed), others=mixed)
        for seed in range(6)
        for mixed in ((), others)
    ]

    assert all(line is not None and (line < 128).any() for line in lines)
    assert len({line.tobytes() for line in lines if line is not None}) > len(lines) / 2


def test_a_network_made_larger_reads_as_the_smaller_one_did() -> None:
    torch = pytest.importorskip("torch", reason="torch is installed for training alone")
    from extractors.handwriting.training.grow import grown
    from extractors.handwriting.training.network import LARGE, SMALL, Recogniser

    small, large = Recogniser(SMALL).eval(), Recogniser(LARGE).eval()
    large.load_state_dict(grown(small.state_dict(), LARGE))
    page = torch.rand(1, 1, 40, 96)

    assert float((small(page) - large(page)).detach().abs().max()) < 0.1
