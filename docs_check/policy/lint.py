"""What a policy or a blank form does badly, before it is sent out: advice, each with a better wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.facts.days import working_days
from checks.pack.model import APPLICANT, Policy
from docs_check.policy.draft.form import BlankForm, Slot
from extractor.forms import ValueType
from extractor.records import Words

# How an applicant speaks of itself; in an office's box these are the wrong party's words.
_OF_ITSELF = re.compile(r"(?:我|本)(?:单位|公司|企业|人)")
_FILLED_IN = re.compile(r"(?:填表|填报|申请|申报)日期")


@dataclass(frozen=True, slots=True)
class Advice:
    """`code`: the rule that a paper would fall under, or that of the policy itself."""

    code: str
    said: Words
    better: Words


def on_form(form: BlankForm) -> Iterator[Advice]:
    """Without any pack."""
    name = form.title
    for slot in form.slots:
        yield from _on_slot(name, slot)
    for label in (*form.fields, *form.columns):
        if label.type == ValueType.AMOUNT and not label.unit_printed:
            yield Advice(
                "LT001",
                Words(f"“{name}”的“{label.text}”没有写单位。", f"“{label.text}” of “{name}” gives no unit."),
                Words(f"印成“{label.text}（万元）”或“（元）”。", f"Print “{label.text} (yuan)”."),
            )
    own = [slot for slot in form.slots if slot.applicant and slot.dated]
    for label in form.fields:
        if own and label.type == ValueType.DATE and _FILLED_IN.search(label.text):
            yield Advice(
                "LT002",
                Words(
                    f"“{name}”既有“{label.text}”，“{own[0].label}”旁边又有日期：同一天问了两次，两处常不一致。",
                    f"“{name}” asks for “{label.text}” and for a date at “{own[0].label}”: one day, asked twice.",
                ),
                Words(f"只留盖章处的日期，删去“{label.text}”。", "Keep the date at the seal alone."),
            )
    for text, times in Counter(label.text for label in form.fields).items():
        if times > 1:
            yield Advice(
                "LT003",
                Words(f"“{name}”上“{text}”出现了 {times} 次。", f"“{text}” stands {times} times on “{name}”."),
                Words("只问一次，或写明各指什么。", "Ask once, or say what each is about."),
            )


def _on_slot(name: str, slot: Slot) -> Iterator[Advice]:
    if slot.applicant is None:
        yield Advice(
            "FM002",
            Words(f"“{name}”的“{slot.label}”没有写明由谁盖章。", f"“{slot.label}” of “{name}” names no party."),
            Words("写明单位，例如“申报单位（盖章）”“区商务局（盖章）”。", "Name whose seal belongs there."),
        )
    if slot.applicant is False and _OF_ITSELF.search(slot.inside):
        yield Advice(
            "FM001",
            Words(
                f"“{name}”的“{slot.label}”栏里印的是申请人自己的话，问错了对象。",
                f"“{slot.label}” of “{name}” prints the applicant's own words in an office's box.",
            ),
            Words("把这段声明移到申报单位的栏目，或改栏目名。", "Move it to the applicant's box, or rename this one."),
        )
    if not slot.dated:
        yield Advice(
            "LT004",
            Words(f"“{name}”的“{slot.label}”旁边没有日期。", f"There is no date beside “{slot.label}” of “{name}”."),
            Words("印上“年 月 日”，否则无法核对期限和先后。", "Print a place for the date."),
        )


def on_policy(policy: Policy) -> Iterator[Advice]:
    """Beside what the rules on policies say (PL001 to PL003)."""
    yield from _limits(policy)
    yield from _evidence(policy)
    yield from _amounts(policy)


def _limits(policy: Policy) -> Iterator[Advice]:
    for act in policy.acts.values():
        if act.limit is None:
            continue
        working, estimated = working_days(act.limit, act.limit, policy.holidays)
        if not working:
            doubt = Words("（当年放假安排未知，按周末推算）", " (by weekends alone)") if estimated else Words("", "")
            yield Advice(
                "LT005",
                Words(
                    f"“{act.name.zh}”的期限 {act.limit} 不是工作日{doubt.zh}。",
                    f"The limit {act.limit} of “{act.name.en}” is no working day{doubt.en}.",
                ),
                Words("改到工作日，或写明顺延到下一个工作日。", "Move it to a working day, or say that it moves."),
            )


def _evidence(policy: Policy) -> Iterator[Advice]:
    verified = {one.by for step in policy.steps for one in step.verifies}
    for kind, evidence in policy.evidence.items():
        spec = policy.kinds[kind]
        own = any(slot.party == APPLICANT for slot in spec.slots.values())
        if policy.steps and evidence.proves and kind not in verified:
            yield Advice(
                "LT006",
                Words(f"要求提交“{spec.name.zh}”，但没有哪一步核实它。", f"No step verifies “{spec.name.en}”."),
                Words("在 steps 的 verifies 里写明由哪一步核实，或不再要求。", "Say which step does, or ask no more."),
            )
        if not evidence.issuer and not own and not evidence.optional and kind != policy.applicants.form:
            yield Advice(
                "LT007",
                Words(
                    f"“{spec.name.zh}”没有写明由谁出具，也没有申请人盖章处：无从判断真假。",
                    f"“{spec.name.en}” names no issuer and has no place for the applicant's seal.",
                ),
                Words("写明 issuer，或要求申请人盖章。", "Name the issuer, or ask for the applicant's seal."),
            )


def _amounts(policy: Policy) -> Iterator[Advice]:
    for spec in policy.kinds.values():
        for one in (*spec.fields.values(), *spec.rows.values()):
            if one.type is ValueType.AMOUNT and not one.unit:
                yield Advice(
                    "LT001",
                    Words(
                        f"“{spec.name.zh}”的“{one.name.zh}”没有单位。",
                        f"“{one.name.en}” of “{spec.name.en}” has no unit.",
                    ),
                    Words("写上 unit，并把单位印在表上。", "Give its unit, and print it on the form."),
                )


def lines(found: Sequence[Advice], language: str) -> Iterator[str]:
    for one in found:
        yield f"{one.code} {one.said.in_language(language)}"
        yield f"      {one.better.in_language(language)}"
    if not found:
        yield Words("没有建议。", "Nothing to advise.").in_language(language)
