"""Several policies in one run: whose a paper is, what is judged by which pack, and what is said of the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from docs_check import check_policies
from docs_check.exits import WrongUse
from docs_check.several.seen import seen_in
from docs_check.several.sorting import placed
from extractor.language.matching import TITLE_MATCH, title_likeness
from extractor.records import (
    Box,
    DateMention,
    DateState,
    Document,
    Field,
    FileReading,
    Line,
    Place,
    Problem,
    SlotSeen,
    Trouble,
    Words,
)

CREDIT, GRADUATES, FOOD = "zhanjiang-2024-export-credit", "zhangzhou-graduate-living", "food-business-permit"
CREDIT_FORM, FOOD_FORM = "短期出口信用保险项目资金申请表", "食品经营许可申请书"
GRADUATES_FORM = "漳州台商投资区应届毕业生服务就业补助申报审核表"
LICENCE = "营业执照"
MIDDLE = Place(1, Box(0.2, 0.1, 0.8, 0.12))


@pytest.fixture(scope="module")
def packs():
    return [load_pack(library_packs()[name]) for name in (CREDIT, GRADUATES, FOOD)]


def document(policy, file, title, company=None, text="", code=None):
    """As the pack reads a page with this title: its kind where the pack has one, whose it is where it says so."""
    kinds = [
        (title_likeness(title, known), kind) for kind, spec in policy.kinds.items() for known in spec.titles if title
    ]
    likeness, kind = max(kinds, default=(0.0, ""))
    known = kind if likeness >= TITLE_MATCH else None
    said = {policy.applicants.name: company, policy.applicants.code: code}
    fields = tuple(Field(name, MIDDLE, value, value, 0.99) for name, value in said.items() if value and known)
    lines = tuple((1, Line(MIDDLE.box, line, 0.99)) for line in (title, text) if line)
    return Document(file, (1,), known, likeness, title, fields, (), (), (), (), lines=lines)


def whose(packs, **papers):
    """Where each paper goes: {file: (policies)}; `_` in a file's name stands for a folder's slash."""
    seen = [
        one
        for policy in packs
        for name, said in papers.items()
        for one in seen_in(
            FileReading(name.replace("_", "/"), "", 1, (document(policy, name.replace("_", "/"), *said),)), policy
        )
    ]
    return {paper.file: paper for paper in placed(seen)[0]}


def test_an_application_goes_by_its_title_and_proofs_with_it(packs):
    found = whose(
        packs,
        a_1=(CREDIT_FORM, "甲有限公司"),
        a_2=(LICENCE, "甲有限公司"),
        b_1=(GRADUATES_FORM, "乙有限公司"),
        b_2=("劳动合同", "丙"),
        c_1=(FOOD_FORM, "丁餐饮店"),
        c_2=(LICENCE, "丁餐饮店"),
    )
    went = {file: paper.policies for file, paper in found.items()}
    assert went == {
        "a/1": (CREDIT,), "a/2": (CREDIT,), "b/1": (GRADUATES,), "b/2": (GRADUATES,), "c/1": (FOOD,), "c/2": (FOOD,),
    }  # fmt: skip
    assert CREDIT_FORM in found["a/1"].why.zh


def test_in_one_heap_proofs_go_by_the_company_that_they_name(packs):
    found = whose(
        packs,
        f1=(CREDIT_FORM, "甲有限公司"),
        f2=(FOOD_FORM, "丁餐饮店"),
        f3=(LICENCE, "丁餐饮店"),
        f4=(LICENCE, "甲有限公司"),
        f5=(LICENCE, "戊有限公司"),
        f6=("承诺书", "丁餐饮店"),
    )
    assert found["f3"].policies == (FOOD,)
    assert found["f4"].policies == (CREDIT,)
    assert not found["f5"].policies  # nobody's application: which policy it is for cannot be told
    assert found["f5"].known
    assert found["f6"].policies == (FOOD,)  # a paper that only another pack knows stays with its company


def test_one_who_applies_twice_has_the_licence_in_both(packs):
    found = whose(packs, f1=(CREDIT_FORM, "甲有限公司"), f2=(FOOD_FORM, "甲有限公司"), f3=(LICENCE, "甲有限公司"))
    assert set(found["f3"].policies) == {CREDIT, FOOD}


def test_a_name_misread_in_the_code_of_the_company_is_still_its_own(packs):
    code = "91440800MA4W0J5Q37"
    found = whose(
        packs,
        f1=(CREDIT_FORM, "湛江海丰水产有限公司", "", code),
        f2=(FOOD_FORM, "丁餐饮店"),
        f3=(LICENCE, "湛江海手水产有限公司", "", code),
    )
    assert found["f3"].policies == (CREDIT,)


def test_a_proof_in_another_name_stays_in_the_folder_that_it_was_handed_in_with(packs):
    found = whose(packs, a_1=(CREDIT_FORM, "甲有限公司"), a_2=(LICENCE, "丁餐饮店"), b_1=(FOOD_FORM, "丁餐饮店"))
    assert found["a/2"].policies == (CREDIT,)  # there it is another's licence, and must be found to be that


def test_what_no_pack_knows_is_listed_beside_its_neighbours_and_said_to_fit_none(packs):
    found = whose(packs, a_1=(CREDIT_FORM, "甲有限公司"), a_2=("会议纪要",), b_1=("会议纪要",), b_2=(FOOD_FORM, "丁店"))
    assert found["a/2"].policies == (CREDIT,)
    assert not found["a/2"].known
    assert "不属于" in found["b/1"].why.zh


def test_a_form_that_two_packs_have_alike_goes_by_the_policys_words_or_dates_else_nowhere(packs):
    credit, _, food = packs
    later = credit.model_copy(update={"id": "later", "name": Words("湛江市2026年出口信用保险扶持", "2026")})
    alike = [credit, later, food]
    assert not whose(alike, f1=(CREDIT_FORM, "甲有限公司"))["f1"].policies
    named = whose(alike, f1=(CREDIT_FORM, "甲有限公司", "依据湛江市2026年出口信用保险扶持办法"))
    assert named["f1"].policies == ("later",)
    other = credit.kinds["credit_form"]
    renamed = {**credit.kinds, "credit_form": replace(other, titles=("...项目资金申请表",))}
    shorter = credit.model_copy(update={"id": "shorter", "kinds": renamed})
    assert whose([credit, shorter], f1=(CREDIT_FORM, "甲有限公司"))["f1"].policies == (CREDIT,)


def test_of_this_years_and_next_years_pack_that_one_judges_in_whose_time_it_was_signed(packs):
    credit = packs[0]
    act = credit.acts["application"]
    window = act.window.model_copy(update={"first": date(2025, 7, 1), "last": date(2025, 12, 31)})
    acts = {**credit.acts, "application": act.model_copy(update={"window": window})}
    later = credit.model_copy(update={"id": "later", "acts": acts})
    day = DateMention(MIDDLE, "2025年8月1日", date(2025, 8, 1), DateState.READ, (2025, 8, 1), 0.99, "applicant")
    slot = SlotSeen("applicant", "applicant", "企业声明", MIDDLE, day)
    papers = [replace(document(one, "f1", CREDIT_FORM, "甲有限公司"), slots=(slot,)) for one in (credit, later)]
    readings = [FileReading("f1", "", 1, (paper,)) for paper in papers]
    seen = [*seen_in(readings[0], credit), *seen_in(readings[1], later)]
    assert placed(seen)[0][0].policies == ("later",)


def test_a_title_that_is_only_something_like_a_forms_is_no_application(packs):
    found = whose(packs, f1=("中长期出口信用保险项目资金初申请表", "甲有限公司"))
    assert not found["f1"].policies


def test_an_offices_paper_goes_by_the_policy_that_it_names_else_by_its_companies(packs):
    credit, graduates, food = packs
    spec = credit.kinds["commitment"]
    letter = replace(spec, subject="district", titles=("...初审意见",), fields={})
    offices = [
        policy.model_copy(update={"kinds": {**policy.kinds, "letter": letter}}) for policy in (credit, graduates)
    ]
    found = whose(
        [*offices, food],
        a_1=(CREDIT_FORM, "甲有限公司"),
        b_1=(GRADUATES_FORM, "乙有限公司"),
        o1=("关于短期出口信用保险项目的初审意见",),
        o2=("关于2025年应届毕业生服务就业补助的初审意见",),
        o3=("初审意见",),
        a_4=("初审意见",),
    )
    assert found["o1"].policies == (CREDIT,)
    assert found["o2"].policies == (GRADUATES,)
    assert not found["o3"].policies
    assert found["a/4"].policies == (CREDIT,)


class Titles:
    """Reads a file by its text: a title, then whose it is; an empty one cannot be read."""

    engine = "fake"

    def __init__(self, packs):
        self.packs = {id(policy.forms.kinds): policy for policy in packs}

    def read(self, files, forms):
        policy = next(one for one in self.packs.values() if one.kinds.keys() == forms.kinds.keys())
        for file in files:
            lines = file.path.read_text("utf-8").split("\n")
            if not lines[0]:
                yield FileReading(file.name, file.name, 0, (), (Problem(Trouble.UNREADABLE, Words("坏了", "broken")),))
            else:
                yield FileReading(file.name, file.name, 1, (document(policy, file.name, *lines),))


def lay(folder: Path, **papers: str) -> Path:
    for name, text in papers.items():
        file = folder / f"{name.replace('_', '/')}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def test_each_policy_judges_its_own_and_one_report_tells_of_all(packs, tmp_path):
    folder = lay(
        tmp_path / "batch",
        a_1=f"{CREDIT_FORM}\n甲有限公司",
        a_2="",
        b_1=f"{FOOD_FORM}\n丁餐饮店",
        c=f"{LICENCE}\n戊有限公司",
    )
    out = tmp_path / "out"
    several = check_policies(folder, [CREDIT, GRADUATES, FOOD], out, formats=["html"], reader=Titles(packs))
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["schema"] == "docs-check/policies/1"
    assert [one["report"] for one in report["policies"]] == [
        f"policies/{CREDIT}/report.json", None, f"policies/{FOOD}/report.json",
    ]  # fmt: skip
    missing = {(one["policy"], one["applicant"]) for one in report["defects"] if one["code"] == "EV001"}
    assert missing == {(FOOD, "丁餐饮店")}  # of 甲 a file could not be read, so nothing is said to be missing
    assert {one["file"] for one in report["documents"] if one["policy"] == CREDIT} == {"a/1.txt"}
    assert several.not_wholly_checked  # 戊's licence is nobody's
    page = (out / "index.html").read_text("utf-8")
    assert "c.txt" in page
    assert f"policies/{FOOD}/index.html" in page
    alone = json.loads((out / "policies" / FOOD / "report.json").read_text("utf-8"))
    assert alone["schema"] == "docs-check/report/1"
    assert len(alone["defects"]) == sum(one["policy"] == FOOD for one in report["defects"])
    again = check_policies(folder, [CREDIT, FOOD], tmp_path / "next", since=out, reader=Titles(packs), formats=["json"])
    assert [one.since is not None for one in again.judged] == [True, True]


def test_a_folder_that_fits_none_says_so_and_what_to_do(packs, tmp_path):
    folder = lay(tmp_path / "batch", a="会议纪要", b=f"{LICENCE}\n甲有限公司")
    several = check_policies(folder, [CREDIT, FOOD], tmp_path / "out", reader=Titles(packs))
    assert not several.judged
    assert several.not_wholly_checked
    assert "policy new" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert not json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["defects"]


def test_a_folder_of_packs_stands_for_each_and_two_of_one_id_are_refused(packs, tmp_path):
    from shutil import copytree

    from docs_check.judging.policy_choice import are_several, several_named

    for name in (CREDIT, FOOD):
        copytree(library_packs()[name], tmp_path / "packs" / name)
    assert are_several([str(tmp_path / "packs")])
    assert not are_several([CREDIT])
    assert {one.id for one in several_named([str(tmp_path / "packs")])} == {CREDIT, FOOD}
    with pytest.raises(WrongUse, match=FOOD):
        several_named([str(tmp_path / "packs"), FOOD])
