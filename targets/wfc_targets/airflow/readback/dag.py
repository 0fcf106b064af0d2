"""A DAG as it was read: its tasks with their work, and which task stands for which node of the core."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from wfc.ir.nodes import Node, Workflow
from wfc.ir.walk import all_nodes
from wfc.validation.facts import SUCCEED
from wfc_targets.airflow.readback.chosen_work import Chooses
from wfc_targets.airflow.readback.made import Wired
from wfc_targets.airflow.readback.patterns import Unread, text
from wfc_targets.airflow.readback.reading import read_work
from wfc_targets.airflow.readback.settled_work import Ended, Gathers, Joins, RollsBack, Tells
from wfc_targets.airflow.readback.tasks import Task, read_task
from wfc_targets.airflow.readback.work import Gives, Nothing, Starts, Work

Kind = TypeVar("Kind")


@dataclass(frozen=True, kw_only=True)
class Dag:
    """`nodes`: by the task that bears the name of a node (its id with `_` for `-`)."""

    workflow: Workflow
    titles: dict[str, str]
    tasks: dict[str, Task] = field(default_factory=dict)
    work: dict[str, Work | None] = field(default_factory=dict)
    ahead: dict[str, tuple[str, ...]] = field(default_factory=dict)
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    @cached_property
    def mains(self) -> dict[str, str]:
        """The task that bears a node's name, by node."""
        return {node.id: task for task, node in self.nodes.items()}

    @cached_property
    def entries(self) -> dict[str, str]:
        """Nodes by the task of theirs that is reached first; a node of several tasks says which."""
        return {self._entry(task): node.id for task, node in self.nodes.items()}

    @cached_property
    def routes(self) -> dict[str, str]:
        """The task that decides what follows a node, by node, where that is another one."""
        found = {}
        for task, node in self.nodes.items():
            for one in self.ahead[task]:
                if self._is_route(one):
                    found[node.id] = one
        return found

    @cached_property
    def finals(self) -> frozenset[str]:
        """The tasks whose success is that of a block."""
        blocks = [ended.final for work in self.work.values() for ended in ended_in(work)]
        return frozenset([self.final, *blocks])

    @cached_property
    def final(self) -> str:
        """The task whose success is that of the run: what the outcome asks for, or else the result, or the leaf."""
        outcome = self.one(Tells)
        if outcome:
            return outcome[1].final
        leaves = [one for one in self.tasks if not self.ahead[one]]
        if len(leaves) != 1:
            raise Unread(f"several ends, and no outcome: {', '.join(leaves)}")
        return leaves[0]

    @cached_property
    def start(self) -> str | None:
        """The task that validates what a run is given."""
        found = self.one(Starts)
        return found and found[0]

    @cached_property
    def result(self) -> str | None:
        """The task that computes the output."""
        found = [one for one, work in self.work.items() if isinstance(work, Gives) and one == self.final]
        return found[0] if found and found[0] not in self.nodes else None

    @cached_property
    def rollback(self) -> tuple[str, RollsBack] | None:
        """The task that chooses what is undone."""
        return self.one(RollsBack)

    def one(self, kind: type[Kind]) -> tuple[str, Kind] | None:
        """The only task with such work."""
        found = [(one, work) for one, work in self.work.items() if isinstance(work, kind)]
        if len(found) > 1:
            raise Unread(f"several tasks that do the same: {', '.join(one for one, _ in found)}")
        return found[0] if found else None

    @cached_property
    def awaited(self) -> dict[str, frozenset[str]]:
        """All tasks that a task certainly runs after, by task."""
        found: dict[str, frozenset[str]] = {}

        def of(task: str) -> frozenset[str]:
            if task not in found:
                found[task] = frozenset()  # where tasks wait for each other
                found[task] = frozenset(self.before[task]).union(*map(of, self.before[task]))
            return found[task]

        return {one: of(one) for one in self.tasks}

    def entry(self, node: str) -> str:
        """The task of a node that is reached first."""
        return self._entry(self.mains[node])

    def is_marker(self, task: str) -> bool:
        """A task that only stands where ways part or meet."""
        return isinstance(self.work[task], Nothing) or self.tasks[task].kind == "EmptyOperator"

    def goal(self, task: str) -> str | None:
        """Where a way leads that goes to this task: a node, or the end of the block; None for another one."""
        if task in self.entries:
            return self.entries[task]
        if task in self.nodes:
            return None
        if task in self.finals:
            return SUCCEED
        if self.is_marker(task) and len(self.ahead[task]) == 1:
            return self.goal(self.ahead[task][0])
        return None

    def _entry(self, task: str) -> str:
        behind = self.tasks[task].guards.get("behind")
        return text(behind.args[0]) if behind else task

    def _is_route(self, task: str) -> bool:
        if task in self.nodes:
            return False
        alike = self.is_marker(task) and self.tasks[task].rule == "ONE_DONE"
        return alike or isinstance(self.work[task], Chooses)


def read_dag(workflow: Workflow, wired: Wired) -> Dag:
    """Every task read, every node found."""
    tasks = {one: read_task(made) for one, made in wired.tasks.items()}
    ahead: dict[str, list[str]] = {one: [] for one in tasks}
    before: dict[str, list[str]] = {one: [] for one in tasks}
    for one, two in dict.fromkeys(wired.arrows):
        ahead[one].append(two)
        before[two].append(one)
    nodes = {node.id.replace("-", "_"): node for node in all_nodes(workflow)}
    if missing := [node.id for task, node in nodes.items() if task not in tasks]:
        raise Unread(f"there is no task for {', '.join(missing)}")
    return Dag(
        workflow=workflow, titles=wired.titles, tasks=tasks,
        work={one: read_work(task) for one, task in tasks.items()},
        ahead={one: tuple(found) for one, found in ahead.items()},
        before={one: tuple(found) for one, found in before.items()},
        nodes=nodes,
    )  # fmt: skip


def ended_in(work: Work | None) -> tuple[Ended, ...]:
    """How the blocks end that a task gathers."""
    match work:
        case Joins(branches=branches):
            return tuple(ended for _, ended in branches)
        case Gathers(element=element):
            return (element,)
        case _:
            return ()
