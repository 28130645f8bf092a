"""The reference of the pack language, out of the models: every part, key, type and default, and the functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checks.pack.expressions import FUNCTIONS, Function, ValueKind
from docs_check.policy.schema import ITSELF, WORDS, meanings, schema

_HEAD = """# 政策包参考

本页由模型生成（`docs-check policy schema --reference`），列出每一部分的键、类型、默认值和含义；请勿手改。

This page is generated from the models: each part of a pack with its keys, types and defaults.
"""
_TYPES = {"string": "文字", "integer": "整数", "number": "数", "boolean": "true 或 false", "null": "不写"}
_KINDS = {ValueKind.NUMBER: "数", ValueKind.TEXT: "文字", ValueKind.DAY: "日期", ValueKind.TRUTH: "是或否"}
_FUNCTIONS = {
    "min": "最小的一个",
    "max": "最大的一个",
    "round": "四舍五入到几位小数",
    "cut": "舍去几位小数之后的",
    "days": "从前一天到后一天的天数",
    "working_days": "前一天之后到后一天的工作日数",
    "months": "整月数",
    "years": "整年数",
    "day": "写定的一天",
    "like": "文字符合其中一种样子，* 代表任意文字",
    "one_of": "文字是其中之一",
    "exists": "字段已填写",
    "count": "申请人这种材料的份数，或本清单的行数（rows）",
    "sum": "某列或某种材料某字段之和",
    "distinct": "某列或某种材料某字段有几个不同的值",
}


def reference() -> str:
    """In Markdown."""
    made = schema()
    parts = {"Policy": made, **made["$defs"]}
    texts = [_HEAD, *(_part(name, part) for name, part in parts.items()), _words(), _functions()]
    return "\n".join(texts)


def _part(name: str, part: Mapping[str, Any]) -> str:
    said = meanings().get(name, {})
    lines = [f"## {name}", "", said.get(ITSELF, ""), ""]
    if "enum" in part:
        lines += ["| 值 | 含义 |", "|---|---|", *(f"| `{value}` | {said.get(value, '')} |" for value in part["enum"])]
        return "\n".join([*lines, ""])
    required = set(part.get("required", ()))
    lines += ["| 键 | 类型 | 默认 | 含义 |", "|---|---|---|---|"]
    for key, spec in part["properties"].items():
        default = "**必写**" if key in required else _default(spec)
        lines.append(f"| `{key}` | {_type(spec)} | {default} | {said.get(key, '')} |")
    return "\n".join([*lines, ""])


def _default(spec: Mapping[str, Any]) -> str:
    match spec.get("default"):
        case None | [] | "":
            return "无"
        case bool() as value:
            return str(value).lower()
        case value:
            return str(value)


def _type(spec: Mapping[str, Any]) -> str:
    if spec.get("$comment") == WORDS:
        return _link(WORDS)
    match spec:
        case {"$ref": reference}:
            return _link(str(reference).rpartition("/")[2])
        case {"const": value}:
            return f"`{value}`"
        case {"enum": values}:
            return "、".join(f"`{value}`" for value in values)
        case {"anyOf": choices}:
            # A decimal may be written as a number or as text, anything optional may be left out.
            said = dict.fromkeys(_type(one) for one in choices if one.get("type") != "null")
            return "数" if "数" in said else "或".join(said)
        case {"type": "array", "prefixItems": items}:
            return f"[{', '.join(_type(item) for item in items)}]"
        case {"type": "array", "items": item}:
            return f"[{_type(item)}, …]"
        case {"type": "object"}:
            inner = spec.get("additionalProperties") or next(iter(spec.get("patternProperties", {}).values()), {})
            return f"{{名称: {_type(inner)}}}"
        case {"format": "date"}:
            return "日期"
        case _:
            return _TYPES[str(spec["type"])]


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _words() -> str:
    return f"## {WORDS}\n\n{meanings()[WORDS][ITSELF]}\n"


def _functions() -> str:
    lines = ["## 函数", "", "| 函数 | 得到 | 含义 |", "|---|---|---|"]
    lines += [
        f"| `{name}({', '.join(_arguments(one))})` | {_KINDS[one.gives]} | {_FUNCTIONS[name]} |"
        for name, one in FUNCTIONS.items()
    ]
    return "\n".join([*lines, ""])


def _arguments(function: Function) -> Iterator[str]:
    if function.column:
        yield "种类.字段 或 rows.列"
    elif not function.takes:
        yield "名称"
    else:
        yield from (_KINDS[kind] for kind in function.takes)
        if function.more:
            yield "…"
