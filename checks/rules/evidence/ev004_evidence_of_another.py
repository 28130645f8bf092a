"""材料写的是别家企业。

判断：企业材料里的证明写着别家企业的名称；执照、保单、发票的名称和统一社会信用代码都是别家企业的；放在区（市）
文件夹里、写着一家没有申报的企业的材料。
为什么：别家企业的材料不能证明本企业的情况。
不判断：只有名称不符而代码相同，或没有代码的执照、保单、发票（CX001）；只差形近字、可能是识别误差的列入存疑。
---
A paper names another company.

What: a certificate in a company's set that names another; a licence, policy or invoice whose name and code are both
another's;
a paper in a district's folder about a company that has not applied.
Why: another's paper proves nothing about this company.
Not judged: a licence, policy or invoice that differs in its name only (CX001). Names a misreading apart are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import doubt, first_doubt
from checks.facts.papers import Belonging, Whose, belonging, is_form, is_of_another, name_field, paper_words, subject_of
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import APPLICANT, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "EV004",
    "evidence-of-another",
    Severity.ERROR,
    Scope.PAPER,
    Words("他人材料", "evidence of another"),
    Words("本单位材料", "evidence of its own"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    if subject_of(document, policy) != APPLICANT or is_form(document, policy):
        yield case.not_applicable(Words("不是证明企业情况的材料", "no evidence about a company"))
        return
    if record.dossier is None:
        yield from _without_company(case, record, policy)
        return
    found = belonging(document, record.dossier, policy)
    if found.whose is Whose.UNSAID:
        yield case.not_checkable(Words("没有读到企业名称", "the company's name could not be read"))
    elif found.whose is Whose.OWN or not is_of_another(document, found, policy):
        yield case.passes(Words("没有写别家企业", "it does not name another company"))
    else:
        yield case.finds(_finding(record, found, policy), found.doubt)


def _finding(paper: Paper, found: Belonging, policy: Policy) -> Particulars:
    words, kind = paper_words(paper, policy), policy.kind_name(paper.document.kind)
    name = found.name
    assert name is not None
    return Particulars(
        Words(
            f"{words.zh}写的是另一家企业“{name.value}”，不能证明{paper.applicant}的情况。",
            f"{words.en} names another company, {name.value}; it proves nothing about {paper.applicant}.",
        ),
        Words(f"{paper.applicant}的{kind.zh}", f"the {kind.en} of {paper.applicant}"),
        Words(name.value or "", name.value or ""),
        Words(f"请换成{paper.applicant}自己的{kind.zh}。", f"Replace it by {paper.applicant}'s own."),
        name.place,
        None,
        (of_field(paper.document, name),),
    )


def _without_company(case: Case, paper: Paper, policy: Policy) -> Iterator[Outcome]:
    """A paper among a district's own: it must be about somebody who applied (then it was lent to that set)."""
    name, kind = name_field(paper.document, policy), policy.kind_name(paper.document.kind)
    if name is None:
        yield case.not_checkable(Words("没有读到企业名称", "the company's name could not be read"))
        return
    if paper.applicant is not None:
        yield case.passes(Words("写明的企业已申报", "the companies that it names have applied"))
        return
    evidence = (of_field(paper.document, name),)
    finding = Particulars(
        Words(
            f"{paper.district or '未知区（市）'}的材料中有一份{kind.zh}写的是“{name.value}”，该企业没有申报材料。",
            f"Among the papers of {paper.district or 'an unknown district'} is a {kind.en} of {name.value}, of "
            f"which there is no application.",
        ),
        Words("已申报企业的材料", "a paper of a company that has applied"),
        Words(name.value or "", name.value or ""),
        Words("请核对该材料属于哪家企业。", "Find out whose paper it is."),
        name.place,
        None,
        evidence,
    )
    yield case.finds(finding, first_doubt(doubt(evidence)))
