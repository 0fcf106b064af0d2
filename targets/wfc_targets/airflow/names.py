"""What things are called in a generated DAG file: steps and, beside them, the tasks that a step does not know about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from wfc.emit.names import fresh_name, unique_names
from wfc.ir.nodes import Approval, Call, ForEach, Node, Parallel, Workflow
from wfc.ir.walk import all_nodes
from wfc_targets.airflow.imports import HELPERS, IMPORTED

LOCALS = (
    *("breach", "ctx", "ends", "error", "failed", "failure", "given", "index", "input", "inputs", "item"),
    *("key", "output", "picked", "poll", "run", "seconds", "steps", "until"),
)
"""Variables of the generated functions; where the spec's lambdas have a name, that one."""

TAKEN = (*LOCALS, *HELPERS, *IMPORTED)
"""What a generated file calls its own; steps and handlers give way."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNames:
    """Python names and task ids. A step's task id is its id with `_` for `-`; its name is the same if it can be.

    `suffixes` make the tasks beside a step (`charge__route`, `charge__undo`) out of its task id.
    """

    steps: dict[str, str]
    own: dict[str, str]
    suffixes: dict[str, str]

    def beside(self, step: str, what: str) -> str:
        """The task that serves a step: its route, its undo or its alert."""
        return task_id(step) + self.suffixes[what]

    def run(self, what: str) -> str:
        """A task that serves the run: `start`, `result`, `rollback`, ..."""
        return self.own[what]

    def past(self, step: str, target: str) -> str:
        """The marker on the way from a step's route straight to `target`."""
        return f"{task_id(step)}{self.suffixes['to']}_{target}"

    def group(self, node: str, branch: str) -> str:
        """The task group of a branch, or of a body (branch "")."""
        return f"{self.beside(node, 'branch')}_{branch}" if branch else self.beside(node, "each")

    def end(self, node: str, branch: str) -> str:
        """The task in which the ways to the end of a branch or body meet."""
        return self.beside(node, "end") + (f"_{branch}" if branch else "")

    def stages(self, node: Node) -> tuple[str, ...]:
        """The tasks of a node, from the one that is reached to the one that tells what became of it."""
        return (*(self.beside(node.id, what) for what in STAGES.get(type(node), ())), task_id(node.id))

    def entry(self, node: Node) -> str:
        """The task that is reached first."""
        return self.stages(node)[0]


STAGES: dict[type[Node], tuple[str, ...]] = {
    Parallel: ("fork",),
    ForEach: ("items",),
    Approval: ("notify", "answer"),
    Call: ("inputs", "run"),
}
"""The tasks that stand before the one that bears the name of a node."""

_OF_THE_RUN = ("start", "result", "succeeded", "rollback", "alert", "outcome")
_BESIDE = (
    *("route", "undo", "alert", "to", "branch", "each", "end"),
    *dict.fromkeys(stage for stages in STAGES.values() for stage in stages),
)


def task_id(step: str) -> str:
    """The task id of a step."""
    return step.replace("-", "_")


def name_tasks(workflow: Workflow) -> TaskNames:
    """Names for every task that a workflow may need."""
    told = workflow.after_compensation
    ids = [*(node.id for node in all_nodes(workflow)), *([told.id] if told else [])]
    steps = unique_names(ids, TAKEN)
    taken = {*steps.values(), *(task_id(one) for one in ids), *TAKEN}
    return TaskNames(
        steps=steps,
        own={what: fresh_name(what, taken) for what in _OF_THE_RUN},
        suffixes={what: _suffix(what, ids) for what in _BESIDE},
    )


def _suffix(what: str, ids: list[str]) -> str:
    """`__route`, with more underscores when the id of a step has as many dashes in that place."""
    suffix = f"__{what}"
    while any(suffix in task_id(one) for one in ids):
        suffix = f"_{suffix}"
    return suffix


def name_import(path: str, taken: Iterable[str]) -> tuple[str, str]:
    """What a handler or model (`module:QualName`) is called inside a task, and the import that brings it."""
    module, _, qualified = path.partition(":")
    first, _, rest = qualified.partition(".")
    name = fresh_name(first, taken)
    line = f"from {module} import {first}" + (f" as {name}" if name != first else "")
    return (f"{name}.{rest}" if rest else name), line


def merge_imports(lines: Iterable[str]) -> tuple[str, ...]:
    """One statement a module, sorted."""
    names: dict[str, set[str]] = {}
    for line in lines:
        module, _, imported = line.removeprefix("from ").partition(" import ")
        names.setdefault(module, set()).add(imported)
    return tuple(f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names))
