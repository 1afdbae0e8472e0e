"""A batch as an operator sees it: all of it shown, nothing twice, nothing personal elsewhere."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fake_readers as fakes
import pytest
from PIL import Image
from program import eingang

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("flow")]

FORM = fakes.FORM


@dataclass(frozen=True)
class Batch:
    """What an intake of all kinds of mail said and left behind."""

    folder: Path
    data: Path
    stdout: str
    stderr: str
    code: int

    def items(self) -> dict[str, Any]:
        return {Path(item["path"]).name: item for item in json.loads(self.stdout)}


def post(folder: Path) -> None:
    """A batch with everything that a mail room may deliver."""
    fakes.scan(folder / "a-gut.tif", [*FORM, 200, 250], 1)
    fakes.scan(folder / "b-auch-gut.tif", FORM, 2)
    (folder / "c-kopie-von-a.tif").write_bytes((folder / "a-gut.tif").read_bytes())
    fakes.scan(folder / "d-nur-seite-3.tif", [30], 4)
    fakes.scan(folder / "e-foto.tif", [230], 5)
    fakes.scan(folder / "f-anderer-vordruck.tif", [210], 6)
    fakes.scan(folder / "g-eigener-fehler.tif", [*FORM, 170], 7)
    (folder / "h-leer.pdf").write_bytes(b"")
    (folder / "i-text.pdf").write_text("Sehr geehrte Damen und Herren")
    (folder / "j-abgeschnitten.tif").write_bytes((folder / "a-gut.tif").read_bytes()[:60])
    whole = folder / "k-abgeschnitten.pdf"
    Image.new("L", (600, 800), 230).save(whole, "PDF")
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 3])
    _protected(folder / "l-kennwort.pdf")
    Image.new("1", (20_000, 20_000), 1).save(folder / "m-riesig.png")
    _many_pages(folder / "n-3000-seiten.pdf", 3000)
    _many_pages(folder / "o-ohne-seiten.pdf", 0)
    fakes.scan(folder / "p-unsicher.tif", [11, *FORM[1:]], 8)


def _protected(path: Path) -> None:
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="x", user="geheim"))


def _many_pages(path: Path, count: int) -> None:
    import pikepdf

    with pikepdf.new() as pdf:
        font = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}
        named = {f"/{key}": pikepdf.Name(value) for key, value in font.items()}
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=pikepdf.Dictionary(named)))
        words = pdf.make_stream(b"BT /F0 9 Tf 5 50 Td (Sehr geehrte Damen und Herren) Tj ET")
        for _ in range(count):
            page = pdf.add_blank_page(page_size=(50, 70))
            page.obj.Resources, page.obj.Contents = resources, words
        pdf.save(path)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory, server: dict[str, str]) -> Batch:
    root = tmp_path_factory.mktemp("batch")
    post(root / "post")
    done = eingang("intake", root / "post", "--data", root / "data", "--json", **server)
    return Batch(root / "post", root / "data", done.stdout, done.stderr, done.returncode)


EXPECTED = {
    "a-gut.tif": ("bereit", ""),
    "b-auch-gut.tif": ("bereit", ""),
    "c-kopie-von-a.tif": ("bereit", ""),
    "d-nur-seite-3.tif": ("zu prüfen", "Vom Formular liegt nur Seite 3 vor."),
    "e-foto.tif": ("zu prüfen", "Kein Formular erkannt."),
    "f-anderer-vordruck.tif": ("zu prüfen", "Falscher Vordruck"),
    "g-eigener-fehler.tif": ("zu prüfen", "Seite 9"),
    "h-leer.pdf": ("abgewiesen", "ScanError"),
    "i-text.pdf": ("abgewiesen", "ScanError"),
    "j-abgeschnitten.tif": ("abgewiesen", "ScanError"),
    "k-abgeschnitten.pdf": ("abgewiesen", "ScanError"),
    "l-kennwort.pdf": ("abgewiesen", "ProtectedScanError"),
    "m-riesig.png": ("abgewiesen", "OversizeError"),
    "n-3000-seiten.pdf": ("abgewiesen", "OversizeError"),
    "o-ohne-seiten.pdf": ("abgewiesen", "ScanError"),
    "p-unsicher.tif": ("zu prüfen", ""),
}


def test_the_batch_goes_on_whatever_is_in_it(batch: Batch) -> None:
    assert batch.code == 0
    assert set(batch.items()) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_mail_item_ends_as_a_case_or_a_refusal_with_its_reason(
    batch: Batch, name: str
) -> None:
    state, reason = EXPECTED[name]
    item = batch.items()[name]

    assert item["case_id"].startswith("UV-")
    assert item["state"] == state
    assert reason in " ".join([*item["open_points"], item["error"] or ""])
    assert item["state"] != "abgewiesen" or item["hint"]


def test_the_same_file_under_two_names_is_one_case(batch: Batch) -> None:
    items = batch.items()

    assert items["a-gut.tif"]["case_id"] == items["c-kopie-von-a.tif"]["case_id"]
    assert len({item["case_id"] for item in items.values()}) == len(EXPECTED) - 1


def test_no_stack_trace_and_no_banner(batch: Batch) -> None:
    assert batch.stderr == ""


def test_doing_it_again_does_nothing_twice(batch: Batch, server: dict[str, str]) -> None:
    before = _rows(batch.data)

    again = eingang("intake", batch.folder, "--data", batch.data, "--json", **server)

    assert again.stdout == batch.stdout
    assert _rows(batch.data) == before


def _rows(data: Path) -> dict[str, int]:
    tables = ("scans", "cases", "arrivals", "attempts", "runs", "pages", "readings", "outbox")
    with closing(sqlite3.connect(data / "eingang.db")) as db:
        return {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
            for table in tables
        }


def test_the_marked_name_is_in_the_store_and_nowhere_else(
    batch: Batch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mark = fakes.NAME.encode()
    home = next(Path(tmp_path_factory.getbasetemp()).glob("server*")) / "prefect"
    places = [*home.rglob("*"), batch.data / "eingang.log"]

    assert mark in b"".join(p.read_bytes() for p in batch.data.glob("eingang.db*"))
    assert (home / "prefect.db").stat().st_size > 100_000
    for place in places:
        if place.is_file():
            assert mark not in place.read_bytes(), place
    assert fakes.NAME not in batch.stderr


def test_neither_prefect_nor_the_log_know_a_file_name(
    batch: Batch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = next(Path(tmp_path_factory.getbasetemp()).glob("server*")) / "prefect"
    places = [*home.rglob("*"), batch.data / "eingang.log"]

    for place in places:
        if place.is_file():
            assert b"nur-seite" not in place.read_bytes(), place


def test_prefect_saw_case_numbers_and_counts(
    batch: Batch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = next(Path(tmp_path_factory.getbasetemp()).glob("server*")) / "prefect"
    case = batch.items()["b-auch-gut.tif"]["case_id"]

    with closing(sqlite3.connect(home / "prefect.db")) as db:
        parameters = "".join(row[0] for row in db.execute("SELECT parameters FROM flow_run"))
    assert case in parameters


def test_nobody_but_the_owner_may_look_into_the_store(batch: Batch) -> None:
    assert batch.data.stat().st_mode & 0o077 == 0


def test_a_worker_that_dies_costs_one_case_and_not_the_batch(
    tmp_path: Path, server: dict[str, str]
) -> None:
    fakes.scan(tmp_path / "post" / "0.tif", [180])
    for number in range(1, 5):
        fakes.scan(tmp_path / "post" / f"{number}.tif", FORM, number)

    done = eingang(
        "intake", tmp_path / "post", "--data", tmp_path / "data", "--json",
        **server, EINGANG_WORKERS="2",
    )  # fmt: skip

    states = [item["state"] for item in json.loads(done.stdout)]
    assert states == ["gescheitert", *["bereit"] * 4]
    assert done.stderr == ""


def test_without_german_for_tesseract_everything_waits_and_is_read_later(
    tmp_path: Path, server: dict[str, str]
) -> None:
    scan = fakes.scan(tmp_path / "1.tif", [190])

    done = eingang("intake", scan, "--data", tmp_path / "data", **server)

    assert done.returncode == 12
    assert "Texterkennung" in done.stderr
    assert "tesseract-ocr-deu" in done.stderr
    listed = json.loads(eingang("cases", "--data", tmp_path / "data", "--json").stdout)
    assert [item["state"] for item in listed] == ["wartet"]


def test_on_postgresql_everything_goes_the_same_way(
    tmp_path: Path, server: dict[str, str], new_database: str
) -> None:
    fakes.scan(tmp_path / "post" / "a.tif", FORM)
    fakes.scan(tmp_path / "post" / "b.tif", [30])
    there = {**server, "EINGANG_DATABASE_URL": new_database}

    done = eingang("intake", tmp_path / "post", "--data", tmp_path / "data", "--json", **there)
    sent = eingang("emit", "--data", tmp_path / "data", "--json", **there)

    assert [item["state"] for item in json.loads(done.stdout)] == ["bereit", "zu prüfen"]
    assert [item["state"] for item in json.loads(sent.stdout)] == ["SUBMITTED"]
    assert done.stderr == sent.stderr == ""
    assert not (tmp_path / "data" / "eingang.db").exists()


@pytest.mark.parametrize("variable", ["DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"])
def test_both_telemetries_are_off_before_prefect_is_there(variable: str) -> None:
    import flows

    assert os.environ[variable] == flows.QUIET[variable]
    assert flows.QUIET[variable] in ("1", "false")
