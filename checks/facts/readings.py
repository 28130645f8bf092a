"""What a company's papers say in a field that the pack names as `kind.field`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.facts.papers import own_papers
from checks.outcomes import of_field
from checks.pack.model import DateSource, Policy
from checks.records import Dossier, Evidence
from extractor.forms import FieldSpec
from extractor.records import Document, Field, Words


@dataclass(frozen=True, slots=True)
class Stated:
    """A field as one paper has it."""

    document: Document
    field: Field
    spec: FieldSpec

    @property
    def value(self) -> str:
        return self.field.value or ""

    @property
    def reading(self) -> Evidence:
        return of_field(self.document, self.field)

    def where(self, policy: Policy) -> Words:
        """`申请表的保险单号`"""
        kind = policy.kind_name(self.document.kind)
        return Words(f"{kind.zh}的{self.spec.name.zh}", f"{self.spec.name.en} on the {kind.en}")


def stated(dossier: Dossier, fields: Iterable[str], policy: Policy) -> Iterator[Stated]:
    """Each of `fields` on each of the company's own papers that has it, in the order of `fields`."""
    for written in fields:
        source = DateSource.of(written)
        spec = policy.kinds[source.kind].fields.get(source.field)
        if spec is None:
            continue
        for document in own_papers(dossier, source.kind, policy):
            found = document.get(source.field)
            if found is not None and found.value:
                yield Stated(document, found, spec)
