"""表格上印着“盖章”，却没有写明由谁盖章。

判断：材料上有单独印着“（盖章）”“公章”一类字样、不在任何已知盖章栏内的位置。每份材料一条，仅作提示。
为什么：没有写明单位的盖章处，容易盖错，例如企业把自己的章盖在主管部门的位置。
不判断：写明了单位的盖章处。
---
A printed place for a seal does not say whose.

What: a line that only says “seal here”, outside every known place of the form; one finding for each paper, for
information.
Why: such places get the wrong seal.
Not judged: places that name their party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.facts.papers import paper_words, spec_of
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.forms import Layout
from extractor.language.matching import fold
from extractor.records import Line, Place, Words

RULE = Rule(
    "FM002",
    "form-seal-place-unclear",
    Severity.INFO,
    Scope.PAPER,
    Words("盖章处未写明单位", "seal place unclear"),
    Words("盖章处写明单位", "seal place names its party"),
)

_BARE = re.compile(r"[(]?(?:单位)?(?:盖章|公章|签章|印章)(?:处)?[)]?[::]?")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec = Case.paper(RULE, record), spec_of(record.document, policy)
    if spec is None or spec.layout not in (Layout.FORM, Layout.TABLE):
        yield case.not_applicable(Words("不是表格", "this is no form"))
        return
    bare = [(page, line) for page, line in record.document.lines if _BARE.fullmatch(fold(line.text))]
    unclear = [(page, line) for page, line in bare if not _in_a_slot(page, line, record)]
    if unclear:
        page, line = unclear[0]
        yield case.finds(_finding(record, Place(page, line.box), line, policy))
    else:
        yield case.passes(Words("盖章处都写明了单位", "every place for a seal names its party"))


def _in_a_slot(page: int, line: Line, paper: Paper) -> bool:
    x, y = line.box.centre
    return any(seen.area.page == page and seen.area.box.holds(x, y) for seen in paper.document.slots)


def _finding(paper: Paper, place: Place, line: Line, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    return Particulars(
        Words(
            f"{words.zh}上有一处印着“{line.text}”，没有写明由哪个单位盖章。",
            f"{words.en} has a place “{line.text}” that names no party.",
        ),
        Words("写明盖章单位", "the name of the party"),
        Words(line.text, line.text),
        Words("请制表单位在该处写明盖章单位。", "Have the form's author name the party there."),
        place,
    )
