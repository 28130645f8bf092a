"""两份材料上应当一致的内容不一致。

判断：政策包 agree 里列出的内容（如法定代表人、保险单号、保险机构），在同一家企业的几份材料上逐一与第一份比较；名称按
简称、全称同一处理，编号按字母和数字比较。两处都写明。
为什么：申请表与证照、保单不一致，说明有一处填错，或材料不是这一笔业务的。
不判断：企业名称和信用代码（CX001、CX003）；有一处没有读出来的。
存疑：只差一个字，或形近的字，可能是识别误差。
---
Two papers of one company differ in what must agree.

What: what the pack lists under `agree` (legal representative, policy number, insurer) on each paper of a company beside
the first that has it; short and long forms of a name are the same, numbers are compared by letters and digits.
Why: one of them is filled in wrongly, or a paper is of another transaction.
Not judged: names and codes of companies (CX001, CX003); what could not be read on one side.
Unsure: a difference of one character or of look-alikes, which may be a misreading.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from checks.certainty import CLOSE_CALL, POOR_PAPER, SURE, doubt, first_doubt
from checks.facts.names import Likeness, compare_names
from checks.facts.readings import Stated, stated
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Agreement, Policy
from checks.records import Dossier, Outcome, Scope, Severity
from extractor.forms import ValueType
from extractor.language.matching import fold
from extractor.records import Words

RULE = Rule(
    "CX009",
    "fields-differ",
    Severity.ERROR,
    Scope.COMPANY,
    Words("材料之间不一致", "fields differ"),
    Words("材料之间一致", "papers agree"),
)

_SHORT_FORM = 4  # characters of a text: as much of it is the same said in short
_NAMES = (ValueType.NAME, ValueType.PERSON)
_SLIP = Words("只差一个字，可能是识别误差", "they differ in one character, as a misreading would")


def check(record: Dossier, policy: Policy) -> Iterator[Outcome]:
    if not policy.agree:
        yield Case.company(RULE, record).not_applicable(
            Words("政策没有规定材料之间应一致的内容", "the policy says of nothing that papers must agree")
        )
    for agreement in policy.agree:
        found = list(stated(record, agreement.fields, policy))
        case = Case.company(RULE, record)
        if len({(one.document.file, one.document.pages) for one in found}) < 2:
            yield case.not_applicable(
                Words(f"没有两份材料可比“{agreement.name.zh}”", f"no two papers give the {agreement.name.en}")
            )
            continue
        differing = [one for one in found[1:] if not _same(found[0], one)]
        if not differing:
            yield case.passes(Words(f"{agreement.name.zh}一致", f"the {agreement.name.en} agrees"))
        for other in differing:
            yield _found(record, agreement, found[0], other, policy)


def _same(one: Stated, other: Stated) -> bool:
    if one.spec.type in _NAMES:
        return compare_names(one.value, other.value, 1.0) is Likeness.SAME
    short, long = sorted((fold(one.value), fold(other.value)), key=len)
    if one.spec.type is ValueType.TEXT and len(short) >= _SHORT_FORM:
        return short in long
    return short == long


def _found(dossier: Dossier, agreement: Agreement, one: Stated, other: Stated, policy: Policy) -> Outcome:
    first, second = one.where(policy), other.where(policy)
    evidence = (one.reading, other.reading)
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{agreement.name.zh}不一致：{first.zh}为“{one.field.written}”，"
            f"{second.zh}为“{other.field.written}”。",
            f"{dossier.applicant}: the {agreement.name.en} differs: “{one.field.written}” is the {first.en}, "
            f"“{other.field.written}” the {second.en}.",
        ),
        Words(f"“{one.value}”（{first.zh}）", f"“{one.value}” ({first.en})"),
        Words(f"“{other.value}”（{second.zh}）", f"“{other.value}” ({second.en})"),
        Words("请核对这两份材料，更正填错的一份。", "Compare the two papers and correct the wrong one."),
        other.field.place,
        None,
        evidence,
    )
    poor = POOR_PAPER if one.document.poor or other.document.poor else None
    case = Case.company(RULE, dossier, other.document.kind, other.document)
    return case.finds(finding, first_doubt(poor, _slip(one, other), doubt(evidence)))


def _slip(one: Stated, other: Stated) -> Words | None:
    """A clear reading may still have one character wrong; only the clearest has not."""
    weaker = min(one.field.confidence, other.field.confidence)
    if one.spec.type in _NAMES:
        return _SLIP if compare_names(one.value, other.value, weaker) is Likeness.SLIP else None
    near = Levenshtein.distance(fold(one.value), fold(other.value)) <= 1
    return _SLIP if weaker < (CLOSE_CALL if near else SURE) else None
