"""Word files (.docx): their text and tables, laid out as pages at their page breaks. Read by python-docx."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from extractor.records import Page, Problem, Trouble, Words
from extractor.sources.base import Access, Opening, Unreadable
from extractor.sources.office.layout import A4, MARGIN, SIZE, Align, Canvas, LaidCell, Paragraph
from extractor.sources.package import LaidOut, damaged, laid_out, open_package, pictures_in

MAIN = "word/document.xml"
_WHAT = Words("Word ", "Word")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text once more
_SKIPPED = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}rt"})
_BREAK = "\f"
# Boxes and ticks that Word's menu of symbols puts in, by font and code.
_SYMBOLS = {
    ("Wingdings", "F0FE"): "☑",
    ("Wingdings", "F0FD"): "☒",
    ("Wingdings", "F0A8"): "□",
    ("Wingdings", "F06F"): "□",
    ("Wingdings", "F0FC"): "√",
    ("Wingdings 2", "F052"): "☑",
    ("Wingdings 2", "F051"): "☒",
    ("Wingdings 2", "F0A3"): "□",
    ("Wingdings 2", "F050"): "√",
}
_TWIPS = 20.0  # in a point


def knows(opening: Opening) -> bool:
    return MAIN in (opening.parts or ())


@contextmanager
def opened(path: Path, access: Access) -> Generator[LaidOut]:
    """Raises Unreadable."""
    with open_package(path) as package:
        try:
            document = docx.Document(str(path))
            pages, problems = _Reader(document).pages()
        except Exception as error:  # python-docx and lxml raise anything at all on damaged files
            raise Unreadable(damaged(_WHAT)) from error
        yield laid_out(package, pages, _pictures(package), problems, _WHAT, access.most_pixels)


def _pictures(package: zipfile.ZipFile) -> tuple[tuple[str, ...], int]:
    return pictures_in(package, "word/media/")


class _Reader:
    """Goes through the body once, top to bottom."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._styles = _Styles(document)
        self._hidden = False
        section = document.sections[0] if len(document.sections) else None
        size = (section.page_width, section.page_height) if section else (None, None)
        self._size = (size[0].pt, size[1].pt) if size[0] and size[1] else A4
        self._canvas = self._fresh()
        self._pages = list[Page]()

    def pages(self) -> tuple[list[Page], list[Problem]]:
        for paragraph in self._header():
            self._canvas.write(paragraph)
        self._blocks(self._document.element.body)
        self._end_page()
        return self._pages, [_hidden_text()] if self._hidden else []

    def _fresh(self) -> Canvas:
        return Canvas(self._size, min(MARGIN, self._size[0] / 8))

    def _end_page(self) -> None:
        if not self._canvas.empty:
            self._pages.append(self._canvas.page(len(self._pages) + 1))
        self._canvas = self._fresh()

    def _header(self) -> Iterator[Paragraph]:
        """A letterhead often stands in the first page's header."""
        header = self._document.sections[0].header if len(self._document.sections) else None
        if header is not None and not header.is_linked_to_previous:
            for paragraph in header.paragraphs:
                yield from (one for one in self._paragraphs(paragraph._p) if one.text.strip())  # pyright: ignore[reportPrivateUsage]

    def _blocks(self, parent: Any) -> None:
        for element in parent:
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._tables(element)
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
                self._blocks(element)

    def _tables(self, table: Any) -> None:
        """A table; where some of its rows hold tables themselves, these one after the other, each with its own cells:
        a blank one among them must stay one."""
        for holding, rows in groupby(_children(table, f"{_W}tr"), key=lambda row: row.find(f".//{_W}tbl") is not None):
            if holding:
                for row in rows:
                    for cell in _children(row, f"{_W}tc"):
                        self._blocks(cell)
            else:
                self._canvas.table(*self._table(table, list(rows)))

    def _paragraph(self, element: Any) -> None:
        if element.find(f"{_W}pPr/{_W}pageBreakBefore") is not None:
            self._end_page()
        for paragraph in self._paragraphs(element):
            if paragraph.text == _BREAK:
                self._end_page()
            else:
                self._canvas.write(paragraph)
        section = element.find(f"{_W}pPr/{_W}sectPr")
        if section is not None and _value(section.find(f"{_W}type")) != "continuous":
            self._end_page()

    def _paragraphs(self, element: Any) -> Iterator[Paragraph]:
        """The lines of a paragraph, a break of the page as one of its own; after them what its text boxes hold."""
        size, align, indent = self._styles.look(element)
        text = "".join(self._texts(element))
        for number, page in enumerate(text.split(_BREAK)):
            if number:
                yield Paragraph(_BREAK)
            for line in page.split("\n"):
                yield Paragraph(line, size, align, indent)
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                for inner in box.iter(f"{_W}p"):
                    yield from (one for one in self._paragraphs(inner) if one.text.strip() and one.text != _BREAK)

    def _texts(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_W}r" and _on(child.find(f"{_W}rPr/{_W}vanish")):
                self._hidden = self._hidden or child.find(f"{_W}t") is not None
            elif child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in (f"{_W}tab", f"{_W}ptab"):
                yield "\t" if child.getparent().tag == f"{_W}r" else ""
            elif child.tag == f"{_W}br":
                yield _BREAK if child.get(qn("w:type")) == "page" else "\n"
            elif child.tag == f"{_W}lastRenderedPageBreak":
                yield _BREAK
            elif child.tag == f"{_W}cr":
                yield "\n"
            elif child.tag == f"{_W}sym":
                yield _SYMBOLS.get(((child.get(f"{_W}font") or ""), (child.get(f"{_W}char") or "").upper()), "")
            elif child.tag == f"{_W}noBreakHyphen":
                yield "-"
            elif len(child):
                yield from self._texts(child)

    def _table(self, table: Any, rows: Sequence[Any]) -> tuple[list[LaidCell], list[float]]:
        widths = [float(column.get(qn("w:w")) or 0) or 1000.0 for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
        cells = list[LaidCell]()
        above = dict[int, int]()  # column -> which cell a vertically merged one goes on with
        for row, element in enumerate(rows):
            column = int(_value(element.find(f"{_W}trPr/{_W}gridBefore")) or 0)
            for inner in _children(element, f"{_W}tc"):
                span = max(1, int(_value(inner.find(f"{_W}tcPr/{_W}gridSpan")) or 1))
                merge = inner.find(f"{_W}tcPr/{_W}vMerge")
                begun = above.get(column)
                if merge is not None and _value(merge) != "restart" and begun is not None:
                    first = cells[begun]
                    cells[begun] = LaidCell(
                        first.row, first.column, row - first.row + 1, first.column_span, first.paragraphs
                    )
                else:
                    above[column] = len(cells)
                    cells.append(LaidCell(row, column, 1, span, tuple(self._in_cell(inner))))
                column += span
        count = max((cell.column + cell.column_span for cell in cells), default=0)
        return cells, [*widths, *[1000.0] * count][:count]

    def _in_cell(self, cell: Any) -> Iterator[Paragraph]:
        for element in cell.iter(f"{_W}p"):
            if not any(parent.tag in _SKIPPED for parent in element.iterancestors()):
                for paragraph in self._paragraphs(element):
                    if paragraph.text.strip():
                        yield paragraph


class _Styles:
    """Size, alignment and indent of paragraphs, also where only their style says."""

    def __init__(self, document: WordDocument) -> None:
        self._by_id = {style.style_id: style.element for style in document.styles}
        defaults = document.styles.element.find(f"{_W}docDefaults")
        self._default = _size(defaults.find(f".//{_W}rPr")) if defaults is not None else None
        self._standard = next(
            (style.style_id for style in document.styles if style.element.get(qn("w:default")) == "1"), ""
        )

    def look(self, paragraph: Any) -> tuple[float, Align, float]:
        own = paragraph.find(f"{_W}pPr")
        chain = [own, *self._chain(_value(own.find(f"{_W}pStyle")) if own is not None else "")]
        sizes = [size for run in paragraph.iter(f"{_W}r") if (size := _size(run.find(f"{_W}rPr")))]
        size = max(sizes, default=None) or next((found for one in chain[1:] if (found := _size(one))), None)
        justified = next((value for one in chain if (value := _value(_find(one, "jc")))), "")
        align = {"center": Align.CENTRE, "distribute": Align.CENTRE, "right": Align.RIGHT, "end": Align.RIGHT}.get(
            justified, Align.LEFT
        )
        size = size or self._default or SIZE
        return size, align, _indent(_find(own, "ind"), size, align)

    def _chain(self, style_id: str) -> Iterator[Any]:
        """The style and those that it is based on; a circle of them ends."""
        seen = set[str]()
        style_id = style_id or self._standard
        while style_id and style_id not in seen and style_id in self._by_id:
            seen.add(style_id)
            element = self._by_id[style_id]
            yield element
            style_id = _value(element.find(f"{_W}basedOn"))


def _find(element: Any, name: str) -> Any:
    if element is None:
        return None
    found = element.find(f"{_W}{name}")
    return found if found is not None else element.find(f"{_W}pPr/{_W}{name}")


def _size(element: Any) -> float | None:
    """In points: of run properties, or of a style that holds them."""
    if element is None:
        return None
    found = element.find(f"{_W}sz")
    found = found if found is not None else element.find(f"{_W}rPr/{_W}sz")
    value = _value(found)
    return min(max(float(value) / 2, 1.0), 200.0) if value.isdigit() else None


def _indent(element: Any, size: float, align: Align) -> float:
    if element is None:
        return 0.0
    sides = ("right", "end") if align is Align.RIGHT else ("left", "start", "firstLine")
    characters = sum(_number(element.get(f"{_W}{side}Chars")) / 100 * size for side in sides)
    return max(0.0, characters or sum(_number(element.get(f"{_W}{side}")) / _TWIPS for side in sides))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _value(element: Any) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _on(element: Any) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Those of `tag`, also inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, tag)


def _hidden_text() -> Problem:
    reason = Words(
        "Word 文件中有隐藏文字，打印时不显示，未读取。",
        "The Word file holds hidden text, which does not print; not read.",
    )
    return Problem(Trouble.NOTED, reason)
