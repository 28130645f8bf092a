"""材料在应当有效的那一天已经过期。

判断：政策包 valid 写明材料的有效期栏目和应当有效的办理环节，有效期止日早于该环节日期的。写“长期”的视为一直有效。
为什么：过期的证照、授权不能作为依据。
不判断：没有写明有效期；有效期或那一天的日期没有读出来。
---
A paper was no longer valid on the day that counts.

What: the pack's `valid` names the field that says until when, and the act on whose day it must be valid.
Why: an expired licence or authorisation proves nothing.
Not judged: papers that do not say; where either date could not be read. 长期 is valid for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checks.certainty import CLOSE_CALL, POOR_PAPER, doubt, first_doubt
from checks.facts.acts import best_source
from checks.facts.days import chinese
from checks.facts.papers import Whose, belonging, paper_words
from checks.lookalikes import CHANGES, date_doubt, value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.language.dates import find_dates
from extractor.records import Words

RULE = Rule(
    "EV007",
    "evidence-expired",
    Severity.ERROR,
    Scope.PAPER,
    Words("材料已过期", "evidence expired"),
    Words("材料在有效期内", "evidence still valid"),
)

_FOR_EVER = ("长期", "永久", "无固定期限")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    wanted = policy.evidence.get(document.kind or "")
    if wanted is None or wanted.valid is None:
        yield case.not_applicable(Words("政策没有规定该材料的有效期", "the policy asks no validity of this paper"))
        return
    if record.dossier and belonging(document, record.dossier, policy).whose is Whose.ANOTHER:
        yield case.not_applicable(Words("该材料写的是其他企业", "the paper is about another"))
        return
    until = document.get(wanted.valid.until)
    if until is None:
        yield case.not_applicable(Words("该材料没有写明有效期", "the paper does not say until when it is valid"))
        return
    if any(word in until.written for word in _FOR_EVER):
        yield case.passes(Words("长期有效", "valid for ever"))
        return
    last = _last_day(until.value or "") or _last_written(until.written)
    acts = best_source(wanted.valid.on, record.dossier.documents if record.dossier else (document,), policy)
    done = next((one for one in acts if one.day is not None and one.plausible), None)
    if last is None or done is None or done.day is None:
        yield case.not_checkable(Words("有效期或应当有效之日没有读出来", "one of the dates could not be read"))
        return
    if last >= done.day:
        yield case.passes(Words("仍在有效期内", "it was valid"))
        return
    day, act = done.day, done.spec.name
    words = paper_words(record, policy)
    evidence = (of_field(document, until), *done.evidence)
    finding = Particulars(
        Words(
            f"{words.zh}有效期至{chinese(last)}，{act.zh}之日（{chinese(day)}）已经过期。",
            f"{words.en} was valid until {last}, before the day of {act.en} ({day}).",
        ),
        Words(f"{chinese(day)}仍有效", f"valid on {day}"),
        Words(f"有效期至{chinese(last)}", f"valid until {last}"),
        Words("请提交有效的材料。", "Hand in a valid one."),
        until.place,
        None,
        evidence,
    )
    twins = (
        value_doubt(until, lambda value: (other := _last_day(value)) is None or other < day),
        None if until.value or until.confidence >= CLOSE_CALL else CHANGES,
        date_doubt(done.mention, lambda other: other > last),
    )
    yield case.finds(finding, first_doubt(POOR_PAPER if document.poor else None, doubt(evidence), *twins))


def _last_day(value: str) -> date | None:
    """Of a day, or of a period `from/to`."""
    try:
        return date.fromisoformat(value.rpartition("/")[2])
    except ValueError:
        return None


def _last_written(written: str) -> date | None:
    """Of a period of which one day alone is written: 至2022年12月31日."""
    days = [found.value for found in find_dates(written) if found.value]
    return days[-1] if days else None
