"""A bar on the terminal while cases are read; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Seen = Callable[[str, int], None]
"""Called with a case number and the page just read; page 0 says that the case is done."""


@contextmanager
def showing(what: str, count: int | None = None, *, quiet: bool = False) -> Iterator[Seen]:
    """Show how many of ``count`` cases are done and which page is being looked at."""
    if quiet or not sys.stderr.isatty():
        yield lambda case, page: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=count)

        def seen(case: str, page: int) -> None:
            if page:
                bar.update(task, description=f"{what}: {case}, Seite {page}")
            else:
                bar.advance(task)

        yield seen
