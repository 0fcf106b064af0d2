"""A list of conditions without `Otherwise` must be provably exhaustive (O2). Runs on typed lambdas.

Proven are: `c` and `not c`; every member of an Enum or Literal compared with `==`; complementary comparisons of one
thing with one constant. Reports non-exhaustive-choice with a case that is left out.
"""

from collections.abc import Sequence

from wfc.analysis.graph import all_declared, success_arms
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import NON_EXHAUSTIVE_CHOICE
from wfc.ir.expressions import Compare, Const, Expr, IsNone, Logical, Not
from wfc.ir.surface import Workflow
from wfc.ir.text import expression_text
from wfc.ir.types import Choices, Optional

COMPLEMENTS = {frozenset(pair) for pair in (("<", ">="), (">", "<="), ("==", "!="), ("in", "not in"))}


def check_choices(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check every list of arms; the workflow itself is unchanged."""
    for node, places in all_declared(workflow):
        arms = [arm for arm in success_arms(node, places) if arm.decision in (None, "approved")]
        conditions = [arm.condition.typed for arm in arms if arm.condition is not None]
        if len(conditions) < len(arms):
            continue
        typed = [condition for condition in conditions if condition is not None]
        missing = _missing(typed)
        if missing is not None:
            found.add(
                Diagnostic(
                    code=NON_EXHAUSTIVE_CHOICE,
                    message=f"the conditions of `{node.id}` may all be false",
                    at=Label(arms[-1].span if arms else node.span),
                    notes=(missing,) if missing else (),
                    help="add `Otherwise(...)` as the last transition",
                )
            )
    return workflow


def _missing(conditions: Sequence[Expr]) -> str | None:
    """None when the conditions cover every case, else a note on what they leave out (perhaps empty)."""
    if _has_complements(conditions):
        return None
    subjects = {expression_text(subject): subject for condition in conditions for subject, _ in _equalities(condition)}
    notes = []
    for text, subject in subjects.items():
        left_out = _left_out(
            subject, [value for c in conditions for other, value in _equalities(c) if expression_text(other) == text]
        )
        if left_out == []:
            return None
        notes += [f"not covered: {text} == {value!r}" for value in left_out or ()]
    return "; ".join(notes[:3])


def _has_complements(conditions: Sequence[Expr]) -> bool:
    texts = {expression_text(condition) for condition in conditions}
    return any(_negation(condition) in texts or _split(condition, conditions) for condition in conditions)


def _negation(condition: Expr) -> str:
    match condition:
        case Not():
            return expression_text(condition.operand)
        case IsNone():
            return expression_text(
                IsNone(
                    operand=condition.operand, negated=not condition.negated, type=condition.type, span=condition.span
                )
            )
        case _:
            return expression_text(Not(operand=condition, type=condition.type, span=condition.span))


def _split(condition: Expr, others: Sequence[Expr]) -> bool:
    """Is one of the others the complementary comparison of the same two things?"""
    return isinstance(condition, Compare) and any(
        isinstance(other, Compare)
        and frozenset((condition.op, other.op)) in COMPLEMENTS
        and expression_text(condition.left) == expression_text(other.left)
        and expression_text(condition.right) == expression_text(other.right)
        for other in others
    )


def _equalities(condition: Expr) -> list[tuple[Expr, object]]:
    """`x == a`, or `x == a or x == b`, as the pairs of x and each constant."""
    match condition:
        case Compare(op="==", left=left, right=Const(value=value)):
            return [(left, value)]
        case Logical(op="or", left=left, right=right) if _equalities(left) and _equalities(right):
            return _equalities(left) + _equalities(right)
        case _:
            return []


def _left_out(subject: Expr, covered: list[object]) -> list[object] | None:
    """The values of a closed type that are not covered; None for an open type."""
    match subject.type:
        case Choices(values=values):
            return [value for value in values if value not in covered]
        case Optional(of=Choices(values=values)):
            return [value for value in (*values, None) if value not in covered]
        case _:
            return None
