"""Conditions of the catalogue: Python notation over field ids, evaluated without ``eval``.

``betreuender_elternteil.familienstand.status == 'geschieden'`` is a comparison of a field with an
option. Only the few kinds of nodes that the catalogue needs are accepted; anything else is an
error when the rules are loaded, not when a case is checked.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from validators.functions import FUNCTIONS
from validators.logic import UNDETERMINED, Truth, all_of, any_of, negated

ABOUT_FIELDS = frozenset({"filled", "empty", "unknown", "option_count"})
"""Functions that ask about a field itself; they have an answer even where its value is unknown."""

ABOUT_NAMES = frozenset({"any_filled", "page", "doc", "docfeld"})
"""Functions whose arguments are names: a prefix of field ids, a page, a type of evidence."""

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda part, whole: part in whole,
    ast.NotIn: lambda part, whole: part not in whole,
}


class Scope(Protocol):
    """What an expression is evaluated against: a case and the day of the check."""

    def value(self, name: str) -> object:
        """The value of a field or derived value, ``UNDETERMINED`` where it is not known."""

    def ask(self, function: str, *names: str) -> object:
        """The answer to ``filled``, ``empty`` ... about a field, page or piece of evidence."""


class ExpressionError(ValueError):
    """An expression that the catalogue's language does not allow."""


def holds(expression: str, scope: Scope) -> bool:
    """Whether the expression is true; an undetermined one is not."""
    return evaluate(expression, scope) is True


def evaluate(expression: str, scope: Scope) -> object:
    """The value of an expression, ``UNDETERMINED`` where it depends on something unknown."""
    return _value(parse(expression), scope)


@cache
def parse(expression: str) -> ast.expr:
    """The tree of an expression. Raises ``ExpressionError`` where it is not allowed."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ExpressionError(f"no expression: {expression}") from error
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            raise ExpressionError(f"{type(node).__name__} is not allowed in: {expression}")
        _check(node)
    return tree


def names_in(expression: str) -> frozenset[str]:
    """Every field or derived value that an expression mentions, prefixes not included."""
    return frozenset(_names(parse(expression)))


ALLOWED = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Call, ast.Name,
    ast.Attribute, ast.Constant, ast.Tuple, ast.List, ast.Load, *COMPARISONS,
)  # fmt: skip

KNOWN = ABOUT_FIELDS | ABOUT_NAMES | frozenset(FUNCTIONS)


def _check(node: ast.AST) -> None:
    """Names where names belong, known functions, and a minus only before a number."""
    match node:
        case ast.Attribute():
            _dotted(node)
        case ast.Call(func=ast.Name(id=function), args=arguments) if function in KNOWN:
            if function in ABOUT_FIELDS or function in ABOUT_NAMES:
                _check_names(function, arguments)
        case ast.Call():
            raise ExpressionError(f"unknown function: {ast.unparse(node.func)}")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            if not (isinstance(operand, ast.Constant) and isinstance(operand.value, int)):
                raise ExpressionError("a minus is only allowed before a number")


def _check_names(function: str, arguments: list[ast.expr]) -> None:
    if not arguments:
        raise ExpressionError(f"{function} asks about nothing")
    for argument in arguments:
        _dotted(argument)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name | ast.Attribute):
        yield _dotted(node)
        return
    parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for part in parts:
        yield from _names(part)


def _dotted(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=name):
            return f"{_dotted(owner)}.{name}"
        case ast.Constant(value=str(text)):
            return text
    raise ExpressionError(f"a name is expected, not {ast.unparse(node)}")


def _function(node: ast.Call) -> str:
    return _dotted(node.func)


def _value(node: ast.expr, scope: Scope) -> object:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name() | ast.Attribute():
            return scope.value(_dotted(node))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(_value(part, scope) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return negated(_truth(part, scope))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
        case ast.BoolOp(op=ast.And(), values=parts):
            return all_of(_truth(part, scope) for part in parts)
        case ast.BoolOp(values=parts):
            return any_of(_truth(part, scope) for part in parts)
        case ast.Compare():
            return all_of(_comparisons(node, scope))
        case ast.Call():
            return _called(node, scope)
    raise ExpressionError(f"not allowed: {ast.unparse(node)}")


def _truth(node: ast.expr, scope: Scope) -> Truth:
    """A part of ``and``, ``or`` or ``not``; anything but true or false is undetermined."""
    value = _value(node, scope)
    return value if isinstance(value, bool) else UNDETERMINED


def _comparisons(node: ast.Compare, scope: Scope) -> Iterator[Truth]:
    left = _value(node.left, scope)
    for kind, operand in zip(node.ops, node.comparators, strict=True):
        right = _value(operand, scope)
        yield _compared(COMPARISONS[type(kind)], left, right)
        left = right


def _compared(compare: Callable[[Any, Any], object], left: object, right: object) -> Truth:
    """Undetermined where one side is unknown, or where the two cannot be compared at all."""
    if left is UNDETERMINED or right is UNDETERMINED:
        return UNDETERMINED
    try:
        return bool(compare(left, right))
    except TypeError:
        return UNDETERMINED


def _called(node: ast.Call, scope: Scope) -> object:
    function = _function(node)
    if function in ABOUT_FIELDS or function in ABOUT_NAMES:
        return scope.ask(function, *(_dotted(argument) for argument in node.args))
    values = [_value(argument, scope) for argument in node.args]
    if any(value is UNDETERMINED for value in values):
        return UNDETERMINED
    try:
        return FUNCTIONS[function](*values)
    except (TypeError, ValueError, OverflowError):
        return UNDETERMINED
