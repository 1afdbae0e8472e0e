"""``python -m sample_scans.blank_form``: draw the blank anew."""

from pathlib import Path

from pipeline.forms import catalogue
from sample_scans.blank_form.acroform import with_fields
from sample_scans.blank_form.drawing import draw_form, words_of


def blank() -> bytes:
    """The blank, fillable form as a PDF."""
    pen = draw_form()
    words = words_of(catalogue.load())
    return with_fields(pen.pdf(), pen.placed, {**words.fields, **words.boxes})


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "blank" / f"{catalogue.FORM_ID}.pdf"
    target.write_bytes(blank())
