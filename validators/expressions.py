"""Conditions of the catalogue: Python notation over field ids, for ``evaluation``.

``betreuender_elternteil.familienstand.status == 'geschieden'`` is a comparison of a field with an
option. Only the few kinds of nodes that the catalogue needs are accepted; anything else is an
error when the rules are loaded, not when a case is checked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from validators.functions import FUNCTIONS

ABOUT_FIELDS = frozenset({"filled", "empty", "unknown", "option_count"})
"""Functions that ask about a field itself; they have an answer even where its value is unknown."""

ABOUT_NAMES = frozenset({"any_filled", "page", "doc", "docfeld"})
"""Functions whose arguments are names: a prefix of field ids, a page, a type of evidence."""

COMPARED = (
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
)  # fmt: skip


class ExpressionError(ValueError):
    """An expression that the catalogue's language does not allow."""


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
    ast.Attribute, ast.Constant, ast.Tuple, ast.List, ast.Load, *COMPARED,
)  # fmt: skip

KNOWN = ABOUT_FIELDS | ABOUT_NAMES | frozenset(FUNCTIONS)


def _check(node: ast.AST) -> None:
    """Names where names belong, known functions, and a minus only before a number."""
    match node:
        case ast.Attribute():
            dotted(node)
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
        dotted(argument)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name | ast.Attribute):
        yield dotted(node)
        return
    parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for part in parts:
        yield from _names(part)


def dotted(node: ast.AST) -> str:
    """The name that a node spells. Raises ``ExpressionError`` where it spells none."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=name):
            return f"{dotted(owner)}.{name}"
        case ast.Constant(value=str(text)):
            return text
    raise ExpressionError(f"a name is expected, not {ast.unparse(node)}")
