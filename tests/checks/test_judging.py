"""All rules together: what they are called, what they do when one breaks, and how a run is narrowed."""

from __future__ import annotations

import checks.judge as judging
from checks.grouping.batch import group
from checks.judge import judge
from checks.records import Severity, Verdict
from checks.rules import RULES, manual

CODES = [
    "AM001",
    "AM002",
    "AM003",
    "AM004",
    "AM005",
    "CX001",
    "CX002",
    "CX003",
    "CX004",
    "CX005",
    "CX006",
    "CX007",
    "CX008",
    "CX009",
    "CX010",
    "CX011",
    "CX012",
    "DC001",
    "DC002",
    "DC003",
    "DC004",
    "DC005",
    "DC006",
    "DL001",
    "DL002",
    "DT001",
    "DT002",
    "DT003",
    "DT004",
    "DT005",
    "DT006",
    "ES001",
    "ES002",
    "ES003",
    "EV001",
    "EV002",
    "EV003",
    "EV004",
    "EV005",
    "EV006",
    "EV007",
    "EV008",
    "EV009",
    "FM001",
    "FM002",
    "FM003",
    "LS001",
    "LS002",
    "LS003",
    "LS004",
    "OP001",
    "OP002",
    "OP003",
    "PL001",
    "PL002",
    "PL003",
    "PY001",
    "PY002",
    "RG001",
    "RG002",
    "SG001",
    "SG002",
    "SL001",
    "SL002",
    "SL003",
    "SL004",
    "SL005",
    "SL006",
    "SL007",
    "SL008",
    "SL009",
]


def test_no_rule_vanishes_unseen():
    assert [module.RULE.code for module in RULES] == CODES
    assert len({module.RULE.name for module in RULES}) == len(CODES)


def test_every_rule_has_a_manual_page_in_both_languages():
    for code in CODES:
        page = manual(code)
        assert page is not None
        assert "不判断" in page.zh, code
        assert "为什么" in page.zh, code
        assert "Not judged" in page.en, code
    assert manual("XX999") is None


def test_a_company_in_order_passes_every_rule_without_a_finding(company):
    outcomes = judge(group(company.batch(), company.policy), company.policy, ignore=["PL"])
    assert not [one.message for one in outcomes if one.is_finding]
    assert not [(one.code, one.because.zh) for one in outcomes if one.verdict is Verdict.NOT_CHECKABLE]
    judged = {one.code for one in outcomes if one.verdict is Verdict.PASS}
    unasked = {"OP003", "CX012"}  # no box names an amount, no paper bears a person's number
    assert judged >= {code for code in CODES if code[:2] in ("DL", "DT", "AM", "CX", "OP")} - unasked


def test_every_finding_says_what_where_and_what_to_do(company):
    form = company.form(seals=[], dates={"applicant": "2023年2月30日"}, fields={"growth": "99", "account": ""})
    outcomes = judge(group(company.batch(application_form=form, tax_certificate=None), company.policy), company.policy)
    found = [one for one in outcomes if one.is_finding]
    assert len(found) > 6
    for one in found:
        assert one.message
        assert one.message.zh.endswith(("。", "）"))
        assert one.message.en.rstrip(")").endswith(".")
        assert one.expected
        assert one.found
        assert one.suggestion
        assert one.file is None or one.place is not None


def test_select_and_ignore_by_code_or_beginning(company):
    batch = group(company.batch(tax_certificate=None), company.policy)

    def codes(**options):
        return {one.code for one in judge(batch, company.policy, **options)}

    assert codes(select=["EV001"]) == {"EV001"}
    evidence = {code for code in CODES if code.startswith("EV")}
    assert codes(select=["ev"], ignore=["EV002"]) == evidence - {"EV002"}
    assert codes(ignore=["S", "D", "C", "A", "F", "L", "P", "ES", "O", "R"]) == evidence


def test_a_rule_that_breaks_costs_its_own_verdict_and_says_so(company, monkeypatch, caplog):
    class Broken:
        RULE = judging.PAPER_RULES[0].RULE

        @staticmethod
        def check(record, policy):
            raise ZeroDivisionError

    monkeypatch.setattr(judging, "PAPER_RULES", (Broken, *judging.PAPER_RULES[1:]))
    outcomes = judge(group(company.batch(), company.policy), company.policy)
    broken = [one for one in outcomes if one.code == Broken.RULE.code]
    assert {one.verdict for one in broken} == {Verdict.NOT_CHECKABLE}
    assert "ZeroDivisionError" in broken[0].because.zh
    assert broken[0].applicant == company.name
    assert [one for one in outcomes if one.code == "EV001" and one.verdict is Verdict.PASS]
    assert "ZeroDivisionError" in caplog.text


def test_a_pack_may_weigh_findings_otherwise(company):
    policy = company.policy.model_copy(update={"severities": {"EV001": Severity.INFO}})
    outcomes = judge(group(company.batch(tax_certificate=None), policy), policy, select=["EV001"])
    assert {one.severity for one in outcomes} == {Severity.INFO}


def test_judging_twice_says_the_same(company):
    batch = group(company.batch(tax_certificate=None), company.policy)
    assert judge(batch, company.policy) == judge(batch, company.policy)


def test_every_rule_has_a_name_for_what_is_in_order() -> None:
    """Not the fault's own, in either language."""
    for one in (module.RULE for module in RULES):
        assert one.good.zh and one.good.en
        assert one.good.zh != one.title.zh
        assert one.good.en != one.title.en
    goods = [module.RULE.good.zh for module in RULES]
    assert len(set(goods)) == len(goods)
