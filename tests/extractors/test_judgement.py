"""A value is believed only if nothing speaks against it, and the ink has its say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import lines, strokes
from extractors.audit import Audit, audit
from extractors.judgement import STOP_WITHIN, Evidence, believable, confidence_of, ends_oddly
from extractors.lexicon import Support
from extractors.text import Line, read_lines
from extractors.writing import Writing
from pipeline.forms import load
from sample_scans.fonts import HERE

NAME = Evidence(
    value="Mara Huber", kind="name", agree=True, certain=True, poorest=0.93, best=0.96,
    machine_like=0.9, support=Support.KNOWN, all_known=True, audit=Audit(9, 9, 0), alone=True,
)  # fmt: skip
DAY = replace(NAME, value="2017-03-14", kind="date", support=Support.SILENT, audit=Audit(10, 10, 0))
ACCOUNT = replace(NAME, value="DE02120300000000202051", kind="iban", agree=False, poorest=0.2)
UNKNOWN = replace(NAME, value="unbekannt", machine_like=0.1, poorest=0.5, support=Support.SILENT)


@pytest.mark.parametrize("evidence", [NAME, DAY, ACCOUNT, UNKNOWN])
def test_a_value_for_which_everything_speaks_is_believed(evidence: Evidence) -> None:
    assert believable(evidence)
    assert confidence_of(evidence) > 0.99


@pytest.mark.parametrize(
    "change",
    [
        {"agree": False},
        {"certain": False},
        {"poorest": 0.2},
        {"best": 0.6},
        {"machine_like": 0.1},
        {"support": Support.AGAINST},
        {"audit": Audit(9, 9, 1)},
        {"audit": Audit(9, 4, 0), "support": Support.SILENT, "all_known": False},
        {"alone": False},
        {"value": "Mara Huber,"},
        {"value": "Mara Huber."},
        {"value": "‚Mara Huber"},
        {"value": "Marıa Huber", "all_known": False},
        {"value": "Rosenweg 3; 82319 Starnberg", "kind": "text"},
        {"value": "Rosenstraße.3, 82319 Starnberg", "kind": "text"},
        {"value": "Umschulung bis 202]", "kind": "text"},
        {"value": "Kanzlei Steckel, Ahornweg 2, 8403 Landshut", "kind": "text"},
        {"value": "Huber. Mara"},
        {"value": "Wellerpfad Ta", "kind": "street"},
        {"value": "8308 Bad Endorf", "kind": "plz_ort", "support": Support.SILENT},
        {"value": "Rosenweg 3. 82319 Starnberg", "kind": "text"},
    ],
)
def test_one_thing_against_a_name_is_enough_for_doubt(change: dict[str, object]) -> None:
    evidence = replace(NAME, **change)  # type: ignore[arg-type]  # every case names a field

    assert not believable(evidence)
    assert confidence_of(evidence) < 0.99


@pytest.mark.parametrize(
    "change", [{"poorest": 0.6}, {"best": 0.8}, {"machine_like": 0.5}, {"audit": Audit(10, 10, 1)}]
)
def test_digits_need_more_than_words(change: dict[str, object]) -> None:
    evidence = replace(DAY, **change)  # type: ignore[arg-type]  # every case names a field

    assert not believable(evidence)


@pytest.mark.parametrize("change", [{"certain": False}, {"support": Support.AGAINST}])
def test_an_account_needs_right_check_digits_and_a_bank(change: dict[str, object]) -> None:
    evidence = replace(ACCOUNT, **change)  # type: ignore[arg-type]  # every case names a field

    assert not believable(evidence)


def typed(text: str, face: str) -> tuple[lines.WrittenLine, Line]:
    """A line from a machine, and what Tesseract reads in it."""
    picture = Image.new("L", (900, 90), 255)
    font = ImageFont.truetype(str(HERE / "print" / f"{face}.ttf"), 46)
    ImageDraw.Draw(picture).text((20, 60), text, 0, font, anchor="ls")
    ink = np.asarray(picture, np.uint8)
    pieces = strokes.pieces_of(ink, np.full_like(ink, 255), [])
    rows = pieces.rows[pieces.letters]
    item = load("uvg_antrag_by").items["kind.familienname"]
    (line,) = lines.lines_of(Writing(item, (rows,), pieces.rows[:0], ink))
    return line, read_lines([line.picture])[0]


def said(read: Line, text: str) -> Line:
    """The same reading with another text of as many letters."""
    words = zip(read.words, text.split(" "), strict=True)
    return Line(tuple(replace(word, text=letters) for word, letters in words))


@pytest.mark.parametrize("face", ["cousine", "arimo", "courier-prime", "tinos"])
@pytest.mark.parametrize("text", ["Müller, Jörg", "80331 Gygax", "Maria Quell", "12.03.2017"])
def test_what_stands_there_fits_its_ink(face: str, text: str) -> None:
    line, read = typed(text, face)

    found = audit(line, said(read, text))

    assert found.misfits == 0
    assert found.compared == found.letters == len(text.replace(" ", ""))


@pytest.mark.parametrize("face", ["cousine", "arimo", "courier-prime"])
@pytest.mark.parametrize(
    ("stands", "read_as"),
    [
        ("Ştefan", "Stefan"),
        ("Babić", "Babic"),
        ("Lazăr", "Lazär"),
        ("Tanja", "Tania"),
        ("Layla", "Lavla"),
        ("Silke", "silke"),
        ("Brașov", "Brasov"),
        ("Amberg", "Amberz"),
        ("Augsburg-Ulm", "AugsburgoUlm"),
    ],
)
def test_what_does_not_stand_there_is_found_out(face: str, stands: str, read_as: str) -> None:
    line, read = typed(stands, face)
    whole = replace(read.words[0], left=0, width=line.picture.shape[1])
    found = audit(line, said(Line((whole,)), read_as))

    assert found.misfits > 0 or found.compared < found.letters


def test_a_full_stop_after_a_word_within_is_looked_at() -> None:
    assert STOP_WITHIN.search("Jugendamt. Günzburg, Birkenweg 12")
    assert not STOP_WITHIN.search("Metallbau Kirchner e.K., München")


@pytest.mark.parametrize("value", ["hkk-", "/ deutsch", "- München"])
def test_a_dash_at_the_end_or_a_stroke_at_the_start_is_odd(value: str) -> None:
    assert ends_oddly(value)


def test_a_one_before_capitals_is_rather_an_i() -> None:
    assert STOP_WITHIN.search("1CT-Karte")
    assert not STOP_WITHIN.search("1 Tag, Zimmer 12B")
