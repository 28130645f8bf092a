"""The small language in which a pack states relations: `subsidy <= 0.6 * premium`.

Numbers, names of fields, `+ - * /`, comparisons, `and or not`, `sum(kind.field)`, `sum(rows.column)` and
`like(field, "*text*")`. Parsed by Python's own `ast`, from a short list of nodes: nothing else is ever run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache

from extractor.language.matching import fits

Value = Decimal | str | bool
PLACEHOLDER = re.compile(r"\{([\w.]+)\}")  # in a message: a field, or a field and a part of what was looked up for it

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


class UnknownValueError(LookupError):
    """A value that the expression needs is not known: blank, unread, or divided by nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression asks for."""

    values: frozenset[str]
    sums: frozenset[tuple[str, str]]  # (kind or `rows`, field)


@lru_cache(maxsize=1024)
def parse(text: str) -> ast.expr:
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{text!r}: {error.msg}") from error
    for node in _unknown(tree):
        raise ExpressionError(f"{text!r}: {ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__}")
    return tree


def names(text: str) -> Names:
    values, sums = set[str](), set[tuple[str, str]]()
    _collect(parse(text), values, sums)
    return Names(frozenset(values), frozenset(sums))


def evaluate(
    text: str,
    value: Callable[[str], Value],
    total: Callable[[str, str], Decimal],
    slack: Decimal = Decimal(0),
) -> Value:
    """What `text` comes to. `value(name)` and `total(kind, field)` give the values, or raise `UnknownValueError`;
    comparisons allow `slack`."""
    return _Evaluation(value, total, slack).of(parse(text))


@dataclass(frozen=True, slots=True)
class _Evaluation:
    value: Callable[[str], Value]
    total: Callable[[str, str], Decimal]
    slack: Decimal

    def of(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=str() as text):
                return text
            case ast.Constant(value=constant):
                return Decimal(str(constant))
            case ast.Name(id=name):
                return self.value(name)
            case ast.Call():
                return self._call(node)
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
        found = self.of(node)
        if not isinstance(found, Decimal):
            raise UnknownValueError(ast.unparse(node))
        return found

    def _arithmetic(
        self, node: ast.expr, combine: Callable[[Decimal, Decimal], Decimal], left: ast.expr, right: ast.expr
    ) -> Decimal:
        try:
            return combine(self._number(left), self._number(right))
        except (DivisionByZero, InvalidOperation) as error:
            raise UnknownValueError(ast.unparse(node)) from error

    def _compare(self, node: ast.Compare) -> bool:
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if not _COMPARISONS[type(operator)](self._number(left), self._number(right), self.slack):
                return False
            left = right
        return True

    def _call(self, node: ast.Call) -> Value:
        match node:
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(value=ast.Name(id=kind), attr=field)]):
                return self.total(kind, field)
            case ast.Call(func=ast.Name(id="like"), args=[subject, ast.Constant(value=str() as pattern)]):
                return fits(str(self.of(subject)), pattern)
            case _:
                raise ExpressionError(ast.unparse(node))


def _unknown(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool()):
            yield node
        case ast.Constant(value=int() | float() | str()) | ast.Name():
            return
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(value=ast.Name())], keywords=[]):
            return
        case ast.Call(func=ast.Name(id="like"), args=[ast.Name(), ast.Constant(value=str())], keywords=[]):
            return
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


def _collect(node: ast.AST, values: set[str], sums: set[tuple[str, str]]) -> None:
    match node:
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Attribute(value=ast.Name(id=kind), attr=field)]):
            sums.add((kind, field))
        case ast.Call(args=arguments):
            for argument in arguments:
                _collect(argument, values, sums)
        case ast.Name(id=name):
            values.add(name)
        case _:
            for child in ast.iter_child_nodes(node):
                _collect(child, values, sums)


def placeholders(text: str) -> set[str]:
    """The names that a message wants filled in."""
    return {name.partition(".")[0] for name in PLACEHOLDER.findall(text)}


def compared(text: str) -> Iterator[ast.expr]:
    """What the expression reckons with or compares as a number."""
    for node in ast.walk(parse(text)):
        match node:
            case ast.BinOp(left=left, right=right):
                yield from (left, right)
            case ast.Compare(left=left, comparators=rights):
                yield from (left, *rights)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                yield operand
            case _:
                pass
