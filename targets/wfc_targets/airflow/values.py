"""Expressions as source, and the variables a task must bind before it can evaluate them.

In a task function everything is plain JSON under the names the spec's lambdas use: `input`, `ctx`, `steps["x"]`,
`error`, `output`, `key`, `run`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.emit.python import Names, Rooted, python_condition, python_expression
from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc_targets.airflow.names import task_id

Roots: TypeAlias = Mapping[ir.Root, Callable[[], str]]
"""How each root is bound in some task, as source of the value; made when it is needed."""

_ORDER: tuple[ir.Root | Literal["steps"], ...] = (
    *("run", "ctx", "input", "index", "item", "steps", "output", "error", "key"),
)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where expressions are evaluated: how roots are bound there, and whether the output of a step may be there.

    `bound`: roots that are parameters. `of_element`: the element is not the task's own, but the variable `index`.
    """

    roots: Roots
    sees: Callable[[str], bool]
    bound: frozenset[ir.Root] = frozenset()
    of_element: bool = False


def value(expr: ir.Expr) -> str:
    """The source of an expression's value."""
    return python_expression(expr, _NAMES)


def condition(expr: ir.Expr) -> str:
    """The source of an expression of which only the truth counts."""
    return python_condition(expr, _NAMES)


def _step_output(step: str, _certain: bool) -> Rooted:
    return Rooted(f"steps[{python_string(task_id(step))}]", "json")


def _step_done(step: str) -> str:
    return f"{python_string(task_id(step))} in steps"


ROOTS: tuple[ir.Root, ...] = ("ctx", "input", "run", "error", "output", "key", "item", "index")

_NAMES = Names(
    roots={root: Rooted(root, "json") for root in ROOTS},
    step_output=_step_output,
    step_done=_step_done,
)


def bindings(exprs: Iterable[ir.Expr | None], scope: Scope, *also: ir.Root) -> tuple[str, ...]:
    """Assignments for everything that the expressions read, and for `also`, in a fixed order."""
    parts = [part for expr in exprs if expr is not None for part in walk(expr)]
    steps = dict.fromkeys(
        part.step for part in parts if isinstance(part, ir.StepOutput | ir.StepDone) and scope.sees(part.step)
    )
    reads_steps = any(isinstance(part, ir.StepOutput | ir.StepDone) for part in parts)
    roots: dict[ir.Root, None] = dict.fromkeys([*_roots(parts), *also])
    if "key" in roots and "index" in scope.roots:
        roots["index"] = None
    sources: dict[str, str] = {root: scope.roots[root]() for root in roots if root not in scope.bound}
    if reads_steps:
        arguments = [*(python_string(task_id(step)) for step in steps), *(["index=index"] if scope.of_element else [])]
        sources["steps"] = f"outputs({', '.join(arguments)})"
    return tuple(f"{name} = {sources[name]}" for name in _ORDER if name in sources)


def _roots(parts: Iterable[ir.Expr]) -> Iterable[ir.Root]:
    return (part.name for part in parts if isinstance(part, ir.Name))


def reads_uncertain_steps(exprs: Iterable[ir.Expr | None]) -> bool:
    """Does one of them ask whether a step has succeeded?"""
    parts = [part for expr in exprs if expr is not None for part in walk(expr)]
    asks = any(isinstance(part, ir.StepDone) for part in parts)
    return asks or any(isinstance(part, ir.StepOutput) and not part.certain for part in parts)


def given(start: str) -> Roots:
    """The roots that every task of a run can bind."""
    return {
        "ctx": lambda: f'pull("{start}", "ctx")',
        "input": lambda: f'pull("{start}", "input")',
        "run": lambda: "run_facts()",
    }
