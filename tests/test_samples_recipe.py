"""The samples that ship are the ones of the recipe, complete and small enough."""

from __future__ import annotations

import pytest

from pipeline import forms, truth
from sample_scans.samples_recipe import SAMPLES, names

MEGABYTE = 2**20
LARGEST = 25 * MEGABYTE
"""What the repository may hold of samples."""


def test_every_sample_of_the_recipe_ships_and_no_other() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir() if path.is_dir()) == sorted(names())


def test_the_samples_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < LARGEST


@pytest.mark.parametrize("name", names())
def test_a_shipped_truth_names_only_fields_of_the_form(name: str) -> None:
    told = truth.load(SAMPLES / name)

    assert set(told.answers) <= set(forms.load(told.form).fields)
    assert told.pages
