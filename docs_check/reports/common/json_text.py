"""JSON as it stands in files: indented, with lists of numbers (boxes, pages) on one line each; always valid Unicode."""

from __future__ import annotations

import json
from typing import Any, cast

_SCALAR = json.JSONEncoder(ensure_ascii=False).encode


def json_text(content: object) -> str:
    return indented(content, 0) + "\n"


def indented(content: Any, depth: int) -> str:
    """`content` as it stands `depth` steps within others."""
    if isinstance(content, dict):
        entries = cast("dict[str, Any]", content).items()
        return _block("{}", [f"{_text(key)}: {indented(value, depth + 1)}" for key, value in entries], depth)
    if isinstance(content, (list, tuple)):
        some = cast("list[Any]", content)
        if some and all(type(one) in (int, float) for one in some):
            return f"[{', '.join(map(_SCALAR, some))}]"
        return _block("[]", [indented(one, depth + 1) for one in some], depth)
    return _text(content)


def _block(brackets: str, entries: list[str], depth: int) -> str:
    if not entries:
        return brackets
    inner = "\n" + " " * (depth + 1)
    return f"{brackets[0]}{inner}{f',{inner}'.join(entries)}\n{' ' * depth}{brackets[1]}"


def _text(value: object) -> str:
    """Halves of characters, which UTF-8 cannot hold, are written out."""
    return _SCALAR(value).encode("utf-8", "backslashreplace").decode("utf-8")
