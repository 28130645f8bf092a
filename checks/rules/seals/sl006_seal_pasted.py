"""两份材料上的印章一模一样，疑为粘贴。

判断：手工盖章的两份材料上，同一单位的圆形印痕（角度、边框上的缺墨）完全相同。手工盖章不可能每次都一样。每份材料一条。
为什么：完全相同的印痕是把印章图像贴上去的痕迹。
不判断：电子原件、电子印章；不要求交原件的材料上出具单位的章（可能是电子证明的打印件）；同一份材料的两次扫描；边框没有缺墨的清晰印痕（角度相近的两次盖章无法区分）；
椭圆章、方章、黑白复印的章，以及大半被文字盖住的章。
---
The very same impression on two papers that are stamped by hand.

What: two round impressions of one owner, on two papers, alike in angle and in what is missing on the rim, which no
hand does twice. One finding for each paper.
Why: such seals are pasted pictures.
Not judged: electronic originals and seals; an issuer's seal where no original is asked for, as it may be the print of
an electronic certificate; two scans of one paper; crisp impressions, whose rim misses no ink, as two
set at nearly one angle cannot be told apart; oval and square seals, black copies, seals mostly under print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.facts.holders import Holder, holder_of
from checks.facts.papers import paper_words, spec_of
from checks.facts.sealing import REQUIRED, party_names
from checks.grouping.fingerprints import ImpressionMatch, alike
from checks.grouping.same_paper import same_paper
from checks.grouping.whose import papers_of
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, of_seal
from checks.pack.model import APPLICANT, Policy
from checks.records import Batch, Outcome, Paper, Scope, Severity
from extractor.records import Document, Seal, Words

RULE = Rule(
    "SL006",
    "seal-pasted",
    Severity.ERROR,
    Scope.BATCH,
    Words("印章疑为粘贴", "seal pasted"),
    Words("印章未见粘贴", "no pasted seal"),
)

# The correlation of wear. Drawn and scanned at random media: of 2 x 179,700 pairs of genuine impressions, at angles of
# N(0, 3 degrees) and at one and the same, the most alike had 0.44; with a seal so worn that its own nicks are most of
# the wear, and all set at one angle, 0.67 of 44,850. The same picture on two papers, scanned apart, has 0.7 and more in
# these shares of 8 to 12, at 300, 200, 150 dpi, by phone, poor: broken impressions 1 1 1 1 1, faint 1 1 1 1 0.1, clear
# 1 1 0.6 0.8 0.1, heavy none; with a tenth of grain from printing, faint 0.6 0.7 0.6 0.7 0, clear none.
_THE_SAME = 0.7
# Less is doubted; and what others of this seal share of the wear when turned onto it is the seal's own. With at least
# 8 to ask, 0.55 and 0.2 beyond that was false for none of 14,400 papers (groups drawn from 300 impressions of the worn
# seal at N(0, 3 degrees)), with fewer, 0.6 for 2 of 6,240. Of clear ones with grain 0.7 0.9 0.2 0.4 0.1 are found so.
_NEARLY, _NEARLY_ALONE, _BEYOND_USUAL, _ENOUGH_OTHERS = 0.55, 0.6, 0.2, 8
_LEAST_DEPTH = 0.035  # crisp impressions have 0.002 to 0.03, and only the seal's own nicks to tell them by
_LEAST_LETTERS = 0.5  # two scans of one impression have 0.42 to 0.98, faint and broken ones least
_SIMILAR = Words("印痕极为相似，但不完全相同", "the impressions are very alike, not identical")
_Held = tuple[Paper, Seal]


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    held = defaultdict[str, list[_Held]](list)
    looked = list[Paper]()
    for paper, seals in _to_look_at(record, policy):
        looked.append(paper)
        for seal in seals:
            held[_key(seal)].append((paper, seal))
    found = dict[int, tuple[_Held, _Held, ImpressionMatch]]()
    for owned in held.values():
        for likeness in alike([seal.impression for _, seal in owned], _NEARLY, _LEAST_DEPTH):
            left, right = owned[likeness.left], owned[likeness.right]
            if not _is_suspect(likeness) or _one_paper(left[0].document, right[0].document):
                continue
            for one, two in ((left, right), (right, left)):
                here = id(one[0].document)
                if here not in found or likeness.wear > found[here][2].wear:
                    found[here] = (one, two, likeness)
    for paper in looked:
        case = Case.paper(RULE, paper)
        if (match := found.get(id(paper.document))) is None:
            yield case.passes(Words("没有与其他材料完全相同的印痕", "no impression is the same as on another paper"))
        else:
            one, two, likeness = match
            yield case.finds(_finding(one, two, policy), None if likeness.wear >= _THE_SAME else _SIMILAR)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    for paper, seals in _to_look_at(record, policy):
        for seal in seals:
            yield Meeting(paper.dossier or paper.document, _key(seal))


def _to_look_at(record: Batch, policy: Policy) -> Iterator[tuple[Paper, list[Seal]]]:
    for paper in papers_of(record, policy):
        if paper.document.born_digital:
            continue
        seals = [seal for seal in paper.document.seals if seal.impression and _by_hand(seal, paper, policy)]
        if seals:
            yield paper, seals


def _key(seal: Seal) -> str:
    return seal.owner or seal.text


def _by_hand(seal: Seal, paper: Paper, policy: Policy) -> bool:
    """On an original, or the applicant's on a copy. A certificate may be the print of an electronic one, whose seal is
    the same on every print."""
    spec = spec_of(paper.document, policy)
    if seal.electronic or spec is None:
        return False
    return spec.original == REQUIRED or holder_of(seal, party_names(APPLICANT, paper, policy)) is Holder.OWN


def _is_suspect(likeness: ImpressionMatch) -> bool:
    if likeness.letters < _LEAST_LETTERS or likeness.wear < likeness.usual + _BEYOND_USUAL:
        return False
    return likeness.wear >= (_NEARLY if likeness.others >= _ENOUGH_OTHERS else _NEARLY_ALONE)


def _one_paper(one: Document, two: Document) -> bool:
    """A paper that was handed in twice bears its seals twice; DC005 says so."""
    return one is two or same_paper(one, two)


def _finding(one: _Held, two: _Held, policy: Policy) -> Particulars:
    (paper, seal), (other, twin) = one, two
    words, file, page = paper_words(paper, policy), other.document.file, twin.place.page
    owner = seal.owner or seal.text
    return Particulars(
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
