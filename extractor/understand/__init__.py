"""From pages to papers: where one ends and the next begins, what each is, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.forms import Forms, KindSpec, Layout, ValueType
from extractor.geometry import box_in_view, seal_box_in_view, shows_its_edges, turn_to_upright
from extractor.language.dates import find_dates
from extractor.language.organisations import organisations
from extractor.records import (
    Box,
    DateMention,
    DateState,
    Document,
    Field,
    Line,
    Page,
    PageNumber,
    Place,
    Row,
    Seal,
    SlotSeen,
    Trouble,
)
from extractor.understand.form.fields import read_fields, unlabelled_name
from extractor.understand.form.labels import find_labels
from extractor.understand.form.neighbours import by_their_neighbours
from extractor.understand.form.numbering import with_their_numbers
from extractor.understand.form.runs import runs_of
from extractor.understand.kinds import Heading
from extractor.understand.letters import SignOff, read_signature
from extractor.understand.papers import papers_in, printed_number
from extractor.understand.sheet import Sheet
from extractor.understand.slots import find_areas, placed, seen, slot_dates
from extractor.understand.tables import Header, read_rows
from extractor.understand.text import dates_in, in_reading_order

SAME_PLACE = 0.5  # of two boxes: one date, found twice


def understand(file: str, pages: Sequence[Page], forms: Forms) -> tuple[Document, ...]:
    """The papers of one file, in its order. Pages that were scanned out of order stand in their paper's order."""
    return tuple(_document(file, pages, heading, forms) for heading, pages in papers_in(pages, forms))


@dataclass(frozen=True, slots=True)
class _PageFindings:
    """What one page of a paper gave, in view coordinates."""

    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    slots: tuple[SlotSeen, ...]
    dates: tuple[DateMention, ...]
    seals: tuple[Seal, ...]
    names: tuple[str, ...]
    lines: tuple[tuple[int, Line], ...]


def _document(file: str, pages: Sequence[Page], heading: Heading | None, forms: Forms) -> Document:
    kind = forms.kinds[heading.kind] if heading and heading.kind else None
    header: Header | None = None
    found = list[_PageFindings]()
    for page in pages:
        title = heading.box if heading and page is pages[0] else None
        findings, header = _read_page(page, kind, title, header)
        found.append(findings)
    problems = tuple(problem for page in pages for problem in page.problems)
    return Document(
        file=file,
        pages=tuple(dict.fromkeys(page.number for page in pages)),
        kind=heading.kind if heading else None,
        kind_confidence=heading.confidence if heading else 0.0,
        title=heading.title if heading else "",
        fields=_merged([field for one in found for field in one.fields]),
        rows=tuple(row for one in found for row in one.rows),
        slots=_merged_slots([slot for one in found for slot in one.slots]),
        dates=tuple(date for one in found for date in one.dates),
        seals=_each_once([seal for one in found for seal in one.seals]),
        names=tuple(dict.fromkeys(name for one in found for name in one.names)),
        lines=tuple(line for one in found for line in one.lines),
        problems=problems,
        poor=any(problem.trouble is Trouble.POOR_SCAN for problem in problems),
        born_digital=all(page.from_text_layer for page in pages),
        look="".join(page.look for page in pages) if all(page.look for page in pages) else "",
        pictureless=all(page.pictureless for page in pages),
        areas=tuple((page.number, page.area) for page in pages if page.area),
        numbers=tuple(_number_in_view(page, found) for page in pages if (found := printed_number(page))),
        pieces=tuple(Place(page.number, box_in_view(box, page.to_view)) for page in pages for box in page.pieces),
        cropped=tuple(page.number for page in pages if page.area or not shows_its_edges(page.size, page.to_view)),
        turns=tuple((page.number, turn) for page in pages if (turn := turn_to_upright(page.to_view))),
        differing=tuple(
            replace(one, place=Place(page.number, box_in_view(one.place.box, page.to_view)))
            for page in pages
            for one in page.differing
        ),
    )


def _read_page(
    page: Page, kind: KindSpec | None, title: Box | None, header: Header | None
) -> tuple[_PageFindings, Header | None]:
    sheet = Sheet.of(page)
    if kind is None:
        names = tuple(dict.fromkeys(line.text[a:b] for line in page.lines for a, b in organisations(line.text)))
        return _in_view(page, _PageFindings((), (), (), _other_dates(page, []), page.seals, names, ())), None
    signature = read_signature(sheet)
    runs = runs_of(sheet)
    labels = by_their_neighbours(runs, with_their_numbers(runs, find_labels(runs, kind)))
    fields, rows, names = read_fields(sheet, runs, labels, kind), list[Row](), list[str]()
    if kind.layout is Layout.LETTER:
        from extractor.understand.statements import read_prose

        stated, named = read_prose(sheet, kind, title, signature)
        fields += [field for field in stated if not any(field.name == other.name for other in fields)]
        names += named
        names += [
            cell.text for cell in sheet.cells for a, b in organisations(cell.text) if (a, b) == (0, len(cell.text))
        ]
    if kind.layout is Layout.LABELS:
        fields += unlabelled_name(sheet, kind, fields)
    if kind.rows:
        rows, totals, header = read_rows(sheet, kind, header)
        fields += totals
    areas = find_areas(sheet, kind, signature, runs, labels)
    slots = [seen(area, page) for area in areas]
    in_slots = [date for area in areas for date in slot_dates(area, page)]
    fields += _slot_fields(kind, slots, fields)
    fields += _issuer_field(kind, signature, page.number)
    names += [field.value for field in fields if field.value and _is_name(field, kind)]
    findings = _PageFindings(
        tuple(fields),
        tuple(rows),
        tuple(_with_field_date(slot, kind, fields) for slot in slots),
        (*in_slots, *_other_dates(page, in_slots)),
        tuple(placed(page.seals, areas)),
        tuple(names),
        (),
    )
    return _in_view(page, findings), header


def _is_name(field: Field, kind: KindSpec) -> bool:
    spec = kind.fields.get(field.name)
    return spec is not None and spec.type is ValueType.NAME


def _slot_fields(kind: KindSpec, slots: Sequence[SlotSeen], fields: Sequence[Field]) -> list[Field]:
    """The dates beside slots as fields, where no label of its own gives them."""
    given = {field.name for field in fields}
    found = list[Field]()
    for slot in slots:
        name = kind.slots[slot.slot].date
        if name and name not in given and name not in kind.fields and slot.date:
            date = slot.date
            value = date.value.isoformat() if date.value else None
            found.append(Field(name, date.place, date.written, value, date.confidence))
    return found


def _with_field_date(slot: SlotSeen, kind: KindSpec, fields: Sequence[Field]) -> SlotSeen:
    """A slot whose date has a label of its own (填报日期) takes it from there."""
    name = kind.slots[slot.slot].date
    if slot.date or not name or name not in kind.fields:
        return slot
    field = next((field for field in fields if field.name == name), None)
    if field is None:
        return slot
    found = next(find_dates(field.written), None)
    if found is None:
        state = DateState.UNCLEAR if field.written.strip() else DateState.BLANK
        nothing = (None, None, None)
        mention = DateMention(field.place, field.written, None, state, nothing, field.confidence, slot.slot)
        return replace(slot, date=mention)
    mention = DateMention(
        field.place, found.written, found.value, found.state, found.parts, field.confidence, slot.slot
    )
    return replace(slot, date=mention)


def _issuer_field(kind: KindSpec, signature: SignOff, page: int) -> list[Field]:
    """Who signs, for a kind whose signature is a slot."""
    issuer = signature.issuer
    if issuer is None or not any(not slot.labels for slot in kind.slots.values()):
        return []
    return [Field("issuer", Place(page, issuer.box), issuer.text, issuer.text, issuer.confidence)]


def _other_dates(page: Page, known: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """Dates that stand elsewhere on the page."""
    return tuple(
        date
        for date in dates_in(page.lines, page)
        if not any(mention.place.box.iou(date.place.box) > SAME_PLACE for mention in known)
    )


def _merged(fields: Sequence[Field]) -> tuple[Field, ...]:
    """One field of each name: the first that has something written, else the first."""
    best = dict[str, Field]()
    for field in fields:
        if field.name not in best or (field.written and not best[field.name].written):
            best[field.name] = field
    return tuple(best.values())


def _each_once(seals: Sequence[Seal]) -> tuple[Seal, ...]:
    """A signature that shows nowhere is on every page of its file, and once on the paper: on its last page."""
    unplaced = {(seal.text, seal.certified_by, seal.confidence): seal for seal in seals if seal.unplaced}
    return (*(seal for seal in seals if not seal.unplaced), *unplaced.values())


def _merged_slots(slots: Sequence[SlotSeen]) -> tuple[SlotSeen, ...]:
    """One slot of each id: the last page's that has a date (a letter is signed at its end), else the last."""
    best = dict[str, SlotSeen]()
    for slot in slots:
        if slot.slot not in best or slot.date or not best[slot.slot].date:
            best[slot.slot] = slot
    return tuple(best.values())


def _number_in_view(page: Page, number: PageNumber) -> PageNumber:
    return replace(number, place=Place(page.number, box_in_view(number.place.box, page.to_view)))


def _in_view(page: Page, found: _PageFindings) -> _PageFindings:
    """The same in view coordinates, with the page's lines."""

    def view(place: Place) -> Place:
        return Place(place.page, box_in_view(place.box, page.to_view))

    def box(upright: Box) -> Box:
        return box_in_view(upright, page.to_view)

    def field(one: Field) -> Field:
        return replace(one, place=view(one.place))

    def date(one: DateMention) -> DateMention:
        return replace(one, place=view(one.place))

    def slot(one: SlotSeen) -> SlotSeen:
        signs = tuple(replace(sign, area=view(sign.area)) for sign in one.signs)
        return replace(one, area=view(one.area), date=date(one.date) if one.date else None, signs=signs)

    return _PageFindings(
        tuple(field(one) for one in found.fields),
        tuple(Row(view(row.place), tuple(field(one) for one in row.fields)) for row in found.rows),
        tuple(slot(one) for one in found.slots),
        tuple(date(one) for one in found.dates),
        tuple(replace(one, place=Place(one.place.page, seal_box_in_view(one, page.to_view))) for one in found.seals),
        found.names,
        # The boxes of single characters serve understanding alone, and are nine tenths of what a batch would keep.
        tuple((page.number, Line(box(line.box), line.text, line.confidence)) for line in in_reading_order(page.lines)),
    )
