"""两份材料上的印章一模一样，疑为粘贴。

判断：手工盖章的两份材料上，同一单位的印痕（位置、角度、缺损）完全相同。手工盖章不可能每次都一样。每份材料一条。
为什么：完全相同的印痕是把印章图像贴上去的痕迹。
不判断：电子原件；没有取得印痕特征的材料。
---
The very same impression on two papers that are stamped by hand.

What: two impressions of one owner, on two papers, alike in angle and wear down to the pixel, which no hand does
twice. One finding
for each paper.
Why: such seals are pasted pictures.
Not judged: electronic originals; seals of which no fingerprint was taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.fingerprints import near_pairs
from checks.model import Policy
from checks.outcomes import Case, Finding, Rule, of_seal
from checks.papers import paper_words
from checks.places import papers_of
from checks.records import Batch, Outcome, Paper, Scope, Severity
from extractor.records import Seal, Words

RULE = Rule("SL006", "seal-pasted", Severity.ERROR, Scope.BATCH, Words("印章疑为粘贴", "seal pasted"))

# Re-scanning one printed picture flips a few of its 1024 bits; two hand-set impressions differ in angle and ink.
_THE_SAME, _NEARLY = 0.02, 0.04
_SIMILAR = Words("印痕极为相似，但不完全相同", "the impressions are very alike, not identical")

_Held = tuple[Paper, Seal]


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    held = defaultdict[str, list[_Held]](list)
    looked = list[Paper]()
    for paper in papers_of(record, policy):
        if paper.document.born_digital:
            continue
        seals = [seal for seal in paper.document.seals if seal.impression]
        looked += [paper] if seals else []
        for seal in seals:
            held[seal.owner or seal.text].append((paper, seal))
    found = dict[int, tuple[_Held, _Held, float]]()
    for owned in held.values():
        for left, right, apart in near_pairs([seal.impression for _, seal in owned], _NEARLY):
            for one, two in ((owned[left], owned[right]), (owned[right], owned[left])):
                here = id(one[0].document)
                if one[0].document is not two[0].document and apart < found.get(here, (one, two, 1.0))[2]:
                    found[here] = (one, two, apart)
    for paper in looked:
        case = Case.paper(RULE, paper)
        if (match := found.get(id(paper.document))) is None:
            yield case.passes(Words("没有与其他材料完全相同的印痕", "no impression is the same as on another paper"))
        else:
            one, two, apart = match
            yield case.finds(_finding(one, two, policy), None if apart <= _THE_SAME else _SIMILAR)


def _finding(one: _Held, two: _Held, policy: Policy) -> Finding:
    (paper, seal), (other, twin) = one, two
    words, file, page = paper_words(paper, policy), other.document.file, twin.place.page
    owner = seal.owner or seal.text
    return Finding(
        Words(
            f"{words.zh}上“{owner}”的印痕与“{file}”第{page}页上的完全相同，手工盖章不可能如此，疑为粘贴的印章图像。",
            f"{words.en}: the impression of {owner} is the very same as in “{file}”, page {page}; no hand sets a "
            f"seal twice alike.",
        ),
        Words("手工加盖的印章", "a seal set by hand"),
        Words(f"与“{file}”第{page}页相同", f"the same as in “{file}”, page {page}"),
        Words("请核验原件。", "Look at the originals."),
        seal.place,
        seal.slot,
        (of_seal(paper.document, seal), of_seal(other.document, twin)),
    )
