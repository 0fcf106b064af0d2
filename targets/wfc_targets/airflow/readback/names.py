"""What the variables of a task function stand for: read from how they are bound, not from what they are called."""

import ast
from dataclasses import dataclass
from typing import final

from wfc_targets.airflow.readback.called_work import Evaluated
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.expressions import read
from wfc_targets.airflow.readback.patterns import address, expression_fits, shown, text
from wfc_targets.airflow.readback.written import Written

_ROOTS = frozenset({"run", "ctx", "input", "index", "item", "output", "error", "key"})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The variables of a function of `node` (None: of the run). `parameters` are given; `later`: nodes that are not
    seen, since what is undone sees the run as of its step. `of_element`: the function has the index as a parameter.
    """

    dag: Dag
    node: str | None
    given: dict[str, ast.expr]
    parameters: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    of_element: bool = False

    def __call__(self, node: ast.expr) -> str | None:
        match node:
            case ast.Name(id=name) if name in _ROOTS:
                return self._root(name)
            case ast.Subscript(value=ast.Name(id="steps"), slice=ast.Constant(value=str(task))):
                return f"steps[{self._step(task)!r}]"
            case ast.Compare(left=ast.Constant(value=str(task)), ops=[ast.In()], comparators=[ast.Name(id="steps")]):
                return f"done({self._step(task, asked=True)!r})"
            case _:
                return None

    def text(self, source: Evaluated) -> Written | None:
        """An expression as a fact; empty text says as much as none."""
        if isinstance(source.node, ast.Constant) and source.node.value == "":
            return None
        return Written(read(source.node, self), source.guarded)

    def _step(self, task: str, *, asked: bool = False) -> str:
        """The node whose output is read; it must be among those that were fetched, unless it comes later."""
        node = self.dag.nodes.get(task)
        fetched = self._fetched()
        if node is None:
            return f"no step {task}"
        if (task in fetched) == (node.id in self.later) and not (asked and task not in fetched):
            return f"{task} at another time"
        return node.id if task in fetched or node.id in self.later else f"{task}, not fetched"

    def _fetched(self) -> tuple[str, ...]:
        match self.given.get("steps"):
            case ast.Call(func=ast.Name(id="outputs"), args=steps, keywords=more):
                element = [shown(one) for one in more]
                return tuple(map(text, steps)) if element == (["index=index"] if self.of_element else []) else ()
            case _:
                return ()

    def _root(self, name: str) -> str:
        if name in self.parameters:
            return name
        value = self.given.get(name)
        if value is None:
            return f"unbound {name}"
        return name if self._stands_for(name, value) else f"{name} as {shown(value)}"

    def _stands_for(self, name: str, value: ast.expr) -> bool:
        """Is this how a variable is bound?"""
        match name:
            case "error":
                return is_failure(value)
            case "key":
                holes = expression_fits("key_for(_address)", value)
                return holes is not None and address(holes["_address"]) == f"{self.node}{self.index()}"
            case "output":
                at = ", index=index" if self.of_element else ""
                form = f'pull("{self.main()}"{at})'
            case "item":
                form = f'pull("{self.items()}")[index]' if self.of_element else f'element("{self.items()}")'
            case "input" | "ctx":
                form = f'pull("{self.dag.start}", "{name}")'
            case _:
                form = _ALWAYS[name]
        return expression_fits(form, value) is not None

    def main(self) -> str:
        """The task of the node."""
        return self.dag.mains.get(self.node or "", "")

    def items(self) -> str | None:
        """The task with the items that the node is done for."""
        return self.dag.tasks[self.main()].made.over if self.main() else None

    def index(self) -> str:
        """What stands for the index in an address."""
        return ":{index}" if self.items() else ""


_ALWAYS = {"run": "run_facts()", "index": 'get_current_context()["ti"].map_index'}


def is_failure(value: ast.expr) -> bool:
    """The failure handled last; whether it is that one is found by playing."""
    match value:
        case ast.Call(func=ast.Name(id="failure_of"), args=[_], keywords=[]):
            return True
        case ast.Call(func=ast.Name(id="last_failure"), keywords=[]):
            return True
        case _:
            return False
