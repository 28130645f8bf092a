"""Text from papers and file names, made harmless before people see it: it is text, never a command to a terminal or a
browser. Escaping for HTML and for rich's markup is done where it is put in."""

from __future__ import annotations

import unicodedata

# Left-to-right and right-to-left marks, embeddings, overrides and isolates: they make a name read as another one.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = frozenset("\t\n\r\v\f\u0085\u2028\u2029")
_SHOWN = "\ufffd"  # stands where something was taken out, so that nobody takes the name for a clean one

LONGEST = 400  # characters of one value that a report shows; a company's name has at most about 60
_OTHER_ENCODING = "（GBK）"  # behind a name that is not in UTF-8
_UNSAFE_IN_NAMES = frozenset("\\/:*?\"<>|%#&'` .")


def shown(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, control characters and bidirectional marks replaced, cut at `longest` characters."""
    if len(text) > longest:
        text = text[:longest] + "…"
    # Nearly all text is: no control or format character in it, and no space but the plain one.
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(char: str) -> str:
    if char in _SPACES:
        return " "
    if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs"):
        return _SHOWN
    return "" if char in "\u200b\u200c\u200d\u2060\ufeff" else char


def file_stem(name: str) -> str:
    """`name` as part of a file's name: safe on every system, at most 40 characters, never empty, never hidden."""
    kept = "".join("-" if char in _UNSAFE_IN_NAMES or _harmless(char) != char else char for char in name[:40])
    return kept.strip("-") or "x"


def path_text(text: str) -> str:
    """A path as valid Unicode: names in the encoding of Chinese systems are read by it, and the last is marked, so that
    it is never taken for another of the same letters; bytes that are no text at all are written as \\xNN."""
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        *folders, last = (_name_text(part) for part in raw.split(b"/"))
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")
    stem, dot, ending = last.rpartition(".")
    return "/".join((*folders, f"{stem}{_OTHER_ENCODING}.{ending}" if dot else f"{last}{_OTHER_ENCODING}"))


def _name_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gbk")
