"""Relations between values of a paper, as a pack states them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.papers import paper_words
from checks.facts.values import PaperValues
from checks.lookalikes import date_doubt, value_doubt
from checks.outcomes import Case, Particulars, Rule
from checks.pack.expressions import UnknownValueError, Value, evaluate
from checks.pack.model import Policy, Relation
from checks.records import Outcome, Paper
from extractor.records import Words


def relations(rule: Rule, paper: Paper, policy: Policy) -> Iterator[Outcome]:
    """One outcome for each of the pack's relations with this rule's code that concerns this paper."""
    case = Case.paper(rule, paper)
    mine = [one for one in policy.relations if one.code == rule.code and one.kind == paper.document.kind]
    if not mine:
        yield case.not_applicable(
            Words("政策对该材料没有这样的规定", "the policy states nothing of the kind for this paper")
        )
    for relation in mine:
        yield _judged(case, relation, paper, policy)


def _judged(case: Case, relation: Relation, paper: Paper, policy: Policy) -> Outcome:
    values = PaperValues(paper, policy, relation.let)
    try:
        holds = evaluate(relation.holds, values, relation.tolerance)
    except UnknownValueError as error:
        return _unknown(case, error.name, paper, policy)
    if holds:
        return case.passes(Words("符合", "it holds"))
    evidence = tuple(values.evidence)
    blamed = paper.document.get(relation.of)
    words = paper_words(paper, policy)
    message = values.said(relation.message)
    finding = Particulars(
        Words(f"{words.zh}：{message.zh}", f"{words.en}: {message.en}"),
        values.said(relation.expected),
        values.said(relation.found),
        values.said(relation.suggestion),
        blamed.place if blamed else None,
        None,
        evidence,
    )
    poor = POOR_PAPER if paper.document.poor else None
    return case.finds(finding, first_doubt(poor, doubt(evidence), _twin_doubt(values, relation)))


def _twin_doubt(values: PaperValues, relation: Relation) -> Words | None:
    """Would one digit of one figure or date, taken for its look-alike, make the relation hold?"""

    def fails_with(name: str, value: Value) -> bool:
        try:
            return not evaluate(relation.holds, values.with_value(name, value), relation.tolerance)
        except UnknownValueError:
            return True

    numbers = (
        value_doubt(found, lambda twin, name=name: fails_with(name, Decimal(twin)))
        for name, found in values.numbers.items()
    )
    days = (date_doubt(mention, lambda day, name=name: fails_with(name, day)) for name, mention in values.days.items())
    return first_doubt(*numbers, *days)


def _unknown(case: Case, name: str, paper: Paper, policy: Policy) -> Outcome:
    spec = policy.kinds[paper.document.kind or ""].fields.get(name)
    if spec and not spec.required and paper.document.get(name) is None:
        return case.not_applicable(Words(f"没有填写{spec.name.zh}", f"{spec.name.en} is not given"))
    shown = spec.name if spec else Words(name, name)
    return case.not_checkable(Words(f"没有读到“{shown.zh}”", f"“{shown.en}” is not known"))
