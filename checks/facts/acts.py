"""When something was done, by the papers: the dates of a policy's acts, and which of them can be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.certainty import doubt
from checks.facts.papers import spec_of
from checks.outcomes import of_date
from checks.pack.model import Act, DateSource, Policy
from checks.records import Evidence
from extractor.forms import ValueType
from extractor.language.dates import find_dates
from extractor.records import DateMention, DateState, Document, Field, Words


@dataclass(frozen=True, slots=True)
class ActDate:
    """The date of an act on one paper. `mention` None: nothing like a date was found where it should stand."""

    act: str
    spec: Act
    document: Document
    field: str
    source: Words  # what kind of date this is, for people
    mention: DateMention | None
    slot: str | None
    required: bool

    @property
    def day(self) -> date | None:
        return self.mention.value if self.mention and self.mention.state is DateState.READ else None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (of_date(self.document, self.mention),) if self.mention else ()

    @property
    def doubt(self) -> Words | None:
        return doubt(self.evidence)

    @property
    def plausible(self) -> bool:
        return self.day is not None and (self.spec.window is None or self.spec.window.holds(self.day))

    @property
    def late(self) -> bool:
        """After the limit, and at a date that can be true."""
        return self.plausible and self.day is not None and self.spec.limit is not None and self.day > self.spec.limit


def acts_on(document: Document, policy: Policy) -> Iterator[ActDate]:
    """Every act whose date stands, or should stand, on this paper."""
    for act, spec in policy.acts.items():
        for written in spec.dates:
            source = DateSource.of(written)
            if source.kind == document.kind:
                yield _on_paper(act, spec, document, source.field, policy)


def best_source(act: str, documents: Iterable[Document], policy: Policy) -> tuple[ActDate, ...]:
    """The dates of an act by the first of its sources that gives any: one for each paper of that kind."""
    spec = policy.acts[act]
    documents = tuple(documents)
    for written in spec.dates:
        source = DateSource.of(written)
        found = tuple(
            _on_paper(act, spec, document, source.field, policy)
            for document in documents
            if document.kind == source.kind
        )
        if any(one.day for one in found):
            return found
    return ()


def required_dates(document: Document, policy: Policy) -> Iterator[ActDate]:
    """Every date that this paper must bear: at its seals, and among its fields."""
    spec = spec_of(document, policy)
    if spec is None:
        return
    acts = {one.field: one for one in acts_on(document, policy)}
    at_seals = {slot.date: slot for slot in spec.slots.values() if slot.date}
    fields = {name for name, field in spec.fields.items() if field.type is ValueType.DATE and field.required}
    fields |= {name for name, slot in at_seals.items() if slot.date_required}
    for field in sorted(fields):
        if field in at_seals and not at_seals[field].date_required:
            continue
        yield acts.get(field) or _on_paper(
            "", Act(name=_name(document, field, policy), dates=("",)), document, field, policy
        )


def mention_of(document: Document, field: str, policy: Policy) -> DateMention | None:
    """The date that fills `field` on this paper: the one beside a seal, else the field's own."""
    kind = policy.kinds[document.kind or ""]
    slot = next((slot for slot, slot_spec in kind.slots.items() if slot_spec.date == field), None)
    seen = document.slot(slot) if slot else None
    return seen.date if seen and seen.date else _from_field(document.get(field))


def _on_paper(act: str, spec: Act, document: Document, field: str, policy: Policy) -> ActDate:
    kind = policy.kinds[document.kind or ""]
    slot = next((slot for slot, slot_spec in kind.slots.items() if slot_spec.date == field), None)
    mention = mention_of(document, field, policy)
    required = kind.slots[slot].date_required if slot else field in kind.fields and kind.fields[field].required
    return ActDate(act, spec, document, field, _name(document, field, policy), mention, slot, required)


def _name(document: Document, field: str, policy: Policy) -> Words:
    kind = policy.kinds[document.kind or ""]
    if field in kind.fields:
        return kind.fields[field].name
    slot = next((slot for slot in kind.slots.values() if slot.date == field), None)
    if slot is None:
        return Words("日期", "the date")
    party = policy.parties[slot.party].name
    return Words(f"{party.zh}落款日期", f"the date beside the seal of {party.en}")


def _from_field(field: Field | None) -> DateMention | None:
    if field is None:
        return None
    if field.value:
        try:
            day = date.fromisoformat(field.value)
        except ValueError:
            day = None
        if day:
            parts = (day.year, day.month, day.day)
            return DateMention(field.place, field.written, day, DateState.READ, parts, field.confidence)
    found = next(find_dates(field.written), None)
    if found is not None:
        return DateMention(field.place, field.written, found.value, found.state, found.parts, field.confidence)
    state = DateState.UNCLEAR if field.written.strip() else DateState.BLANK
    return DateMention(field.place, field.written, None, state, (None, None, None), field.confidence)
