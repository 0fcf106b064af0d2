"""Terms: nested tuples, which `core_terms` makes of the core's expressions, and `python_terms` of those in source.

A term says where a value out of a model must be turned into JSON, and leaves out what two spellings have in common:
parentheses, chained comparisons, `not (x is None)`, the names of a comprehension's variables.
"""

from collections.abc import Callable
from typing import TypeAlias

Term: TypeAlias = tuple[object, ...]


def constant(value: object) -> Term:
    """A constant; its text tells `True` from `1`."""
    return ("const", repr(value))


def negated(term: Term) -> Term:
    """`not`, which turns some tests into their opposite."""
    match term:
        case ("null", operand, bool() as is_negated):
            return ("null", operand, not is_negated)
        case ("const", str() as number) if number in {"True", "False"}:
            return ("const", "False" if number == "True" else "True")
        case _:
            return ("not", term)


def minus(term: Term) -> Term:
    """A negative constant is one constant."""
    match term:
        case ("const", str() as number) if number[0].isdigit():
            return ("const", f"-{number}")
        case _:
            return ("minus", term)


def joined(word: str, operands: tuple[Term, ...]) -> Term:
    """`and` and `or`, whose grouping among themselves makes no difference."""
    flat: list[object] = []
    for one in operands:
        flat += one[1:] if one[0] == word else (one,)
    return (word, *flat)


def null_test(operand: Term, is_negated: bool, is_told: Callable[[str], bool]) -> Term:
    """`is None`; of an output that is never null it asks whether there is one."""
    match operand:
        case ("out", str() as node) if is_told(node):
            return ("null", ("done", node), is_negated)
        case _:
            return ("null", operand, is_negated)


def succeeded(node: str) -> Term:
    """Has the node succeeded?"""
    return ("null", ("done", node), True)


def format_parts(parts: list[str | tuple[Term, str]]) -> Term:
    """An f-string by its pieces."""
    merged: list[object] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return ("format", *merged)
