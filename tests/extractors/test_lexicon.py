"""The word lists make a reading surer or less sure; they never write one."""

from __future__ import annotations

import pytest

from extractors.lexicon import Support, support

KNOWN = [
    ("80331 München", "plz_ort", ""),
    ("Hauptstraße 12 a", "street", ""),
    ("Hauptstr. 12", "street", ""),
    ("Müller-Groß", "name", ""),
    ("DE02120300000000202051", "iban", ""),
    ("BYLADEM1001", "bic", ""),
    ("MARKDEFF", "bic", ""),
    ("Anna von der Heide", "name", ""),
    ("türkisch", "text", "kind.staatsangehoerigkeit"),
    ("Kaufbeuren", "text", "kind.geburtsort"),
]
AGAINST = [
    ("80331 Münchn", "plz_ort", ""),
    ("00000 München", "plz_ort", ""),
    ("Schrnidt", "name", ""),
    ("DE02999999990000202051", "iban", ""),
    ("XXXXDEXX", "bic", ""),
    ("keller", "name", ""),
    ("silke Simone", "name", ""),
    ("Ouirin Xaver", "name", ""),
    ("BeierSdorf", "text", "kind.geburtsort"),
    ("Jugendant Traunstein", "text", "vaterschaft.urkunde_stelle_az"),
    ("Jobcenter Auasbura", "text", "sozialleistungen.sgb_ii.stelle"),  # both tails cut off
    ("Eglingan der Paar", "text", "erklaerung.ort"),
    ("Jugendamt Nurnberg", "text", "vertretung.beistandschaft.jugendamt"),
    ("Daria Cälin", "name", "bankverbindung.kontoinhaber"),
    ("kulmbach", "text", "kind.geburtsort"),
    ("Ganzburg", "text", "kind.geburtsort"),
    ("Manchen", "text", "erklaerung.ort"),
    ("Hauptstr. 7, 85512 Wasserburg am Inn", "text", "kind.schule.name_anschrift"),
    ("turkiseh", "text", "kind.staatsangehoerigkeit"),
]
SILENT = [
    ("A-1010 Wien", "plz_ort", ""),
    ("Am Ende der Welt 3", "street", ""),
    ("Xylander-Qwertz", "name", ""),
    ("AT611904300234573201", "iban", ""),
    ("Bäckerei Huber GmbH", "text", "fragebogen.beschaeftigung.arbeitgeber"),
    ("Amtsgericht Kempten", "text", "eltern.ehe.gericht_az"),
    ("2017-03-14", "date", "kind.geburtsdatum"),
]


@pytest.mark.parametrize(("value", "kind", "field"), KNOWN)
def test_what_the_lists_know_is_supported(value: str, kind: str, field: str) -> None:
    assert support(value, kind, field) is Support.KNOWN


@pytest.mark.parametrize(("value", "kind", "field"), AGAINST)
def test_what_is_nearly_in_the_lists_looks_misread(value: str, kind: str, field: str) -> None:
    assert support(value, kind, field) is Support.AGAINST


@pytest.mark.parametrize(("value", "kind", "field"), SILENT)
def test_what_no_list_knows_is_neither_right_nor_wrong(value: str, kind: str, field: str) -> None:
    assert support(value, kind, field) is Support.SILENT
