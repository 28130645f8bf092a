"""各区（市）或同一区（市）内企业所附的证明材料不统一。

判断：统计每个区（市）每种证明有几家企业提交。全市各企业所附证明的种类不一致，且某区（市）有两家以上（或全部）
企业缺同类证明的，对该区（市）报一条，附统计表和缺少的企业。
为什么：证明不统一多半是因为通知没有列明清单，需要全市统一要求，而不只是个别企业补交。
不判断：只有个别企业缺一种的（EV001）；有文件没有读出来的区（市）。
---
Districts, or companies in one, attach different sets of proofs.

What: for each district, how many companies attach each proof. Where the sets differ and several companies of a
district (or all) lack
proofs, one finding for the district, with the matrix and who lacks what.
Why: that comes of a notice without a list and calls for one sentence to all districts.
Not judged: a single company without one proof (EV001); districts with unread files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checks.facts.papers import Whose, belonging
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Batch, District, Dossier, Outcome, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "EV005",
    "evidence-not-uniform",
    Severity.WARNING,
    Scope.BATCH,
    Words("证明材料不统一", "evidence not uniform"),
    Words("证明材料统一", "evidence uniform"),
)

# One company without a proof is that company's omission; two of one district are a practice.
_A_PRACTICE = 2


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    proofs = _proofs(policy)
    sets = {id(dossier): _set(dossier, policy) for district in record.districts for dossier in district.dossiers}
    uniform = len(set(sets.values())) <= 1
    for district in record.districts:
        case = Case(RULE, district.name or "?", district.name)
        if not proofs or not district.dossiers:
            yield case.not_applicable(Words("没有可比的证明材料", "there are no proofs to compare"))
        elif district.unread or any(dossier.unread for dossier in district.dossiers):
            yield case.not_checkable(Words("有文件没有读出来", "a file could not be read"))
        else:
            lacking = [dossier for dossier in district.dossiers if len(sets[id(dossier)]) < len(proofs)]
            if (
                uniform
                or len(lacking) < min(_A_PRACTICE, len(district.dossiers))
                or _single(lacking, district, sets, proofs)
            ):
                yield case.passes(Words("所附证明一致", "the proofs are uniform"))
            else:
                yield case.finds(_finding(district, lacking, sets, proofs, policy))


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    for district in record.districts:
        for dossier in district.dossiers:
            yield Meeting(dossier, " ".join(sorted(_set(dossier, policy))), one_is_enough=True)


def _proofs(policy: Policy) -> Mapping[str, Words]:
    return {kind: wanted.proves for kind, wanted in policy.evidence.items() if wanted.proves is not None}


def _set(dossier: Dossier, policy: Policy) -> frozenset[str]:
    return frozenset(kind for kind in _proofs(policy) if _has(dossier, kind, policy))


def _single(
    lacking: list[Dossier], district: District, sets: Mapping[int, frozenset[str]], proofs: Mapping[str, Words]
) -> bool:
    """A district's only company that lacks some, not all: its own omission."""
    return len(district.dossiers) == 1 and bool(lacking) and bool(sets[id(lacking[0])]) and bool(proofs)


def _has(dossier: Dossier, kind: str, policy: Policy) -> bool:
    here = (document for document in dossier.documents if document.kind == kind)
    return any(belonging(document, dossier, policy).whose is not Whose.ANOTHER for document in here) or any(
        document.kind == kind for document in dossier.lent
    )


def _finding(
    district: District,
    lacking: list[Dossier],
    sets: Mapping[int, frozenset[str]],
    proofs: Mapping[str, Words],
    policy: Policy,
) -> Particulars:
    count = len(district.dossiers)
    have = {kind: sum(kind in sets[id(dossier)] for dossier in district.dossiers) for kind in proofs}
    names = {kind: policy.kind_name(kind) for kind in proofs}
    matrix = Words(
        "、".join(f"{names[kind].zh}{number}/{count}家" for kind, number in have.items()),
        ", ".join(f"{names[kind].en} {number} of {count}" for kind, number in have.items()),
    )
    gaps_zh = "；".join(
        f"{one.applicant}缺{'、'.join(names[kind].zh for kind in proofs if kind not in sets[id(one)])}"
        for one in lacking
    )
    gaps_en = "; ".join(
        f"{one.applicant} lacks {', '.join(names[kind].en for kind in proofs if kind not in sets[id(one)])}"
        for one in lacking
    )
    wanted_zh, wanted_en = "、".join(one.zh for one in names.values()), ", ".join(one.en for one in names.values())
    who = Words(district.name or "未知区（市）", district.name or "an unknown district")
    return Particulars(
        Words(
            f"{who.zh}所附证明材料不统一：{matrix.zh}。其中：{gaps_zh}。",
            f"The proofs attached in {who.en} are not uniform: {matrix.en}. {gaps_en}.",
        ),
        Words(f"每家企业均附{wanted_zh}", f"from each company: {wanted_en}"),
        matrix,
        Words(
            f"建议向各区（市）统一发文：请每家申报企业均提交{wanted_zh}，缺一不可。",
            f"Tell all districts in one sentence: every company hands in {wanted_en}.",
        ),
    )
