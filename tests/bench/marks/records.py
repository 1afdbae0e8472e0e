"""What was seen of every box, one application per line of a file, so that a run can go on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.marks.measures import Measures


@dataclass(frozen=True, slots=True)
class BoxRecord:
    """One box: what is true, what was read, and what other ways measure.

    ``ticked`` is the reading, or the likelier of its candidates where it is in doubt.
    """

    item: str
    page: str
    question: str
    truth: bool
    ticked: bool
    doubt: bool
    measures: Measures

    @property
    def wrong(self) -> bool:
        return self.ticked != self.truth

    @property
    def wrong_accepted(self) -> bool:
        return self.wrong and not self.doubt


@dataclass(frozen=True, slots=True)
class Application:
    """All boxes of one application.

    ``unread`` counts the boxes of pages that were not recognised (all sent to a person),
    ``astray`` those of pages that were taken for another page (all wrong and accepted).
    """

    seed: int
    condition: str
    boxes: tuple[BoxRecord, ...]
    unread: int = 0
    astray: int = 0

    @property
    def count(self) -> int:
        return len(self.boxes) + self.unread + self.astray


def line_of(application: Application) -> str:
    """An application as one line."""
    return json.dumps(asdict(application)) + "\n"


def application_of(line: str) -> Application:
    """An application from its line. Raises ``ValueError`` where a run was cut off within it."""
    told = json.loads(line)
    boxes = [BoxRecord(**{**box, "measures": Measures(**box["measures"])}) for box in told["boxes"]]
    return Application(**{**told, "boxes": tuple(boxes)})


def load(path: Path) -> list[Application]:
    """What an earlier run left; a last line that was cut off is dropped, in the file too."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    done = []
    for line in lines:
        try:
            done.append(application_of(line))
        except ValueError:
            break
    if len(done) < len(lines):
        path.write_text("".join(f"{line}\n" for line in lines[: len(done)]), "utf-8")
    return done


def boxes(applications: Iterable[Application]) -> list[BoxRecord]:
    """The boxes of all applications."""
    return [box for application in applications for box in application.boxes]
