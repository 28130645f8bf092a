"""多页材料没有骑缝章，或骑缝章没有贯通各页。

判断：政策包要求骑缝章（across_pages）的材料有几页，而页边没有印迹；任何材料的多数页边同一高度有印迹，而夹在中间的一页没有
（该页可能是后换上的）。
为什么：骑缝章证明各页属于同一份材料，没有被抽换。
不判断：骑缝章是谁的（每页只有一小条，读不出印文）；单页材料；电子原件；Word、Excel 文件。
存疑：没有印“共几页”，不能确定各页属于同一份材料；照片或不完整的页面，边缘可能没有拍到；扫描件上没有彩色印章；印迹过窄、高低不一；
缺印迹的是首页或末页；印迹恰好隔页出现，可能是双面打印；由程序生成的文件。
---
A paper of several pages bears no seal across them, or one that does not go through all of them.

What: a paper whose pack says `across_pages` has several pages, and no ink of a seal at their edges; or, of any paper,
most pages have such ink at one height and one between them has none, as a page that was put in later.
Why: the seal across the edges shows that the pages are of one paper and that none was exchanged.
Not judged: whose seal it is (a slice cannot be read); papers of one page; electronic originals; Word and Excel files.
Unsure: pages without “page 1 of 3”, which may not be one paper's; photos and parts of pages, whose edges may be off; no
coloured seal on the scan; slices that are narrow or not level; a first or last page without; ink on every other page,
as where sheets are printed on both sides; files that a program made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.papers import listed, paper_words, spec_of
from checks.facts.sealing import COPIED, is_electronic
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Box, Document, Place, Words

RULE = Rule(
    "SL009",
    "seal-not-across-pages",
    Severity.ERROR,
    Scope.PAPER,
    Words("骑缝章不全", "seal not across pages"),
    Words("骑缝章齐全", "seal across pages"),
)

LEVEL = 0.05  # of the page's height, 15 mm: how sheets slip on the glass, and the slices of a round seal differ
NARROW = 0.024  # of the page's width, 5 mm: a narrower slice may lie beside the glass

_ONE_PAPER = Words("没有读到“共几页”，各页未必属于同一份材料", "its pages do not say that they are one paper's")
_CROPPED = Words("照片或页面不完整，边缘可能没有拍到", "photos or parts of pages, which may not show the edges")
_NO_COLOUR = Words("页面上没有彩色印章，可能是黑白扫描", "no coloured seal on it: the scan may be without colour")
_BY_PROGRAM = Words("文件由程序生成，没有经过纸面", "the file was made by a program, and was never on paper")
_NARROW = Words("印迹很窄，扫描时可能漏掉", "the slices are narrow, and may be lost in scanning")
_UNEVEN = Words("各页印迹高低不一", "the slices are not level")
_AT_END = Words("首页或末页没有印迹，可能不属于该材料", "the first or last page may not belong to the paper")
_TWO_SIDED = Words("印迹隔页出现，可能是双面打印", "ink on every other page: the sheets may be printed on both sides")
_MAYBE = Words("只有一页边缘有印迹", "only one page has ink at its edge")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document, spec = Case.paper(RULE, record), record.document, spec_of(record.document, policy)
    required = spec is not None and spec.across_pages
    electronic = is_electronic(document, policy) or any(seal.electronic for seal in document.seals)
    if len(document.pages) < 2 or document.pictureless or electronic:
        yield case.not_applicable(Words("单页材料或电子文件", "a paper of one page, or an electronic one"))
        return
    slices = _slices(document)
    bare = [page for page in document.pages if page not in slices]
    sealed = len(slices) >= 2 and len(slices) > len(bare) and _is_level(slices)
    if not required and not sealed:
        yield case.not_applicable(Words("政策没有要求骑缝章", "the policy asks for no seal across its pages"))
    elif not bare and _is_level(slices):
        yield case.passes(Words("各页边缘都有骑缝章的印迹", "every page has a slice of the seal at its edge"))
    elif not required and _is_two_sided(document, slices):
        yield case.passes(Words("双面打印，正面都有骑缝章的印迹", "printed on both sides; each front has a slice"))
    else:
        severity = None if required else Severity.WARNING
        yield case.finds(_finding(record, slices, bare, policy), _doubt(document, slices, bare), severity)


def _slices(document: Document) -> Mapping[int, Box]:
    """One of each page that has some: that nearest to the height of all."""
    pieces = document.pieces
    height = median(place.box.centre[1] for place in pieces) if pieces else 0.0
    farthest_first = sorted(pieces, key=lambda place: -abs(place.box.centre[1] - height))
    return {place.page: place.box for place in farthest_first}


def _is_level(slices: Mapping[int, Box]) -> bool:
    heights = [box.centre[1] for box in slices.values()]
    return max(heights) - min(heights) <= LEVEL if heights else True


def _is_two_sided(document: Document, slices: Mapping[int, Box]) -> bool:
    sides = {at % 2 for at, page in enumerate(document.pages) if page in slices}
    return len(sides) == 1 and all((page in slices) == (at % 2 in sides) for at, page in enumerate(document.pages))


def _doubt(document: Document, slices: Mapping[int, Box], bare: Sequence[int]) -> Words | None:
    pages = document.pages
    colour = any(seal.color not in COPIED for seal in document.seals)
    narrow = any(box.width < NARROW for box in slices.values())
    return first_doubt(
        POOR_PAPER if document.poor else None,
        _CROPPED if set(document.cropped) & set(bare or pages) else None,
        None if slices or colour else _NO_COLOUR,
        None if slices or len({one.number for one in document.numbers}) == len(pages) else _ONE_PAPER,
        _BY_PROGRAM if document.born_digital else None,
        None if _is_level(slices) else _UNEVEN,
        _MAYBE if len(slices) == 1 else None,
        _TWO_SIDED if slices and _is_two_sided(document, slices) else None,
        _AT_END if slices and {pages[0], pages[-1]} & set(bare) else None,
        _NARROW if narrow else None,
    )


def _finding(paper: Paper, slices: Mapping[int, Box], bare: Sequence[int], policy: Policy) -> Particulars:
    words, count = paper_words(paper, policy), len(paper.document.pages)
    missing, numbers = listed(f"第{page}页" for page in bare), ", ".join(map(str, bare))
    if not slices:
        found = Words("各页边缘都没有印迹", "no ink of a seal at the edge of any page")
    elif bare:
        found = Words(f"{missing}边缘没有印迹", f"no ink of a seal at the edge of page {numbers}")
    else:
        found = Words("各页印迹高低不一，接不成一枚印章", "the slices on its pages do not make one seal")
    at = bare[0] if bare else min(slices)
    return Particulars(
        Words(
            f"{words.zh}共{count}页，骑缝章没有贯通各页：{found.zh}。",
            f"{words.en} has {count} pages and no seal across all of them: {found.en}.",
        ),
        Words("骑缝章贯通各页", "a seal across all pages"),
        found,
        Words(
            "请核对是否换过页，补盖骑缝章后重新提交。", "See whether a page was exchanged; seal it across all pages."
        ),
        Place(at, slices.get(at) or Box(0.9, 0.0, 1.0, 1.0)),
    )
