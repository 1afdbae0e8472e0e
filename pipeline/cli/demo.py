"""``eingang demo``: the main job on the bundled samples, in a fresh store beside the user's own."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from shlex import quote

from pipeline.batches import mail_items
from pipeline.cli.calls import again, named_folder
from pipeline.cli.cases import print_cases
from pipeline.cli.intake import print_lines, read_batch
from pipeline.cli.leftovers import EXPORT, PICTURES, left_by_others
from pipeline.cli.opening import opened
from pipeline.cli.passwords import new_password
from pipeline.cli.tables import line
from pipeline.errors import DiskError, PathError
from pipeline.intake import take_in
from pipeline.store import Store, accounts
from pipeline.store.accounts import Role

FOLDER = Path("eingang-demo")
MARK = "dies-ist-eine-vorfuehrung"
"""A file that says that the folder is ours to throw away."""

NOT_OURS = (
    "Dort liegen {others}. Bitte den Ordner umbenennen oder löschen,"
    " oder mit --data einen anderen nennen."
)

WORKERS = min(4, os.cpu_count() or 1)
"""Whoever tries this out waits for it: a process per core, one for each sample at most."""

ACCOUNT = "vorfuehrung"
ONLY_HERE = "Es wird nur hier gezeigt; ein neues gibt"
OTHER_ROLES = (
    "Dieses Konto prüft nur Fälle; eines für die Leitung, mit Stapel und Kennzahlen, macht"
)

NO_DATABASE = ""
"""Invented cases stay in the folder, whatever database the office's own cases are in."""

SAMPLES = (
    "03-am-bildschirm-maengel",
    "04-kugelschreiber",
    "05-bleistift-ohne-unterschrift",
    "07-schreibmaschine",
)
"""One filled in on a screen and three kinds of writing, two of them with something missing."""


def show_demo(data: Path | None) -> None:
    """Process the samples and name the next commands."""
    with as_file(files("sample_scans").joinpath("samples")) as samples:
        chosen = list(mail_items(_chosen(samples)))
        folder = _fresh(
            data or named_folder() or FOLDER,
            [_hash(file) for item in chosen for file in item.files],
        )
        line(f"{len(chosen)} Muster aus {_from_here(samples)} werden eingelesen ...")
        with opened(folder, database_url=NO_DATABASE) as (store, settings):
            taken = take_in(store, chosen)
            found = read_batch(store, settings.model_copy(update={"workers": WORKERS}), taken)
            password = _with_account(store)
    print_lines(taken, found)
    line()
    print_cases(list(found.values()))
    case = next(iter(found))
    line("\nWeiter geht es mit:")
    for command in (
        f"show {case} --pages {quote(str(folder / PICTURES))}",
        f"check {case}",
        f"export {case} --format json --out {quote(str(folder / EXPORT))}",
        "emit --to folder",
        "review",
    ):
        _name(command)
    line(f"\nAm Prüfplatz anmelden als {ACCOUNT} mit dem Kennwort {password}")
    line(ONLY_HERE)
    _name(f"accounts password {ACCOUNT}")
    line(OTHER_ROLES)
    _name("accounts add leitung --role leitung")


def _with_account(store: Store) -> str:
    """Let somebody sign in to the review station of the demonstration; returns the password."""
    password = new_password()
    with store.write() as db:
        accounts.add(db, ACCOUNT, password, Role.PRUEFER, datetime.now(UTC))
    return password


def _name(command: str) -> None:
    """A command that finds these cases, on a line of its own."""
    no_database = "EINGANG_DATABASE_URL= " if os.environ.get("EINGANG_DATABASE_URL") else ""
    line(f"  {no_database}{again(command)}")


def _from_here(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _chosen(samples: Path) -> list[Path]:
    """The samples for the demonstration. Raises ``PathError`` where they were not installed."""
    if not samples.is_dir():
        raise PathError(samples, hint="Die mitgelieferten Muster fehlen; bitte neu installieren.")
    return [samples / name for name in SAMPLES]


def _fresh(folder: Path, samples: Collection[str]) -> Path:
    """An empty folder; only what an earlier demonstration left is thrown away.

    ``samples`` are the hashes of what is taken in now; they are noted for the next time.
    """
    mark = folder / MARK
    try:
        if mark.exists():
            known = mark.read_text("utf-8").split() or samples
            if others := left_by_others(folder, MARK, known):
                raise DiskError(folder, hint=NOT_OURS.format(others=others))
            shutil.rmtree(folder)
        if folder.exists() and any(folder.iterdir()):
            raise DiskError(folder, hint="Der Ordner ist nicht leer; bitte einen anderen nennen.")
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text("".join(f"{sha256}\n" for sha256 in samples), "utf-8")
    except OSError:
        raise DiskError(folder) from None
    return folder


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
