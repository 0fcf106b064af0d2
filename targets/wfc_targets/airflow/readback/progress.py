"""How far a played run has come: what has become of its tasks, and what they may ask of each other."""

import ast
from dataclasses import dataclass, field
from typing import final

from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.airflow.readback.chances import Record
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, shown, text
from wfc_targets.airflow.readback.roles import Roles
from wfc_targets.airflow.readback.rules import State
from wfc_targets.airflow.readback.settings import recorded_as
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.traces import Decisions, Trace

Done = tuple[State, tuple[str, ...] | None]
"""The state of a task, and of a branch what it follows."""


SUCCESS: Done = ("success", None)


SKIPPED: Done = ("skipped", None)


@final
@dataclass(slots=True, kw_only=True)
class Progress:
    """One run. `values`: what routes have returned; `due`: what is to be undone; `now`: the task that runs."""

    dag: Dag
    roles: Roles
    decisions: Decisions
    trace: Trace
    states: dict[str, State] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    values: dict[str, str | int] = field(default_factory=dict)
    due: tuple[str, ...] = ()
    now: str = ""

    def state(self, task: str) -> State | None:
        """The state of another task, which must be over when it is asked for."""
        if task not in self.states:
            return None
        if task not in self.dag.awaited[self.now]:
            raise Unread(f"{self.now} does not wait for {task}")
        return self.states[task]

    def attempted(self, task: str) -> bool:
        """Has an attempt begun?"""
        failure = self.failure_of(task)
        return self.state(task) == "success" if failure is None else failure.type not in NOT_ATTEMPTED

    def failure_of(self, task: str) -> Record | None:
        """What a task has failed with."""
        if task not in self.dag.tasks:
            raise Unread(f"there is no task {task} that could have failed")
        if self.state(task) != "failed":
            return None
        return self.records.get(task) or Record(type="Crashed", step=None)

    def last_failure(self, tasks: tuple[str, ...]) -> Record | None:
        """What the first of these that failed has failed with."""
        return next((failure for one in tasks if (failure := self.failure_of(one))), None)

    def handled(self, place: str, source: ast.expr) -> None:
        """Which failure an expression sees."""
        if not isinstance(source, ast.Call):
            raise Unread(f"no failure: {shown(source)}")
        listed = expression_fits("last_failure(*FAILING)", source) is not None
        candidates = self.roles.failing if listed else tuple(map(text, source.args))
        self.trace.handled[place] = self.last_failure(candidates)

    def fail(self, task: Task, kind: str, step: str | None = None) -> Done:
        """A failure is kept by `recorded`, or nowhere."""
        if "recorded" in task.guards:
            self.records[task.id] = Record(type=kind, step=step or recorded_as(task))
        return "failed", None
