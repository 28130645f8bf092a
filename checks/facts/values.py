"""What an expression of a pack is about: the values of a paper, of the others of its set, and what the pack defines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from checks.certainty import CLOSE_CALL
from checks.facts.acts import mention_of
from checks.facts.amounts import from_words, in_yuan, number, shown
from checks.facts.days import working_days
from checks.facts.papers import Whose, belonging, own_papers
from checks.outcomes import of_date, of_field
from checks.pack.expressions import PLACEHOLDER, ROWS, UnknownValueError, Value, evaluate
from checks.pack.model import Policy
from checks.records import Dossier, Evidence, Paper
from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.records import DateMention, Document, Field, Words

_NUMBERS = (ValueType.AMOUNT, ValueType.PERCENT, ValueType.COUNT)


@dataclass(slots=True)
class PaperValues:
    """The values of `paper`, looked up when they are asked for. `evidence` gathers the readings that they come from;
    `numbers` and `days` those that one digit misread could change, by the name that asked for them. `let` are the
    names that one relation defines for itself."""

    paper: Paper
    policy: Policy
    let: Mapping[str, str] = field(default_factory=dict[str, str])
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    numbers: dict[str, Field] = field(default_factory=dict[str, Field])
    days: dict[str, DateMention] = field(default_factory=dict[str, DateMention])
    known: dict[str, Value] = field(default_factory=dict[str, Value])
    tiers: dict[str, Words] = field(default_factory=dict[str, Words])

    def with_value(self, name: str, value: Value) -> PaperValues:
        """The same, were `name` this value."""
        return PaperValues(self.paper, self.policy, self.let, known={name: value})

    def value(self, name: str) -> Value:
        if name not in self.known:
            self.known[name] = self._found(name)
        return self.known[name]

    def elsewhere(self, kind: str, field: str) -> Value:
        found = dict.fromkeys(self.all_of(kind, field))
        if len(found) != 1:  # two that differ leave it open which one is meant
            raise UnknownValueError(f"{kind}.{field}")
        return next(iter(found))

    def all_of(self, kind: str, field: str) -> tuple[Value, ...]:
        if kind == ROWS:
            spec = self._spec().rows.get(field)
            cells = [(self.paper.document, row.get(field)) for row in self.paper.document.rows]
            values = tuple(self._of_field(document, cell, spec, field) for document, cell in cells)
        else:
            values = tuple(self._of_paper(document, field) for document in self._papers(kind))
        if not values:
            raise UnknownValueError(f"{kind}.{field}")
        return values

    def how_many(self, kind: str) -> Decimal:
        return Decimal(len(self.paper.document.rows if kind == ROWS else self._papers(kind)))

    def given(self, name: str) -> bool:
        found = self.paper.document.get(name)
        if found is not None:
            self._seen([of_field(self.paper.document, found)])
        return found is not None and bool(found.written.strip())

    def working_days(self, first: date, last: date) -> Decimal:
        if last < first:
            return -self.working_days(last, first)
        return Decimal(working_days(first + timedelta(days=1), last, self.policy.holidays)[0])

    def said(self, words: Words) -> Words:
        """A sentence of the pack with its `{names}` filled in."""
        return Words(self._filled(words.zh, "zh"), self._filled(words.en, "en"))

    def _found(self, name: str) -> Value:
        if name in self.let:
            return evaluate(self.let[name], self)
        if name in self.policy.lookups:
            for tier in self.policy.lookups[name].tiers:
                if evaluate(tier.when, self):
                    self.tiers[name] = tier.name
                    return tier.value
            raise UnknownValueError(name)
        return self._of_paper(self.paper.document, name)

    def _of_paper(self, document: Document, name: str) -> Value:
        kind = self.policy.kinds.get(document.kind or "")
        if kind is None:
            raise UnknownValueError(name)
        spec = kind.fields.get(name)
        if spec is None or spec.type is ValueType.DATE:
            return self._of_date(document, name)
        return self._of_field(document, document.get(name), spec, name)

    def _of_date(self, document: Document, name: str) -> date:
        mention = mention_of(document, name, self.policy)
        if mention is None or mention.value is None:
            raise UnknownValueError(name)
        self._seen([of_date(document, mention)])
        if document is self.paper.document:
            self.days[name] = mention
        return mention.value

    def _of_field(self, document: Document, found: Field | None, spec: FieldSpec | None, name: str) -> Value:
        if found is None or found.value is None or spec is None:
            raise UnknownValueError(name)
        found = self._confirmed(document, name, found)
        self._seen([of_field(document, found)])
        if spec.type not in _NUMBERS:
            return found.value or ""
        if found.name == name and self.paper.document.get(name) is not None:
            self.numbers.setdefault(name, found)
        return number(found, name)

    def _confirmed(self, document: Document, name: str, found: Field) -> Field:
        """As sure as the amount in words that says the very same: it was printed and read apart from the digits."""
        if found.confidence >= CLOSE_CALL:
            return found
        for pair in self.policy.amounts_in_words:
            words = document.get(pair.words)
            if (pair.kind, pair.digits) != (document.kind, name) or words is None:
                continue
            spec = self.policy.kinds[pair.kind].fields[name]
            with suppress(UnknownValueError):  # another currency, which no words of yuan confirm
                if from_words(words.written) == in_yuan(number(found, name), spec):
                    return replace(found, confidence=max(found.confidence, words.confidence))
        return found

    def _papers(self, kind: str) -> tuple[Document, ...]:
        dossier: Dossier | None = self.paper.dossier
        if dossier is None or dossier.unread:
            raise UnknownValueError(kind)
        papers = (*dossier.documents, *dossier.lent)
        # One that names another may be this company's all the same: then what they say together is not known.
        if any(belonging(one, dossier, self.policy).whose is Whose.ANOTHER for one in papers if one.kind == kind):
            raise UnknownValueError(kind)
        return own_papers(dossier, kind, self.policy)

    def _seen(self, readings: Iterable[Evidence]) -> None:
        self.evidence += [reading for reading in readings if reading not in self.evidence]

    def _filled(self, text: str, language: str) -> str:
        def value(match: re.Match[str]) -> str:
            name, _, part = match[1].partition(".")
            try:
                found = self.value(name)
            except UnknownValueError:
                return "？"
            if part and name in self.tiers:
                return self.tiers[name].in_language(language)
            return shown(found)

        return PLACEHOLDER.sub(value, text)

    def _spec(self) -> KindSpec:
        return self.policy.kinds[self.paper.document.kind or ""]
