"""Relations between values of a paper, as a pack states them, and amounts in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from checks.certainty import CLOSE_CALL, POOR_PAPER, doubt, first_doubt
from checks.facts.lookalikes import value_doubt
from checks.facts.papers import Whose, belonging, own_papers, paper_words
from checks.outcomes import Case, Finding, Rule, of_field
from checks.pack.expressions import PLACEHOLDER, UnknownValueError, Value, evaluate
from checks.pack.model import Policy, Relation
from checks.records import Evidence, Outcome, Paper
from extractor.forms import FieldSpec, ValueType
from extractor.language.matching import fold
from extractor.records import Document, Field, Words

_NUMBERS = (ValueType.AMOUNT, ValueType.PERCENT, ValueType.COUNT)
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SHOWN = Decimal("0.01")  # amounts are printed to the hundredth
_SMALL = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_NUMERALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千两〇"
_IN_WORDS = re.compile(
    rf"(?:(?P<yuan>[{_NUMERALS}]+)元)?(?:零?(?P<jiao>[{_NUMERALS}])角)?(?:零?(?P<fen>[{_NUMERALS}])分)?[整正]?"
)


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
    values = _Values(relation, paper, policy)
    try:
        holds = evaluate(relation.holds, values.get, values.total, relation.tolerance)
    except UnknownValueError as error:
        return _unknown(case, error.name, paper, policy)
    if holds:
        return case.passes(Words("符合", "it holds"))
    evidence = tuple(values.evidence)
    blamed = paper.document.get(relation.of)
    words = paper_words(paper, policy)
    message = values.said(relation.message)
    finding = Finding(
        Words(f"{words.zh}：{message.zh}", f"{words.en}: {message.en}"),
        values.said(relation.expected),
        values.said(relation.found),
        values.said(relation.suggestion),
        blamed.place if blamed else None,
        None,
        evidence,
    )
    poor = POOR_PAPER if paper.document.poor else None
    return case.finds(finding, first_doubt(poor, doubt(evidence), _twin_doubt(values)))


def _twin_doubt(values: _Values) -> Words | None:
    """Would one digit of one figure, taken for its look-alike, make the relation hold?"""
    for found in list(values.fields.values()):
        if found.type in _NUMBERS and (
            why := value_doubt(found.field, lambda twin, name=found.name: values.fails_with(name, twin))
        ):
            return why
    return None


def _unknown(case: Case, name: str, paper: Paper, policy: Policy) -> Outcome:
    spec = policy.kinds[paper.document.kind or ""].fields.get(name)
    if spec and not spec.required and paper.document.get(name) is None:
        return case.not_applicable(Words(f"没有填写{spec.name.zh}", f"{spec.name.en} is not given"))
    shown = spec.name if spec else Words(name, name)
    return case.not_checkable(Words(f"没有读到“{shown.zh}”", f"“{shown.en}” is not known"))


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    type: ValueType
    field: Field


@dataclass(slots=True)
class _Values:
    """The values that one relation asks for, and the readings that they come from."""

    relation: Relation
    paper: Paper
    policy: Policy
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    known: dict[str, Value] = field(default_factory=dict[str, Value])
    tiers: dict[str, Words] = field(default_factory=dict[str, Words])
    fields: dict[str, _Found] = field(default_factory=dict[str, "_Found"])

    def fails_with(self, name: str, value: str) -> bool:
        """Does the relation still fail where the field `name` has this value?"""
        other = _Values(self.relation, self.paper, self.policy, known={name: Decimal(value)})
        try:
            return not evaluate(self.relation.holds, other.get, other.total, self.relation.tolerance)
        except UnknownValueError:
            return True

    def get(self, name: str) -> Value:
        if name not in self.known:
            self.known[name] = self._find(name)
        return self.known[name]

    def _find(self, name: str) -> Value:
        if name in self.relation.let:
            return evaluate(self.relation.let[name], self.get, self.total)
        if name in self.policy.lookups:
            for tier in self.policy.lookups[name].tiers:
                if evaluate(tier.when, self.get, self.total):
                    self.tiers[name] = tier.name
                    return tier.value
            raise UnknownValueError(name)
        found = self.paper.document.get(name)
        spec = self.policy.kinds[self.relation.kind].fields.get(name)
        if found is None or found.value is None or spec is None:
            raise UnknownValueError(name)
        found = self._confirmed(name, found)
        self._seen(self.paper.document, found)
        self.fields[name] = _Found(name, spec.type, found)
        return number(found, name) if spec.type in _NUMBERS else found.value or ""

    def _confirmed(self, name: str, found: Field) -> Field:
        """As sure as the amount in words that says the very same: it was printed and read apart from the digits."""
        if found.confidence >= CLOSE_CALL:
            return found
        for pair in self.policy.amounts_in_words:
            words = self.paper.document.get(pair.words)
            if (pair.kind, pair.digits) != (self.relation.kind, name) or words is None:
                continue
            spec = self.policy.kinds[pair.kind].fields[name]
            with suppress(UnknownValueError):  # another currency, which no words of yuan confirm
                if from_words(words.written) == in_yuan(number(found, name), spec):
                    return replace(found, confidence=max(found.confidence, words.confidence))
        return found

    def total(self, kind: str, name: str) -> Decimal:
        """The sum of a field over the company's papers of a kind, or of a column over this paper's rows."""
        if kind == "rows":
            fields = [(self.paper.document, row.get(name)) for row in self.paper.document.rows]
        else:
            fields = [(document, document.get(name)) for document in self._papers(kind)]
        amounts = list[Decimal]()
        for document, found in fields:
            if found is None or found.value is None:
                raise UnknownValueError(name)
            self._seen(document, found)
            amounts.append(number(found, name))
        if not amounts:
            raise UnknownValueError(name)
        return sum(amounts, Decimal(0))

    def _papers(self, kind: str) -> tuple[Document, ...]:
        dossier = self.paper.dossier
        if dossier is None or dossier.unread:
            raise UnknownValueError(self.policy.kind_name(kind).zh)
        papers = (*dossier.documents, *dossier.lent)
        # One that names another may be this company's all the same: then the sum is not known.
        if any(belonging(one, dossier, self.policy).whose is Whose.ANOTHER for one in papers if one.kind == kind):
            raise UnknownValueError(self.policy.kind_name(kind).zh)
        return own_papers(dossier, kind, self.policy)

    def _seen(self, document: Document, found: Field) -> None:
        reading = of_field(document, found)
        if reading not in self.evidence:
            self.evidence.append(reading)

    def said(self, words: Words) -> Words:
        return Words(self._filled(words.zh, "zh"), self._filled(words.en, "en"))

    def _filled(self, text: str, language: str) -> str:
        def value(match: re.Match[str]) -> str:
            name, _, part = match[1].partition(".")
            try:
                found = self.get(name)
            except UnknownValueError:
                return "？"
            if part and name in self.tiers:
                return self.tiers[name].in_language(language)
            return shown(found)

        return PLACEHOLDER.sub(value, text)


def number(found: Field, name: str) -> Decimal:
    try:
        return Decimal((found.value or "").replace(",", ""))
    except InvalidOperation as error:
        raise UnknownValueError(name) from error


def shown(value: Value) -> str:
    """As people write it: at most two decimals, no trailing zeros beyond them."""
    if not isinstance(value, Decimal):
        return str(value)
    rounded = value.quantize(_SHOWN)
    return format(rounded.normalize() if rounded == rounded.to_integral() else rounded, "f")


def in_yuan(amount: Decimal, spec: FieldSpec) -> Decimal:
    """`amount`, in the unit of its label, in 元. Raises `UnknownValueError` for another currency."""
    if spec.unit not in _UNITS:
        raise UnknownValueError(spec.unit or "")
    return amount * _UNITS[spec.unit]


def from_words(written: str) -> Decimal | None:
    """An amount in Chinese numerals, in 元: 人民币贰万壹仟壹佰元整. None where it is none."""
    text = re.sub(r"人民币|大写|[:：()（）]", "", fold(written)).replace("圆", "元")
    match = _IN_WORDS.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    import cn2an  # takes a fifth of a second to load

    try:
        total = Decimal(str(cn2an.cn2an(match["yuan"], "smart"))) if match["yuan"] else Decimal(0)
        for part, unit in (("jiao", "角"), ("fen", "分")):
            if match[part]:
                total += Decimal(str(cn2an.cn2an(match[part], "smart"))) * _SMALL[unit]
    except ValueError:
        return None
    return total
