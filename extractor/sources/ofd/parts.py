"""The parts of an OFD file (GB/T 33190-2016): XML found by paths, elements found by their names without namespace."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from extractor.records import Words
from extractor.sources.base import Unreadable
from extractor.sources.package import damaged, part_of

WHAT = Words("OFD ", "OFD")


class Parts:
    """An OFD file's package. Paths within are absolute, or relative to the part that names them."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {name.lower(): name for name in package.namelist()}

    def xml(self, path: str) -> Element:
        """Raises Unreadable where the part is missing or damaged."""
        data = self.data(path)
        if data is None:
            raise Unreadable(damaged(WHAT))
        try:
            return defusedxml.ElementTree.fromstring(data)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise Unreadable(damaged(WHAT)) from error

    def xml_or_none(self, path: str) -> Element | None:
        """For what the file can do without."""
        try:
            return self.xml(path) if path else None
        except Unreadable:
            return None

    @property
    def paths(self) -> Iterable[str]:
        return self._names.values()

    def data(self, path: str) -> bytes | None:
        name = self._names.get(path.lstrip("/").lower())
        return part_of(self._package, name) if name is not None else None


def beside(part: str, location: str | None) -> str:
    """The path that `part` names by `location`; `""` where it names none."""
    location = (location or "").strip().replace("\\", "/")
    if not location:
        return ""
    return posixpath.normpath("/" + (location if location.startswith("/") else f"{posixpath.dirname(part)}/{location}"))


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Those so called; all where no name is given."""
    for child in element if element is not None else ():
        if not names or local(child) in names:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first one down a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def numbers(written: str | None) -> list[float]:
    """An array of numbers; what is none counts as 0."""
    found = list[float]()
    for word in (written or "").split():
        try:
            found.append(float(word))
        except ValueError:
            found.append(0.0)
    return found


def box_of(written: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height in millimetres."""
    found = numbers(written)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None
