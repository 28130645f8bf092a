"""What a person saw on a page where nothing was read: a drawn box with what stands in it becomes a reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.forms import Forms, KindSpec
from extractor.language.dates import find_dates
from extractor.language.values import value_of
from extractor.records import Color, DateMention, DateState, Document, Field, Place, Seal, Shape, SlotSeen, Words

CERTAIN = 1.0  # a person read it
DATE, FIELD, SEAL = "date", "field", "seal"


@dataclass(frozen=True, slots=True)
class Addable:
    """One thing that may have been missed: a date or seal at the slot `name`, or the field of that name."""

    what: str
    name: str
    title: Words


def addable(document: Document, forms: Forms) -> Iterator[Addable]:
    """Seal places with their dates, then fields, as the paper's form has them; on any paper at least a seal."""
    kind = forms.kinds.get(document.kind or "")
    for slot, spec in kind.slots.items() if kind else ():
        party = forms.parties[spec.party].name
        if spec.date:
            yield Addable(DATE, slot, Words(f"{party.zh}落款日期", f"date beside the seal of {party.en}"))
        yield Addable(SEAL, slot, Words(f"{party.zh}的印章", f"seal of {party.en}"))
    for name, spec in kind.fields.items() if kind else ():
        yield Addable(FIELD, name, spec.name)
    if kind is None or not kind.slots:
        yield Addable(SEAL, "", Words("印章", "seal"))


def with_missed(document: Document, what: str, name: str, place: Place, written: str, forms: Forms) -> Document:
    """`document` with what was missed; itself where that can be nothing there."""
    kind = forms.kinds.get(document.kind or "")
    if what == SEAL:
        seal = Seal(place, Shape.OTHER, Color.RED, written, "", CERTAIN, written, CERTAIN, name or None)
        return replace(document, seals=(*document.seals, seal))
    if what == DATE and kind and name in kind.slots:
        return _with_date(document, name, place, written, kind)
    spec = kind.fields.get(name) if kind else None
    value = value_of(written, spec) if spec else None
    if spec is None or value is None:
        return document
    others = tuple(field for field in document.fields if field.name != name)
    return replace(document, fields=(*others, Field(name, place, written, value, CERTAIN)))


def _with_date(document: Document, slot: str, place: Place, written: str, kind: KindSpec) -> Document:
    found = next(find_dates(written), None)
    if found is None or found.state is not DateState.READ:
        return document
    mention = DateMention(place, written, found.value, found.state, found.parts, CERTAIN, slot)
    spec = kind.slots[slot]
    slots = tuple(replace(seen, date=mention) if seen.slot == slot else seen for seen in document.slots)
    if document.slot(slot) is None:
        slots = (*slots, SlotSeen(slot, spec.party, "", place, mention))
    return replace(document, dates=(*document.dates, mention), slots=slots)
