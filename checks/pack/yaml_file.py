"""YAML with line numbers, and the one error that a wrong pack is answered with: all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarfloat import ScalarFloat

from extractor.records import Words

Step = str | int
FULL_WIDTH_COLON = "："  # what a Chinese keyboard gives for the colon after a key
COLON_REMEDY = Words(
    "这里用了全角冒号“：”；请改用半角冒号加一个空格“: ”。",
    "There is a full-width colon; write a plain one and a space after it.",
)
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class PackFault:
    """One thing that is wrong in a pack: where, what, what was expected, and what to do about it."""

    file: Path
    line: int | None
    wrong: Words
    expected: Words
    remedy: Words

    def in_language(self, language: str) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        wrong, expected, remedy = (part.in_language(language) for part in (self.wrong, self.expected, self.remedy))
        if language == "en":
            return f"{where}: {wrong} Expected: {expected} Remedy: {remedy}"
        return f"{where}：{wrong}应为：{expected}处理办法：{remedy}"


class PackError(Exception):
    """A pack that cannot be used, with all that is wrong in it, in the order of its lines."""

    def __init__(self, faults: Iterable[PackFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file.name, fault.line or 0)))
        super().__init__("\n".join(fault.in_language("en") for fault in self.faults))

    def in_language(self, language: str) -> str:
        return "\n".join(fault.in_language(language) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: `plain` is its content in ordinary types, anchors and merge keys resolved."""

    path: Path
    root: CommentedMap
    plain: dict[str, Any]

    def line(self, path: Sequence[Step]) -> int | None:
        """The line, from 1, of the deepest part of `path` that stands in this file."""
        node: object = self.root
        line: int | None = None
        for step in path:
            found = _line_of(node, step)
            if found is None:
                break
            line = found
            node = _child(node, step)
        return line


def read_pack_file(path: Path) -> PackFile:
    """Read one YAML file. Raises `PackError` where it is missing or is no YAML mapping."""
    yaml = YAML()
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.load(text)
    except OSError as error:
        raise _refused(
            path,
            None,
            Words(f"读不到这个文件（{error.strerror}）。", f"The file cannot be read ({error.strerror})."),
            Words(
                "政策包由 pack.yaml、papers.yaml、rules.yaml 三个文件组成。", "pack.yaml, papers.yaml and rules.yaml."
            ),
            Words("补上该文件，或检查 --policy 所指的文件夹。", "Add the file, or check the folder given by --policy."),
        ) from error
    except UnicodeDecodeError as error:
        raise _refused(
            path,
            None,
            Words("文件不是 UTF-8 编码。", "The file is not UTF-8."),
            Words("UTF-8 编码的文本。", "Text in UTF-8."),
            Words("另存为 UTF-8。", "Save it as UTF-8."),
        ) from error
    except DuplicateKeyError as error:
        twice = _QUOTED.search(_first_line(error.problem))
        key = twice[1] if twice else "?"
        raise _refused(
            path,
            _mark_line(error),
            Words(f"同一处有两个相同的键“{key}”。", f"The key `{key}` stands twice in one place."),
            Words("每个键只出现一次。", "each key once."),
            Words("删去或改名其中一个。", "Delete or rename one of them."),
        ) from error
    except YAMLError as error:
        problem = _first_line(getattr(error, "problem", None))
        remedy = Words(
            "检查这一行和上一行的缩进、引号与括号。", "Check indentation, quotes and brackets here and one line above."
        )
        if FULL_WIDTH_COLON in _lines_near(text, _mark_line(error)):
            remedy = COLON_REMEDY
        raise _refused(
            path,
            _mark_line(error),
            Words(f"不是合法的 YAML（{problem}）。", f"This is not YAML ({problem})."),
            Words("合法的 YAML：缩进一致，冒号后有空格。", "YAML: even indentation, a space after each colon."),
            remedy,
        ) from error
    if not isinstance(root, CommentedMap):
        raise _refused(
            path,
            1,
            Words("文件最外层不是“键: 值”。", "The file is not a mapping."),
            Words("若干“键: 值”。", "Keys with values."),
            Words("参照已有的政策包。", "See a shipped pack."),
        )
    return PackFile(path, root, cast("dict[str, Any]", _plain(root)))


def _refused(path: Path, line: int | None, wrong: Words, expected: Words, remedy: Words) -> PackError:
    return PackError([PackFault(path, line, wrong, expected, remedy)])


def _plain(node: object) -> object:
    if isinstance(node, Mapping):
        return {_plain(key): _plain(value) for key, value in cast("Mapping[object, object]", node).items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_plain(item) for item in cast("Sequence[object]", node)]
    if isinstance(node, ScalarFloat):
        return float(node)
    if isinstance(node, str):
        return str(node)
    return node


def _line_of(node: object, step: Step) -> int | None:
    if isinstance(node, CommentedMap) and step in node:
        for holder in (node, *_merged(node)):
            marks = cast("dict[object, list[int]] | None", holder.lc.data)
            if marks and step in marks:
                return marks[step][0] + 1
    if isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
        marks = cast("dict[int, list[int]] | None", node.lc.data)
        if marks and step in marks:
            return marks[step][0] + 1
    return None


def _merged(node: CommentedMap) -> list[CommentedMap]:
    """The maps that `node` takes keys from by `<<`, nearest first."""
    found = list[CommentedMap]()
    for parent in cast("list[object]", list(getattr(node, "merge", []) or [])):
        if isinstance(parent, CommentedMap):
            found += [parent, *_merged(parent)]
    return found


def _child(node: object, step: Step) -> object:
    if isinstance(node, CommentedMap):
        return cast("object", node[step])
    if isinstance(node, CommentedSeq) and isinstance(step, int):
        return cast("object", node[step])
    return None


def _mark_line(error: YAMLError) -> int | None:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark is not None else None


def _lines_near(text: str, line: int | None) -> str:
    """The line where YAML gave up and the one before it, which is often the wrong one."""
    return "\n".join(text.splitlines()[max((line or 0) - 2, 0) : line or 0])


def _first_line(text: object) -> str:
    return str(text or "").split("\n", 1)[0]
