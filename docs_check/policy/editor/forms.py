"""The forms that lie beside a pack while it is edited: what is printed on them, and what the pack makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.pack.model import APPLICANT, Policy
from docs_check.policy.draft.form import BlankForm, form_of, label_of
from docs_check.policy.editor.edits import Role, Said, bare
from extractor.content import sha256_of
from extractor.file import papers_of
from extractor.file_pages import PagesRead
from extractor.forms import FieldSpec, KindSpec
from extractor.geometry import box_in_view
from extractor.records import Box, Document, Line, Page, Place
from extractor.understand.sheet import CellText, Sheet

_LABEL_IN_LINE = re.compile(r"[^：:\s_＿，。；]{2,16}(?=[：:])")
_LONGEST = 40  # characters of a piece that may be a label; longer is prose


@dataclass(frozen=True, slots=True)
class Piece:
    """Print that can be pointed at. `text` is shown, `label` is how a pack would write it; `said` what the pack says
    of it, or what is proposed; `known` whether it is the pack that says so."""

    place: Place
    text: str
    label: str
    said: Said
    known: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What docs-check reads there by the pack: the value of a field, or a place for a seal."""

    place: Place
    role: Role
    key: str
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """`kind` of the pack, None where its papers do not include this page. `cells` are drawn where there is no picture
    of the page: it was laid out from a Word or Excel file."""

    number: int
    kind: str | None
    width: int  # px
    height: int
    pictured: bool
    pieces: Sequence[Piece]
    marks: Sequence[Mark]
    cells: Sequence[Box]


@dataclass(frozen=True, slots=True)
class FormFile:
    path: Path
    sha256: str
    read: PagesRead

    @staticmethod
    def of(path: Path, read: PagesRead) -> FormFile:
        return FormFile(path, sha256_of(path), read)

    @property
    def blank(self) -> BlankForm:
        return form_of(self.path.name, self.read.pages)

    def pages(self, policy: Policy | None, known: Mapping[str, FieldSpec]) -> Sequence[FormPage]:
        """`known`: fields of other packs by label, for proposals."""
        documents = (
            papers_of(self.path.name, self.sha256, self.read, policy.forms).documents if policy is not None else ()
        )
        proposals = Proposals.of(self.blank, policy, known)
        return [_page(page, documents, policy, proposals) for page in self.read.pages]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What print may be, by its label: `own` of the pack's other kinds, `form` by how the form is laid out, `known` of
    other packs."""

    own: Mapping[str, tuple[str, FieldSpec]]
    form: Mapping[str, Said]
    known: Mapping[str, FieldSpec]

    @staticmethod
    def of(blank: BlankForm, policy: Policy | None, known: Mapping[str, FieldSpec]) -> Proposals:
        own = {
            bare(label): (key, spec)
            for kind in (policy.kinds.values() if policy else ())
            for part in (kind.rows, kind.fields)
            for key, spec in part.items()
            for label in spec.labels
        }
        form = {one.text: _field(Role.ROW, one.text) for one in blank.columns}
        form |= {one.text: _field(Role.FIELD, one.text) for one in blank.fields}
        for number, slot in enumerate(blank.slots, 1):
            party = APPLICANT if slot.applicant else ""
            form[slot.label] = Said(
                Role.SLOT, slot.label, f"seal{number}", party=party, date=f"date{number}" if slot.dated else ""
            )
        return Proposals(own, form, known)

    def for_label(self, label: str) -> Said:
        laid = self.form.get(label) or next(
            (said for start, said in self.form.items() if said.role is Role.SLOT and label.startswith(start)), None
        )
        if laid and laid.role is Role.SLOT:
            return laid
        role = laid.role if laid else Role.FIELD
        if label in self.own:
            return _of_spec(role, label, *self.own[label])
        guess = laid or _field(role, label)
        other = self.known.get(label)
        if other is None:
            return guess
        return Said(role, label, guess.key, other.type, other.name.zh, guess.unit or other.unit or "", guess.required)


def _field(role: Role, text: str) -> Said:
    one = label_of(text, 1)
    return Said(role, one.text, one.key, one.type, one.text, one.unit, required=role is Role.FIELD)


def _of_spec(role: Role, label: str, key: str, spec: FieldSpec) -> Said:
    return Said(role, label, key, spec.type, spec.name.zh, spec.unit or "", spec.required)


def _page(page: Page, documents: Sequence[Document], policy: Policy | None, proposals: Proposals) -> FormPage:
    document = next((one for one in documents if page.number in one.pages), None)
    kind = document.kind if document else None
    spec = policy.kinds[kind] if policy and kind else None
    sheet = Sheet.of(page)
    pieces = [
        _piece(Place(page.number, box_in_view(box, page.to_view)), text, spec, proposals) for box, text in _print(sheet)
    ]
    return FormPage(
        page.number,
        kind,
        *page.size,
        pictured=not page.pictureless,
        pieces=pieces,
        marks=list(_marks(document, spec, page.number)) if document and spec else [],
        cells=[box_in_view(cell.cell.box, page.to_view) for cell in sheet.cells],
    )


def _print(sheet: Sheet) -> Iterator[tuple[Box, str]]:
    """Whole cells, and of other lines the labels in them or the line."""
    for cell in sheet.cells:
        if cell.text.strip():
            yield from _in_cell(cell)
    for line in sheet.loose:
        yield from _in_line(line)


def _in_cell(cell: CellText) -> Iterator[tuple[Box, str]]:
    """A cell of several lines, such as a place for a seal, line by line: each may be a label."""
    if len(cell.lines) > 1 and len(cell.text) > _LONGEST:
        for line in cell.lines:
            yield from _in_line(line)
    else:
        yield cell.cell.box, cell.text


def _in_line(line: Line) -> Iterator[tuple[Box, str]]:
    labels = list(_LABEL_IN_LINE.finditer(line.text))
    if not labels:
        yield line.box, line.text
    share = line.box.width / max(1, len(line.text))  # where the characters have no boxes of their own
    for found in labels:
        start, end = found.span()
        if len(line.chars) == len(line.text):
            box = Box.around(line.chars[start:end])
        else:
            box = Box(line.box.x0 + start * share, line.box.y0, line.box.x0 + end * share, line.box.y1)
        yield box, found[0]


def _piece(place: Place, text: str, spec: KindSpec | None, proposals: Proposals) -> Piece:
    label = bare(text)
    said = _known_as(label, spec) if spec else None
    if said is None and len(label) > _LONGEST:
        return Piece(place, text, label, Said(Role.NONE, label), known=False)
    return Piece(place, text, label, said or proposals.for_label(label), known=said is not None)


def _known_as(label: str, spec: KindSpec) -> Said | None:
    for role, part in ((Role.FIELD, spec.fields), (Role.ROW, spec.rows)):
        for key, field in part.items():
            if label in map(bare, field.labels):
                return _of_spec(role, label, key, field)
    for key, slot in spec.slots.items():
        if label in map(bare, slot.labels):
            return Said(Role.SLOT, label, key, party=slot.party, date=slot.date or "")
    return Said(Role.CAPTION, label) if label in map(bare, spec.captions) else None


def _marks(document: Document, spec: KindSpec, number: int) -> Iterator[Mark]:
    rows = [field for row in document.rows for field in row.fields]
    for role, fields, known in ((Role.FIELD, document.fields, spec.fields), (Role.ROW, rows, spec.rows)):
        for field in fields:
            if field.place.page == number:
                name = known[field.name].name.zh if field.name in known else field.name  # a slot's date has none
                yield Mark(field.place, role, field.name, name, field.written)
    for slot in document.slots:
        if slot.area.page == number:
            yield Mark(slot.area, Role.SLOT, slot.slot, slot.label, slot.date.written if slot.date else "")
