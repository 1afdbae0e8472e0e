"""The bundle of a case for the authority's system, fixed to the byte before anything goes out.

    <case>_r<revision>/
        manifest.json                   every file with size, SHA-256, SHA-512 and role
        fall/case.json                  the canonical case
        dokumente/antrag.pdf            the pages of the application, in the order of the scan
        dokumente/nachweis-001.pdf ...  each piece of evidence
        dokumente/weitere.pdf           everything else that was in the envelope
        dokumente/original-001.bin ...  files of which some page could not be read

Once made it never changes: the files lie in the store under their hashes and the manifest, which
names them all, in the outbox. A repeated hand-over sends the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pipeline
from pipeline.emit.copies import pdf_of
from pipeline.emit.papers import papers, places
from pipeline.model import Document, Page, PageKind
from pipeline.store import Delivery
from pipeline.store.files import keep_bytes

PROFILE = "eingang-mappe/1.0"

MIME = {
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".bin": "application/octet-stream",
}


def prepare(
    folder: Path,
    *,
    case: str,
    revision: int,
    channel: str,
    target: str,
    document: bytes,
    scans: Sequence[Path],
    pages: Sequence[Page],
    documents: Sequence[Document],
    release: Mapping[str, str],
    created: str,
    facts: tuple[int, int],
) -> Delivery:
    """Make the files of a bundle, keep them in the store and write the manifest.

    ``facts`` is how many readings and days of receipt were known of the case.
    """
    name = f"{case}_r{revision}"
    found = places(scans, pages, case)
    entries = [_entry(folder, "fall/case.json", "fall", document)]
    for paper in papers(pages, documents):
        content = pdf_of([found[number - 1] for number in paper.pages], case)
        entries.append(_entry(folder, paper.path, paper.role, content, paper.pages))
    unread = [found[p.number - 1].path for p in pages if p.kind is PageKind.UNREADABLE]
    for number, path in enumerate(dict.fromkeys(unread), start=1):
        name_of_copy = f"dokumente/original-{number:03d}.bin"
        entries.append(_entry(folder, name_of_copy, "original", path.read_bytes()))
    manifest = _manifest(case, revision, entries, release, len(pages), created)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return Delivery(
        delivery_id=str(uuid4()), case_id=case, revision=revision, channel=channel,
        target=target, name=name, manifest=text, created_at=created,
        manifest_sha512=hashlib.sha512(text.encode()).hexdigest(),
        readings_seen=facts[0], received_seen=facts[1],
    )  # fmt: skip


def _entry(
    folder: Path, path: str, role: str, content: bytes, pages: Sequence[int] = ()
) -> dict[str, Any]:
    return {
        "path": path,
        "role": role,
        "mime": MIME[Path(path).suffix],
        "size": len(content),
        "sha256": keep_bytes(folder, content),
        "sha512": hashlib.sha512(content).hexdigest(),
        "pages": list(pages),
    }


def _manifest(
    case: str,
    revision: int,
    entries: Sequence[Mapping[str, Any]],
    release: Mapping[str, str],
    page_count: int,
    created: str,
) -> dict[str, Any]:
    return {
        "profile": PROFILE,
        "package_id": str(uuid4()),
        "message_uuid": str(uuid4()),
        "case_id": case,
        "revision": revision,
        "producer": {"name": "eingang", "version": pipeline.__version__},
        "created": created,
        "release": dict(release),
        "files": list(entries),
        "totals": {
            "files": len(entries),
            "bytes": sum(int(entry["size"]) for entry in entries),
            "pages": page_count,
        },
    }
