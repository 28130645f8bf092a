"""The one door by which a policy pack comes in: three YAML files, checked whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from checks.pack.cross_checks import Fault, cross_checks
from checks.pack.model import SCHEMA, Policy
from checks.pack.shipped import find_packs
from checks.pack.yaml_file import PackError, PackFile, Step, read_pack_file
from extractor.records import Words

__all__ = ["PackError", "Policy", "find_packs", "load_pack"]

_FILES = ("pack.yaml", "papers.yaml", "rules.yaml")
_LIKE_ENOUGH = 70  # of 100: a misspelt key is meant for this one

_EXTRA = {"extra_forbidden", "unexpected_keyword_argument"}
_KINDS = {
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
    "model": Words("若干“键: 值”", "keys with values"),
}
_MISSING = {"missing", "missing_argument", "missing_keyword_only_argument"}


def load_pack(folder: Path) -> Policy:
    """The policy of the pack in `folder`. Raises `PackError` with file, line, what is wrong, expected, and remedy."""
    files = [read_pack_file(folder / name) for name in _FILES]
    merged, home = _merge(files)
    try:
        policy = Policy.model_validate(merged)
    except ValidationError as error:
        raise _translated(error.errors(include_url=False), files, home) from error
    for fault in cross_checks(policy):
        raise _at(fault.path, files, home, fault)
    return policy


def _merge(files: Sequence[PackFile]) -> tuple[dict[str, Any], dict[str, PackFile]]:
    merged, home = dict[str, Any](), dict[str, PackFile]()
    for file in files:
        for key, value in file.plain.items():
            if key in home:
                raise PackError(
                    file.path,
                    file.line([key]),
                    Words(
                        f"“{key}”在 {home[key].path.name} 里已经写过。",
                        f"`{key}` already stands in {home[key].path.name}.",
                    ),
                    Words("每个部分只写在一个文件里。", "Each part in one file."),
                    Words("删去其中一处。", "Delete one of them."),
                )
            merged[key], home[key] = value, file
    return merged, home


def _at(path: Sequence[Step], files: Sequence[PackFile], home: dict[str, PackFile], fault: Fault) -> PackError:
    file = home.get(str(path[0]), files[0]) if path else files[0]
    return PackError(file.path, file.line(path), fault.wrong, fault.expected, fault.remedy)


def _translated(errors: Sequence[ErrorDetails], files: Sequence[PackFile], home: dict[str, PackFile]) -> PackError:
    # A misspelt key shows twice, as one key too many and one missing; the one too many has the line.
    error = next((error for error in errors if error["type"] in _EXTRA), errors[0])
    path = tuple(error["loc"])
    key = str(path[-1]) if path else ""
    where = ".".join(str(step) for step in path)
    if error["type"] in _EXTRA:
        missing = [
            str(other["loc"][-1]) for other in errors if other["type"] in _MISSING and other["loc"][:-1] == path[:-1]
        ]
        meant = process.extractOne(key, missing or _known_keys(path), score_cutoff=_LIKE_ENOUGH)
        hint = Words(f"是不是“{meant[0]}”？" if meant else "", f" Is it `{meant[0]}`?" if meant else "")
        fault = Fault(
            path,
            Words(f"不认识的键“{key}”。", f"Unknown key `{key}`."),
            Words(f"这里（{where}）可用的键。{hint.zh}", f"a key that is known here ({where}).{hint.en}"),
            Words("改正键名，或删去这一项。", "Correct the key, or delete the entry."),
        )
    elif error["type"] in _MISSING:
        fault = Fault(
            path,
            Words(f"缺少“{key}”。", f"`{key}` is missing."),
            Words(f"必须有 {where}。", f"{where} must be there."),
            Words(f"补上“{key}”。", f"Add `{key}`."),
        )
    else:
        shown = str(error["input"])[:60]
        expected = _expected(error)
        fault = Fault(
            path,
            Words(f"“{where}”的值“{shown}”不对。", f"{where}: the value `{shown}` is wrong."),
            expected,
            Words(
                "改正这个值；日期写成 2023-03-20，文字遇数字加引号。",
                "Correct the value; dates as 2023-03-20, digits meant as text in quotes.",
            ),
        )
    if key == "schema":
        fault = Fault(path, fault.wrong, Words(f"schema: {SCHEMA}。", f"schema: {SCHEMA}."), fault.remedy)
    return _at(path, files, home, fault)


def _expected(error: ErrorDetails) -> Words:
    choices = error.get("ctx", {}).get("expected")
    if choices:
        return Words(f"下列之一：{choices}。", f"one of: {choices}.")
    kind = next((said for start, said in _KINDS.items() if error["type"].startswith(start)), None)
    return Words(f"{kind.zh if kind else error['msg']}。", f"{kind.en if kind else error['msg']}.")


def _known_keys(path: Sequence[Step]) -> list[str]:
    """The keys of the model that `path` leads into, as far as that can be said from the top."""
    if len(path) <= 1:
        return [field.alias or name for name, field in Policy.model_fields.items()]
    return []
