"""Works a settled tree out as far as what is known about a situation allows.

The same trees stand behind every step, and are worked out for every way to fail: what came of one is remembered, along
with what of the situation it could depend on.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from wfc_targets.stepfunctions.readback.syntax import Tree, const

NOTHING: Tree = ("nothing",)
"""What is undefined."""

Pair: TypeAlias = tuple[Tree, Tree]
"""What is spoken of, neither an object nor a list, and what that is."""
Facts: TypeAlias = Mapping[Tree, tuple[Pair, ...]]
"""What is known about a situation, by a piece of what is spoken of: a tree without other trees in it."""

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


def known(pairs: Iterable[Pair]) -> Facts:
    """Facts from pairs."""
    found: dict[Tree, tuple[Pair, ...]] = {}
    for one in pairs:
        piece = _piece(one[0])
        found[piece] = (*found.get(piece, ()), one)
    return found


def folded(tree: Tree, facts: Facts) -> Tree:
    """The tree, what the facts speak of replaced and all that follows from it worked out."""
    match tree:
        case ("const", *_):
            return tree
        case ("dict", pairs):
            return ("dict", tuple((folded(name, facts), folded(one, facts)) for name, one in pairs))
        case ("list", items):
            return ("list", tuple(folded(one, facts) for one in items))
        case _:
            return _worked_out(tree, _about(tree, facts))


def _about(tree: Tree, facts: Facts) -> tuple[Pair, ...]:
    """The facts that a tree can come to depend on: those about its pieces, and about those of what these are."""
    mine = _pieces(tree)
    found = tuple(chain.from_iterable([facts[one] for one in facts.keys() & mine]))
    others = [value for _, value in found if value[0] != "const"]
    if not others or (frozenset[Tree]().union(*map(_pieces, others)) - mine).isdisjoint(facts):
        return found
    return tuple(chain.from_iterable(facts.values()))


@lru_cache(maxsize=8192)
def _pieces(tree: Tree) -> frozenset[Tree]:
    """The trees in a tree, or itself, that have none in them; constants apart."""
    return frozenset(_innermost(tree))


@lru_cache(maxsize=1024)
def _piece(tree: Tree) -> Tree:
    return next(_innermost(tree))


def _innermost(tree: Tree) -> Iterator[Tree]:
    inside = False
    for part in tree:
        if isinstance(part, tuple) and part:
            inside = True
            yield from _innermost(part)
    if not inside and tree[0] not in {"const", "regex", "nothing"}:
        yield tree


@lru_cache(maxsize=8192)
def _worked_out(tree: Tree, about: tuple[Pair, ...]) -> Tree:
    return _folded(tree, dict(about))


def _folded(tree: Tree, facts: Mapping[Tree, Tree]) -> Tree:
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
        return _folded(part, facts)
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
