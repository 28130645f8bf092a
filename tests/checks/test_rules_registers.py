"""RG001, and what the ledger of earlier years says by CX006 and CX010."""

from __future__ import annotations

from dataclasses import replace

from checks.grouping.batch import group
from checks.judge import judge
from checks.records import Known, Severity, Verdict


def findings(company, code: str, *known: Known, **papers):
    batch = replace(group(company.papers(**papers), company.policy), known=known)
    return [one for one in judge(batch, company.policy, select=[code]) if one.is_finding]


def test_rg001_by_code_then_by_name(company):
    (by_code,) = findings(company, "RG001", Known("某旧名称有限公司", company.code, "失信名单"))
    assert (by_code.verdict, by_code.severity) == (Verdict.DEFECT, Severity.ERROR)
    assert "失信名单" in by_code.message.zh
    (by_name,) = findings(company, "RG001", Known(company.name, None, "注销名单"))
    assert by_name.verdict is Verdict.DEFECT
    (doubted,) = findings(company, "RG001", Known(company.name, "91370200MA3D1TEXTP", "注销名单"))
    assert doubted.verdict is Verdict.UNSURE
    assert not findings(company, "RG001", Known("青岛海瑞贸易股份公司", None, "注销名单"))


def test_rg001_a_name_alone_that_was_not_read_with_certainty_is_unsure(company):
    name = company.field("application_form", "company", company.name, 0.6)
    form = company.form(fields={"company": name})
    (doubted,) = findings(company, "RG001", Known(company.name, None, "失信名单"), application_form=form)
    assert doubted.verdict is Verdict.UNSURE


def test_without_lists_rg001_does_not_apply(company):
    outcomes = judge(group(company.papers(), company.policy), company.policy, select=["RG"])
    assert {one.verdict for one in outcomes} == {Verdict.NOT_APPLICABLE}


def test_the_ledger_names_year_policy_and_place(company):
    source = "2022 某项目 平度市"
    same = Known(company.name, company.code, source, company.policy.id, amount="6.00万元")
    (again,) = findings(company, "CX006", same)
    assert again.verdict is Verdict.DEFECT
    assert source in again.message.zh
    assert not findings(company, "RG", same)
    (clue,) = findings(company, "RG", replace(same, policy="another"))
    assert clue.severity is Severity.INFO


def test_an_invoice_of_an_earlier_year_is_claimed_twice(company):
    number = company.invoice().get("invoice_no").value
    before = Known("某公司", None, "2021 某项目 市南区", "another", (("invoice_no", number),))
    (found,) = findings(company, "CX010", before)
    assert (found.verdict, found.kind) == (Verdict.DEFECT, "premium_invoice")
    assert "2021 某项目 市南区" in found.message.zh
    assert not findings(company, "CX010", replace(before, numbers=(("account", number),)))
    faint = company.invoice(fields={"invoice_no": company.field("premium_invoice", "invoice_no", number, 0.9)})
    (doubted,) = findings(company, "CX010", before, premium_invoice=faint)
    assert doubted.verdict is Verdict.UNSURE
