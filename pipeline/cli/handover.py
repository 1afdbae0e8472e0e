"""``eingang release``, ``export`` and ``emit``: letting cases go, and handing them over."""

from __future__ import annotations

import getpass
from pathlib import Path

from pipeline import canonical, log
from pipeline.cli.calls import advise
from pipeline.cli.cases import document_of
from pipeline.cli.opening import opened
from pipeline.cli.places import require_folder_of
from pipeline.cli.tables import counted, line, print_json, table
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import DiskError, NotReleasableError
from pipeline.rights import open_private
from pipeline.standing import DELIVERED, State, standing
from pipeline.store import add_decision, deliveries, known_case

FORMATS = frozenset({"json"})
ALREADY_GONE = "{case} ist schon übergeben oder wartet auf Antwort; `eingang show {case}` zeigt es."
TARGETS = frozenset({"folder"})
TARGETS_HINT = "Bekannt ist: folder oder folder:PFAD."
GONE = frozenset({State.ON_ITS_WAY, State.SENT, State.ACCEPTED})


def release_case(typed: str, data: Path | None, *, reason: str, person: str) -> None:
    """Record that a person lets the case go."""
    if not reason.strip():
        raise WrongUsageError(
            "Für die Freigabe fehlt der Grund.", "--reason nennt ihn in einem Satz."
        )
    with opened(data, existing=True) as (store, settings):
        with store.read() as db:
            case = known_case(db, typed)
        found = standing(store, case, policy=settings.release)
        _may_be_released(found.state, case)
        revision = found.record.revision + (found.state is State.REJECTED)
        with store.write() as db:
            add_decision(
                db, case, revision, "release", reason=reason, person=person or getpass.getuser()
            )
        log.info("case_released", case=case, revision=revision)
    advise(f"{case} ist freigegeben. `eingang emit --case {case}` übergibt den Fall.")


def _may_be_released(state: State, case: str) -> None:
    if state in (State.WAITING, State.REFUSED, State.FAILED):
        raise NotReleasableError(
            case,
            hint="Die Sendung ist nicht gelesen; `eingang intake --again` liest sie noch einmal.",
        )
    if state is State.STUCK:
        raise NotReleasableError(
            case, hint=f"`eingang emit --case {case}` versucht die Übergabe noch einmal."
        )
    if state in GONE:
        raise NotReleasableError(case, hint="Der Fall ist schon übergeben.")


def export_case(typed: str, data: Path | None, *, form: str, out: Path) -> None:
    """Write the canonical case."""
    if form not in FORMATS:
        raise WrongUsageError(f"Das Format {form} gibt es nicht.", "Bekannt ist: json.")
    require_folder_of(out)
    with opened(data, existing=True) as (store, settings):
        with store.read() as db:
            case = known_case(db, typed)
        found = standing(store, case, policy=settings.release)
    try:
        with open_private(out) as stream:
            stream.write(canonical.as_bytes(document_of(found)))
    except OSError:
        raise DiskError(out) from None
    line(f"{case} steht in {out}.")


def emit_cases(data: Path | None, *, to: str, case: str | None, as_json: bool) -> int:
    """Hand over what may go; the exit code says whether the target took it."""
    _require_target(to)
    from flows.emit import hand_over

    with opened(data, existing=True) as (store, settings):
        only = None
        if case is not None:
            with store.read() as db:
                only = known_case(db, case)
        handed = hand_over(store, settings, to=to, only=only)
        with store.read() as db:
            sent = {d.delivery_id: d for d in deliveries(db)}
    shown = [sent[delivery] for delivery in handed.deliveries]
    if as_json:
        print_json([
            {"case_id": d.case_id, "revision": d.revision, "target": d.target, "name": d.name,
             "state": d.state} for d in shown
        ])  # fmt: skip
    elif shown:
        table(
            ("Fall", "Revision", "Stand", "Mappe"),
            [(d.case_id, d.revision, DELIVERED[d.state].value, d.name) for d in shown],
        )
    if not as_json:
        advise(_closing(handed.sent, handed.answered, handed.held))
        if only is not None and not (shown or handed.held):
            advise(ALREADY_GONE.format(case=only))
    if handed.trouble:
        raise handed.trouble
    return 0


def _require_target(to: str) -> None:
    """Raise ``WrongUsageError`` where no such target can be meant, or a path and none is there."""
    kind, colon, where = to.partition(":")
    if kind not in TARGETS:
        raise WrongUsageError(f"Das Ziel {to.strip() or 'ohne Namen'} gibt es nicht.", TARGETS_HINT)
    if colon and not where.strip():
        raise WrongUsageError(
            f"Hinter {kind}: fehlt der Ordner.",
            "--to folder:PFAD nennt das Ziel; --to folder meint ausgang/ im Datenordner.",
        )


def _closing(sent: int, answered: int, held: int) -> str:
    words = [counted(sent, "Übergabe", "Übergaben")]
    words += [counted(answered, "Antwort", "Antworten")] if answered else []
    done = ", ".join(words)
    if not held:
        return f"{done}."
    still = counted(held, "Fall wartet", "Fälle warten")
    return f"{done}; {still} auf eine Person. `eingang show FALL` nennt die offenen Punkte."
