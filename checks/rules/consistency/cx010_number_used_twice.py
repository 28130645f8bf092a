"""同一个号码出现在两家企业的申报材料里。

判断：政策包 used_once 里列出的号码（发票号码、保险单号、合同号、证书号），在本批不同申报单位的材料里相同的，每家各报一
条，写明另一家；或者历年台账（--ledger）里已经申报过的，写明年度、政策和企业。
为什么：同一笔费用不能由两家企业各报一次。
不判断：同一家企业申报两次（CX006）；写着别家企业名称的材料（EV004、CX001）；同一份材料交了两次（DC005）。
---
One number stands in the papers of two applicants.

What: numbers that the pack lists under `used_once` (invoice, policy, contract, certificate), the same in the papers of
different applicants of this batch. One finding at each, naming the other.
Why: one cost cannot be claimed by two.
Not judged: one company that applied twice (CX006); papers in another's name (EV004, CX001); one paper handed in twice
(DC005).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checks.certainty import CLOSE_CALL, POOR_PAPER, doubt, first_doubt
from checks.facts.lists.registers import is_same_company
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import DateSource, Policy, Shared
from checks.records import Batch, Known, Outcome, Scope, Severity
from checks.rules.consistency._shared import Stating, and_more, claims, meetings, others_of
from extractor.language.matching import fold
from extractor.records import Words

RULE = Rule(
    "CX010",
    "number-used-twice",
    Severity.ERROR,
    Scope.BATCH,
    Words("号码重复使用", "number used twice"),
    Words("号码没有重复使用", "number used once"),
)

_LEAST = 5  # characters: a shorter one is a count or a row's number


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    for shared in policy.used_once:
        ledger = _by_number(shared, record)
        for key, found in claims(record, shared, policy).items():
            for claim in found:
                before = [] if len(key) < _LEAST else _before(claim, ledger.get(key, ()), policy)
                if len(found) > 1 and len(key) >= _LEAST:
                    yield _found(claim, found, shared, policy)
                for known in before:
                    yield _claimed_before(claim, known, shared)
                if not before and (len(found) == 1 or len(key) < _LEAST):
                    case = Case.company(RULE, claim.dossier, claim.stated.document.kind, claim.stated.document)
                    yield case.passes(Words(f"{shared.name.zh}只用了一次", f"the {shared.name.en} is used once"))


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    yield from meetings(record, policy.used_once, policy)


def _by_number(shared: Shared, batch: Batch) -> Mapping[str, Iterable[Known]]:
    """The ledger's applications by the numbers that they claim."""
    names = {DateSource.of(written).field for written in shared.fields}
    found = defaultdict[str, dict[Known, None]](dict)
    for known in batch.known:
        for name, number in known.numbers:
            if name in names:
                found[fold(number)][known] = None
    return found


def _before(claim: Stating, known: Iterable[Known], policy: Policy) -> list[Known]:
    """What the company claimed under this very policy is CX006's."""
    return [one for one in known if one.policy != policy.id or not is_same_company(claim.dossier, one)]


def _claimed_before(claim: Stating, known: Known, shared: Shared) -> Outcome:
    document, dossier = claim.stated.document, claim.dossier
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{shared.name.zh}{claim.stated.field.written}已在“{known.source}”由{known.company}申报过。",
            f"The {shared.name.en} {claim.stated.field.written} of {dossier.applicant} was claimed before, in "
            f"“{known.source}” by {known.company}.",
        ),
        Words(f"一个{shared.name.zh}只申报一次", f"a {shared.name.en} that is claimed once"),
        Words(f"“{known.source}”，{known.company}", f"“{known.source}”, {known.company}"),
        Words("请核实这笔费用是否已经得到支持。", "Find out whether this cost was supported already."),
        claim.stated.field.place,
        None,
        (claim.stated.reading,),
    )
    poor = POOR_PAPER if document.poor else None
    case = Case.company(RULE, dossier, document.kind, document)
    return case.finds(finding, first_doubt(poor, doubt([claim.stated.reading], CLOSE_CALL)))


def _found(claim: Stating, found: Sequence[Stating], shared: Shared, policy: Policy) -> Outcome:
    document, dossier, others, more = claim.stated.document, claim.dossier, others_of(claim, found), and_more(found)
    who = Words(
        "、".join(
            f"{one.dossier.applicant}（{one.dossier.district or '区市不明'}，{one.stated.where(policy).zh}）"
            for one in others
        )
        + more.zh,
        ", ".join(f"{one.dossier.applicant} ({one.dossier.district or 'district unknown'})" for one in others)
        + more.en,
    )
    evidence = (claim.stated.reading, *(one.stated.reading for one in others))
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{shared.name.zh}{claim.stated.field.written}也出现在{who.zh}的材料里。",
            f"The {shared.name.en} {claim.stated.field.written} of {dossier.applicant} also stands in the papers of "
            f"{who.en}.",
        ),
        Words(f"一个{shared.name.zh}只由一家申报", f"a {shared.name.en} that one applicant claims"),
        Words(f"另见{who.zh}", f"also {who.en}"),
        Words("请核实这笔业务属于哪一家，另一家应撤回。", "Find out whose it is; the other must withdraw it."),
        claim.stated.field.place,
        None,
        evidence,
    )
    poor = POOR_PAPER if document.poor or any(one.stated.document.poor for one in others) else None
    return Case.company(RULE, dossier, document.kind, document).finds(finding, first_doubt(poor, doubt(evidence)))
