"""What is one mail item."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batches import Obstacle, mail_items
from pipeline.errors import PathError


def items(root: Path, *names: str) -> list[list[str]]:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return [[str(file.relative_to(root)) for file in item.files] for item in mail_items([root])]


def test_a_file_is_a_mail_item(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()

    (item,) = mail_items([tmp_path / "a.pdf"])

    assert item.files == (tmp_path / "a.pdf",)


def test_a_folder_of_pictures_is_one_mail_item_in_the_order_people_count(tmp_path: Path) -> None:
    assert items(tmp_path, "s10.jpg", "s2.jpg", "S1.PNG") == [["S1.PNG", "s2.jpg", "s10.jpg"]]


def test_a_folder_of_documents_is_one_mail_item_per_file(tmp_path: Path) -> None:
    assert items(tmp_path, "b.pdf", "a.tif", "c.jpg") == [["a.tif"], ["b.pdf"], ["c.jpg"]]


def test_folders_in_folders_are_looked_through(tmp_path: Path) -> None:
    found = items(tmp_path, "x/1.jpg", "x/2.jpg", "y/z/a.pdf", "b.pdf")

    assert found == [["b.pdf"], ["x/1.jpg", "x/2.jpg"], ["y/z/a.pdf"]]


@pytest.mark.parametrize("scan", ["scan.pdf", "scan.tif"])
def test_of_a_sample_only_the_scan_is_a_mail_item(tmp_path: Path, scan: str) -> None:
    assert items(tmp_path, f"0001/{scan}", "0001/truth.yaml") == [[f"0001/{scan}"]]


def test_a_sample_may_have_its_scan_in_pictures(tmp_path: Path) -> None:
    found = items(tmp_path, "0001/scan/0001.jpg", "0001/scan/0002.jpg", "0001/truth.yaml")

    assert found == [["0001/scan/0001.jpg", "0001/scan/0002.jpg"]]


def test_what_scanners_put_beside_the_scans_is_left_alone(tmp_path: Path) -> None:
    assert items(tmp_path, "a.pdf", "stapel.json", "Thumbs.db", ".hidden.pdf") == [["a.pdf"]]


def test_a_file_given_by_name_is_taken_whatever_it_is(tmp_path: Path) -> None:
    (tmp_path / "notiz.txt").touch()

    assert len(list(mail_items([tmp_path / "notiz.txt"]))) == 1


def test_an_empty_folder_has_no_mail(tmp_path: Path) -> None:
    assert items(tmp_path) == []


def obstacles(root: Path) -> dict[str, Obstacle]:
    return {item.path.name: item.obstacle for item in mail_items([root]) if item.obstacle}


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "geheim.pdf").touch()
    (tmp_path / "post" / "b.pdf").touch()
    (tmp_path / "post" / "a.pdf").symlink_to(tmp_path / "geheim.pdf")
    (tmp_path / "post" / "kreis").symlink_to(tmp_path / "post")
    (tmp_path / "post" / "leser.txt").symlink_to(tmp_path / "geheim.pdf")

    first, *others = mail_items([tmp_path / "post"])

    assert first.files == (tmp_path / "post" / "b.pdf",)
    assert {(item.path.name, item.obstacle) for item in others} == {
        ("a.pdf", Obstacle.LINK), ("kreis", Obstacle.LINK)
    }  # fmt: skip


def test_a_link_given_by_name_is_meant(tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "a.pdf").touch()
    (tmp_path / "heute").symlink_to(tmp_path / "post")

    (item,) = mail_items([tmp_path / "heute"])

    assert item.files == (tmp_path / "heute" / "a.pdf",)


@pytest.mark.parametrize("folder", ["b", "c/scan"])
def test_a_folder_that_may_not_be_read_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    for name in ("a/1.pdf", "b/2.pdf", "c/truth.yaml", "c/scan/1.jpg", "d/3.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    listed = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path == tmp_path / folder:
            raise PermissionError(path)
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    found = list(mail_items([tmp_path]))

    assert obstacles(tmp_path) == {Path(folder).name: Obstacle.LOCKED}
    assert sum(len(item.files) for item in found) == 3


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        list(mail_items([tmp_path / "nichts"]))
