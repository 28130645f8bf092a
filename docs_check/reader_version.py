"""What reads, as a digest: our own sources and the libraries they read with. Another digest, and no old reading counts.

By the sources themselves and not by a version number: nobody must remember to raise one, and a reading made by a
changed reader is never taken for today's.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import extractor.records

_PACKAGE = Path(extractor.records.__file__).parent
_PICTURES = Path(__file__).parent / "pictures"
_IMPORT = re.compile(r"^\s*(?:from (extractor[\w.]*) import (\([^)]*\)|.*)|import (extractor[\w.]*))", re.MULTILINE)
_ANY_IMPORT = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
# Distributions that bear another name than what is imported from them.
_DISTRIBUTIONS = {
    "cv2": "opencv-python-headless",
    "PIL": "pillow",
    "docx": "python-docx",
    "pdfminer": "pdfminer.six",
    "stdnum": "python-stdnum",
}
_BENEATH = ("onnxruntime", "pdfminer.six")  # with these, others read that our sources import


@cache
def pages_version() -> str:
    """Of what reads pages: the modules that `extractor.file_pages` and the engines use, their weights and libraries."""
    return _digest([*_reached([_PACKAGE / "file_pages.py", *_found_by_name()]), *_PACKAGE.rglob("*.npz")])


@cache
def papers_version() -> str:
    """Of what makes papers of pages: the whole extractor."""
    return _digest([*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.npz")])


@cache
def second_version() -> str:
    """Of what reads crops a second time."""
    return _digest(_reached([_PACKAGE / "page" / "second_look.py", *_found_by_name()]))


@cache
def clips_version() -> str:
    """Of what renders pages and cuts pieces out of them."""
    drawing = ((_PICTURES / name).read_bytes() for name in ("clips.py", "turned.py"))
    sources = _reached(sorted((_PACKAGE / "sources").rglob("*.py")))
    return hashlib.sha256(b"".join(drawing) + _digest(sources).encode()).hexdigest()


def _found_by_name() -> list[Path]:
    """The engines and formats: no module imports them."""
    return [file for seam in (_PACKAGE / "ocr", _PACKAGE / "sources" / "formats") for file in sorted(seam.glob("*.py"))]


def _digest(files: Iterable[Path]) -> str:
    whole, sources = hashlib.sha256(), list[str]()
    for file in sorted(files):
        content = file.read_bytes()
        whole.update(f"{file.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode())
        whole.update(content)
        if file.suffix == ".py":  # weights are digested, and import nothing
            sources.append(content.decode())
    whole.update(repr([(name, _version(name)) for name in libraries(sources)]).encode())
    return whole.hexdigest()


def libraries(sources: Iterable[str]) -> list[str]:
    """The distributions that the sources import from, at the top or where they are needed."""
    modules: set[str] = {name for source in sources for name in _ANY_IMPORT.findall(source)}
    names: set[str] = {_DISTRIBUTIONS.get(module, module) for module in modules - sys.stdlib_module_names}
    return sorted(name for name in {*names, *_BENEATH} if _version(name))


def _reached(roots: list[Path]) -> set[Path]:
    """The roots and all modules of the extractor that they import, at the top or where they are needed."""
    seen, left = set[Path](), list(roots)
    while left:
        file = left.pop()
        if file not in seen:
            seen.add(file)
            left += _imported(file.read_text("utf-8"))
    return seen


def _imported(source: str) -> Iterator[Path]:
    for origin, names, plain in _IMPORT.findall(source):
        module = _PACKAGE.joinpath(*(origin or plain).split(".")[1:])
        inner = [module / name for name in re.findall(r"\w+", names)]
        for one in (module, *inner):
            yield from (file for file in (one.with_suffix(".py"), one / "__init__.py") if file.is_file())


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
