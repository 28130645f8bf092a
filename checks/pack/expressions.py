"""The small language in which a pack states relations: `subsidy <= 0.6 * premium`, `days(signed, applied) <= 30`.

Numbers, texts, names of fields, `kind.field` for a field of another paper of the same applicant, `+ - * /`,
comparisons, `and or not`, and the functions of `FUNCTIONS`. Parsed by Python's own `ast`, from a short list of nodes:
nothing else is ever run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, TypeVar

from extractor.language.matching import fits, fold

Value = Decimal | str | bool | date
PLACEHOLDER = re.compile(r"\{([\w.]+)\}")  # in a message: a field, or a field and a part of what was looked up for it
_Kind = TypeVar("_Kind", Decimal, str, date)
ROWS = "rows"  # the paper's own rows, as `sum(rows.amount)`


class ValueKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    TRUTH = "truth"


_ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal, Decimal], bool]] = {
    ast.LtE: lambda left, right, slack: left <= right + slack,
    ast.Lt: lambda left, right, slack: left < right + slack,
    ast.GtE: lambda left, right, slack: left >= right - slack,
    ast.Gt: lambda left, right, slack: left > right - slack,
    ast.Eq: lambda left, right, slack: abs(left - right) <= slack,
    ast.NotEq: lambda left, right, slack: abs(left - right) > slack,
}


class ExpressionError(ValueError):
    """The text is no expression of this language; the message says what in it is not."""


class KindError(ExpressionError):
    """A value is used as what it is not; the message says which."""


class UnknownValueError(LookupError):
    """A value that the expression needs is not known: blank, unread, or divided by nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Values(Protocol):
    """What an expression is about. Each method raises `UnknownValueError` where the papers do not say."""

    def value(self, name: str) -> Value:
        """A field of the paper that the expression is about, or what the pack defines by that name."""
        ...

    def elsewhere(self, kind: str, field: str) -> Value:
        """A field of the applicant's paper of that kind."""
        ...

    def all_of(self, kind: str, field: str) -> tuple[Value, ...]:
        """A field of each of the applicant's papers of a kind, or a column of this paper's rows (`rows`)."""
        ...

    def how_many(self, kind: str) -> Decimal:
        """The applicant's papers of a kind, or this paper's rows."""
        ...

    def given(self, name: str) -> bool:
        """Is the field filled in?"""
        ...

    def working_days(self, first: date, last: date) -> Decimal:
        """Working days after `first` up to `last`."""
        ...


@dataclass(frozen=True, slots=True)
class Function:
    """What may be called, and the kinds of values that it takes and gives. One that takes none is asked about a name:
    a field, a kind of paper, or (`column`) a field of papers."""

    takes: tuple[ValueKind, ...]
    gives: ValueKind
    more: bool = False  # any number of the last
    least: int = 2
    column: bool = False


_N, _T, _D, _B = ValueKind.NUMBER, ValueKind.TEXT, ValueKind.DAY, ValueKind.TRUTH
FUNCTIONS = {
    "min": Function((_N, _N), _N, more=True),
    "max": Function((_N, _N), _N, more=True),
    "round": Function((_N, _N), _N, least=1),  # half up, as amounts are rounded
    "cut": Function((_N, _N), _N, least=1),
    "days": Function((_D, _D), _N),
    "working_days": Function((_D, _D), _N),
    "months": Function((_D, _D), _N),
    "years": Function((_D, _D), _N),
    "day": Function((_T,), _D, least=1),
    "like": Function((_T, _T), _B, more=True),
    "one_of": Function((_T, _T), _B, more=True),
    "exists": Function((), _B),
    "count": Function((), _N),
    "sum": Function((), _N, column=True),
    "distinct": Function((), _N, column=True),
}


@dataclass(frozen=True, slots=True)
class References:
    """What an expression asks for."""

    values: frozenset[str]
    columns: frozenset[tuple[str, str]]  # (kind or `rows`, field): of another paper, or of many
    kinds: frozenset[str]  # counted


@lru_cache(maxsize=1024)
def parse(text: str) -> ast.expr:
    """Raises `ExpressionError`."""
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{text!r}: {error.msg}") from error
    for node in _unknown(tree):
        raise ExpressionError(f"{text!r}: {ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__}")
    return tree


def names(text: str) -> References:
    values, columns, kinds = set[str](), set[tuple[str, str]](), set[str]()
    for node in _asked(parse(text)):
        match node:
            case ast.Name(id=name):
                values.add(name)
            case ast.Attribute(value=ast.Name(id=kind), attr=field):
                columns.add((kind, field))
            case ast.Call(args=[ast.Name(id=kind)]):
                kinds.add(kind)
            case _:
                pass
    return References(frozenset(values), frozenset(columns), frozenset(kinds))


def placeholders(text: str) -> set[str]:
    """The names that a message wants filled in."""
    return {name.partition(".")[0] for name in PLACEHOLDER.findall(text)}


def compared_texts(text: str) -> Iterator[tuple[str, str]]:
    """Names of this paper's fields with the texts that they are compared with, by == and != or `one_of`."""
    try:
        nodes = list(ast.walk(parse(text)))
    except ExpressionError:
        return
    for node in nodes:
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "one_of":
            parts = node.args
        else:
            continue
        fields = [part.id for part in parts if isinstance(part, ast.Name)]
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        yield from ((name, said) for name in fields for said in texts)


def kind_of(text: str, fields: Callable[[str | None, str], ValueKind | None]) -> ValueKind | None:
    """What `text` comes to, as far as that can be said without papers; `fields(kind, field)` says it of a field, of
    this paper where `kind` is None. Raises `KindError`."""
    return _Kinds(fields).of(parse(text))


def evaluate(text: str, values: Values, slack: Decimal = Decimal(0)) -> Value:
    """What `text` comes to. Comparisons of numbers allow `slack`. Raises `UnknownValueError`."""
    return _Evaluation(values, slack).of(parse(text))


@dataclass(frozen=True, slots=True)
class _Evaluation:
    values: Values
    slack: Decimal

    def of(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=str() as text):
                return text
            case ast.Constant(value=constant):
                return Decimal(str(constant))
            case ast.Name(id=name):
                return self.values.value(name)
            case ast.Attribute(value=ast.Name(id=kind), attr=field):
                return self.values.elsewhere(kind, field)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.of(operand)
            case ast.UnaryOp(operand=operand):
                return -self._number(operand)
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(self.of(part) for part in parts)
            case ast.BoolOp(values=parts):
                return any(self.of(part) for part in parts)
            case ast.BinOp(left=left, op=operator, right=right):
                return self._arithmetic(node, _ARITHMETIC[type(operator)], left, right)
            case ast.Compare():
                return self._compare(node)
            case _:
                raise ExpressionError(ast.unparse(node))

    def _number(self, node: ast.expr) -> Decimal:
        return _as(Decimal, self.of(node), node)

    def _arithmetic(
        self, node: ast.expr, combine: Callable[[Decimal, Decimal], Decimal], left: ast.expr, right: ast.expr
    ) -> Decimal:
        try:
            return combine(self._number(left), self._number(right))
        except (DivisionByZero, InvalidOperation) as error:
            raise UnknownValueError(ast.unparse(node)) from error

    def _compare(self, node: ast.Compare) -> bool:
        left = self.of(node.left)
        for operator, part in zip(node.ops, node.comparators, strict=True):
            right = self.of(part)
            if not _holds(left, operator, right, self.slack, node):
                return False
            left = right
        return True

    def _call(self, name: str, arguments: list[ast.expr]) -> Value:
        match name, arguments:
            case "exists", [ast.Name(id=field)]:
                return self.values.given(field)
            case "count", [ast.Name(id=kind)]:
                return self.values.how_many(kind)
            case (("sum" | "distinct"), [ast.Attribute(value=ast.Name(id=kind), attr=field) as column]):
                found = self.values.all_of(kind, field)
                if name == "distinct":
                    return Decimal(len({fold(one) if isinstance(one, str) else one for one in found}))
                return sum((_as(Decimal, one, column) for one in found), Decimal(0))
            case _:
                return self._computed(name, [self.of(one) for one in arguments], arguments)

    def _computed(self, name: str, given: list[Value], nodes: list[ast.expr]) -> Value:
        takes = FUNCTIONS[name].takes
        if takes[0] is ValueKind.NUMBER:
            numbers = [_as(Decimal, one, node) for one, node in zip(given, nodes, strict=True)]
            return _reckoned(name, numbers)
        if takes[0] is ValueKind.DAY:
            first, last = (_as(date, one, node) for one, node in zip(given, nodes, strict=True))
            return self.values.working_days(first, last) if name == "working_days" else _between(name, first, last)
        text, *others = (_as(str, one, node) for one, node in zip(given, nodes, strict=True))
        if name == "day":
            return date.fromisoformat(text)
        if name == "like":
            return any(fits(text, pattern) for pattern in others)
        return any(fold(text) == fold(other) for other in others)


def _as(kind: type[_Kind], value: Value, node: ast.expr) -> _Kind:
    if not isinstance(value, kind):
        raise UnknownValueError(ast.unparse(node))
    return value


def _holds(left: Value, operator: ast.cmpop, right: Value, slack: Decimal, node: ast.Compare) -> bool:
    match left, right:
        case Decimal(), Decimal():
            return _COMPARISONS[type(operator)](left, right, slack)
        case date(), date():
            days = Decimal(left.toordinal()), Decimal(right.toordinal())
            return _COMPARISONS[type(operator)](*days, Decimal(0))
        case str(), str() if isinstance(operator, ast.Eq | ast.NotEq):
            return (fold(left) == fold(right)) is isinstance(operator, ast.Eq)
        case _:
            raise UnknownValueError(ast.unparse(node))


def _reckoned(name: str, numbers: list[Decimal]) -> Decimal:
    if name in ("min", "max"):
        return min(numbers) if name == "min" else max(numbers)
    places = int(numbers[1]) if len(numbers) > 1 else 0
    return numbers[0].quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP if name == "round" else ROUND_DOWN)


def _between(name: str, first: date, last: date) -> Decimal:
    """Days, or whole months or years, from `first` to `last`; fewer than none where `last` is the earlier."""
    if name == "days":
        return Decimal((last - first).days)
    if last < first:
        return -_between(name, last, first)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return Decimal(months if name == "months" else months // 12)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Goes through an expression as the evaluation does, with kinds in place of values."""

    fields: Callable[[str | None, str], ValueKind | None]

    def of(self, node: ast.expr) -> ValueKind | None:
        match node:
            case ast.Constant(value=value):
                return ValueKind.TEXT if isinstance(value, str) else ValueKind.NUMBER
            case ast.Name(id=name):
                return self.fields(None, name)
            case ast.Attribute(value=ast.Name(id=kind), attr=field):
                return self.fields(kind, field)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._must(ValueKind.TRUTH, operand)
            case ast.UnaryOp(operand=operand):
                return self._must(ValueKind.NUMBER, operand)
            case ast.BoolOp(values=parts):
                for part in parts:
                    self._must(ValueKind.TRUTH, part)
                return ValueKind.TRUTH
            case ast.BinOp(left=left, right=right):
                self._must(ValueKind.NUMBER, left)
                return self._must(ValueKind.NUMBER, right)
            case ast.Compare(left=left, comparators=rights):
                return self._compare([left, *rights], node.ops)
            case _:
                return None

    def _must(self, kind: ValueKind, node: ast.expr) -> ValueKind:
        found = self.of(node)
        if found not in (kind, None):
            raise KindError(f"{ast.unparse(node)}: {found}, {kind}")
        return kind

    def _compare(self, parts: list[ast.expr], operators: list[ast.cmpop]) -> ValueKind:
        kinds = [(self.of(part), part) for part in parts]
        known = {kind for kind, _ in kinds if kind is not None}
        equals = all(isinstance(operator, ast.Eq | ast.NotEq) for operator in operators)
        if len(known) > 1 or ValueKind.TRUTH in known or (ValueKind.TEXT in known and not equals):
            said = "; ".join(f"{ast.unparse(part)}: {kind or '?'}" for kind, part in kinds)
            raise KindError(said)
        return ValueKind.TRUTH

    def _call(self, name: str, arguments: list[ast.expr]) -> ValueKind:
        takes = FUNCTIONS[name].takes
        if name == "sum":
            self._must(ValueKind.NUMBER, arguments[0])
        for index, argument in enumerate(arguments if takes else ()):
            self._must(takes[min(index, len(takes) - 1)], argument)
        return FUNCTIONS[name].gives


def _unknown(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of the tree that this language has not."""
    match node:
        case ast.Constant(value=bool()):
            yield node
        case ast.Constant(value=int() | float() | str()) | ast.Name() | ast.Attribute(value=ast.Name()):
            return
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            if _fits_the_call(name, arguments):
                for argument in arguments if FUNCTIONS[name].takes else ():
                    yield from _unknown(argument)
            else:
                yield node
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield from _unknown(operand)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _unknown(part)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            yield from _unknown(left)
            yield from _unknown(right)
        case ast.Compare(left=left, ops=operators, comparators=rights) if all(
            type(op) in _COMPARISONS for op in operators
        ):
            yield from _unknown(left)
            for right in rights:
                yield from _unknown(right)
        case _:
            yield node


def _fits_the_call(name: str, arguments: list[ast.expr]) -> bool:
    function = FUNCTIONS[name]
    if not function.takes:
        return len(arguments) == 1 and isinstance(arguments[0], ast.Attribute if function.column else ast.Name)
    if len(arguments) < function.least or (len(arguments) > len(function.takes) and not function.more):
        return False
    return name != "day" or _is_day(arguments[0])


def _is_day(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            try:
                return bool(date.fromisoformat(text))
            except ValueError:
                return False
        case _:
            return False


def _asked(node: ast.AST) -> Iterator[ast.AST]:
    """Names, `kind.field` and counted kinds, without the names of functions."""
    match node:
        case ast.Call(func=ast.Name(id="count")):
            yield node
        case ast.Call(args=arguments):
            for argument in arguments:
                yield from _asked(argument)
        case ast.Name() | ast.Attribute():
            yield node
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _asked(child)
