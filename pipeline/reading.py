"""Reading one case of the store: files out, facts in, all of them in one transaction.

Interrupted anywhere, nothing is half there; done twice, the second time adds nothing.
"""

from __future__ import annotations

import time

from pipeline import log, store
from pipeline.errors import OversizeError, ProtectedScanError, ScanError
from pipeline.process import Progress, process_item
from pipeline.readers import Readers, versions
from pipeline.settings import Settings
from pipeline.store.files import path_of

FILES_FAULT = (ScanError, ProtectedScanError, OversizeError)
"""What lies in the file: it is refused. Other errors of ours let it wait until they are gone."""

SUBJECT = "Die Sendung"


def read_case(
    opened: store.Store,
    case: str,
    settings: Settings,
    *,
    progress: Progress = lambda number: None,
    readers: Readers | None = None,
) -> None:
    """Read a case and keep what came out.

    Raises errors that have nothing to do with the file (no Tesseract, no room on the disk).
    """
    with opened.write() as db:
        store.add_attempt(db, case)
        scans = store.scans_of(db, case)
    paths = [path_of(opened.folder, scan.sha256) for scan in scans]
    started = time.monotonic()
    try:
        result = process_item(
            paths, settings=settings, progress=progress, subject=SUBJECT, readers=readers,
            versions=versions(),
        )  # fmt: skip
    except FILES_FAULT as error:
        _keep_failure(opened, case, error, started)
        return
    seconds = time.monotonic() - started
    with opened.write() as db:
        store.add_result(db, case, result, seconds)
    log.info(
        "case_read", case=case, pages=len(result.pages), readings=len(result.readings),
        seconds=round(seconds, 1),
    )  # fmt: skip


def give_up(opened: store.Store, case: str, error: Exception) -> None:
    """Keep that our program could not read a case; after some such failures it is a person's."""
    _keep_failure(opened, case, error, time.monotonic())


def _keep_failure(opened: store.Store, case: str, error: Exception, started: float) -> None:
    with opened.write() as db:
        store.add_failure(db, case, error, time.monotonic() - started)
    log.info("case_not_read", case=case, error=type(error).__name__)
