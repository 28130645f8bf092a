"""What the rules about seals share: one outcome for each required place of a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.facts.sealing import PlaceState, SlotView, is_electronic, sealed_slots
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper
from extractor.records import Document, Words

_SAID = {
    PlaceState.SEALED: Words("盖有该单位的印章", "the party's seal is there"),
    PlaceState.MISSING: Words("没有印章", "there is no seal"),
    PlaceState.MISPLACED: Words("印章盖在了别处", "the seal stands elsewhere"),
    PlaceState.WRONG: Words("盖的是其他单位的印章", "another's seal is there"),
    PlaceState.UNREADABLE: Words("印文不能识读", "the seal cannot be read"),
    PlaceState.OFF_SIGNATURE: Words("印章未压落款", "the seal does not touch the signature"),
}
_NO_PAGE = Words("Word 或 Excel 文件，没有页面，也没有印章", "a Word or Excel file, which has neither pages nor seals")
_WORKING_COPY = Words(
    "Word 或 Excel 文件；另有同种材料的扫描件或 PDF，印章以那一份为准",
    "a Word or Excel file; the scan or PDF of the same kind of paper is what must be sealed",
)
_UNSEEN = Words("没有找到应盖章的位置", "the place for the seal was not found")


def by_slot(
    rule: Rule,
    paper: Paper,
    policy: Policy,
    state: PlaceState,
    finding: Callable[[SlotView], Particulars],
    applies: Callable[[SlotView], bool] = lambda view: True,
) -> Iterator[Outcome]:
    """`finding` for each place in `state`; a pass for each other place that was seen."""
    case = Case.paper(rule, paper)
    views = [view for view in sealed_slots(paper, policy) if applies(view)]
    if not views:
        yield case.not_applicable(_no_slot(paper, policy))
    for view in views:
        if view.state is PlaceState.UNSEEN:
            yield case.not_checkable(_UNSEEN, view.slot)
        elif view.state is state:
            yield case.finds(finding(view), view.doubt)
        else:
            yield case.passes(_SAID[view.state], view.slot)


def no_seal(document: Document) -> Words:
    """What was found in place of a seal."""
    return _NO_PAGE if document.pictureless else _SAID[PlaceState.MISSING]


def _no_slot(paper: Paper, policy: Policy) -> Words:
    if paper.working_copy:
        return _WORKING_COPY
    if is_electronic(paper.document, policy):
        return Words("电子原件，不需要盖章", "an electronic original needs no seal")
    return Words("该材料没有这样的盖章位置", "this paper has no such place for a seal")
