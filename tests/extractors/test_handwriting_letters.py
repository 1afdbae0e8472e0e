"""How usual a spelling is chooses between texts that the ink makes about as likely, no more."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.handwriting import alphabet
from extractors.handwriting.beam import likeliest, likelihood
from extractors.handwriting.entry import offers
from extractors.handwriting.letters import chance_after, chance_of
from extractors.handwriting.session import Chances
from extractors.handwriting.training import letters, phrases
from extractors.lexicon import Support, support


def ink(*places: dict[str, float]) -> Chances:
    """What a recogniser might say: the probabilities of letters, or of none (""), at each place."""
    chances = np.full((2 * len(places), alphabet.SIZE), 1e-6)
    chances[1::2, alphabet.BLANK] = 1
    for row, place in zip(chances[::2], places, strict=True):
        for letter, chance in place.items():
            row[alphabet.NUMBERS.get(letter, alphabet.BLANK)] = chance
    logs = np.log(chances / chances.sum(axis=1, keepdims=True))
    return np.asarray(logs, np.float32)


def plainly(text: str) -> list[dict[str, float]]:
    return [{letter: 1.0} for letter in text]


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("Jugendamt Nürnberg", "Jugendont Nürnberg"),
        ("Tagesgeld", "Jagesgeld"),
        ("Hauptstraße 5", "Hauptstrabe 5"),
        ("er arbeitslos ist", "er orbeitslos ist"),
        ("AG Landshut, 4 F 958/25", "A6 Landshut, 4 F 958/25"),
    ],
)
def test_what_people_write_is_likelier_than_what_looks_like_it(usual: str, odd: str) -> None:
    assert chance_of(usual) > chance_of(odd)


def test_the_more_usual_of_two_likely_texts_is_offered_first() -> None:
    read = ink({"J": 0.6, "T": 0.4}, *plainly("agesgeld"))

    assert likeliest(read)[0].text == "Jagesgeld"
    assert likeliest(read, words=True)[0].text == "Tagesgeld"
    assert offers([read], "text")[0].normal.value == "Tagesgeld"


def test_the_probability_of_a_text_is_that_of_its_ink() -> None:
    read = ink({"J": 0.6, "T": 0.4}, *plainly("agesgeld"))

    for way in likeliest(read, words=True)[:2]:
        assert way.log_probability == pytest.approx(likelihood(read, way.text), abs=1e-3)


@pytest.mark.parametrize("kind", ["text", "name"])
def test_clear_ink_is_not_overruled_by_how_usual_a_word_is(kind: str) -> None:
    read = ink({"J": 0.9999, "T": 0.0001}, *plainly("agesgeld"))

    assert offers([read], kind)[0].normal.value == "Jagesgeld"


def test_numbers_are_not_weighed_by_how_usual_they_are() -> None:
    read = ink(*plainly("01.0"), {"7": 0.55, "1": 0.45}, *plainly(".2024"))

    assert offers([read], "date")[0].normal.value == "2024-07-01"


def test_no_letter_is_added_to_a_bic_because_a_list_has_it_so() -> None:
    assert support("BYLADEMM", "bic") is Support.KNOWN
    short = ink(*plainly("BYLADEM"), {"": 0.98, "M": 0.02})

    assert offers([short], "bic")[0].normal.value == "BYLADEM"


@given(st.text(st.sampled_from(alphabet.LETTERS), max_size=12), st.sampled_from(alphabet.LETTERS))
def test_every_letter_may_follow_every_other(before: str, letter: str) -> None:
    assert -10 < chance_after(before[-5:], letter) <= 0


def test_a_model_is_counted_from_lines_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters.write(["aaab", "aaab", "aaab", "aaab", "aaac"], tmp_path / "few.npz")

    with np.load(tmp_path / "few.npz") as found:
        hashes, chances = found["hashes"], found["chances"]

    def cost(sequence: str) -> int:
        return int(chances[np.flatnonzero(hashes == letters.hash_of(sequence))[0]])

    assert (np.diff(hashes.astype(np.int64)) > 0).all()
    assert cost("aab") < cost("aac")
    assert not (hashes == letters.hash_of("aaac")).any()  # seen once: too seldom for four letters


def test_the_lines_it_is_counted_from_are_the_same_every_time() -> None:
    first, again = list(letters.lines(200)), list(letters.lines(200))

    assert first == again
    assert len(set(first)) > 150


@pytest.mark.parametrize("kind", list(phrases.KINDS))
def test_every_phrase_can_be_written_with_the_letters_of_the_recogniser(
    kind: phrases.Invent,
) -> None:
    rng = random.Random(4)
    written = [alphabet.spelled(kind(rng)) for _ in range(300)]

    assert sum(alphabet.numbers_of(text) is None for text in written) <= 3  # rare letters of names
