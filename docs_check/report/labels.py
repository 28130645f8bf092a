"""Labels of a pack that no paper of their kind bears: where the pack says other words than the forms print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extractor.forms import Forms, KindSpec
from extractor.records import Document, Words

# Of a kind that so few papers are of, nothing is said in a report: one that lacks a label may be cut short.
FEW = 2


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What of a kind was found on none of its `papers`: a field, a column or a place for a seal, by its `label`."""

    kind: str
    name: str  # of the field, column or slot
    label: str
    papers: int
    said_kind: Words

    @property
    def worth_saying(self) -> bool:
        return self.papers >= FEW

    @property
    def said(self) -> Words:
        return Words(
            f"{self.papers} 份“{self.said_kind.zh}”上都没有找到“{self.label}”（{self.kind}.{self.name}）："
            "请核对政策包里的这个栏目名与实际印的是否一致。",
            f"“{self.label}” ({self.kind}.{self.name}) was found on 0 of {self.papers} papers of the kind "
            f"“{self.said_kind.en}”: please compare the pack's label with what is printed.",
        )


def said_of(unmatched: Iterable[Unmatched]) -> tuple[Words, ...]:
    """In one sentence, whatever their number: most are labels that papers may bear and these do not."""
    worth = [one for one in unmatched if one.worth_saying]
    if not worth:
        return ()
    zh = "、".join(f"{one.said_kind.zh}的“{one.label}”（{one.papers}份）" for one in worth)
    en = ", ".join(f"“{one.label}” of {one.said_kind.en} ({one.papers} papers)" for one in worth)
    return (
        Words(
            f"政策包中有{len(worth)}个栏目在这批材料上都没有找到：{zh}。材料上本来不印的，不必理会；"
            "应当印有的，请维护政策包的人员核对栏目名。",
            f"{len(worth)} labels of the policy pack stand on none of these papers: {en}. Where papers need not bear "
            "them, that is in order; where they must, whoever keeps the pack should compare its labels with the print.",
        ),
    )


@dataclass(slots=True)
class LabelCount:
    """How many papers of each kind there are, and on how many of them each field, column and slot was found."""

    papers: Counter[str] = field(default_factory=Counter[str])
    found: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.kind is None:
                continue
            self.papers[document.kind] += 1
            names = {one.name for one in document.fields} | {seen.slot for seen in document.slots}
            names |= {one.name for row in document.rows for one in row.fields}
            self.found.update((document.kind, name) for name in names)

    def unmatched(self, forms: Forms) -> tuple[Unmatched, ...]:
        """Of the kinds that there are papers of."""
        return tuple(
            Unmatched(kind, name, label, self.papers[kind], spec.name)
            for kind, spec in forms.kinds.items()
            if self.papers[kind]
            for name, label in _labelled(spec).items()
            if not self.found[kind, name]
        )


def _labelled(spec: KindSpec) -> Mapping[str, str]:
    return dict(_all_labels(spec))


def _all_labels(spec: KindSpec) -> Iterator[tuple[str, str]]:
    for name, one in (*spec.fields.items(), *spec.rows.items()):
        texts = one.labels or one.before
        if texts:
            yield name, texts[0]
    for name, slot in spec.slots.items():
        if slot.labels:
            yield name, slot.labels[0]
