"""What the models of a pack say of a wrong one, in words that its author can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import ErrorDetails
from rapidfuzz import process

from checks.pack.faults import Fault
from checks.pack.model import SCHEMA, Policy
from checks.pack.yaml_file import COLON_REMEDY, FULL_WIDTH_COLON, Step
from extractor.records import Words

_LIKE_ENOUGH = 70  # of 100: a misspelt key is meant for this one

_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_MISSING = {"missing", "missing_argument", "missing_keyword_only_argument"}
_TYPES = {
    "date": Words("日期，例如 2023-03-20", "a day, such as 2023-03-20"),
    "int": Words("整数", "a whole number"),
    "decimal": Words("数字", "a number"),
    "bool": Words("true 或 false", "true or false"),
    "string": Words("文字（看起来像数字的要加引号）", "text (in quotes where it looks like a number)"),
    "tuple": Words("列表，例如 [甲, 乙]", "a list, such as [a, b]"),
    "list": Words("列表，例如 [甲, 乙]", "a list, such as [a, b]"),
    "dict": Words("若干“键: 值”", "keys with values"),
    "mapping": Words("若干“键: 值”", "keys with values"),
    "dataclass": Words("若干“键: 值”", "keys with values"),
    "words": Words("文字，或 {zh: 中文, en: 英文}", "text, or {zh: Chinese, en: English}"),
    "model": Words("若干“键: 值”", "keys with values"),
}


def translated(errors: Sequence[ErrorDetails]) -> Iterator[Fault]:
    """Every error as a fault. A misspelt key shows twice, as one key too many and one missing; the one too many has
    the line, and says which key it is likely meant for."""
    meant = set[tuple[Step, ...]]()
    for error in errors:
        if error["type"] in _EXTRA:
            path = tuple(error["loc"])
            likely = _meant(path, errors)
            if likely:
                meant.add((*path[:-1], likely))
            yield _unknown_key(path, likely)
    for error in errors:
        path = tuple(error["loc"])
        if error["type"] in _MISSING and path not in meant:
            yield _missing_key(path)
        elif error["type"] not in _EXTRA | _MISSING:
            yield _wrong_value(path, error)


def keys_at(path: Sequence[Step]) -> list[str]:
    """The keys that the part of a pack at `path` may have; none where its keys are the author's own names."""
    part: Any = Policy
    for step in path:
        part = _inside(part, step)
    return sorted(_keys(_plain(part)))


def _meant(path: tuple[Step, ...], errors: Sequence[ErrorDetails]) -> str | None:
    missing = [str(one["loc"][-1]) for one in errors if one["type"] in _MISSING and one["loc"][:-1] == path[:-1]]
    found = process.extractOne(str(path[-1]), missing or keys_at(path[:-1]), score_cutoff=_LIKE_ENOUGH)
    return found[0] if found else None


def _unknown_key(path: tuple[Step, ...], likely: str | None) -> Fault:
    key, known = str(path[-1]), keys_at(path[:-1])
    hint = Words(f"是不是“{likely}”？", f" Is it `{likely}`?") if likely else Words("", "")
    return Fault(
        path,
        Words(f"不认识的键“{key}”。", f"Unknown key `{key}`."),
        Words(f"下列键之一：{'、'.join(known)}。{hint.zh}", f"one of the keys {', '.join(known)}.{hint.en}"),
        COLON_REMEDY
        if FULL_WIDTH_COLON in key
        else Words("改正键名，或删去这一项。", "Correct the key, or delete the entry."),
    )


def _missing_key(path: tuple[Step, ...]) -> Fault:
    key, where = str(path[-1]) if path else "", _dotted(path)
    return Fault(
        path,
        Words(f"缺少“{key}”。", f"`{key}` is missing."),
        Words(f"必须有 {where}。", f"{where} must be there."),
        Words(f"补上“{key}”。", f"Add `{key}`."),
    )


def _wrong_value(path: tuple[Step, ...], error: ErrorDetails) -> Fault:
    shown, where = str(error["input"])[:60], _dotted(path)
    expected = _expected(error)
    if path and path[-1] == "schema":
        expected = Words(f"schema: {SCHEMA}。", f"schema: {SCHEMA}.")
    remedy = Words(
        "改正这个值；日期写成 2023-03-20，文字遇数字加引号。",
        "Correct the value; dates as 2023-03-20, digits meant as text in quotes.",
    )
    return Fault(
        path,
        Words(f"“{where}”的值“{shown}”不对。", f"{where}: the value `{shown}` is wrong."),
        expected,
        COLON_REMEDY if isinstance(error["input"], str) and FULL_WIDTH_COLON in error["input"] else remedy,
    )


def _expected(error: ErrorDetails) -> Words:
    choices = error.get("ctx", {}).get("expected")
    if choices:
        return Words(f"下列之一：{choices}。", f"one of: {choices}.")
    kind = next((said for start, said in _TYPES.items() if error["type"].startswith(start)), None)
    return Words(f"{kind.zh if kind else error['msg']}。", f"{kind.en if kind else error['msg']}.")


def _dotted(path: Sequence[Step]) -> str:
    return ".".join(str(step) for step in path)


def _plain(part: Any) -> Any:
    """The type itself: without what is annotated to it, and without None beside it."""
    while True:
        origin, arguments = get_origin(part), get_args(part)
        if origin in (Union, UnionType):
            part = next((one for one in arguments if one is not type(None)), None)
        elif hasattr(part, "__metadata__"):
            part = arguments[0]
        else:
            return part


def _inside(part: Any, step: Step) -> Any:
    """The type of what stands under `step` in a part of the type `part`; None where that cannot be told."""
    part = _plain(part)
    origin, arguments = get_origin(part), get_args(part)
    if origin is tuple or (origin is not None and issubclass(origin, Sequence)):
        return arguments[0]
    if origin is not None and issubclass(origin, Mapping):
        return arguments[1]
    return _keys(part).get(str(step))


def _keys(part: Any) -> dict[str, Any]:
    if isinstance(part, type) and issubclass(part, BaseModel):
        hints = get_type_hints(part, include_extras=True)
        return {field.alias or name: hints[name] for name, field in part.model_fields.items()}
    if isinstance(part, type) and is_dataclass(part):
        return {name: hint for name, hint in get_type_hints(part).items() if name[0] != "_"}
    return {}
