"""统一社会信用代码不能通过校验。

判断：按 GB 32100-2015 计算校验码。读得清楚而校验不通过的，报本条，即使别的材料上的代码是对的。
为什么：代码写错，会影响资金拨付和信用查询。
不判断：读得不清楚、而另一份材料上有相近且正确的代码时，视为识别误差；换一个形近字符（0/O、1/I、8/B、2/Z、5/S 等）
就能通过的列入存疑。
---
A unified social credit code fails its check character.

What: the check character of GB 32100-2015. A clear reading of a wrong code is a defect even where other papers have
the right one.
Why: a wrong code stops payment and look-ups.
Not judged: a doubtful reading that another paper's valid code explains. Where one look-alike character (0/O, 1/I,
8/B, 2/Z, 5/S)
would make it pass, it is unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import CLOSE_CALL, POOR_PAPER, SURE, doubt, first_doubt
from checks.facts.codes import is_valid, near, plain, slip_explains
from checks.facts.papers import Whose, belonging, code_field, code_type, is_form
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Dossier, Outcome, Scope, Severity
from extractor.forms import ValueType
from extractor.records import Document, Field, Words

RULE = Rule(
    "CX002",
    "credit-code-invalid",
    Severity.ERROR,
    Scope.COMPANY,
    Words("信用代码校验不通过", "credit code invalid"),
    Words("信用代码校验通过", "credit code valid"),
)

_LOOKALIKE = Words("换一个形近字符即可通过校验，可能是识别误差", "one look-alike character would make it valid")


def check(record: Dossier, policy: Policy) -> Iterator[Outcome]:
    case = Case.company(RULE, record)
    if code_type(policy) is not ValueType.CODE:
        yield case.not_applicable(Words("该政策不用统一社会信用代码", "this policy uses no credit codes"))
        return
    codes = [
        (document, field)
        for document in sorted(record.documents, key=lambda one: not is_form(one, policy))
        if (field := code_field(document, policy)) is not None
        if belonging(document, record, policy).whose is not Whose.ANOTHER
    ]
    valid = {plain(field.value or "") for _, field in codes if is_valid(field.value or "")}
    reported = set[str]()
    for document, field in codes:
        code = plain(field.value or "")
        if code in valid or code in reported or _settled(document, field, valid, policy):
            continue
        reported.add(code)
        yield _found(document, field, valid, record, policy)
    if not codes:
        yield case.not_checkable(Words("没有读到统一社会信用代码", "no credit code could be read"))
    elif not reported:
        yield case.passes(Words("代码通过校验", "the codes pass their check"))


def _settled(document: Document, field: Field, valid: set[str], policy: Policy) -> bool:
    """A doubtful reading near another paper's valid code is that code misread. On papers other than the form, where the
    company did not write it by itself, only the very clearest reading is not."""
    least = SURE if is_form(document, policy) else CLOSE_CALL
    return (field.confidence < least or document.poor) and any(near(field.value or "", code) for code in valid)


def _found(document: Document, field: Field, valid: set[str], dossier: Dossier, policy: Policy) -> Outcome:
    kind = policy.kind_name(document.kind)
    right = next((code for code in sorted(valid) if near(field.value or "", code)), None)
    beside = Words(f"；其他材料上为{right}", f"; other papers have {right}") if right else Words("", "")
    evidence = (of_field(document, field),)
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{kind.zh}上统一社会信用代码{field.value}不能通过校验（GB 32100-2015）{beside.zh}。",
            f"The credit code {field.value} on the {kind.en} of {dossier.applicant} fails its check (GB "
            f"32100-2015){beside.en}.",
        ),
        Words(right or "能通过校验的18位代码", right or "a code of 18 characters that passes"),
        Words(field.value or "", field.value or ""),
        Words("请对照营业执照更正代码。", "Correct the code by the licence."),
        field.place,
        None,
        evidence,
    )
    lookalike = _LOOKALIKE if slip_explains(field.value or "") and field.confidence < CLOSE_CALL else None
    poor = POOR_PAPER if document.poor else None
    return Case.company(RULE, dossier, document.kind, document).finds(
        finding, first_doubt(poor, doubt(evidence), lookalike)
    )
