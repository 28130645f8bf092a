"""Next year's notice against this year's pack: what the notice says that the pack does not, and the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from checks.pack.model import Policy
from docs_check.policy.draft.facts import Facts
from extractor.forms import KindSpec
from extractor.records import Words

_SAME_PAPER = 75  # of 100, as in a draft
_DIGITS = re.compile(r"\d[\d,.]*")
_PERCENT = Decimal(100)


def changes(facts: Facts, policy: Policy) -> Iterator[Words]:
    """What differs, each with its place in the notice; what only the pack says comes last."""
    if facts.number and facts.number.words not in policy.source:
        yield _both("文号", "number", facts.number.words, policy.source or "—")
    yield from _deadlines(facts, policy)
    yield from _papers(facts, policy)
    yield from _amounts(facts, policy)


def _both(zh: str, en: str, new: str, old: str) -> Words:
    return Words(f"{zh}：通知为“{new}”，政策包为“{old}”。", f"{en}: the notice says “{new}”, the pack “{old}”.")


def _deadlines(facts: Facts, policy: Policy) -> Iterator[Words]:
    limits = {act.limit for act in policy.acts.values() if act.limit}
    said = {one.by for one in facts.deadlines if one.by}
    for one in facts.deadlines:
        if one.by and one.by not in limits:
            yield Words(
                f"期限 {one.by} 政策包里没有（{one.file} 第{one.page}页：“{one.words}”）。",
                f"The limit {one.by} is not in the pack ({one.file} p. {one.page}: “{one.words}”).",
            )
    for act in policy.acts.values():
        if act.limit and act.limit not in said:
            yield Words(
                f"政策包里“{act.name.zh}”的期限 {act.limit}，通知里没有。",
                f"The pack's limit {act.limit} of “{act.name.en}” is not in the notice.",
            )


def _papers(facts: Facts, policy: Policy) -> Iterator[Words]:
    asked = {kind: policy.kinds[kind] for kind, one in policy.evidence.items() if one.listed_in_notice}
    for material in facts.materials:
        if not any(_same(material.name, spec) for spec in policy.kinds.values()):
            yield Words(
                f"新要求的材料“{material.name}”（{material.file} 第{material.page}页）。",
                f"A paper newly asked for: “{material.name}” ({material.file} p. {material.page}).",
            )
    for kind, spec in asked.items():
        if not any(_same(material.name, spec) for material in facts.materials):
            yield Words(
                f"政策包要求的“{spec.name.zh}”（{kind}），通知的材料清单里没有。",
                f"“{spec.name.en}” ({kind}), which the pack asks for, is not in the notice's list.",
            )


def _same(name: str, spec: KindSpec) -> bool:
    texts = (spec.name.zh, *(title.replace("...", "") for title in spec.titles))
    return any(len(text) > 1 and fuzz.partial_ratio(name, text) >= _SAME_PAPER for text in texts)


def _amounts(facts: Facts, policy: Policy) -> Iterator[Words]:
    """Figures of the notice that stand nowhere in the pack's own money."""
    texts = [tier.when for lookup in policy.lookups.values() for tier in lookup.tiers]
    texts += [str(tier.value) for lookup in policy.lookups.values() for tier in lookup.tiers]
    texts += [text for relation in policy.relations for text in (relation.holds, *relation.let.values())]
    known = {Decimal(found.strip(".,").replace(",", "")) for text in texts for found in _DIGITS.findall(text)}
    for one in facts.amounts:
        found = _DIGITS.search(one.amount)
        value = Decimal(found[0].strip(".,").replace(",", "")) if found else Decimal(0)
        if not known & {value, value / _PERCENT, value * 10000, value / 10000}:
            yield Words(
                f"数额“{one.amount}”政策包里没有（{one.file} 第{one.page}页：“{one.words}”）。",
                f"The amount “{one.amount}” is not in the pack ({one.file} p. {one.page}: “{one.words}”).",
            )
