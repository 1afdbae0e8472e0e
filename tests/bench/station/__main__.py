"""The bars of the review station, measured: ``make bench-station``.

First fifty generated cases by keys alone in Chromium, then twenty people at once on five thousand
cases. Times are of the server, from a request to the end of its answer; beside them stands the
processor time of an action, since the machine may have other work.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median, quantiles
from typing import NamedTuple

from tests.bench.station import load, typing

CASES = 50
HUNDREDTHS = 100


class Figure(NamedTuple):
    """One figure and the bar that it has to keep."""

    name: str
    found: float
    bar: float


def main() -> None:
    """Measure, print, and exit 1 if a bar was missed."""
    options = argparse.ArgumentParser(prog="make bench-station", description=__doc__)
    options.add_argument("--cases", type=int, default=CASES, help="typed by keys; 0 for none")
    options.add_argument("--store", type=int, default=load.CASES, help="cases of the twenty people")
    options.add_argument(
        "--minutes", type=float, default=2, help="of the twenty people; 0 for none"
    )
    options.add_argument("--pause", type=float, default=load.PAUSE, help="seconds for each field")
    options.add_argument("--folder", type=Path, help="where to keep the store for the next time")
    asked = options.parse_args()
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="eingang-bench-") as name:
        folder = Path(name)
        if asked.cases:
            found += _typed(folder, asked.cases)
        if asked.minutes:
            found += _at_once(asked.folder or folder / "many", asked)
    for figure in found:
        missed = "   MISSED" if figure.found > figure.bar else ""
        _say(f"{figure.name:56} {figure.found:8.2f}   bar {figure.bar:g}{missed}")
    sys.exit(any(figure.found > figure.bar for figure in found))


def _typed(folder: Path, count: int) -> Iterator[Figure]:
    run = typing.typed(folder, count)
    _say(
        f"{count} cases by keys: {len(run.keys)} fields in doubt, {len(run.right)} read right; "
        f"{len(run.others)} rules with {mean(run.others or [0]):.1f} keys each; next field painted "
        f"in {median(run.painted):.0f} ms (one in 100 over {_slow(run.painted):.0f} ms), "
        f"next case in {median(run.cases):.0f} ms (at most {max(run.cases):.0f} ms)"
    )
    yield Figure("keys for each field in doubt", mean(run.keys), 2)
    yield Figure("keys for a field that was read right", max(run.right), 1)
    yield Figure("uses of the mouse", run.mouse, 0)
    yield Figure("fields not on the screen without scrolling", len(run.hidden), 0)
    yield Figure("next field painted, ms, median", median(run.painted), 100)
    yield Figure("next case painted, ms, median", median(run.cases), 500)


def _slow(times: list[float]) -> float:
    return quantiles(times, n=HUNDREDTHS)[-1]


def _at_once(folder: Path, asked: argparse.Namespace) -> Iterator[Figure]:
    figures, faults = load.measured(
        folder, cases=asked.store, seconds=60 * asked.minutes, pause=asked.pause
    )
    for name, figure in figures.items():
        _say(f"  {name}: {figure}")
    for fault in faults:
        _say(f"  {fault}")
    yield Figure("time of an action, ms, median", figures["all"]["median"], 50)
    yield Figure("time of an action, ms, 99th percentile", figures["all"]["p99"], 150)
    yield Figure("lost, doubled or overwritten", len(faults), 0)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
