"""The form definition says what the blank and the catalogue say, and nothing else."""

from collections import Counter
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FormError
from pipeline.forms import TEXT_TYPES, Form, Item, available, catalogue, load
from pipeline.forms.derive import derive
from pipeline.forms.geometry import Area, Print, free_areas
from pipeline.forms.notes import note_areas
from pipeline.model import Box

NAME = "uvg_antrag_by"
SOURCE = catalogue.load(NAME)


@pytest.fixture(scope="module")
def form() -> Form:
    return load(NAME)


def test_deriving_again_gives_the_committed_definition() -> None:
    assert derive(NAME) == files("pipeline.forms").joinpath(f"{NAME}.yaml").read_text("utf-8")


def test_the_catalogue_is_not_mistaken_for_a_form() -> None:
    assert available() == (NAME,)


def test_every_field_and_box_of_the_catalogue_is_there_once(form: Form) -> None:
    fields = [field.id for page in form.pages for field in page.fields]
    columns = sum(len(field.columns) for field in form.fields.values())
    tables = sum(field.type == "table" for field in form.fields.values())
    marks = [item for item in form.items.values() if item.type == "mark"]

    assert fields == [f["id"] for p in SOURCE["pages"] for _, _, f in catalogue.fields_of(p)]
    assert len(set(fields)) == 245
    assert 245 - tables + columns == 255
    assert len(marks) == 161


def test_every_field_is_on_the_page_of_the_catalogue(form: Form) -> None:
    expected = {f["id"]: p["id"] for p in SOURCE["pages"] for _, _, f in catalogue.fields_of(p)}

    assert form.page_of == expected


def test_every_field_has_its_places(form: Form) -> None:
    def complete(field_id: str) -> bool:
        field = form.fields[field_id]
        if field.is_choice:
            return bool(field.options)
        if field.type == "table":
            return len(field.cells) == len(field.columns) * (field.cells[-1].row + 1)
        return field.box is not None

    assert [f for f in form.fields if not complete(f)] == []


def test_no_two_places_overlap(form: Form) -> None:
    for page in form.pages:
        pairs = combinations(page.items, 2)
        assert [(a.id, b.id) for a, b in pairs if _overlap(a.box, b.box)] == []


def _overlap(a: Box, b: Box) -> bool:
    hundredth = 0.011  # boxes are rounded to hundredths of a millimetre
    return (
        a.x < b.x + b.width - hundredth
        and b.x < a.x + a.width - hundredth
        and a.y < b.y + b.height - hundredth
        and b.y < a.y + a.height - hundredth
    )


def test_all_places_lie_on_the_paper(form: Form) -> None:
    def inside(item: Item) -> bool:
        b = item.box
        return b.x > 5 and b.y > 5 and b.x + b.width < 205 and b.y + b.height < 292

    assert [i.id for i in form.items.values() if not inside(i)] == []


def test_every_choice_has_room_for_unbekannt(form: Form) -> None:
    choices = [f for f in form.fields.values() if f.type in ("single_choice", "multi_choice")]

    small = [f.id for f in choices if not f.box or f.box.width < 18 or f.box.height < 4]

    assert small == []


def test_tables_have_the_rows_that_are_printed(form: Form) -> None:
    rows = {f.id: f.cells[-1].row + 1 for f in form.fields.values() if f.type == "table"}

    assert rows == {
        "vaterschaft.moegliche_vaeter": 3,
        "uvg_vorbezug.zeitraeume": 3,
        "weitere_kinder": 4,
        "unterhalt.unregelmaessig": 4,
        "fragebogen.beschaeftigung.fruehere": 3,
        "fragebogen.unterhaltspflichten": 4,
    }


def test_the_meaning_is_that_of_the_catalogue(form: Form) -> None:
    for page in SOURCE["pages"]:
        for section, row, given_field in catalogue.fields_of(page):
            field = form.fields[given_field["id"]]
            required = given_field["required"]
            demands = given_field.get("evidence", ())

            assert field.type == given_field["type"]
            assert field.ref == row["ref"]
            assert field.section == section["id"]
            assert field.required == (required["when"] if isinstance(required, dict) else required)
            assert field.missing_severity == given_field.get("missing_severity")
            assert field.unbekannt == given_field["unbekannt"]
            assert field.certainty == given_field.get("confidence", "")
            assert [(o.id, list(o.opens)) for o in field.options] == [
                (o["id"], o.get("opens", [])) for o in given_field.get("options", ())
            ]
            assert [(d.type, d.driver, d.when) for d in field.evidence] == [
                (d["type"], d["driver"], str(d["when"])) for d in demands
            ]
            assert [d.one_of for d in field.evidence] == [
                tuple(d.get("one_of", ())) for d in demands
            ]


def test_sections_keep_their_evidence(form: Form) -> None:
    demands = [d.type for page in form.pages for s in page.sections for d in s.evidence]

    assert demands == ["geburtsurkunde", "ausweis"]


def test_items_have_types_a_reader_knows(form: Form) -> None:
    kinds = Counter(item.type for item in form.items.values())

    assert set(kinds) <= TEXT_TYPES | {"mark", "signature", "stamp"}
    assert kinds["signature"] == kinds["stamp"] == 1


def test_no_label_keeps_a_remark_of_its_collector(form: Form) -> None:
    labels = [f.label for f in form.fields.values()]
    labels += [s.label for p in form.pages for s in p.sections]

    assert [x for x in labels if "nicht belegt" in x or "Umsetzung" in x or x[:1] == "("] == []


def test_labels_in_brackets_are_shown_without_them() -> None:
    assert catalogue.screen_label("(Umfang der Unterbringung)") == "Umfang der Unterbringung"
    assert catalogue.screen_label("Geburtsort (Gemeinde)") == "Geburtsort (Gemeinde)"
    assert catalogue.screen_label("Heim (Wortlaut nicht belegt)") == "Heim"


def test_every_evidence_type_has_a_title_and_collective_types_have_members(form: Form) -> None:
    titles = catalogue.evidence_titles()
    asked = {d.type for f in form.fields.values() for d in f.evidence}
    collective = {kind for kind, title in titles.items() if title.startswith("Sammeltyp")}

    assert asked <= titles.keys()
    assert collective == catalogue.COLLECTIVE.keys()
    assert {m for kind in collective for m in catalogue.members_of(kind)} <= titles.keys()
    assert catalogue.members_of("geburtsurkunde") == ("geburtsurkunde",)


def _print(**changes: object) -> Print:
    nothing: dict[str, object] = {
        "fields": {}, "frames": (), "upright": (), "level": (), "words": (),
    }  # fmt: skip
    return Print(**{**nothing, **changes})  # type: ignore[arg-type]  # filled in by each test


def test_print_inside_a_writing_area_is_refused() -> None:
    page = _print(fields={"kind.familienname": Area(10, 10, 50, 16)}, words=(Area(40, 12, 60, 15),))

    with pytest.raises(FormError, match=r"kind\.familienname"):
        page.writing_area("kind.familienname")


def test_a_check_box_without_a_printed_frame_is_refused() -> None:
    page = _print(fields={"kind.ja": Area(10, 10, 13.5, 13.5)}, frames=(Area(20, 10, 23, 13),))

    with pytest.raises(FormError, match=r"kind\.ja"):
        page.frame_of("kind.ja")


def test_room_behind_another_questions_box_is_not_given_away() -> None:
    mine, foreign = Area(10, 10, 13, 13), Area(40, 10, 43, 13)
    page = _print(fields={"a.ja": mine, "b.ja": foreign}, frames=(mine, foreign))

    given_areas = note_areas(page, [("a", ["a.ja"]), ("b", ["b.ja"])])

    assert given_areas["a"].right < foreign.left
    assert given_areas["b"].left > foreign.right


EDGES = st.integers(min_value=0, max_value=40)


@given(st.lists(st.tuples(EDGES, EDGES, st.integers(1, 10), st.integers(1, 10)), max_size=12))
def test_free_areas_hold_no_print(things: list[tuple[int, int, int, int]]) -> None:
    inside = Area(0, 0, 40, 40)
    printed = [Area(x, y, x + w, y + h) for x, y, w, h in things]

    for area in free_areas(inside, printed):
        assert not any(area.meets(thing) for thing in printed)
        assert area.left >= 0
        assert area.right <= 40
