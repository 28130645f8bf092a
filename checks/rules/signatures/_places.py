"""What the rules about signatures share: one outcome for each place of a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.facts.signing import Hand, SignView, sign_places
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper
from extractor.records import Words

NO_PLACE = Words("该材料没有须核对的签字位置", "this paper shows no place for a signature")
_SAID = {
    Hand.SIGNED: Words("该处有笔迹", "there is writing in the place"),
    Hand.PRINTED: Words("该处有姓名", "there is a name in the place"),
    Hand.SEALED: Words("该处盖有可以代替签字的印章", "a seal that may stand for the signature is there"),
    Hand.EMPTY: Words("该处空白", "the place is empty"),
}


def places_of(paper: Paper, policy: Policy) -> list[SignView]:
    """None of a Word or Excel file, which nobody can sign."""
    return [] if paper.document.pictureless else list(sign_places(paper, policy))


def by_place(
    rule: Rule, paper: Paper, policy: Policy, state: Hand, finding: Callable[[SignView], Particulars]
) -> Iterator[Outcome]:
    """`finding` for each place in `state`; a pass for each other."""
    case, places = Case.paper(rule, paper), places_of(paper, policy)
    if not places:
        yield case.not_applicable(NO_PLACE)
    for view in places:
        if view.state is state:
            yield case.finds(finding(view), view.doubt)
        else:
            yield case.passes(_SAID[view.state], view.slot)
