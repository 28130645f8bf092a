"""The HTML report: a page for each part and company, with places shown, and what papers say as text."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import quote

import pytest
from rich.console import Console

from docs_check.reports.formats import write
from docs_check.reports.terminal import to_terminal


@pytest.fixture(params=["zh", "en"])
def pages(made, tmp_path, request):
    out = tmp_path / "out"
    out.mkdir()
    write(["html"], made.summary(), out, request.param)
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def _parsed(text):
    parser = _Tags()
    parser.feed(text)
    return parser


def test_one_page_for_each_part_and_an_index(pages):
    assert {name for name in pages if not name.startswith("company-")} == {
        "index.html",
        "companies.html",
        "district-01-东区.html",
        "unknown.html",
        "beyond.html",
    }


def test_a_page_for_each_company_with_its_papers_and_their_findings(pages):
    names = sorted(name for name in pages if name.startswith("company-"))
    assert names[0] == "company-01-001-甲公司.html"
    assert len(names) == 3
    assert "甲公司缺章" in pages[names[0]]
    assert "a.png" in pages[names[0]]
    assert f'href="{quote(names[0])}"' in pages["district-01-东区.html"]


def test_the_index_has_a_picture_of_where_the_defects_are(pages):
    svg = re.search(r"<svg.*?</svg>", pages["index.html"], re.DOTALL)[0]
    assert svg.count("<rect") == 3 * 5  # parts of the report by families of checks with sure findings
    assert "东区" in svg


def test_what_a_paper_says_is_text_and_nothing_else(pages):
    for text in pages.values():
        assert _parsed(text).tags.count("script") == 1  # our own, and the page's policy lets no other one run
        script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
        allowed = "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src '{allowed}'" in text
        assert "alert" not in script
        assert not re.search("[\u202a-\u202e\x00-\x08\x1b]", text)
    assert "&lt;script&gt;" in pages["district-01-东区.html"]


def test_a_page_needs_nothing_else(pages):
    for text in pages.values():
        for link in _parsed(text).links:
            pages_of_ours = ("index.html", "companies.html", "district-", "company-", "unknown", "beyond", "../")
            assert link.startswith(("data:image/webp;base64,", "#", *pages_of_ours))
        assert "url(" not in text
        assert "@import" not in text


def test_a_finding_shows_where_it_stands(pages):
    assert pages["district-01-东区.html"].count("data:image/webp") == 2  # only a.png exists: its piece and its page


def test_the_matrix_does_not_speak_by_colour_alone(pages):
    cells = re.findall(
        r'class="cell v-(\w+)" title="[^"]+"><span aria-label="[^"]+">(.)</span>', pages["district-01-东区.html"]
    )
    assert ("defect", "✗") in cells
    assert ("pass", "✓") in cells


def test_the_terminal_gets_no_control_sequences_and_no_markup(made, tmp_path):
    console = Console(record=True, width=200, file=StringIO())
    to_terminal(made.summary(), console, "zh", tmp_path / "out[red]")
    text = console.export_text()
    assert "[red]" in text
    assert not re.search("[\u202a-\u202e\x1b]", text)
    assert "存疑 1 项" in text
    assert "1 个文件读不出" in text
    assert str(tmp_path / "out[red]") in text


def test_what_is_in_order_bears_a_name_that_says_so(pages):
    """合格：缺少印章 is read as the reverse."""
    page = pages["district-01-东区.html"]
    checked = page[page.index('id="checked"') : page.index('id="papers"')]
    assert "没有缺少印章" in checked
    assert not re.search(r"<td>(缺少印章|盖错印章)", checked)
