"""Readings that a person put right, or drew on the page where nothing was read: the rules judge anew with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from docs_check.exits import WrongUse
from docs_check.report.decided.missed import CERTAIN, DATE, FIELD, SEAL, with_missed
from docs_check.wording import FIELDS
from extractor.forms import FieldSpec, Forms, KindSpec
from extractor.language.dates import find_dates
from extractor.language.values import value_of
from extractor.records import Box, DateMention, DateState, Document, Field, FileReading, Place, Seal, Words

_NEAR = 1e-6  # of the page: boxes travel as text


class What(StrEnum):
    FIELD = FIELD
    DATE = DATE
    SEAL = SEAL


@dataclass(frozen=True, slots=True)
class Target:
    """Which reading: of the file with this content, what it is, its name (a field's) and its place. `missed`: nothing
    was read there, and a person drew the box; `name` is then the field's or the seal place's."""

    sha256: str
    what: What
    name: str
    page: int
    box: tuple[float, float, float, float]
    missed: bool = False

    def is_at(self, place: Place) -> bool:
        box = place.box
        sides = zip(self.box, (box.x0, box.y0, box.x1, box.y1), strict=True)
        return place.page == self.page and all(abs(one - other) < _NEAR for one, other in sides)

    def to_text(self) -> str:
        parts = [self.sha256, self.what.value, self.name, self.page, list(self.box)]
        return json.dumps([*parts, True] if self.missed else parts)

    @property
    def place(self) -> Place:
        return Place(self.page, Box(*self.box))


@dataclass(frozen=True, slots=True)
class Correction:
    target: Target
    written: str


_Read = tuple[str, What, str, int, tuple[float, float, float, float]]
_Missed = tuple[str, What, str, int, tuple[float, float, float, float], bool]
_TARGET: TypeAdapter[_Read | _Missed] = TypeAdapter(_Read | _Missed)


def target_of(text: str) -> Target:
    """Raises `WrongUse` where the text is no target."""
    try:
        sha256, what, name, page, box, *missed = _TARGET.validate_json(text)
        return Target(sha256, what, name, page, box, any(missed))
    except (ValidationError, ValueError) as error:
        raise WrongUse(Words("没有指明要更正哪一处。", "It is not said which reading is meant.")) from error


@dataclass(frozen=True, slots=True)
class Correctable:
    """One thing that was read on a paper, as the review shows it."""

    target: Target
    name: Words
    written: str
    value: str
    confidence: float
    place: Place


def readings_on(document: Document, sha256: str, forms: Forms) -> list[Correctable]:
    """All that can be put right on a paper; a date that fills a field once."""
    kind = forms.kinds.get(document.kind or "")
    found = list[Correctable]()
    at_dates = [mention.place for mention in document.dates]
    for mention in document.dates:
        day = mention.value.isoformat() if mention.value else ""
        name = _date_name(mention, document, kind, forms)
        found.append(_reading(What.DATE, "", mention.place, name, mention.written, day, mention.confidence, sha256))
    for field in (*document.fields, *(field for row in document.rows for field in row.fields)):
        if field.place in at_dates:
            continue
        spec = _spec(kind, field.name)
        name = spec.name if spec else FIELDS.get(field.name, Words(field.name, field.name))
        found.append(
            _reading(
                What.FIELD, field.name, field.place, name, field.written, field.value or "", field.confidence, sha256
            )
        )
    for seal in document.seals:
        sure = seal.owner_confidence if seal.owner else seal.confidence
        name = Words("印章", "seal")
        found.append(_reading(What.SEAL, "", seal.place, name, seal.text, seal.owner or "", sure, sha256))
    return found


def means_something(target: Target, written: str, document: Document, forms: Forms) -> bool:
    """What was typed can stand there: a day of the calendar for a date, an amount for an amount."""
    if target.missed:
        return (
            bool(written) and with_missed(document, target.what, target.name, target.place, written, forms) != document
        )
    if target.what is What.SEAL:
        return bool(written.strip())
    if target.what is What.DATE:
        return _day(written) is not None
    spec = _spec(forms.kinds.get(document.kind or ""), target.name)
    return spec is None or value_of(written, spec) is not None


def corrected(
    readings: Sequence[FileReading], corrections: Iterable[Correction], forms: Forms
) -> tuple[FileReading, ...]:
    """The readings with the corrections made, wherever the same paper lies."""
    by_file = dict[str, list[Correction]]()
    for correction in corrections:
        by_file.setdefault(correction.target.sha256, []).append(correction)
    return tuple(
        replace(
            reading, documents=tuple(_all(document, by_file[reading.sha256], forms) for document in reading.documents)
        )
        if reading.sha256 in by_file
        else reading
        for reading in readings
    )


def _all(document: Document, corrections: Iterable[Correction], forms: Forms) -> Document:
    for correction in corrections:
        target = correction.target
        if target.missed and document.holds(target.place):
            written = correction.written.strip()
            document = with_missed(document, target.what, target.name, target.place, written, forms)
        elif target.page in document.pages:
            document = _one(document, correction.target, correction.written.strip(), forms)
    return document


def _one(document: Document, target: Target, written: str, forms: Forms) -> Document:
    kind = forms.kinds.get(document.kind or "")
    if target.what is What.SEAL:
        return replace(document, seals=tuple(_seal(seal, target, written) for seal in document.seals))

    def fields(some: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(_field(field, target, written, kind) for field in some)

    def mention(one: DateMention) -> DateMention:
        return _date(one, written) if target.what is What.DATE and target.is_at(one.place) else one

    return replace(
        document,
        fields=fields(document.fields),
        rows=tuple(replace(row, fields=fields(row.fields)) for row in document.rows),
        dates=tuple(mention(one) for one in document.dates),
        slots=tuple(replace(slot, date=mention(slot.date)) if slot.date else slot for slot in document.slots),
    )


def _field(field: Field, target: Target, written: str, kind: KindSpec | None) -> Field:
    if not target.is_at(field.place) or (target.what is What.FIELD and target.name != field.name):
        return field
    spec = _spec(kind, field.name)
    value = value_of(written, spec) if spec else written
    if target.what is What.DATE and spec is None:
        value = _day(written)
    return replace(field, written=written, value=value, confidence=CERTAIN)


def _date(mention: DateMention, written: str) -> DateMention:
    found = next(find_dates(written), None)
    if found is None:
        return mention
    return replace(
        mention, written=written, value=found.value, state=found.state, parts=found.parts, confidence=CERTAIN
    )


def _seal(seal: Seal, target: Target, written: str) -> Seal:
    if not target.is_at(seal.place):
        return seal
    return replace(seal, text=written, confidence=CERTAIN, owner=written, owner_confidence=CERTAIN)


def _day(written: str) -> str | None:
    found = next(find_dates(written), None)
    return found.value.isoformat() if found and found.state is DateState.READ and found.value else None


def _spec(kind: KindSpec | None, name: str) -> FieldSpec | None:
    return (kind.fields.get(name) or kind.rows.get(name)) if kind else None


def _date_name(mention: DateMention, document: Document, kind: KindSpec | None, forms: Forms) -> Words:
    slot = next((one.slot for one in document.slots if one.date and one.date.place == mention.place), mention.slot)
    party = forms.parties.get(kind.slots[slot].party) if kind and slot and slot in kind.slots else None
    if party:
        return Words(f"{party.name.zh}落款日期", f"date beside the seal of {party.name.en}")
    field = next((one for one in document.fields if one.place == mention.place), None)
    spec = _spec(kind, field.name) if field else None
    return spec.name if spec else Words("日期", "date")


def _reading(
    what: What, name: str, place: Place, title: Words, written: str, value: str, confidence: float, sha256: str
) -> Correctable:
    box = place.box
    target = Target(sha256, what, name, place.page, (box.x0, box.y0, box.x1, box.y1))
    return Correctable(target, title, written, value, confidence, place)
