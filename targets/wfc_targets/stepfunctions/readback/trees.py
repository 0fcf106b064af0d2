"""Brings trees of JSONata into the one form in which two that mean the same by the same steps are equal.

What is computed once and named is put in its places, parameters get numbers, paths from `$states` become one piece, and
a field of an object that is written out is its value. `known` says what variables and paths stand for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias, final

from wfc_targets.stepfunctions.readback.syntax import Tree, const, parse

Known: TypeAlias = Callable[[Tree], Tree]
"""What a variable `("var", name)` or a path `("states", ...)` stands for; itself, if nothing else."""


@final
@dataclass(frozen=True, slots=True)
class _Scope:
    known: Known
    local: Mapping[str, Tree] = field(default_factory=dict)
    depth: int = 0


def settled(tree: Tree, known: Known | None = None) -> Tree:
    """The tree in that form."""
    return _as_it_is(tree) if known is None else _settled(tree, _Scope(known))


@lru_cache(maxsize=8192)
def _as_it_is(tree: Tree) -> Tree:
    return _settled(tree, _Scope(lambda one: one))


@lru_cache(maxsize=8192)
def shape(text: str, /, **values: Tree) -> Tree:
    """A tree from a pattern of JSONata, in which the variables of these names are replaced."""
    return _filled(_pattern(text), values)


def function(parameters: tuple[str, ...], body: Tree) -> Tree:
    """A function, to stand in a pattern."""
    return ("fn", parameters, body)


@lru_cache(maxsize=8192)
def variables_in(tree: Tree) -> frozenset[str]:
    """The names of all variables in a tree."""
    return frozenset(one[1] for one in parts(tree) if one[0] == "var")


def parts(tree: object) -> tuple[Tree, ...]:
    """Every tree in a tree, itself included."""
    if not isinstance(tree, tuple):
        return ()
    inside = tuple(one for part in tree for one in parts(part))
    return (tree, *inside) if tree and isinstance(tree[0], str) else inside


@lru_cache(maxsize=512)
def _pattern(text: str) -> Tree:
    return parse(text)


def _filled(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    if tree[0] == "var":
        return values.get(tree[1], tree)
    return tuple(_filled_part(one, values) for one in tree)


def _filled_part(part: object, values: Mapping[str, Tree]) -> object:
    if not isinstance(part, tuple):
        return part
    if part and isinstance(part[0], str):
        return _filled(part, values) if part[0] not in {"const"} else part
    return tuple(_filled_part(one, values) for one in part)


def _settled(tree: Tree, scope: _Scope) -> Tree:
    match tree:
        case ("const" | "regex" | "name" | "read" | "open" | "parameter", *_):
            return tree
        case ("var", str() as name):
            return scope.local[name] if name in scope.local else _rooted(tree, scope)
        case ("field", base, str() as name):
            return _field(_settled(base, scope), name, scope)
        case ("block", tuple() as inner):
            return _block(inner, scope)
        case ("fn", tuple() as parameters, body):
            return _function(parameters, body, scope)
        case ("neg", ("const", "number", value)):
            return const(-value)
        case ("call", ("var", "lookup"), (base, ("const", "text", str() as name))):
            return _field(_settled(base, scope), name, scope)
        case ("call", ("var", str() as name), tuple() as arguments) if name not in scope.local:
            return ("call", name, tuple(_settled(one, scope) for one in arguments))
        case ("dict", tuple() as pairs):
            return ("dict", tuple((_settled(key, scope), _settled(value, scope)) for key, value in pairs))
        case ("list" | "items" | "and" | "or" as kind, tuple() as inner):
            return (kind, tuple(_settled(one, scope) for one in inner))
        case ("op", "and" | "or" as sign, left, right):
            return (sign, (*_sides(sign, _settled(left, scope)), *_sides(sign, _settled(right, scope))))
        case ("if", *inner):
            return scope.known(("if", *(_settled(one, scope) for one in inner)))
        case ("call", str() as name, tuple() as arguments):
            return ("call", name, tuple(_settled(one, scope) for one in arguments))
        case (kind, *inner):
            return (kind, *(_settled(one, scope) if isinstance(one, tuple) else one for one in inner))
        case _:
            raise AssertionError(tree)


def _sides(sign: str, tree: Tree) -> tuple[Tree, ...]:
    """However the sides of `and`, or of `or`, are put in parentheses, they are asked from left to right."""
    sides: tuple[Tree, ...] = tree[1]
    return sides if tree[0] == sign else (tree,)


def _rooted(tree: Tree, scope: _Scope) -> Tree:
    return ("states",) if tree[1] == "states" else scope.known(tree)


def _field(base: Tree, name: str, scope: _Scope) -> Tree:
    match base:
        case ("states", *_):
            return scope.known((*base, name))
        case ("dict", tuple() as pairs):
            found = [value for key, value in pairs if key == const(name)]
            return found[0] if found else ("field", base, name)
        case _:
            return scope.known(("field", base, name))


def _block(inner: tuple[Tree, ...], scope: _Scope) -> Tree:
    for one in inner[:-1]:
        match one:
            case ("let", str() as name, value):
                scope = replace(scope, local={**scope.local, name: _settled(value, scope)})
            case _:
                return ("block", tuple(_settled(part, scope) for part in inner))
    return _settled(inner[-1], scope)


def _function(parameters: tuple[str, ...], body: Tree, scope: _Scope) -> Tree:
    """Parameters are numbered from the inside out, so that a function is the same wherever it stands."""
    mine: dict[str, Tree] = {name: ("open", scope.depth, at) for at, name in enumerate(parameters)}
    inside = _settled(body, replace(scope, local={**scope.local, **mine}, depth=scope.depth + 1))
    height = 1 + max((one[1] for one in parts(inside) if one[0] == "fn"), default=0)
    closed = {one: ("parameter", height, at) for at, one in enumerate(mine.values())}
    return ("fn", height, len(parameters), replaced(inside, closed))


def replaced(tree: Tree, by: Mapping[Tree, Tree]) -> Tree:
    """The tree, some of its parts replaced by others."""
    if tree in by:
        return by[tree]
    return tuple(replaced(one, by) if isinstance(one, tuple) else one for one in tree)
