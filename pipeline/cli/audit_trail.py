"""``eingang audit``: whether the audit trail holds, and all of it for who has to look at it."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.opening import opened
from pipeline.cli.places import require_folder_of
from pipeline.cli.tables import line
from pipeline.cli.wrong import WrongUsageError
from pipeline.errors import AuditError, DiskError
from pipeline.rights import open_private
from pipeline.store import audit

HOLDS = "Das Protokoll ist lückenlos: {count} Zeilen, letzter Hash {head}."
NOTE = "Bitte „{count}:{head}“ außerhalb notieren; --noted prüft später, ob am Ende etwas fehlt."
NO_HEAD = "--noted {noted} ist nicht zu verstehen."
NO_HEAD_HINT = "Erwartet wird Zeilenzahl und Hash, wie `eingang audit` sie nennt: 1024:3f0c..."


def audit_trail(data: Path | None, *, out: Path | None, noted: str) -> None:
    """Check the chain, and write all lines. Raises ``AuditError`` where it does not hold."""
    head = _head(noted)
    if out is not None:
        require_folder_of(out)
    with opened(data, existing=True) as (store, _), store.read() as db:
        if out is not None:
            try:
                with open_private(out) as stream:
                    stream.writelines(f"{entry}\n".encode() for entry in audit.lines(db))
            except OSError:
                raise DiskError(out) from None
        if (broken := audit.broken(db, noted=head)) is not None:
            raise AuditError(broken.number, hint=broken.why)
        count, last = audit.head(db)
    line(HOLDS.format(count=count, head=last))
    line(NOTE.format(count=count, head=last))


def _head(noted: str) -> tuple[int, str] | None:
    """What was noted earlier. Raises ``WrongUsageError``."""
    if not noted:
        return None
    number, _, last = noted.partition(":")
    if not number.isdecimal() or not last:
        raise WrongUsageError(NO_HEAD.format(noted=noted), NO_HEAD_HINT)
    return int(number), last
