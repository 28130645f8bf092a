"""What a pack may say in good form and still not mean: mistakes that would switch a check off without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checks.pack.expressions import ROWS, ExpressionError, KindError, ValueKind, compared_texts, kind_of
from checks.pack.faults import Fault
from checks.pack.model import Policy
from checks.pack.yaml_file import Step
from extractor.forms import KindSpec, ValueType
from extractor.language.matching import fold
from extractor.records import Words

_COMMA = "，"  # what a Chinese keyboard gives between two entries of a list: [企业名称，单位名称] is one label
_KINDS = {
    ValueType.AMOUNT: ValueKind.NUMBER,
    ValueType.PERCENT: ValueKind.NUMBER,
    ValueType.COUNT: ValueKind.NUMBER,
    ValueType.DATE: ValueKind.DAY,
}


def soundness(policy: Policy) -> Iterator[Fault]:
    yield from _labels(policy)
    yield from _districts(policy)
    yield from _offices(policy)
    yield from _choices(policy)
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


def _choices(policy: Policy) -> Iterator[Fault]:
    """A choice without options is never read; one compared with what is none of them never holds."""
    for kind, spec in policy.kinds.items():
        for part, fields in (("fields", spec.fields), ("rows", spec.rows)):
            for name, field in fields.items():
                if (field.type is ValueType.CHOICE) != (len(field.options) > 1):
                    yield Fault(
                        ("kinds", kind, part, name),
                        Words(f"“{name}”的 type 与 options 对不上。", f"`{name}`: `type` does not go with `options`."),
                        Words(
                            "type: choice，options: {yes: [是], no: [否]}。",
                            "type: choice, options: {yes: [是], no: [否]}.",
                        ),
                        Words(
                            "给出两个以上的选项和印的字；不是选项的删去 options。",
                            "Name two options or more with their print; take `options` from what is no choice.",
                        ),
                    )
    for index, relation in enumerate(policy.relations):
        yield from _no_option(("relations", index, "holds"), relation.holds, policy.kinds.get(relation.kind))
    for kind, wanted in policy.evidence.items():
        form = policy.kinds.get(policy.applicants.form)
        yield from _no_option(("evidence", kind, "when"), wanted.when or "", form)


def _no_option(place: tuple[Step, ...], text: str, spec: KindSpec | None) -> Iterator[Fault]:
    for name, said in compared_texts(text):
        field = spec.fields.get(name) if spec else None
        if field and field.type is ValueType.CHOICE and said not in field.options:
            known = "、".join(field.options)
            yield Fault(
                place,
                Words(f"“{name}”没有“{said}”这个选项。", f"`{name}` has no option `{said}`."),
                Words(f"下列之一：{known}。", f"one of: {', '.join(field.options)}."),
                Words("写选项的名称，不是印在表上的字。", "Write the option's name, not what is printed."),
            )


def _types(policy: Policy) -> Iterator[Fault]:
    """A comparison of a day with a number, or of a text, is never evaluated."""
    for index, relation in enumerate(policy.relations):
        spec = policy.kinds.get(relation.kind)
        if spec is None:
            continue
        path: tuple[Step, ...] = ("relations", index)
        kinds = _KindsOf(policy, spec, relation.let)
        yield from _misused((*path, "holds"), relation.holds, kinds)
        for name, text in relation.let.items():
            yield from _misused((*path, "let", name), text, kinds)
    form = policy.kinds.get(policy.applicants.form)
    for kind, wanted in policy.evidence.items():
        if wanted.when and form is not None:
            yield from _misused(("evidence", kind, "when"), wanted.when, _KindsOf(policy, form, {}))


def _misused(place: tuple[Step, ...], text: str, kinds: _KindsOf) -> Iterator[Fault]:
    try:
        kind_of(text, kinds)
    except KindError as error:
        yield Fault(
            place,
            Words(f"算式里把一种值当成了另一种：{error}。", f"A value is used as what it is not: {error}."),
            Words(
                '数（number）与数比较，日期（day）与日期比较；文字（text）用 ==、like(字段, "*文字*")、one_of。',
                'numbers with numbers, days with days; text by ==, like(field, "*text*") or one_of.',
            ),
            Words("改写这个算式，或改正字段的 type。", "Rewrite the expression, or correct the field's type."),
        )
    except ExpressionError:
        return  # the cross checks say that it is none


@dataclass(frozen=True, slots=True)
class _KindsOf:
    """What kind of value a name of a relation stands for; None where it is not known, which the cross checks say."""

    policy: Policy
    spec: KindSpec
    let: Mapping[str, str]

    def __call__(self, kind: str | None, field: str) -> ValueKind | None:
        if kind is None and field in self.let:
            others = {name: text for name, text in self.let.items() if name != field}
            try:
                return kind_of(self.let[field], _KindsOf(self.policy, self.spec, others))
            except ExpressionError:
                return None  # said of the definition itself
        if kind is None and field in self.policy.lookups:
            return ValueKind.NUMBER
        spec = self.spec if kind in (None, ROWS) else self.policy.kinds.get(kind)
        if spec is None:
            return None
        found = (spec.rows if kind == ROWS else spec.fields).get(field)
        if found is None:
            is_date = any(slot.date == field for slot in spec.slots.values())
            return ValueKind.DAY if is_date else None
        return _KINDS.get(found.type, ValueKind.TEXT)
