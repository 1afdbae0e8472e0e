"""What errors say of themselves."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_readers as fakes
import pytest

from pipeline.errors import class_of
from pipeline.process import process_item


@pytest.mark.parametrize(
    ("error", "name"),
    [(KeyError(), "KeyError"), (struct.error(), "struct.error"), (zlib.error(), "zlib.error")],
)
def test_a_class_whose_name_says_nothing_is_named_with_its_library(
    error: Exception, name: str
) -> None:
    assert class_of(error) == name


def test_a_page_on_which_a_library_fails_says_which(tmp_path: Path) -> None:
    def fails(*_: Any) -> Any:
        raise struct.error

    readers = replace(fakes.fake(), read_page=fails)
    path = fakes.scan(tmp_path / "scan.tif", [10])

    (page,) = process_item([path], readers=readers).pages

    assert page.reason == "Die Seite konnte nicht verarbeitet werden (struct.error)."
