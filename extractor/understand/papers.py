"""Which pages of a file make one paper, whatever order they were scanned in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extractor.forms import Forms
from extractor.language.matching import fold
from extractor.records import Page, PageNumber, Place
from extractor.understand.kinds import Heading, heading_of, labels_on
from extractor.understand.sheets import parted

# The page number as printed, with how many there are: 第2页 共3页, 第2页/共3页, 2/3. Alone, 第2页 may be of anything.
_NUMBERED = re.compile(r"第?([0-9]{1,3})页?[,，、/]?(?:共|\(共|/)([0-9]{1,3})页?\)?")
NUMBER_DEPTH = 0.1  # of the page, at the top or the bottom: where page numbers stand
LEAST_LABELS = 2  # of a form on a page without its title: one alone may be any paper's word


@dataclass(slots=True)
class _Open:
    """A paper that is being put together."""

    heading: Heading | None
    pages: list[Page] = field(default_factory=list[Page])


def papers_in(pages: Sequence[Page], forms: Forms) -> list[tuple[Heading | None, list[Page]]]:
    """Pages that belong together, with what they begin with; one without a beginning goes on with the paper before.
    Blank pages belong to none. A paper's pages come in its own order, not the file's."""
    papers = list[_Open]()
    parts = (part for page in pages if not page.blank for part in parted(page, forms))
    for page in _as_numbered(list(parts)):
        heading = heading_of(page, forms)
        if papers and (
            heading is None or _goes_on(heading, papers[-1]) or _has_its_places(page, heading, papers[-1], forms)
        ):
            papers[-1].pages.append(page)
            continue
        papers.append(_Open(heading, [page]))
        _take_back(papers, forms)
    return [(paper.heading, paper.pages) for paper in papers]


def _goes_on(heading: Heading, paper: _Open) -> bool:
    """Known by its labels alone, and of the kind that is open already: a form's or table's next page."""
    before = paper.heading
    return before is not None and before.kind is not None and heading.kind == before.kind and heading.box is None


def _has_its_places(page: Page, heading: Heading, paper: _Open, forms: Forms) -> bool:
    """Does the page bear several places for seals of the open form, none of which is on a page before? What looks like
    another paper's title is then the heading of these (审核意见)."""
    before = paper.heading
    if before is None or before.kind is None or heading.kind == before.kind:
        return False
    spec = forms.kinds[before.kind]
    places = labels_on(page, spec) & spec.slots.keys()
    return len(places) >= LEAST_LABELS and not any(places & labels_on(one, spec) for one in paper.pages)


def _take_back(papers: list[_Open], forms: Forms) -> None:
    """A form's second page that was scanned before its first: it bears labels of the form that begins now, none of
    which the first page has, and the paper before has no use for it."""
    new = papers[-1]
    if len(papers) < 2 or new.heading is None or new.heading.kind is None or new.heading.box is None:
        return
    before, spec = papers[-2], forms.kinds[new.heading.kind]
    *others, last = before.pages
    if not others and before.heading is not None and before.heading.box is not None:
        return  # a paper of one page under its own title
    labels = labels_on(last, spec)
    if len(labels) < LEAST_LABELS or labels & labels_on(new.pages[0], spec):
        return
    same = before.heading is not None and before.heading.kind == new.heading.kind
    if others and same and not any(labels & labels_on(page, spec) for page in others):
        return  # the second page of the form before
    new.pages.append(last)
    before.pages.pop()
    if not before.pages:
        papers.remove(before)


def _as_numbered(pages: Sequence[Page]) -> list[Page]:
    """The pages, where some that follow each other bear all the numbers of one paper, in the order of these."""
    ordered = list[Page]()
    for count, some in groupby(((_number_of(page), page) for page in pages), key=lambda item: item[0][1]):
        stretch = list(some)
        numbers = [number for (number, _), _ in stretch]
        if _to_be_sorted(numbers, count):
            for start in range(0, len(stretch), count):
                ordered += [page for _, page in sorted(stretch[start : start + count], key=lambda item: item[0])]
        else:
            ordered += [page for _, page in stretch]
    return ordered


def _to_be_sorted(numbers: Sequence[int], count: int) -> bool:
    """Whether these numbers of papers of `count` pages each are whole papers, one after the other. Where 1 follows 2
    and 2 follows 1, nobody can tell whose page is whose, unless it is a single paper."""
    whole = list(range(1, count + 1))
    if count < 2 or len(numbers) % count:
        return False
    places = range(len(numbers) - count + 1)
    runs = {place for place in places if numbers[place : place + count] == whole}
    return all(sorted(numbers[at : at + count]) == whole for at in places[::count]) and all(
        place % count == 0 for place in runs
    )


def printed_number(page: Page) -> PageNumber | None:
    """Its printed number, and how many pages it says that there are; upright coordinates."""
    for line in page.lines:
        _, y = line.box.centre
        if NUMBER_DEPTH < y < 1 - NUMBER_DEPTH:
            continue
        found = _NUMBERED.fullmatch(fold(line.text).strip("-—_ "))
        if found and 1 <= int(found[1]) <= int(found[2]):
            return PageNumber(Place(page.number, line.box), int(found[1]), int(found[2]), line.confidence)
    return None


def _number_of(page: Page) -> tuple[int, int]:
    found = printed_number(page)
    return (found.number, found.of) if found else (0, 0)
