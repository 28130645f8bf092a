"""申报单位在某个名单上，或者历年台账里已有它的申请。

判断：办公室提供的名单（注销、失信、已享受补贴等，CSV 或 Excel）上，统一社会信用代码相同的，或者一方没有代码而名称完全
相同的。台账里别的政策已支持过它的，只作提示；同一政策申报过的，见 CX006。
为什么：这些企业不能申报，或者需要核实是否重复享受。
不判断：名单是否仍然有效；名称只是相近的企业。
存疑：名称相同而代码不同，或者只有名称可比而识别把握不足。
---
The applicant stands on a list, or the ledger has an application of it.

What: a list that the office gave (dissolved, dishonest, already supported; CSV or Excel) has the company's credit code,
or, where one of the two has no code, its very name. What the ledger says of another policy is mentioned only; of this
very policy it is CX006's to say.
Why: such a company may not apply, or it must be found out whether it is paid twice.
Not judged: whether the list still holds; companies whose name is only like it.
Unsure: where the name is the same and the code another, or where a name alone was not read with certainty.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import doubt, first_doubt
from checks.facts.codes import plain
from checks.facts.lists.registers import KnownCompanies
from checks.facts.papers import code_field, forms_of, name_field
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Batch, Dossier, Evidence, Known, Outcome, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "RG001", "on-a-list", Severity.ERROR, Scope.BATCH, Words("在名单上", "on a list"), Words("不在名单上", "on no list")
)

_ANOTHER_CODE = Words("名称相同，代码不同", "the name is the same, the code is another")


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    known = KnownCompanies(one for one in record.known if one.policy != policy.id)
    for dossier in (dossier for district in record.districts for dossier in district.dossiers):
        found = known.like(dossier)
        case = Case.company(RULE, dossier)
        if not record.known:
            yield case.not_applicable(Words("没有给出名单或台账", "no list and no ledger was given"))
        elif not found:
            yield case.passes(Words("不在名单上", "it is on no list"))
        for one in found:
            yield _found(dossier, one, policy)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    """What lists say of one company concerns no other."""
    yield from ()


def _found(dossier: Dossier, known: Known, policy: Policy) -> Outcome:
    forms = forms_of(dossier, policy)
    document = forms[0] if forms else dossier.documents[0] if dossier.documents else None
    same_code = bool(known.code and dossier.credit_code) and plain(known.code or "") == plain(dossier.credit_code or "")
    read = (code_field if same_code else name_field)(document, policy) if document else None
    evidence: tuple[Evidence, ...] = (of_field(document, read),) if document and read else ()
    amount = Words(f"，金额{known.amount}", f", amount {known.amount}") if known.amount else Words("", "")
    finding = Particulars(
        Words(
            f"{dossier.applicant}在“{known.source}”里（{known.company}，{known.code or '无代码'}{amount.zh}）。",
            f"{dossier.applicant} stands in “{known.source}” ({known.company}, {known.code or 'no code'}{amount.en}).",
        ),
        Words("不在名单上", "on no list"),
        Words(f"“{known.source}”", f"“{known.source}”"),
        Words("请核实该企业能否申报。", "Find out whether the company may apply."),
        read.place if read else None,
        None,
        evidence,
    )
    other = _ANOTHER_CODE if known.code and dossier.credit_code and not same_code else None
    case = Case.company(RULE, dossier, document.kind if document and read else None, document if read else None)
    return case.finds(finding, first_doubt(other, doubt(evidence)), Severity.INFO if known.policy else None)
