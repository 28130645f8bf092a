"""Labels that mean something only in their block: 名称 under 购买方 is the buyer's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.forms import KindSpec
from extractor.records import Box
from extractor.understand.form.labels import Label, terms_of
from extractor.understand.form.runs import Run

# A label whose block nobody names, where the form's order leaves a choice: too little for a sure value.
BY_GUESS = 0.6


def in_their_blocks(runs: Sequence[Run], labels: Sequence[Label], kind: KindSpec) -> list[Label]:
    """The labels, each with the terms of the block alone that it stands in."""
    headings = {term.heading for term in terms_of(kind) if term.heading}
    places = {heading: list(_places(runs, heading)) for heading in headings}
    settled = list(labels)
    for letters in {term.letters for term in terms_of(kind) if term.heading}:
        asking = [
            at for at, label in enumerate(labels) if any(t.heading and t.letters == letters for t, _ in label.terms)
        ]
        fields = list(dict.fromkeys(t.field for t in terms_of(kind) if t.heading and t.letters == letters))
        asking.sort(key=lambda at: (round(labels[at].box.centre[1], 2), labels[at].box.x0))
        for at, (field, likeness) in _settled(asking, labels, places, fields, letters).items():
            terms = [(t, min(one, likeness)) for t, one in labels[at].terms if t.field == field or not t.heading]
            settled[at] = replace(labels[at], terms=tuple(terms))
    return settled


def _settled(
    asking: Sequence[int],
    labels: Sequence[Label],
    places: Mapping[str, Sequence[Box]],
    fields: Sequence[str],
    letters: str,
) -> dict[int, tuple[str, float]]:
    """The field of each label, by the heading that it stands under, else by the order of the pack's fields."""
    found = dict[int, tuple[str, float]]()
    for at in asking:
        ranked = [
            (distance, term.field)
            for term, _ in labels[at].terms
            if term.heading and term.letters == letters
            for box in places[term.heading]
            if (distance := _distance(box, labels[at].box)) is not None
        ]
        if ranked:
            found[at] = min(ranked)[1], 1.0
    left = [at for at in asking if at not in found]
    open_fields = [field for field in fields if field not in {field for field, _ in found.values()}]
    sure = 1.0 if len(left) >= len(open_fields) else BY_GUESS
    for at, field in zip(left, open_fields, strict=False):
        found[at] = field, sure
    for at in left[len(open_fields) :]:
        found[at] = "", 0.0
    return found


def _places(runs: Sequence[Run], heading: str) -> Iterator[Box]:
    """Where a heading stands: at the start of a cell or of a row, in letters that may run downwards."""
    for run in runs:
        at = run.letters.find(heading)
        while at >= 0:
            start, last = run.origin[at], run.origin[at + len(heading) - 1]
            if at == 0 or not run.text[start - 1].isalnum():
                yield run.cell.box if run.cell and len(run.letters) < 2 * len(heading) else run.box(start, last + 1)
            at = run.letters.find(heading, at + 1)


def _distance(heading: Box, label: Box) -> float | None:
    """How far below or right of its heading a label stands; None where it does not."""
    beside = heading.y0 <= label.centre[1] <= heading.y1 and heading.x0 <= label.x0
    if beside:
        return label.x0 - heading.x0
    down = label.centre[1] - heading.centre[1]
    if down < -heading.height / 2 or label.x1 < heading.x0:
        return None
    return 1.0 + down + max(0.0, label.x0 - heading.x1)
