"""同一家企业的材料上名称不一致。

判断：执照、保单、发票等写着与申请表不同的企业名称，超出识别误差可以解释的程度；会写明统一社会信用代码是否一致。
全角半角括号、空格、简称不算不一致。
为什么：名称不一致，不能确认是同一家企业的材料。
不判断：证明写着别家企业，或名称和代码都是别家企业的（EV004）；只差形近字的列入存疑。
---
A paper in a company's set bears another name.

What: a licence, policy or invoice with another name than the application, beyond what OCR can explain; whether the
codes agree is
said. Brackets, spaces and short forms make no other name.
Why: it is then not known whose paper it is.
Not judged: certificates of others, or papers whose code is another's too (EV004). Look-alike characters are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import Belonging, Whose, belonging, is_of_another, paper_words, subject_of
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import APPLICANT, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "CX001",
    "name-mismatch",
    Severity.ERROR,
    Scope.PAPER,
    Words("企业名称不一致", "name mismatch"),
    Words("企业名称一致", "names agree"),
)

_CODES = {
    True: Words("统一社会信用代码一致", "the credit codes agree"),
    False: Words("统一社会信用代码也不同", "the credit codes differ too"),
    None: Words("没有可比的统一社会信用代码", "there is no credit code to compare"),
}


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    if record.dossier is None or subject_of(document, policy) != APPLICANT:
        yield case.not_applicable(Words("不是企业的材料", "no company's paper"))
        return
    found = belonging(document, record.dossier, policy)
    if found.whose is Whose.UNSAID:
        yield case.not_checkable(Words("没有读到企业名称", "the company's name could not be read"))
    elif found.whose is Whose.OWN:
        yield case.passes(Words("名称与申请表一致", "the name is the application's"))
    elif is_of_another(document, found, policy):
        yield case.not_applicable(Words("属于他人材料（EV004）", "it is another's paper (EV004)"))
    else:
        yield case.finds(_finding(record, found, policy), found.doubt)


def _finding(paper: Paper, found: Belonging, policy: Policy) -> Particulars:
    words, code, name = paper_words(paper, policy), _CODES[found.same_code], found.name
    assert name is not None
    return Particulars(
        Words(
            f"{words.zh}上的企业名称为“{name.value}”，与申请表的“{paper.applicant}”不一致（{code.zh}）。",
            f"{words.en} bears the name {name.value}, the application {paper.applicant} ({code.en}).",
        ),
        Words(paper.applicant or "", paper.applicant or ""),
        Words(name.value or "", name.value or ""),
        Words("请说明名称不一致的原因，或换成本企业名称的材料。", "Explain the difference, or replace the paper."),
        name.place,
        None,
        (of_field(paper.document, name),),
    )
