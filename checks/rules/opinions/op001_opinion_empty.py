"""主管部门的意见栏盖了章或填了日期，却没有写意见。

判断：政策包 opinions 里列出的意见栏，有印章或日期，而除标题、签字、盖章字样外没有任何文字。
为什么：没有意见的盖章，不知道是同意还是不同意。
不判断：没有盖章也没有日期的栏（SL001、DT001）；没有找到的栏。
存疑：手写的意见可能没有读出来，所以扫描件只列入存疑。
---
An authority's box is sealed or dated, and says nothing.

What: the boxes that the pack lists under `opinions`, where a seal or date stands and nothing but captions and names.
Why: a seal without an opinion neither agrees nor refuses.
Not judged: boxes neither sealed nor dated (SL001, DT001); boxes that were not found.
Unsure: on scans, where an opinion by hand may not have been read.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.papers import paper_words
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.opinions._opinions import UNREAD, OpinionBox, opinions_on, says_nothing
from extractor.records import Words

RULE = Rule(
    "OP001",
    "opinion-empty",
    Severity.WARNING,
    Scope.PAPER,
    Words("意见栏没有意见", "opinion empty"),
    Words("意见栏已填意见", "opinion given"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    boxes = list(opinions_on(document, policy))
    if not boxes:
        yield case.not_applicable(Words("该材料没有意见栏", "the paper has no box for an opinion"))
    for _, given in boxes:
        used = (given.seen.date is not None and given.seen.date.value) or any(
            s.slot == given.slot for s in document.seals
        )
        if not says_nothing(given):
            yield case.passes(Words("写有意见", "an opinion is given"), given.slot)
        elif not used:
            yield case.not_applicable(
                Words("该栏没有盖章也没有日期", "the box is neither sealed nor dated"), given.slot
            )
        else:
            poor = POOR_PAPER if document.poor else None
            hidden = None if document.born_digital and not given.seen.trace else UNREAD
            yield case.finds(_finding(record, given, policy), first_doubt(poor, hidden))


def _finding(paper: Paper, given: OpinionBox, policy: Policy) -> Particulars:
    words, party = paper_words(paper, policy), policy.parties[given.seen.party].name
    return Particulars(
        Words(
            f"{words.zh}上{party.zh}的意见栏盖了章或填了日期，但没有写意见。",
            f"{words.en}: the box of {party.en} is sealed or dated, but says nothing.",
        ),
        Words("写明同意与否", "an opinion"),
        Words("没有意见", "none"),
        Words("请该部门补写意见。", "Ask the office for its opinion."),
        given.seen.area,
        given.slot,
        (given.reading,),
    )
