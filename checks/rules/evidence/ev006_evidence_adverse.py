"""证明材料说的与要证明的相反。

判断：政策包 adverse 列出的事项（欠税、处罚、违规、失信等），证明材料写明“存在”“受到”或写出次数、金额的。“未发现……”
“无……记录”“如有……”以及只是标题、查询事项的，不算。
为什么：证明材料齐了，不等于证明的内容是好的；这类内容只有读了正文才看得见。
存疑：“除……外”“已缴清”“不能排除”以及既没有肯定也没有否定的写法，由人工判断。
不判断：写着别家企业的材料（EV004）。
---
A proof says the contrary of what it must prove.

What: what the pack lists under `adverse` (arrears, penalties, violations), where the paper says that it is so, or
counts it. Not where it is denied, asked, conditional, or the subject of the paper.
Why: that a proof is there does not make it a good one; only its text tells.
Unsure: “except …”, “paid since”, “cannot be ruled out”, and what is neither affirmed nor denied.
Not judged: papers about another company (EV004).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.papers import Whose, belonging, paper_words
from checks.facts.prose import prose_of
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Evidence, Outcome, Paper, Scope, Severity
from extractor.language.said import Mention, Said, mentions
from extractor.records import Words

RULE = Rule(
    "EV006",
    "evidence-adverse",
    Severity.ERROR,
    Scope.PAPER,
    Words("证明内容不利", "evidence adverse"),
    Words("证明内容无不利", "nothing adverse in the evidence"),
)

_UNCLEAR = Words("这句话既有肯定又有否定，或没有说明有无", "the sentence affirms and denies, or does neither")
_LONGEST = 60  # characters of a sentence that a finding quotes


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    wanted = policy.evidence.get(document.kind or "")
    if wanted is None or not wanted.adverse:
        yield case.not_applicable(Words("该材料不是证明无不良记录的", "the paper need not prove a clean record"))
        return
    if record.dossier and belonging(document, record.dossier, policy).whose is Whose.ANOTHER:
        yield case.not_applicable(Words("该材料写的是其他企业", "the paper is about another"))
        return
    prose = prose_of(document)
    found = list(mentions(prose.text, wanted.adverse))
    adverse = [one for one in found if one.said is Said.AFFIRMED]
    unclear = [one for one in found if one.said in (Said.OPEN, Said.BARE)]
    if not prose.text:
        yield case.not_checkable(Words("没有读到正文", "no text could be read"))
    elif not adverse and not unclear:
        yield case.passes(Words("没有不利的内容", "nothing adverse is said"))
    else:
        chosen = (adverse or unclear)[0]
        reading = prose.reading(chosen.start, chosen.start + len(chosen.term))
        yield case.finds(
            _finding(record, chosen, reading, policy),
            first_doubt(
                None if adverse else _UNCLEAR,
                POOR_PAPER if document.poor else None,
                doubt([reading]),
            ),
        )


def _finding(paper: Paper, mention: Mention, reading: Evidence, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    said = mention.sentence if len(mention.sentence) <= _LONGEST else f"{mention.sentence[:_LONGEST]}……"
    return Particulars(
        Words(
            f"{words.zh}写明：“{said}”，与要证明的相反。", f"{words.en} says: “{said}”, contrary to what it must prove."
        ),
        Words(f"没有{mention.term}", f"no {mention.term}"),
        Words(f"“{said}”", f"“{said}”"),
        Words("请核实该企业是否仍符合申报条件。", "Find out whether the company is still eligible."),
        reading.place,
        None,
        (reading,),
    )
