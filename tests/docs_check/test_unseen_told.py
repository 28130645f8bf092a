"""What no rule looked at is told wherever a report could be taken to say that all is in order."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from openpyxl import load_workbook
from rich.console import Console

from checks.pack.load import find_packs, load_pack
from checks.unseen.papers import Blind
from docs_check.policy.findings import lines
from docs_check.report.unseen import Unseen, unseen_lines
from docs_check.reports.formats import write
from docs_check.reports.terminal import to_terminal

FORM = "application_form"
FOUND = (
    Unseen(Blind.PAPER, None, "", 1, 3, ("a",)),
    Unseen(Blind.FILLED, FORM, "company", 2, 2, ("b", "c")),
)


@pytest.fixture
def summary(made):
    whole = made.summary()
    first, *rest = whole.sections
    return replace(whole, sections=(replace(first, unseen=FOUND), *rest))


def test_the_page_of_the_district_and_the_index_have_the_table(summary, tmp_path):
    write(["html"], summary, tmp_path, "zh")
    for page in ("index.html", "district-01-东区.html"):
        text = (tmp_path / page).read_text("utf-8")
        assert "什么没有检查" in text
        assert "全部内容（共 3 页）" in text
    others = [page for page in tmp_path.glob("*.html") if page.name not in ("index.html", "district-01-东区.html")]
    assert not [page for page in others if "什么没有检查" in page.read_text("utf-8")]


def test_the_workbook_has_a_sheet_of_it(summary, tmp_path):
    write(["xlsx"], summary, tmp_path, "zh")
    rows = list(load_workbook(tmp_path / "report.xlsx")["什么没有检查"].values)
    assert [row[0] for row in rows[1:]] == ["东区", "东区"]
    assert [row[-1] for row in rows[1:]] == [1, 2]


def test_other_programs_are_told_which_papers(summary, tmp_path):
    write(["json"], summary, tmp_path, "zh")
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))["unseen"]
    assert told == [
        {"district": "东区", "kind": None, "what": "paper", "name": None, "documents": ["a"]},
        {"district": "东区", "kind": FORM, "what": "filled", "name": "company", "documents": ["b", "c"]},
    ]


def test_the_terminal_says_how_much(summary, made, tmp_path):
    def said(of):
        console = Console(record=True, width=300, file=StringIO())
        to_terminal(of, console, "zh", tmp_path)
        return console.export_text()

    assert "没有规则查看的：1 份种类不明的材料、2 个只看是否填写的栏目" in said(summary)
    assert "没有规则查看" not in said(made.summary())


def test_what_as_many_papers_have_is_one_line(summary):
    more = (*FOUND, Unseen(Blind.FILLED, FORM, "district", 2, 2, ("b", "c")))
    assert len(list(unseen_lines(more, summary.forms))) == 2


def test_a_pack_s_own_check_lists_it():
    policy = load_pack(find_packs()["qingdao-2022-export-credit"])
    told = "\n".join(lines(policy, (), "zh"))
    assert "海关注册编码" in told
    assert "市商务局审核意见" in told
