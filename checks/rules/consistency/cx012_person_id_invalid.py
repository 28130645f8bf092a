"""身份证号不能通过校验。

判断：政策包注明是身份证号（type: person_id）的栏目和清单里的列，按 GB 11643 核对地区、出生日期和校验码。
为什么：号码写错，资金发不到本人，也查不到社保和学籍。
不判断：没有读到号码的。
存疑：读得不清楚；换一个形近的数字就能通过校验。
---
A person's identity number fails its check.

What: fields and columns that the pack calls identity numbers (`person_id`): place, day of birth and check character of
GB 11643.
Why: a wrong number stops payment, and nothing can be looked up by it.
Not judged: a number that could not be read.
Unsure: a doubtful reading; one look-alike digit would make it pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import CLOSE_CALL, POOR_PAPER, doubt, first_doubt
from checks.facts.codes import is_person, plain, slip_explains
from checks.facts.papers import paper_words, spec_of
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.forms import ValueType
from extractor.records import Field, Words

RULE = Rule(
    "CX012",
    "person-id-invalid",
    Severity.ERROR,
    Scope.PAPER,
    Words("身份证号校验不通过", "identity number"),
    Words("身份证号校验通过", "identity number valid"),
)

_LOOKALIKE = Words("换一个形近的数字即可通过校验，可能是识别误差", "one look-alike digit would make it valid")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec, document = Case.paper(RULE, record), spec_of(record.document, policy), record.document
    specs = {**spec.fields, **spec.rows} if spec else {}
    if not any(one.type is ValueType.PERSON_ID for one in specs.values()):
        yield case.not_applicable(Words("该材料不写身份证号", "this paper bears no identity number"))
        return
    every = (*document.fields, *(field for row in document.rows for field in row.fields))
    numbers = [one for one in every if one.name in specs and specs[one.name].type is ValueType.PERSON_ID and one.value]
    if not numbers:
        yield case.not_checkable(Words("没有读到身份证号", "no identity number could be read"))
        return
    wrong = [one for one in numbers if not is_person(one.value or "")]
    for field in wrong:
        lookalike = _LOOKALIKE if slip_explains(field.value or "", is_person) else None
        doubts = doubt([of_field(document, field)]), lookalike if field.confidence < CLOSE_CALL else None
        yield case.finds(_finding(field, record, policy), first_doubt(POOR_PAPER if document.poor else None, *doubts))
    if not wrong:
        yield case.passes(Words("身份证号通过校验", "the identity numbers pass their check"))


def _finding(field: Field, paper: Paper, policy: Policy) -> Particulars:
    words, number = paper_words(paper, policy), plain(field.value or "")
    return Particulars(
        Words(
            f"{words.zh}上的身份证号{number}不能通过校验（GB 11643）。",
            f"{words.en}: the identity number {number} fails its check (GB 11643).",
        ),
        Words("能通过校验的18位身份证号", "an identity number of 18 characters that passes"),
        Words(number, number),
        Words("请对照身份证更正号码。", "Correct the number by the identity card."),
        field.place,
        None,
        (of_field(paper.document, field),),
    )
