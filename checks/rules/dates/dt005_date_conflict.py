"""同一件事写了两个不同的日期。

判断：同一个盖章位置旁有两个能读出来、但不同的日期；或同一栏目在两处写着不同的日期。
为什么：不知道以哪一个为准，期限和先后都无从判断。
不判断：收件日期与落款日期不同（它们是两件事）。
---
Two dates are given for the same act.

What: two different dates that were read at one place for a seal, or a field and the date at its seal that differ.
Why: it is not known which counts.
Not judged: a day of receipt beside a day of signing: those are two acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.days import chinese
from checks.facts.papers import paper_words, spec_of
from checks.outcomes import Case, Particulars, Rule, of_date
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import DateMention, DateState, Document, Words

RULE = Rule(
    "DT005",
    "date-conflict",
    Severity.ERROR,
    Scope.PAPER,
    Words("日期矛盾", "dates conflict"),
    Words("日期不矛盾", "dates agree"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec = Case.paper(RULE, record), spec_of(record.document, policy)
    dates = _by_slot(record.document)
    slots = [slot for slot in (spec.slots if spec else {}) if slot in dates]
    if not slots:
        yield case.not_applicable(Words("没有可比的日期", "there are no dates to compare"))
    for slot in slots:
        days = {mention.value: mention for mention in dates[slot]}
        if len(days) < 2:
            yield case.passes(Words("日期没有矛盾", "the dates do not conflict"), slot)
            continue
        mentions = sorted(days.values(), key=lambda one: one.value.isoformat() if one.value else "")
        evidence = tuple(of_date(record.document, one) for one in mentions)
        why = first_doubt(POOR_PAPER if record.document.poor else None, doubt(evidence))
        yield case.finds(_finding(slot, mentions, record, policy), why)


def _by_slot(document: Document) -> dict[str, list[DateMention]]:
    found = defaultdict[str, list[DateMention]](list)
    beside = [(seen.slot, seen.date) for seen in document.slots if seen.date is not None]
    for slot, mention in (*((one.slot, one) for one in document.dates), *beside):
        if slot is not None and mention.state is DateState.READ:
            found[slot].append(mention)
    return found


def _finding(slot: str, mentions: list[DateMention], paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    party = policy.parties[policy.kinds[paper.document.kind or ""].slots[slot].party].name
    zh = "和".join(chinese(one.value) for one in mentions if one.value)
    en = " and ".join(one.value.isoformat() for one in mentions if one.value)
    return Particulars(
        Words(f"{words.zh}在{party.zh}落款处写有两个日期：{zh}。", f"{words.en} gives two dates for {party.en}: {en}."),
        Words("一个日期", "one date"),
        Words(zh, en),
        Words("请确认以哪个日期为准，更正并盖章。", "Say which one counts; correct and seal it."),
        mentions[-1].place,
        slot,
        tuple(of_date(paper.document, one) for one in mentions),
    )
