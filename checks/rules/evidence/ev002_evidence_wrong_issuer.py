"""材料由不该出具的单位出具或盖章。

判断：证明、执照、保单、发票等，落款单位或印章不属于政策规定的出具单位。
为什么：不是有权单位出具的材料，不能证明要证明的事项。
不判断：没有印章（SL001）、印文不能识读（SL004）；允许的复印件上申报单位自己的章。
---
A paper was issued or sealed by another office than the policy names.

What: the issuer's name at the end, the issuer's field, or the seal of a certificate, licence, policy or invoice.
Why: an office without the authority proves nothing.
Not judged: no seal (SL001), an unreadable seal (SL004), the applicant's own seal on a copy where copies are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.holders import is_name_of
from checks.facts.papers import paper_words
from checks.facts.sealing import PlaceState, party_names, seal_evidence, seal_words, sealed_slots
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Evidence, Outcome, Paper, Scope, Severity
from extractor.language.matching import edits
from extractor.records import Place, Words

RULE = Rule(
    "EV002",
    "evidence-wrong-issuer",
    Severity.ERROR,
    Scope.PAPER,
    Words("出具单位不符", "wrong issuer"),
    Words("出具单位相符", "right issuer"),
)

# A misread name of the right office differs from it by a character or two of eight or more.
_MISREAD = 2


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    wanted = policy.evidence.get(record.document.kind or "")
    if wanted is None or wanted.issuer is None:
        yield case.not_applicable(Words("政策没有规定该材料的出具单位", "the policy names no issuer for this paper"))
        return
    issuer, names = wanted.issuer, party_names(wanted.issuer, record, policy)
    views = [view for view in sealed_slots(record, policy) if view.spec.party == issuer]
    wrong = next((view for view in views if view.state is PlaceState.WRONG), None)
    if wrong is not None:
        evidence = seal_evidence(record.document, wrong.seals)
        finding = _finding(record, issuer, names, seal_words(wrong.seals), wrong.seals[0].place, evidence, policy)
        yield case.finds(finding, wrong.doubt)
        return
    stated = record.document.get(issuer)
    if stated is not None and stated.value and not any(is_name_of(stated.value, name) for name in names):
        evidence = (of_field(record.document, stated),)
        finding = _finding(record, issuer, names, Words(stated.value, stated.value), stated.place, evidence, policy)
        yield case.finds(finding, first_doubt(POOR_PAPER if record.document.poor else None, _doubt(evidence, names)))
    elif any(view.state is PlaceState.SEALED for view in views) or (stated is not None and stated.value):
        yield case.passes(Words("由规定的单位出具", "issued by the office named"))
    else:
        yield case.not_checkable(Words("没有读到出具单位", "the issuer could not be read"))


def _doubt(evidence: Sequence[Evidence], names: Sequence[str]) -> Words | None:
    close = any(edits(one.written, name) <= _MISREAD for one in evidence for name in names)
    return (
        Words("与规定的单位名称只差一两个字", "it differs from the right office by a character or two")
        if close
        else doubt(evidence)
    )


def _finding(
    paper: Paper,
    issuer: str,
    names: Sequence[str],
    found: Words,
    place: Place,
    evidence: tuple[Evidence, ...],
    policy: Policy,
) -> Particulars:
    words, party = paper_words(paper, policy), policy.parties[issuer].name
    expected = "、".join(name.replace("*", "…") for name in names)
    return Particulars(
        Words(
            f"{words.zh}由“{found.zh}”出具或盖章，不是政策规定的{party.zh}。",
            f"{words.en} was issued or sealed by {found.en}, not by {party.en}.",
        ),
        Words(f"{party.zh}（{expected}）", f"{party.en} ({expected})"),
        found,
        Words(f"请提交由{party.zh}出具的材料。", f"Hand in one issued by {party.en}."),
        place,
        "issuer",
        evidence,
    )
