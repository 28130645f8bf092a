"""What a pack may say in good form and still not mean: mistakes that would switch a check off without a word."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from checks.pack.expressions import ExpressionError, compared
from checks.pack.faults import Fault
from checks.pack.model import Policy
from checks.pack.yaml_file import Step
from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.language.matching import fold
from extractor.records import Words

_COMMA = "，"  # what a Chinese keyboard gives between two entries of a list: [企业名称，单位名称] is one label
_NUMBERS = frozenset({ValueType.AMOUNT, ValueType.PERCENT, ValueType.COUNT})


def soundness(policy: Policy) -> Iterator[Fault]:
    yield from _labels(policy)
    yield from _districts(policy)
    yield from _offices(policy)
    yield from _types(policy)


def _labels(policy: Policy) -> Iterator[Fault]:
    for kind, spec in policy.kinds.items():
        at: tuple[Step, ...] = ("kinds", kind)
        yield from _commas((*at, "titles"), spec.titles)
        for part, fields in (("fields", spec.fields), ("rows", spec.rows)):
            for name, field in fields.items():
                for key, texts in (("labels", field.labels), ("before", field.before), ("after", field.after)):
                    yield from _commas((*at, part, name, key), texts)
        for slot, place in spec.slots.items():
            yield from _commas((*at, "slots", slot, "labels"), place.labels)


def _commas(path: tuple[Step, ...], texts: Iterable[str]) -> Iterator[Fault]:
    for index, text in enumerate(texts):
        if _COMMA in text:
            parts = ", ".join(part.strip() for part in text.split(_COMMA))
            yield Fault(
                (*path, index),
                Words(f"“{text}”里有全角逗号，会被当成一条文字。", f"`{text}` has a full-width comma: it is one text."),
                Words(f"用半角逗号分开：[{parts}]。", f"plain commas between texts: [{parts}]."),
                Words("把“，”改成“, ”。", "Write plain commas."),
            )


def _districts(policy: Policy) -> Iterator[Fault]:
    """One name of two districts would put a company's papers into either."""
    owner = dict[str, str]()
    for district, others in policy.districts.items():
        for name in (district, *others):
            before = owner.setdefault(fold(name), district)
            if before != district:
                yield Fault(
                    ("districts", district),
                    Words(f"“{name}”同时是“{before}”的名称。", f"`{name}` is also a name of `{before}`."),
                    Words("每个名称只属于一个区（市）。", "each name in one district."),
                    Words("从其中一个区（市）删去这个名称。", "Delete it from one of them."),
                )


def _offices(policy: Policy) -> Iterator[Fault]:
    """Where an office's name is not given, its own seal would be a stranger's."""
    for party, spec in policy.parties.items():
        if spec.districts is None or spec.names:
            continue
        for district in policy.districts:
            if not spec.districts.get(district):
                yield Fault(
                    ("parties", party, "districts"),
                    Words(
                        f"没有写“{district}”的{spec.name.zh}叫什么。",
                        f"The name of the {spec.name.en} of `{district}` is missing.",
                    ),
                    Words(f"{district}: [单位全称]。", f"{district}: [the office's full name]."),
                    Words(
                        "补上该区（市）的单位全称；否则盖对的章会被当成别的单位的章。",
                        "Add it; without it, the right seal would be taken for another office's.",
                    ),
                )


def _types(policy: Policy) -> Iterator[Fault]:
    """A comparison of what is no number is never evaluated."""
    for index, relation in enumerate(policy.relations):
        spec = policy.kinds.get(relation.kind)
        if spec is None:
            continue
        yield from _compared(("relations", index, "holds"), relation.holds, spec)
        for name, text in relation.let.items():
            yield from _compared(("relations", index, "let", name), text, spec)


def _compared(path: tuple[Step, ...], text: str, spec: KindSpec) -> Iterator[Fault]:
    try:
        names = [node.id for node in compared(text) if isinstance(node, ast.Name)]
    except ExpressionError:
        return  # said by the cross checks
    dates = {slot.date for slot in spec.slots.values() if slot.date}
    for name in dict.fromkeys(names):
        field: FieldSpec | None = spec.fields.get(name)
        if (field is not None and field.type not in _NUMBERS) or (field is None and name in dates):
            kind = field.type.value if field else ValueType.DATE.value
            yield Fault(
                path,
                Words(f"“{name}”是 {kind}，不能当数来计算或比较。", f"`{name}` is a {kind}, not a number."),
                Words(
                    "amount、percent、count 的字段；日期写进 acts 的 window、limit 或 order；"
                    '文字用 like(字段, "*文字*")。',
                    "a number (amount, percent, count); dates go into acts (window, limit, order), text into "
                    'like(field, "*text*").',
                ),
                Words("改写这个算式，或改正字段的 type。", "Rewrite the expression, or correct the field's type."),
            )
