"""What a pack's parts must say of each other: every name that is used is also defined, every order can be kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checks.pack.expressions import FUNCTIONS, ROWS, ExpressionError, names, placeholders
from checks.pack.faults import Fault
from checks.pack.model import APPLICANT, DISTRICT, RELATION_RULES, DateSource, Policy, Relation
from checks.pack.soundness import soundness
from checks.pack.yaml_file import Step
from extractor.forms import KindSpec
from extractor.records import Words


def cross_checks(policy: Policy) -> Iterator[Fault]:
    yield from _parties_and_kinds(policy)
    yield from _applicants(policy)
    yield from _acts(policy)
    yield from _evidence(policy)
    yield from _money(policy)
    yield from _lists(policy)
    yield from _rosters(policy)
    yield from _steps(policy)
    yield from _beside_each_other(policy)
    yield from soundness(policy)


def _unknown(path: tuple[Step, ...], what: Words, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name in known:
        return
    choices = "、".join(sorted(known)) or "（无）"
    yield Fault(
        path,
        Words(f"没有叫“{name}”的{what.zh}。", f"There is no {what.en} `{name}`."),
        Words(f"已有的{what.zh}之一：{choices}。", f"one of: {', '.join(sorted(known)) or 'none'}."),
        Words("改正名称，或先把它定义出来。", "Correct the name, or define it first."),
    )


_PARTY = Words("当事方（parties）", "party")
_KIND = Words("材料种类（kinds）", "kind")
_FIELD = Words("字段", "field")
_ACT = Words("办理环节（acts）", "act")
_DISTRICT = Words("区（市）", "district")
_CODE = Words(
    "规则编号（能用算式的规则，或本政策自己的 rules）", "rule that judges relations, or of the pack's own `rules`,"
)


def fields_of(spec: KindSpec) -> set[str]:
    """Every field that a paper of this kind can have, dates at seals among them."""
    return {*spec.fields, *(slot.date for slot in spec.slots.values() if slot.date)}


def _parties_and_kinds(policy: Policy) -> Iterator[Fault]:
    for party, spec in policy.parties.items():
        for district in spec.districts or ():
            yield from _unknown(("parties", party, "districts", district), _DISTRICT, district, policy.districts)
    for kind, spec in policy.kinds.items():
        yield from _unknown(("kinds", kind, "subject"), _PARTY, spec.subject, {*policy.parties, DISTRICT})
        for slot, slot_spec in spec.slots.items():
            yield from _unknown(("kinds", kind, "slots", slot, "party"), _PARTY, slot_spec.party, policy.parties)
            if slot_spec.asks_wrongly:
                path = ("kinds", kind, "slots", slot, "asks_wrongly")
                yield from _unknown(path, _PARTY, slot_spec.asks_wrongly, policy.parties)
        for column, total in spec.totals.items():
            yield from _unknown(("kinds", kind, "totals", column), Words("列", "column"), column, spec.rows)
            yield from _unknown(("kinds", kind, "totals", column), _FIELD, total, spec.fields)


def _applicants(policy: Policy) -> Iterator[Fault]:
    yield from _unknown(("applicants", "form"), _KIND, policy.applicants.form, policy.kinds)
    yield from _unknown(("parties",), _PARTY, APPLICANT, policy.parties)
    known = policy.kinds[policy.applicants.form].fields if policy.applicants.form in policy.kinds else {}
    for key in ("name", "code", "address", "district"):
        field = getattr(policy.applicants, key)
        if field is not None:
            yield from _unknown(("applicants", key), _FIELD, field, known)


def _acts(policy: Policy) -> Iterator[Fault]:
    for act, spec in policy.acts.items():
        for index, written in enumerate(spec.dates):
            yield from _field(("acts", act, "dates", index), policy, written)
        if spec.limit and spec.window and not spec.window.holds(spec.limit):
            yield Fault(
                ("acts", act, "limit"),
                Words(f"期限 {spec.limit} 不在 window 之内。", f"The limit {spec.limit} lies outside the window."),
                Words(
                    f"{spec.window.first} 至 {spec.window.last} 之间的日期。",
                    f"a day from {spec.window.first} to {spec.window.last}.",
                ),
                Words("改正期限或 window。", "Correct the limit or the window."),
            )
        if bool(spec.limit) != bool(spec.late):
            yield Fault(
                ("acts", act),
                Words("limit 与 late 只写了一个。", "Only one of limit and late is given."),
                Words("有期限就要写逾期时用的规则编号，反之亦然。", "both, or neither."),
                Words("补上另一个，例如 late: DL001。", "Add the other, such as late: DL001."),
            )
    for index, pair in enumerate(policy.order):
        for act in pair:
            yield from _unknown(("order", index), _ACT, act, policy.acts)


def _field(path: tuple[Step, ...], policy: Policy, written: str) -> Iterator[Fault]:
    source = DateSource.of(written)
    yield from _unknown(path, _KIND, source.kind, policy.kinds)
    if source.kind in policy.kinds:
        spec = policy.kinds[source.kind]
        yield from _unknown(path, _FIELD, source.field, {*fields_of(spec), *spec.rows})


def _evidence(policy: Policy) -> Iterator[Fault]:
    for part in ("evidence", "district_evidence"):
        for kind, spec in getattr(policy, part).items():
            yield from _unknown((part, kind), _KIND, kind, policy.kinds)
            for index, other in enumerate(spec.instead):
                yield from _unknown((part, kind, "instead", index), _KIND, other, policy.kinds)
            if spec.when and policy.applicants.form in policy.kinds:
                yield from _expression((part, kind, "when"), spec.when, policy, policy.kinds[policy.applicants.form])
            if spec.each and kind in policy.kinds:
                yield from _field((part, kind, "each", "of"), policy, spec.each.of)
                yield from _unknown((part, kind, "each", "field"), _FIELD, spec.each.field, policy.kinds[kind].fields)
            if spec.valid and kind in policy.kinds:
                yield from _field((part, kind, "valid", "until"), policy, f"{kind}.{spec.valid.until}")
                yield from _unknown((part, kind, "valid", "on"), _ACT, spec.valid.on, policy.acts)
            if spec.issuer:
                yield from _unknown((part, kind, "issuer"), _PARTY, spec.issuer, policy.parties)
            for key, field in (("period", spec.period), ("dated_in", spec.dated_in)):
                if field is None or kind not in policy.kinds:
                    continue
                yield from _unknown((part, kind, key, "field"), _FIELD, field.field, fields_of(policy.kinds[kind]))
                if policy.supported_period is None:
                    yield Fault(
                        (part, kind, key),
                        Words(
                            "用到了 supported，但没有写 supported_period。",
                            "`supported` is used, but there is no supported_period.",
                        ),
                        Words("pack.yaml 里的 supported_period: {from: …, to: …}。", "supported_period in pack.yaml."),
                        Words("补上 supported_period。", "Add supported_period."),
                    )


def _money(policy: Policy) -> Iterator[Fault]:
    for index, relation in enumerate(policy.relations):
        path = ("relations", index)
        yield from _unknown((*path, "kind"), _KIND, relation.kind, policy.kinds)
        yield from _unknown((*path, "code"), _CODE, relation.code, {*RELATION_RULES, *policy.rules})
        if relation.kind not in policy.kinds:
            continue
        spec = policy.kinds[relation.kind]
        yield from _unknown((*path, "of"), _FIELD, relation.of, fields_of(spec))
        yield from _relation(path, policy, spec, relation)
    for index, pair in enumerate(policy.amounts_in_words):
        path = ("amounts_in_words", index)
        yield from _unknown((*path, "kind"), _KIND, pair.kind, policy.kinds)
        for key, field in (("words", pair.words), ("digits", pair.digits)):
            if pair.kind in policy.kinds:
                yield from _unknown((*path, key), _FIELD, field, policy.kinds[pair.kind].fields)


def _relation(path: tuple[Step, ...], policy: Policy, spec: KindSpec, relation: Relation) -> Iterator[Fault]:
    known = {*fields_of(spec), *relation.let, *policy.lookups}
    texts: list[tuple[tuple[Step, ...], str]] = [((*path, "holds"), relation.holds)]
    texts += [((*path, "let", name), text) for name, text in relation.let.items()]
    for sentence in ("message", "expected", "found", "suggestion"):
        words: Words = getattr(relation, sentence)
        for name in sorted(placeholders(words.zh) | placeholders(words.en)):
            yield from _unknown((*path, sentence), _FIELD, name, known)
    used = [lookup for lookup in policy.lookups if lookup in relation.holds]
    for lookup in used:
        texts += [
            (("lookups", lookup, "tiers", row, "when"), tier.when)
            for row, tier in enumerate(policy.lookups[lookup].tiers)
        ]
    for place, text in texts:
        yield from _expression(place, text, policy, spec, known)


def _expression(
    place: tuple[Step, ...], text: str, policy: Policy, spec: KindSpec, known: Collection[str] = ()
) -> Iterator[Fault]:
    """About a paper of kind `spec`; `known` are the names that it may use beside the fields."""
    try:
        asked = names(text)
    except ExpressionError as error:
        yield Fault(
            place,
            Words(f"算式看不懂：{error}。", f"This is no expression: {error}."),
            Words(
                f"字段名、种类.字段、数字、+ - * /、比较、and or not，以及函数 {'、'.join(FUNCTIONS)}。",
                f"field names, kind.field, numbers, + - * /, comparisons, and or not, and the functions "
                f"{', '.join(FUNCTIONS)}.",
            ),
            Words("改写这个算式。", "Rewrite the expression."),
        )
        return
    for name in sorted(asked.values):
        yield from _unknown(place, _FIELD, name, {*fields_of(spec), *policy.lookups, *known})
    for kind, field in sorted(asked.columns):
        if kind == ROWS:
            yield from _unknown(place, Words("列", "column"), field, spec.rows)
        else:
            yield from _field(place, policy, f"{kind}.{field}")
    for kind in sorted(asked.kinds - {ROWS}):
        yield from _unknown(place, _KIND, kind, policy.kinds)


def _lists(policy: Policy) -> Iterator[Fault]:
    for kind, listing in policy.listings.items():
        yield from _unknown(("listings", kind), _KIND, kind, policy.kinds)
        yield from _unknown(("listings", kind, "of"), _KIND, listing.of, policy.kinds)
        if kind not in policy.kinds or listing.of not in policy.kinds:
            continue
        for column, field in listing.compare.items():
            path = ("listings", kind, "compare", column)
            yield from _unknown(path, Words("列", "column"), column, policy.kinds[kind].rows)
            yield from _unknown(path, _FIELD, field, policy.kinds[listing.of].fields)
    for kind, statement in policy.statements.items():
        yield from _unknown(("statements", kind), _KIND, kind, policy.kinds)
        yield from _unknown(("statements", kind, "of"), _KIND, statement.of, policy.kinds)
        if kind not in policy.kinds or statement.of not in policy.kinds:
            continue
        for stated, field in statement.sums.items():
            path = ("statements", kind, "sums", stated)
            yield from _unknown(path, _FIELD, stated, policy.kinds[kind].fields)
            yield from _unknown(path, _FIELD, field, policy.kinds[statement.of].fields)
        if statement.count:
            yield from _unknown(("statements", kind, "count"), _FIELD, statement.count, policy.kinds[kind].fields)


def _rosters(policy: Policy) -> Iterator[Fault]:
    column = Words("列", "column")
    for kind, roster in policy.rosters.items():
        yield from _unknown(("rosters", kind), _KIND, kind, policy.kinds)
        if kind not in policy.kinds:
            continue
        spec = policy.kinds[kind]
        for key, name in (("name", roster.name), ("code", roster.code)):
            if name is not None:
                yield from _unknown(("rosters", kind, key), column, name, spec.rows)
        for index, must in enumerate(roster.rows):
            yield from _unknown(("rosters", kind, "rows", index, "of"), column, must.of, spec.rows)
            yield from _expression(("rosters", kind, "rows", index, "holds"), must.holds, policy, spec, spec.rows)
        if roster.statement is None:
            continue
        yield from _unknown(("rosters", kind, "statement"), _KIND, roster.statement, policy.kinds)
        stated = policy.kinds[roster.statement].fields if roster.statement in policy.kinds else {}
        for name, field in (*roster.sums.items(), *((("", roster.count),) if roster.count else ())):
            yield from _unknown(("rosters", kind), _FIELD, field, stated)
            if name:
                yield from _unknown(("rosters", kind, "sums", name), column, name, spec.rows)


def _steps(policy: Policy) -> Iterator[Fault]:
    for index, step in enumerate(policy.steps):
        for key, act in (("act", step.act), ("after", step.after)):
            if act is not None:
                yield from _unknown(("steps", index, key), _ACT, act, policy.acts)
        for row, verified in enumerate(step.verifies):
            yield from _unknown(("steps", index, "verifies", row, "by"), _KIND, verified.by, policy.kinds)


def _beside_each_other(policy: Policy) -> Iterator[Fault]:
    """What papers must say alike, may say once, or say of each other in time."""
    for part in ("agree", "used_once", "linked_by"):
        for index, group in enumerate(getattr(policy, part)):
            for at, written in enumerate(group.fields):
                yield from _field((part, index, "fields", at), policy, written)
    for index, pair in enumerate(policy.proofs_order):
        for at, written in enumerate(pair):
            yield from _field(("proofs_order", index, at), policy, written)
    for kind, opinion in policy.opinions.items():
        yield from _unknown(("opinions", kind), _KIND, kind, policy.kinds)
        if kind not in policy.kinds:
            continue
        for at, slot in enumerate(opinion.slots):
            known = policy.kinds[kind].slots
            yield from _unknown(("opinions", kind, "slots", at), Words("盖章位置", "place for a seal"), slot, known)
        for at, field in enumerate(opinion.amounts):
            yield from _unknown(("opinions", kind, "amounts", at), _FIELD, field, policy.kinds[kind].fields)
