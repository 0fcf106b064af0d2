"""Works a settled tree out as far as what is known about a situation allows."""

import math
import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from wfc_targets.stepfunctions.readback.syntax import Tree, const

NOTHING: Tree = ("nothing",)
"""What is undefined."""

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, two: one == two,
    "!=": lambda one, two: one != two,
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
}
_COMPUTED: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda one, two: one + two,
    "-": lambda one, two: one - two,
    "*": lambda one, two: one * two,
    "/": lambda one, two: one / two,
    "&": lambda one, two: f"{one}{two}",
}
_CALLED: Mapping[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
    "power": lambda one, two: one**two,
}


def folded(tree: Tree, facts: Mapping[Tree, Tree]) -> Tree:
    """The tree, what the facts speak of replaced and all that follows from it worked out."""
    if tree in facts:
        return facts[tree]
    if tree[0] in {"const", "read", "states", "var", "regex"}:
        return tree
    inner = tuple(_folded_part(one, facts) for one in tree)
    return facts[inner] if inner in facts else _reduced(inner)


def _folded_part(part: Any, facts: Mapping[Tree, Tree]) -> Any:
    if not isinstance(part, tuple):
        return part
    if part and isinstance(part[0], str):
        return folded(part, facts)
    return tuple(_folded_part(one, facts) for one in part)


def _reduced(tree: Tree) -> Tree:
    match tree:
        case ("field", ("dict", pairs), name):
            return next((value for key, value in pairs if key == const(name)), NOTHING)
        case ("field", ("nothing",), _):
            return NOTHING
        case ("if", ("const", _, test), then, *orelse):
            return then if test else orelse[0] if orelse else NOTHING
        case ("and" | "or" as sign, parts):
            return _logical(sign, parts)
        case ("op", sign, left, right):
            return _operation(tree, sign, left, right)
        case ("call", name, arguments):
            return _call(tree, name, arguments)
        case _:
            return tree


def _logical(sign: str, parts: tuple[Tree, ...]) -> Tree:
    decisive = const(sign == "or")
    if decisive in parts:
        return (
            decisive
            if parts[0] == decisive or all(one[0] == "const" for one in parts[: parts.index(decisive)])
            else (sign, parts)
        )
    left = tuple(one for one in parts if one[0] != "const")
    return (sign, left) if len(left) > 1 else left[0] if left else const(sign == "and")


def _operation(tree: Tree, sign: str, left: Tree, right: Tree) -> Tree:
    match sign, left, right:
        case "~>", ("const", "text", text), ("call", "replace", (what, ("const", "text", by))):
            return const(re.sub(what[1], by, text) if what[0] == "regex" else text.replace(what[2], by))
        case "in", ("const", *_), ("list", items):
            return const(left in items)
        case _, ("nothing",), _ if sign in _COMPARED or sign == "in":
            return const(False)
        case _, ("const", _, one), ("const", _, two):
            if sign in _COMPARED:
                return const(_COMPARED[sign](one, two))
            return const(_COMPUTED[sign](one, two)) if sign in _COMPUTED else tree
        case _:
            return tree


def _call(tree: Tree, name: str, arguments: tuple[Tree, ...]) -> Tree:
    if name == "exists" and arguments[0][0] in {"const", "dict", "nothing"}:
        return const(arguments[0] != NOTHING)
    if name == "not" and arguments[0][0] == "const":
        return const(not arguments[0][2])
    values = arguments[0][1] if arguments and arguments[0][0] == "list" else arguments
    if name in _CALLED and all(one[0] == "const" for one in values):
        numbers = [one[2] for one in values]
        found = _CALLED[name](numbers) if arguments[0][0] == "list" else _CALLED[name](*numbers)
        return const(found)
    return tree


def joined(sign: str, *sides: Tree) -> Tree:
    """`a and b and c`."""
    return reduce(lambda left, right: ("op", sign, left, right), sides)
