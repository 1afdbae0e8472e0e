"""``eingang forms list`` and ``rules list``: what this installation knows."""

from __future__ import annotations

import validators
from pipeline import forms
from pipeline.cli.tables import SEVERITY_SHOWN, line, print_json, table


def list_forms(*, as_json: bool) -> None:
    """The form definitions with their edition and size."""
    known = [forms.load(name) for name in forms.available()]
    if as_json:
        print_json(
            [
                {"id": f.id, "title": f.title, "edition": f.edition, "land": f.land,
                 "pages": len(f.pages), "fields": len(f.fields), "items": len(f.items)}
                for f in known
            ]
        )  # fmt: skip
        return
    table(
        ("Formular", "Ausgabe", "Seiten", "Felder", "Titel"),
        [(f.id, f.edition, len(f.pages), len(f.fields), f.title) for f in known],
    )


def list_rules(*, as_json: bool) -> None:
    """All rules of the catalogue and whether they are implemented."""
    rules = validators.catalogue()
    if as_json:
        print_json([rule.model_dump(mode="json") for rule in rules])
        return
    rows = [
        (r.id, SEVERITY_SHOWN[r.severity], "ja" if r.implemented else "nein", r.message)
        for r in rules
    ]
    table(("Regel", "Schwere", "Umgesetzt", "Feststellung"), rows)
    line(f"\n{sum(r.implemented for r in rules)} von {len(rules)} Regeln sind umgesetzt.")
