"""同一家企业的两份材料上统一社会信用代码不同。

判断：写着同一企业名称的材料，代码都能通过校验，但互不相同。
为什么：一个代码只属于一家企业，至少有一份写错或不是本企业的。
不判断：不能通过校验的代码（CX002）；写着别家企业的材料（EV004、CX001）。
---
Two papers of one company bear different credit codes.

What: papers that bear the company's name, with codes that each pass their check and yet differ.
Why: a code belongs to one company; one of the papers is wrong or not this company's.
Not judged: codes that fail their check (CX002); papers in another name (EV004, CX001).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, SURE, doubt, first_doubt
from checks.facts.codes import passes_check, plain
from checks.facts.papers import Whose, belonging, code_field, code_type, has_check_character
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Dossier, Outcome, Scope, Severity
from extractor.forms import ValueType
from extractor.records import Document, Field, Words

RULE = Rule(
    "CX003",
    "credit-code-mismatch",
    Severity.ERROR,
    Scope.COMPANY,
    Words("信用代码不一致", "credit code mismatch"),
    Words("信用代码一致", "credit codes agree"),
)

_COMPANY, _PERSON = Words("统一社会信用代码", "credit code"), Words("身份证号", "identity number")
_UNCONFIRMED = Words("没有其他材料可以可靠印证", "no other paper surely confirms it")


def check(record: Dossier, policy: Policy) -> Iterator[Outcome]:
    case = Case.company(RULE, record)
    checked = has_check_character(policy)
    codes = [
        (document, field, plain(field.value))
        for document in record.documents
        if (field := code_field(document, policy)) is not None and field.value
        if belonging(document, record, policy).whose is not Whose.ANOTHER
        if passes_check(field.value) or not checked
    ]
    if len(codes) < 2 or record.credit_code is None:
        yield case.not_checkable(Words("可比的代码不足两个", "there are not two codes to compare"))
        return
    settled = _settled(plain(record.credit_code), [code for _, _, code in codes])
    sure = max(field.confidence for _, field, code in codes if code == settled) >= SURE
    other = [(document, field) for document, field, code in codes if code != settled]
    if not other:
        yield case.passes(Words("各份材料的代码一致", "the codes agree"))
    for document, field in other:
        finding = _finding(document, field, settled, record, policy)
        weak = doubt([*finding.evidence]) or (None if sure else _UNCONFIRMED)
        yield Case.company(RULE, record, document.kind, document).finds(
            finding, first_doubt(POOR_PAPER if document.poor else None, weak)
        )


def _settled(companys: str, codes: Sequence[str]) -> str:
    """The company's code, where a paper that passes bears it; else the one that most of them bear: what the form alone
    has, and fails its check (CX002), is no measure for the others."""
    return companys if companys in codes else Counter(codes).most_common(1)[0][0]


def _finding(document: Document, field: Field, settled: str, dossier: Dossier, policy: Policy) -> Particulars:
    kind, called = policy.kind_name(document.kind), _PERSON if code_type(policy) is ValueType.PERSON_ID else _COMPANY
    return Particulars(
        Words(
            f"{dossier.applicant}的{kind.zh}上{called.zh}为{field.value}，其他材料为{settled}。",
            f"The {kind.en} of {dossier.applicant} bears the {called.en} {field.value}, other papers {settled}.",
        ),
        Words(settled, settled),
        Words(field.value or "", field.value or ""),
        Words(f"请核对{called.zh}，更正写错的一份。", f"Check the {called.en} and correct the wrong paper."),
        field.place,
        None,
        (of_field(document, field),),
    )
