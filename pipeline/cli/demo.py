"""``eingang demo``: the main job on the bundled samples, in a fresh store beside the user's own."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from pipeline.batches import mail_items
from pipeline.cli.cases import print_cases
from pipeline.cli.intake import print_lines, read_batch
from pipeline.cli.opening import opened
from pipeline.cli.tables import line
from pipeline.errors import DiskError, PathError
from pipeline.intake import take_in

FOLDER = Path("eingang-demo")
MARK = "dies-ist-eine-vorfuehrung"
"""A file that says that the folder is ours to throw away."""

COUNT = 4


def show_demo(data: Path | None) -> None:
    """Process the samples and name the next commands."""
    folder = _fresh(data or FOLDER)
    with as_file(files("sample_scans").joinpath("samples")) as samples:
        chosen = _chosen(samples)
        line(f"{len(chosen)} Muster aus {samples} werden eingelesen ...")
        with opened(folder) as (store, settings):
            taken = take_in(store, list(mail_items(chosen)))
            found = read_batch(store, settings, taken)
    print_lines(taken, found)
    line()
    print_cases(list(found.values()))
    case = next(iter(found))
    line("\nWeiter geht es mit:")
    for command in (
        f"eingang --data {folder} show {case} --pages {folder}/seiten",
        f"eingang --data {folder} check {case}",
        f"eingang --data {folder} export {case} --format json --out fall.json",
        f"eingang --data {folder} emit --to folder",
    ):
        line(f"  {command}")


def _chosen(samples: Path) -> list[Path]:
    """The first samples, one of them filled in on a screen."""
    if not samples.is_dir():
        raise PathError(samples, hint="Die mitgelieferten Muster fehlen; bitte neu installieren.")
    folders = sorted(path for path in samples.iterdir() if path.is_dir())
    digital = [path for path in folders if "digital" in path.name][:1]
    scanned = [path for path in folders if path not in digital]
    return sorted(digital + scanned[: COUNT - len(digital)])


def _fresh(folder: Path) -> Path:
    """An empty folder; only one that an earlier demonstration left is thrown away."""
    try:
        if (folder / MARK).exists():
            shutil.rmtree(folder)
        if folder.exists() and any(folder.iterdir()):
            raise DiskError(folder, hint="Der Ordner ist nicht leer; bitte einen anderen nennen.")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError:
        raise DiskError(folder) from None
    return folder
