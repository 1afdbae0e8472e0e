"""Expressions of the catalogue evaluated against a case, without ``eval``.

A case is checked some hundred times with other values for what is in doubt, so every expression is
made a function once, and that is called.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from validators.expressions import ABOUT_FIELDS, ABOUT_NAMES, ExpressionError, dotted, parse
from validators.functions import FUNCTIONS
from validators.logic import UNDETERMINED, Truth, all_of, any_of, negated

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


Evaluated = Callable[[Scope], object]
"""A part of an expression as a function."""


def holds(expression: str, scope: Scope) -> bool:
    """Whether the expression is true; an undetermined one is not."""
    return evaluate(expression, scope) is True


def evaluate(expression: str, scope: Scope) -> object:
    """The value of an expression, ``UNDETERMINED`` where it depends on something unknown."""
    return _function(expression)(scope)


@cache
def _function(expression: str) -> Evaluated:
    """The expression as a function. Raises ``ExpressionError`` where it is not allowed."""
    return _made(parse(expression))


def _made(node: ast.expr) -> Evaluated:
    match node:
        case ast.Constant(value=value):
            return lambda scope: value
        case ast.Name() | ast.Attribute():
            name = dotted(node)
            return lambda scope: scope.value(name)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            made = [_made(part) for part in parts]
            return lambda scope: tuple(part(scope) for part in made)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            one = _made(part)
            return lambda scope: negated(_truth(one(scope)))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return lambda scope: -number
        case ast.BoolOp(op=op, values=parts):
            return _joined(all_of if isinstance(op, ast.And) else any_of, parts)
        case ast.Compare():
            return _comparison(node)
        case ast.Call():
            return _call(node)
    raise ExpressionError(f"not allowed: {ast.unparse(node)}")


def _joined(join: Callable[[Iterator[Truth]], Truth], parts: list[ast.expr]) -> Evaluated:
    made = [_made(part) for part in parts]
    return lambda scope: join(_truth(part(scope)) for part in made)


def _truth(value: object) -> Truth:
    """A part of ``and``, ``or`` or ``not``; anything but true or false is undetermined."""
    return value if isinstance(value, bool) else UNDETERMINED


def _comparison(node: ast.Compare) -> Evaluated:
    """One comparison or a chain of them, each operand evaluated once."""
    first = _made(node.left)
    others = [
        (COMPARISONS[type(kind)], _made(operand))
        for kind, operand in zip(node.ops, node.comparators, strict=True)
    ]

    def compared(scope: Scope) -> Iterator[Truth]:
        left = first(scope)
        for compare, operand in others:
            right = operand(scope)
            yield _compared(compare, left, right)
            left = right

    return lambda scope: all_of(compared(scope))


def _compared(compare: Callable[[Any, Any], object], left: object, right: object) -> Truth:
    """Undetermined where one side is unknown, or where the two cannot be compared at all."""
    if left is UNDETERMINED or right is UNDETERMINED:
        return UNDETERMINED
    try:
        return bool(compare(left, right))
    except TypeError:
        return UNDETERMINED


def _call(node: ast.Call) -> Evaluated:
    function = dotted(node.func)
    if function in ABOUT_FIELDS or function in ABOUT_NAMES:
        names = tuple(dotted(argument) for argument in node.args)
        return lambda scope: scope.ask(function, *names)
    arguments = [_made(argument) for argument in node.args]
    return lambda scope: _applied(FUNCTIONS[function], [part(scope) for part in arguments])


def _applied(function: Callable[..., object], values: list[object]) -> object:
    if any(value is UNDETERMINED for value in values):
        return UNDETERMINED
    try:
        return function(*values)
    except (TypeError, ValueError, OverflowError):
        return UNDETERMINED
