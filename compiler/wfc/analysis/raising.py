"""Which parts of an expression may raise, given what is known to hold where it is evaluated.

A part is left out when what it needs follows from what its models admit, or from what has been asked before it: the
left of an `and`, the test of a conditional, the conditions of a comprehension, and whatever is known from outside (the
conditions on the way to the lambda). `cases` decides that. Numbers that outgrow JSON are not looked for: any sum could.
"""

from collections.abc import Iterator
from typing import TypeAlias

from wfc.analysis.cases import cases
from wfc.analysis.known import Fact, plain, subjects
from wfc.analysis.needs import Risk, risk_of
from wfc.analysis.sizes import Sizes
from wfc.ir import expressions as ir
from wfc.ir.fallible import fails_itself, is_fallible
from wfc.ir.parts import parts_of

Facts: TypeAlias = tuple[Fact, ...]


def risks(expr: ir.Expr, known: Facts, sizes: Sizes) -> Iterator[Risk]:
    """The parts of an expression that may raise, in the order of evaluation, given what is known to hold."""
    if not is_fallible(expr):
        return
    match expr:
        case ir.Logical(op=op, left=left, right=right):
            yield from risks(left, known, sizes)
            yield from risks(right, (*known, (left, op == "and")), sizes)
        case ir.Conditional(test=test, then=then, orelse=orelse):
            yield from risks(test, known, sizes)
            yield from risks(then, (*known, (test, True)), sizes)
            yield from risks(orelse, (*known, (test, False)), sizes)
        case ir.Comprehension(key=key, element=element, iterable=iterable, conditions=conditions):
            yield from risks(iterable, known, sizes)
            for condition in conditions:
                yield from risks(condition, known, sizes)
                known = (*known, (condition, True))
            for part in (key, element):
                if part is not None:
                    yield from risks(part, known, sizes)
        case _:
            for part in parts_of(expr):
                yield from risks(part, known, sizes)
            if fails_itself(expr):
                risk = risk_of(expr, sizes)
                if risk is not None and not (risk.need is not None and follows(risk.need, known)):
                    yield risk


def follows(need: ir.Expr, known: Facts) -> bool:
    """Does it hold wherever all of this is known?"""
    goal = plain(need)
    asked = subjects(goal)
    facts = [(fact, truth) for one, truth in known if subjects(fact := plain(one)) & asked]
    found = cases([*(fact for fact, _ in facts), goal])
    return found.are_few and found.follow([truth for _, truth in facts])
