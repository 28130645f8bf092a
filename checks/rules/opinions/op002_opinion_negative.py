"""主管部门不同意，企业却列在汇总表里。

判断：意见栏里写着政策包 refuses 列出的话（不同意、不符合等），而该企业在本区（市）的汇总表上有一行。
为什么：不同意上报的企业不应进入汇总和拨付。
不判断：没有汇总表的区（市）；“未发现不符合”“不符合条件的，不予支持”这样的话。
存疑：同一栏里又有同意的话，或否定之否定。
---
An authority refuses, and the company stands in the summary all the same.

What: a box says what the pack lists under `refuses`, and the district's table has a row for the company.
Why: who is refused must not be summed up and paid.
Not judged: districts without a table; denials of a refusal, and rules that are only quoted.
Unsure: where the box agrees as well, or denies twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.lists.tables import matched, tables_of
from checks.facts.papers import own_papers
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Opinion, Policy
from checks.records import District, Dossier, Outcome, Scope, Severity
from checks.rules.opinions._opinions import OpinionBox, opinions_on
from extractor.language.said import Said, mentions
from extractor.records import Document, Words

RULE = Rule(
    "OP002",
    "opinion-negative",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("意见为不同意", "opinion negative"),
    Words("意见未见不同意", "no refusal in the opinion"),
)

_BOTH = Words("同一栏里又有别的说法", "the same box says otherwise too")


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    listed = {
        id(match.dossier)
        for table, listing in tables_of(record, policy)
        for match in matched(table, listing, record, policy)
        if match.row is not None and match.dossier is not None
    }
    for dossier in record.dossiers:
        for document in (one for kind in policy.opinions for one in own_papers(dossier, kind, policy)):
            for opinion, given in opinions_on(document, policy):
                yield _judged(dossier, document, opinion, given, listed=id(dossier) in listed, policy=policy)


def _judged(
    dossier: Dossier, document: Document, opinion: Opinion, given: OpinionBox, *, listed: bool, policy: Policy
) -> Outcome:
    case = Case.company(RULE, dossier, document.kind, document)
    found = list(mentions(given.text, opinion.refuses))
    refusing = [one for one in found if one.said in (Said.AFFIRMED, Said.BARE)]
    unclear = [one for one in found if one.said is Said.OPEN]
    if not refusing and not unclear:
        return case.passes(Words("没有不同意的意见", "it does not refuse"), given.slot)
    if not listed:
        return case.not_applicable(Words("该企业没有列入汇总表", "the company is not in the summary"), given.slot)
    said = (refusing or unclear)[0]
    party = policy.parties[given.seen.party].name
    finding = Particulars(
        Words(
            f"{party.zh}对{dossier.applicant}的意见是“{said.sentence}”，而该企业列在汇总表里。",
            f"{party.en} says of {dossier.applicant}: “{said.sentence}”, and yet the company stands in the summary.",
        ),
        Words("不同意的企业不列入汇总表", "no refused company in the summary"),
        Words(f"“{said.sentence}”", f"“{said.sentence}”"),
        Words("请核实意见；确属不同意的，从汇总表中删去。", "Check the opinion; strike the company if it is refused."),
        given.seen.area,
        given.slot,
        (given.reading,),
    )
    poor = POOR_PAPER if document.poor else None
    mixed = _BOTH if not refusing or _agrees(given.text, said.term) else None
    return case.finds(finding, first_doubt(poor, mixed, doubt([given.reading])))


def _agrees(text: str, refusal: str) -> bool:
    """Is the refusal's own last word said without its denial as well: 同意 beside 不同意?"""
    bare = refusal.lstrip("不未")
    return bare != refusal and bare in text.replace(refusal, "").replace(f"不{bare}", "")
