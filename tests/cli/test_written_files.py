"""Where commands write files: no case among another one's pictures, no folder by a slip."""

from __future__ import annotations

from pathlib import Path

import fake_cases
import fake_readers as fakes
import pytest

from pipeline import errors
from pipeline.cli import run
from pipeline.settings import Settings
from pipeline.store import open_store


def with_cases(tmp_path: Path) -> tuple[Path, str, str]:
    """A store with a case of nine pages and one of a single page; their numbers."""
    store = open_store(Settings(data=tmp_path / "data", database_url=""))
    long = fake_cases.with_case(store, fakes.scan(tmp_path / "gut.tif", [*fakes.FORM, 200], 1))
    short = fake_cases.with_case(store, fakes.scan(tmp_path / "seite3.tif", [30], 2))
    store.close()
    return tmp_path / "data", long, short


def test_pictures_of_two_cases_in_one_folder_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, long, short = with_cases(tmp_path)
    pictures = tmp_path / "bilder"

    for case in (long, short):
        assert run(["show", case, "--pages", str(pictures), "--data", str(data)]) == 0

    assert f"1 Bild {short}-seite-*.png in {pictures}" in capsys.readouterr().out
    assert len(list(pictures.glob(f"{long}-*.png"))) == 9
    assert [path.name for path in pictures.glob(f"{short}-*.png")] == [f"{short}-seite-01.png"]


def test_a_page_that_a_case_no_longer_has_keeps_no_picture(tmp_path: Path) -> None:
    data, _, case = with_cases(tmp_path)
    pictures = tmp_path / "bilder"
    pictures.mkdir()
    others = {f"{case}-seite-01.jpg", "UV-0000-0000-seite-02.png", "seite-02.png", "notiz.png"}
    for name in (*others, f"{case}-seite-02.png"):
        (pictures / name).touch()

    assert run(["show", case, "--pages", str(pictures), "--data", str(data)]) == 0

    assert {path.name for path in pictures.iterdir()} == {*others, f"{case}-seite-01.png"}


@pytest.mark.parametrize("command", ["export UV-0000-0000", "audit"])
def test_no_folder_is_made_for_a_file_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    data, *_ = with_cases(tmp_path)
    target = tmp_path / "nicht-da" / "datei.json"

    code = run([*command.split(), "--out", str(target), "--data", str(data)])

    sentence, hint = capsys.readouterr().err.splitlines()
    assert code == errors.PathError.exit_code
    assert sentence == f"Den Ordner {target.parent} gibt es nicht."
    assert "--out" in hint
    assert not target.parent.exists()
