"""盖的是本单位的章，但章的种类不对。

判断：政策包 accepts 列出某个位置要求的章（如公章），而该位置上本单位的印章刻着别的专用章（财务、合同、发票专用章等）。
为什么：专用章不能代替公章作出声明或承诺。
不判断：政策没有规定章的种类的位置；别的单位的章（SL002）；没有刻种类的章，视为公章。
存疑：章内文字或所属单位识别把握不足。
---
The right party's seal, of a kind that does not do here.

What: the pack says by `accepts` which sorts of seal a place takes, and the party's own seal there bears another sort
(财务专用章).
Why: a seal for one purpose cannot declare in place of the company's own.
Not judged: places for which the pack accepts any; others' seals (SL002). A seal that names no sort is the general one.
Unsure: where the line inside or the owner was not read with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.certainty import SURE_SEAL
from checks.facts.papers import paper_words
from checks.facts.sealing import PlaceState, SlotView, seal_doubt, seal_evidence, sealed_slots
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.language.matching import fold
from extractor.records import Seal, Words

RULE = Rule(
    "SL008",
    "seal-wrong-kind",
    Severity.ERROR,
    Scope.PAPER,
    Words("印章种类不符", "seal wrong kind"),
    Words("印章种类相符", "seal of the right kind"),
)

_SORT = re.compile(r"[\u4e00-\u9fff]{1,6}专用章")
_FOR = "专用章"
_SORTS = (
    "财务",
    "合同",
    "发票",
    "业务",
    "部门",
    "承保",
    "理赔",
    "报关",
    "报检",
    "人事",
    "采购",
    "销售",
    "投标",
    "档案",
)
_UNCLEAR = Words("章内文字识别把握不足", "the line inside the seal was not read with certainty")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    views = [view for view in sealed_slots(record, policy) if view.spec.accepts]
    if not views:
        yield case.not_applicable(Words("政策没有规定该材料上章的种类", "the policy accepts any seal on this paper"))
    for view in views:
        yield _judged(case, view, record, policy)


def _judged(case: Case, view: SlotView, paper: Paper, policy: Policy) -> Outcome:
    if view.state is not PlaceState.SEALED:
        return case.not_applicable(
            Words("该位置没有本单位的章，另行报告", "no seal of the party here; reported apart"), view.slot
        )
    wrong = [seal for seal in view.seals if (sort := sort_of(seal)) and fold(sort) not in map(fold, view.spec.accepts)]
    if len(wrong) < len(view.seals):
        return case.passes(Words("章的种类符合要求", "the seal's sort is as required"), view.slot)
    sort, wanted, words = sort_of(wrong[0]) or "", "、".join(view.spec.accepts), paper_words(paper, policy)
    finding = Particulars(
        Words(
            f"{words.zh}应由{view.party.zh}盖{wanted}的位置，盖的是{sort}。",
            f"{words.en}: where {view.party.en} must set its {wanted}, it set its {sort}.",
        ),
        Words(wanted, wanted),
        Words(sort, sort),
        Words(f"请改盖{wanted}。", f"Seal it with the {wanted}."),
        wrong[0].place,
        view.slot,
        seal_evidence(paper.document, wrong),
    )
    clear = all(seal.confidence >= SURE_SEAL or _is_known(sort_of(seal) or "") for seal in wrong)
    return case.finds(finding, seal_doubt(paper.document, wrong) or (None if clear else _UNCLEAR))


def _is_known(sort: str) -> bool:
    """Whether the line ends in a sort that such seals have: it is read apart from the ring, and its letters say more
    of how it was read than the ring's do."""
    return sort.removesuffix(_FOR).endswith(_SORTS)


def sort_of(seal: Seal) -> str | None:
    """The sort that the seal itself names: the end of 财务专用章 inside it, or at the end of its ring."""
    for text in (seal.inner, seal.text):
        found = _SORT.search("".join(text.split()))
        if found:
            return found[0] if text == seal.inner else _end_of(found[0])
    return None


def _end_of(ring: str) -> str:
    """财务专用章 of …有限公司财务专用章: what stands after the last word of a name."""
    return re.split(r"公司|局|中心|厂|部(?=.)", ring)[-1] or ring
