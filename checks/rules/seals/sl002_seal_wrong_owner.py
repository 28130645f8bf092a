"""应由某一方盖章的位置，盖的是别的单位的章。

判断：盖章位置里有印章，印文可靠识读，但没有一枚属于应盖章的单位。会写明识读到的单位和应盖章的单位。
印文有个别字不清，但至少四个清楚的字是应盖章单位名称里没有的，也算可靠识读出是别的单位。
为什么：例如企业把自己的章盖在“区（市）商务主管部门（盖章）”处，就等于主管部门没有审核盖章。
不判断：同一位置另有该单位自己的章时不报；印文不能可靠识读时报 SL004；证明、执照、保单、
发票由不该出具的单位出具或盖章时报 EV002；
允许加盖申报单位印章的复印件，申报单位的章不算错。
存疑：位置里另有一片未能辨认的红色印迹，可能是该方盖得太淡的印章。
---
A place for one party's seal holds another's.

What: the place holds seals that were read, and none is the party's. Owner found and owner expected are named.
A ring with unclear letters too is another's, where four clear ones are such as the party's name does not have.
Why: a company's seal in the authority's place means that the authority has not sealed.
Not judged: a place that also holds the right seal; an unreadable seal (SL004); a certificate, licence, policy or
invoice
issued by the wrong office (EV002); the applicant's seal on a copy where the policy takes copies under that seal.
Unsure: where red ink in the place may be the party's own seal, too faint to be made out.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words
from checks.facts.sealing import PlaceState, SlotView, seal_evidence, seal_words
from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.seals._slots import by_slot
from extractor.records import Words

RULE = Rule(
    "SL002",
    "seal-wrong-owner",
    Severity.ERROR,
    Scope.PAPER,
    Words("印章单位不符", "another's seal"),
    Words("印章单位相符", "the right party's seal"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    evidence = policy.evidence.get(record.document.kind or "")
    issuer = evidence.issuer if evidence else None
    yield from by_slot(
        RULE,
        record,
        policy,
        PlaceState.WRONG,
        lambda view: _finding(view, record, policy),
        lambda view: view.spec.party != issuer,
    )


def _finding(view: SlotView, paper: Paper, policy: Policy) -> Particulars:
    words, found = paper_words(paper, policy), seal_words(view.seals)
    return Particulars(
        Words(
            f"{words.zh}应由{view.party.zh}盖章的位置，盖的是“{found.zh}”的印章。",
            f"{words.en} bears the seal of {found.en} in the place of {view.party.en}.",
        ),
        view.expected,
        found,
        Words(f"请由{view.party.zh}在该处重新盖章。", f"Have {view.party.en} seal there."),
        view.seals[0].place,
        view.slot,
        seal_evidence(paper.document, view.seals),
    )
