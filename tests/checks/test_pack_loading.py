"""Packs come in by one door; a wrong one is answered with file, line and remedy."""

from __future__ import annotations

from dataclasses import replace
from inspect import getsource

import pytest

from checks.pack.load import PackError, load_pack
from checks.pack.model import RELATION_RULES
from checks.pack.shipped import find_packs
from checks.records import Severity, Verdict
from checks.rules import PAPER_RULES
from extractor.forms import Forms, KindSpec
from extractor.records import Words


@pytest.mark.parametrize("name", sorted(find_packs()))
def test_every_shipped_pack_loads_whole(name):
    policy = load_pack(find_packs()[name])
    assert policy.id == name
    assert isinstance(policy.forms, Forms)
    assert all(isinstance(kind, KindSpec) for kind in policy.forms.kinds.values())
    assert set(policy.evidence) <= set(policy.kinds)


def test_merge_keys_give_each_certificate_its_own_title_and_the_common_fields(policy):
    tax = policy.kinds["tax_certificate"]
    assert tax.titles == ("涉税信息查询结果告知书",)
    assert tax.slots["issuer"].party == "tax"
    assert tax.fields == policy.kinds["customs_certificate"].fields


def test_a_policy_is_frozen(policy):
    with pytest.raises(ValueError, match="frozen"):
        policy.id = "other"


WRONG = [
    # file, text that is replaced, by what, the line's content, what the answer must name
    (
        "papers.yaml",
        "original: required\n    fields:\n      company",
        "orignal: required\n    fields:\n      company",
        "orignal:",
        "orignal",
    ),
    ("papers.yaml", "layout: table", "layout: sheet", "layout: sheet", "sheet"),
    ("papers.yaml", "original: required", "original: requierd", "original: requierd", "requierd"),
    (
        "papers.yaml",
        "district_commerce: {party: district_commerce, date: opinion_date}",
        "district_commerce: {party: comerce, date: opinion_date}",
        "party: comerce",
        "comerce",
    ),
    (
        "rules.yaml",
        "dates: [review_opinion.opinion_date]",
        "dates: [review_opinion.opined]",
        "review_opinion.opined",
        "opined",
    ),
    ("rules.yaml", "- [application, form_finance]", "- [application, finance]", "- [application, finance]", "finance"),
    ("rules.yaml", "limit: 2023-03-20", "limit: 2023-06-20", "limit: 2023-06-20", "2023-06-20"),
    (
        "rules.yaml",
        "window: {from: 2023-01-01, to: 2023-05-19}",
        "window: {from: 2024-01-01, to: 2023-05-19}",
        "from: 2024-01-01",
        "2024-01-01",
    ),
    ("rules.yaml", "  business_licence: {issuer", "  busines_licence: {issuer", "busines_licence:", "busines_licence"),
    (
        "rules.yaml",
        "holds: subsidy <= cap",
        "holds: subsidy <= __import__('os')",
        "holds: subsidy <= __import__",
        "__import__",
    ),
    ("rules.yaml", "holds: subsidy <= most", "holds: subsidi <= most", "holds: subsidi", "subsidi"),
    ("rules.yaml", 'expected: {zh: "不超过{most}万元"', 'expected: {zh: "不超过{least}万元"', "least", "least"),
    (
        "pack.yaml",
        "schema: docs-check/pack/1",
        "schema: docs-check/pack/9",
        "schema: docs-check/pack/9",
        "docs-check/pack/9",
    ),
    (
        "pack.yaml",
        "supported_period: {from: 2022-01-01",
        "supported_period: {from: last year",
        "last year",
        "last year",
    ),
    ("pack.yaml", "  insurer:\n    name", "  customs:\n    name", "customs:", "customs"),
    ("pack.yaml", "districts:\n  市南区: [青岛市市南区]", "districts:\n  市南区: [青岛市市南区", "", "YAML"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "names"), WRONG, ids=[row[2][:30] for row in WRONG])
def test_a_wrong_pack_is_answered_with_file_line_and_remedy(pack_copy, file, old, new, line, names):
    folder = pack_copy(file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    (error,) = caught.value.faults
    assert error.file == folder / file
    assert error.line is not None
    if line:
        assert line in (folder / file).read_text(encoding="utf-8").splitlines()[error.line - 1]
    for language in ("zh", "en"):
        said = error.in_language(language)
        assert f"{file}:{error.line}" in said
        assert names in said
    assert error.remedy.zh
    assert error.remedy.en


SWITCHED_OFF = [
    # mistakes in good form, each of which would switch a check off without a word
    ("papers.yaml", "labels: [企业名称, 单位名称, 申报单位名称]", "labels: [企业名称，单位名称]", "全角逗号"),
    ("pack.yaml", "  市北区: [青岛市市北区]", "  市北区: [青岛市市北区, 青岛市市南区]", "青岛市市南区"),
    ("pack.yaml", "      李沧区: [青岛市李沧区商务局]\n", "", "李沧区"),
    ("rules.yaml", "code: AM002", "code: AM902", "AM902"),
    ("rules.yaml", "holds: subsidy <= most", "holds: subsidy <= most and applied_date <= 5", "applied_date"),
    ("rules.yaml", "holds: subsidy <= most", "holds: subsidy <= most and bank > 5", "bank"),
    ("rules.yaml", "late: DL001", "late: DL009", "DL009"),
]


@pytest.mark.parametrize(("file", "old", "new", "names"), SWITCHED_OFF, ids=[row[3] for row in SWITCHED_OFF])
def test_a_pack_that_is_accepted_works(pack_copy, file, old, new, names):
    folder = pack_copy(file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert any(names in fault.wrong.zh and fault.line for fault in caught.value.faults), caught.value


def test_all_faults_are_told_at_once_with_the_keys_that_are_known(pack_copy):
    folder = pack_copy("papers.yaml", "layout: table", "layout: sheet")
    text = (folder / "papers.yaml").read_text("utf-8")
    (folder / "papers.yaml").write_text(text.replace("    subject: insurer", "    subjekt: insurer", 1), "utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    said = caught.value.in_language("zh")
    assert len(said.splitlines()) == 2
    assert "sheet" in said
    assert "electronic_titles" in said  # one of the keys that may stand where subjekt does
    assert "subject" in said


@pytest.mark.parametrize(
    ("old", "new"), [("layout: table", "layout：table"), ("    name: {zh: 申报汇总表", "    name：{zh: 申报汇总表")]
)
def test_a_full_width_colon_is_named(pack_copy, old, new):
    folder = pack_copy("papers.yaml", old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "全角冒号" in caught.value.in_language("zh")


def test_chinese_alone_is_enough(pack_copy):
    folder = pack_copy("pack.yaml", "name: {zh: 申报单位, en: the applicant}", "name: 申报单位")
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("name: {zh: 海关, en: customs}", "name: {zh: 海关}"), "utf-8")
    policy = load_pack(folder)
    assert policy.parties["applicant"].name == Words("申报单位", "申报单位")
    assert policy.parties["customs"].name.en == "海关"


OWN_RULE = """rules:
  ZJ001: {name: premium-too-small, title: 保费低于起点, severity: warning, why: 通知规定保费不足5万元的不受理。}
relations:
  - code: ZJ001
    kind: application_form
    of: premium
    holds: premium >= 50
    message: 保费{premium}万元低于起点50万元。
    expected: 不低于50万元
    found: "{premium}万元"
    suggestion: 请核对保费。
"""


def test_a_pack_may_bring_a_rule_of_its_own(pack_copy, company):
    policy = load_pack(pack_copy("rules.yaml", "relations:\n", OWN_RULE))
    own = replace(company, policy=policy)
    (finding,) = own.findings(own.papers(), "ZJ001")
    assert finding.verdict is Verdict.DEFECT
    assert finding.severity is Severity.WARNING
    assert "低于起点50万元" in finding.message.zh
    rich = own.form(fields={"premium": "60.00"})
    assert own.verdicts(own.papers(application_form=rich), "ZJ001") >= {Verdict.PASS}
    doubted = own.form(fields={"premium": own.field("application_form", "premium", "10.00", 0.5)})
    assert Verdict.UNSURE in own.verdicts(own.papers(application_form=doubted), "ZJ001")


def test_the_rules_that_judge_relations_are_those_that_a_relation_may_name():
    asking = {module.RULE.code for module in PAPER_RULES if "relations(RULE" in getsource(module)}
    assert asking == RELATION_RULES


def test_a_misspelt_key_is_answered_with_the_likely_one(pack_copy):
    folder = pack_copy("pack.yaml", "parties:\n", "partys:\n")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "parties" in caught.value.faults[0].expected.zh


def test_a_missing_file_and_a_missing_part(pack_copy):
    folder = pack_copy("pack.yaml", "id: qingdao-2022-export-credit\n", "")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "id" in caught.value.faults[0].wrong.zh
    (folder / "rules.yaml").unlink()
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.faults[0].file.name == "rules.yaml"


def test_an_act_with_a_limit_needs_the_code_of_its_finding(pack_copy):
    folder = pack_copy("rules.yaml", "    limit: 2023-03-20\n    late: DL001\n", "    limit: 2023-03-20\n")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.faults[0].line is not None
    assert "late" in caught.value.faults[0].wrong.en
