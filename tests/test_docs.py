"""What the docs say is what the program does."""

import importlib.util
import re
from pathlib import Path

import pytest

from validators import RULES

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("docs_tables", ROOT / "tools" / "docs.py")
assert SPEC and SPEC.loader
DOCS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(DOCS)
PAGES = DOCS.pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")

    assert written == PAGES[name], "run `make docs`"


def test_every_rule_is_documented() -> None:
    assert set(re.findall(r"^\| ([A-Z]-\d\d) \|", PAGES["rules.md"], re.MULTILINE)) == set(RULES)


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")))
def test_every_link_to_a_file_of_ours_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert not dead


def test_every_exit_code_belongs_to_one_class_of_errors() -> None:
    codes = [kind.exit_code for kind in DOCS._kinds(DOCS.errors.EingangError)]

    own = [code for code in codes if code != DOCS.errors.PathError.exit_code]
    assert len(own) == len(set(own))
    assert all(3 <= code < 64 for code in codes)
