"""复印件没有加盖申报单位印章，或没有“与原件一致”的字样。

判断：政策规定“可以提交加盖申报单位印章的复印件”的材料，印章是灰色或黑色的（即复印件），而没有申报单位的红章；政策包
certified 还要求写明的字样（如“与原件一致”），复印件上一处也没有读到的。每份材料一条。
为什么：没有盖章确认的复印件，没有人对它与原件一致负责。
不判断：红章的原件、电子件；必须提交原件的材料（SL005）；一枚印章也没有的材料（SL001）。
存疑：另有一枚没有读出是谁的彩色印章；申报单位的章本身也是灰色的（整份黑白扫描）；字样可能是手写或盖上去的，没有读出来。
---
A copy that nobody vouches for.

What: a paper that may be a copy under the applicant's seal is one (its seals are grey or black), and bears no coloured
seal of the applicant; or none of the words that the pack asks by `certified` (与原件一致). One finding for each paper.
Why: nobody answers for such a copy.
Not judged: originals under red seals, electronic papers; papers that must be originals (SL005); papers without any seal
(SL001).
Unsure: where another coloured seal could not be read; where the applicant's own seal is grey, as on a scan without
colours; words that were written or stamped and may not have been read.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import first_doubt
from checks.facts.holders import Holder, holder_of
from checks.facts.papers import listed, paper_words, spec_of
from checks.facts.prose import prose_of
from checks.facts.sealing import COPIED, COPY, copy_doubt, is_name_seal, party_names, seal_evidence
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import APPLICANT, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Seal, Words

RULE = Rule(
    "EV008",
    "copy-not-certified",
    Severity.ERROR,
    Scope.PAPER,
    Words("复印件未盖章确认", "copy not certified"),
    Words("复印件已盖章确认", "copy certified"),
)

_UNREAD = Words("另有一枚彩色印章没有读出是谁的", "another coloured seal could not be read")
_GREY = Words(
    "申报单位的章本身也是灰色或黑色的，可能是黑白扫描",
    "the applicant's own seal is grey or black, perhaps on a scan without colours",
)
_BY_HAND = Words("手写或加盖的字样可能没有读出来", "words by hand or stamp may not have been read")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec, document = Case.paper(RULE, record), spec_of(record.document, policy), record.document
    if spec is None or spec.original != COPY or not record.applicant:
        yield case.not_applicable(Words("该材料不是须盖章确认的复印件", "the paper need not be a certified copy"))
        return
    grey = [seal for seal in document.seals if seal.color in COPIED and not is_name_seal(seal)]
    coloured = [seal for seal in document.seals if seal.color not in COPIED and not is_name_seal(seal)]
    names = party_names(APPLICANT, record, policy)
    own = [seal for seal in coloured if holder_of(seal, names) is Holder.OWN]
    said = "".join(prose_of(document).text.split())
    if not grey or (coloured and not own and all(holder_of(seal, names) is Holder.STRANGER for seal in coloured)):
        yield case.passes(Words("不是复印件", "it is no copy"))
    elif not own:
        yield case.finds(_finding(record, grey, policy), _doubt(record, grey, coloured, names))
    elif spec.certified and not any(words in said for words in spec.certified):
        yield case.finds(_without_words(record, own, spec.certified, policy), _BY_HAND)
    else:
        yield case.passes(Words("复印件已由申报单位盖章确认", "the applicant vouches for the copy"))


def _doubt(paper: Paper, grey: list[Seal], coloured: list[Seal], names: tuple[str, ...]) -> Words | None:
    own_grey = any(holder_of(seal, names) is not Holder.STRANGER for seal in grey)
    red_ink = any(slot.trace for slot in paper.document.slots)
    return first_doubt(
        copy_doubt(paper.document, grey), _UNREAD if coloured or red_ink else None, _GREY if own_grey else None
    )


def _finding(paper: Paper, grey: list[Seal], policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    return Particulars(
        Words(
            f"{words.zh}是复印件（印章为灰色或黑色），没有加盖申报单位的印章。",
            f"{words.en} is a copy (its seals are grey or black) and does not bear the applicant's seal.",
        ),
        Words("加盖申报单位印章的复印件，或原件", "a copy under the applicant's seal, or the original"),
        Words("没有申报单位印章的复印件", "a copy without the applicant's seal"),
        Words("请在复印件上加盖申报单位公章。", "Set the applicant's seal on the copy."),
        grey[0].place,
        None,
        seal_evidence(paper.document, grey),
    )


def _without_words(paper: Paper, own: list[Seal], wanted: tuple[str, ...], policy: Policy) -> Particulars:
    words, asked = paper_words(paper, policy), listed(f"“{one}”" for one in wanted)
    return Particulars(
        Words(
            f"{words.zh}是复印件，没有写明{asked}。",
            f"{words.en} is a copy and does not say {asked}.",
        ),
        Words(f"写明{asked}", f"the words {asked}"),
        Words("没有这样的字样", "no such words"),
        Words("请在复印件上写明并盖章。", "Write the words on the copy and seal it."),
        own[0].place,
        None,
        seal_evidence(paper.document, own),
    )
