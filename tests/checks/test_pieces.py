"""Shared pieces: what a pack uses stands in it, what it says itself comes over that."""

from __future__ import annotations

import pytest

from checks.pack.load import load_pack
from checks.pack.shipped import draft_packs, library_packs, pieces
from checks.pack.yaml_file import PackError
from checks.records import Verdict
from docs_check.policy.findings import findings_on
from docs_check.policy.lint import on_policy

USED = "  business_licence: {uses: common/business-licence}\n"


def test_a_pack_says_more_over_a_piece_and_takes_away_from_it(pack_copy):
    more = "  business_licence:\n    uses: common/business-licence\n    titles: [执照]\n    captions: null\n"
    licence = load_pack(pack_copy("papers.yaml", USED, more)).kinds["business_licence"]
    assert licence.titles == ("执照",)
    assert licence.captions == ()
    assert licence.fields["company"].labels == ("名称",)
    assert licence.slots["issuer"].party == "registry"


def test_a_piece_that_there_is_not_is_answered_with_line_and_the_known_ones(pack_copy):
    folder = pack_copy("papers.yaml", USED, USED.replace("business-licence}", "business-license}"))
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    (fault,) = refused.value.faults
    assert fault.line
    assert "common/business-licence" in fault.expected.zh


def test_every_piece_is_used_by_a_shipped_pack():
    """One that no pack uses is tried by nobody."""
    texts = [
        file.read_text("utf-8")
        for folder in (
            *library_packs().values(),
            *draft_packs().values(),
            next(iter(pieces().values())).parent,
            next(iter(pieces().values())).parents[1] / "qingdao-2022-export-credit",
        )
        for file in folder.glob("*.yaml")
    ]
    assert [name for name in pieces() if not any(name in text for text in texts)] == []


@pytest.mark.parametrize("folder", draft_packs().values(), ids=list(draft_packs()))
def test_a_draft_loads_and_has_no_fault_but_what_it_leaves_open(folder):
    policy = load_pack(folder)
    assert policy.id == folder.name
    assert policy.kinds["bank_receipt"].titles  # a piece within a piece
    assert not list(on_policy(policy))
    assert {one.code for one in findings_on(policy)} <= {"PL003"}  # their days are not known


@pytest.mark.parametrize(
    ("draft", "asked", "code", "verdict"),
    [
        ("ningbo-export-credit", {"asked": "31"}, "AM002", Verdict.DEFECT),
        ("ningbo-export-credit", {"asked": "30"}, "AM002", Verdict.PASS),
        ("xiamen-export-credit", {"asked": "41"}, "AM002", Verdict.DEFECT),
        ("shenzhen-export-credit", {"asked": "50", "export_before": "0"}, "AM003", Verdict.DEFECT),
        ("shenzhen-export-credit", {"asked": "50", "export_before": "5"}, "AM003", Verdict.PASS),
        ("dalian-export-credit", {"asked": "85", "rcep": "☑是 □否"}, "AM002", Verdict.PASS),
        ("dalian-export-credit", {"asked": "85", "rcep": "□是 ☑否"}, "AM002", Verdict.DEFECT),
        ("dalian-export-credit", {"asked": "85", "rcep": "□是 □否"}, "AM002", Verdict.NOT_CHECKABLE),
        ("dalian-export-credit", {"asked": "301", "premium": "400", "rcep": "是"}, "AM001", Verdict.DEFECT),
        ("shandong-export-credit", {"asked": "40", "new_market": "是"}, "SD001", Verdict.DEFECT),
        ("shandong-export-credit", {"asked": "40", "new_market": "否"}, "SD001", Verdict.PASS),
    ],
)
def test_what_the_drafts_say_of_money(company, draft, asked, code, verdict):
    papers = type(company)(load_pack(draft_packs()[draft]))
    fields = {"company": "甲有限公司", "premium": "100", "export_before": "500", **asked}
    assert papers.verdicts([papers.reading(papers.paper("credit_form", "甲/表.pdf", fields))], code) == {verdict}
