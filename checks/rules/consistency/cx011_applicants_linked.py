"""不同申报单位之间有共同的账号、电话、地址或人员。

判断：政策包 linked_by 里列出的内容（账号、电话、地址、联系人、法定代表人）在两家以上企业的材料里相同的，每家一条，把
所有相同之处写在一起。只是线索，不是缺陷。
为什么：一手代办、一人多企，需要审核人员留意。
不判断：是否违规，由审核人员决定。
---
Different applicants share an account, a telephone, an address or a person.

What: what the pack lists under `linked_by`, the same in the papers of two applicants or more: one finding for each,
with all that they share. A clue, never a defect.
Why: one hand behind several applicants is for a reviewer to look at.
Not judged: whether that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy, Shared
from checks.records import Batch, Dossier, Outcome, Scope, Severity
from checks.rules.consistency._shared import Stating, and_more, claims, meetings, others_of
from extractor.records import Words

RULE = Rule(
    "CX011",
    "applicants-linked",
    Severity.INFO,
    Scope.BATCH,
    Words("申报单位有关联", "applicants linked"),
    Words("申报单位之间未见关联", "no link between applicants"),
)

_Link = tuple[Shared, Stating, tuple[Stating, ...], Words]  # what is shared, by whom, with whom, and how many more


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    links = dict[int, list[_Link]]()
    dossiers = dict[int, Dossier]()
    for shared in policy.linked_by:
        for found in claims(record, shared, policy).values():
            for claim in found:
                dossiers[id(claim.dossier)] = claim.dossier
                others = others_of(claim, found)
                links.setdefault(id(claim.dossier), []).extend(
                    [(shared, claim, others, and_more(found))] if others else []
                )
    for key, shared_by in links.items():
        if shared_by:
            yield _found(dossiers[key], shared_by)
        else:
            yield Case.company(RULE, dossiers[key]).passes(Words("没有与其他申报单位相同之处", "nothing is shared"))


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    yield from meetings(record, policy.linked_by, policy)


def _found(dossier: Dossier, links: list[_Link]) -> Outcome:
    said_zh = "；".join(
        f"{shared.name.zh}“{claim.stated.field.written}”与"
        + "、".join(one.dossier.applicant for one in others)
        + f"{more.zh}相同"
        for shared, claim, others, more in links
    )
    said_en = "; ".join(
        f"{shared.name.en} “{claim.stated.field.written}” is also that of "
        + ", ".join(one.dossier.applicant for one in others)
        + more.en
        for shared, claim, others, more in links
    )
    evidence = tuple(
        reading
        for _, claim, others, _ in links
        for reading in (claim.stated.reading, *(o.stated.reading for o in others))
    )
    first = links[0][1].stated
    finding = Particulars(
        Words(f"{dossier.applicant}：{said_zh}。", f"{dossier.applicant}: {said_en}."),
        Words("各申报单位互不相关", "applicants that share nothing"),
        Words(said_zh, said_en),
        Words("请审核人员留意这些企业是否由同一方控制或代办。", "Look whether one hand is behind these applicants."),
        first.field.place,
        None,
        evidence,
    )
    return Case.company(RULE, dossier, first.document.kind, first.document).finds(finding)
