"""What the tasks of a read DAG do in a played run, where the decisions say what becomes of the nodes."""

import ast
from dataclasses import dataclass, field
from typing import final

from wfc.ir.nodes import Approval, Call, Node
from wfc.ir.policies import NOT_ATTEMPTED
from wfc_targets.airflow.readback.called_work import Calls
from wfc_targets.airflow.readback.chances import Decision, Record
from wfc_targets.airflow.readback.chosen_work import Chooses, End, Follow, Picks, Raise
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.decisions import RESULT, RUN, UNDO
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, shown, text, texts
from wfc_targets.airflow.readback.scheduler import State
from wfc_targets.airflow.readback.settings import recorded_as
from wfc_targets.airflow.readback.settled_work import Ended, Gathers, Joins, RollsBack, Tells, UndoesElements
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.traces import Decisions, Trace
from wfc_targets.airflow.readback.work import Gives, Starts

_SKIPPING = frozenset({"due", "behind", "chosen_by", "when_failed"})

Done = tuple[State, tuple[str, ...] | None]
_SUCCESS: Done = ("success", None)
_SKIPPED: Done = ("skipped", None)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which task is for what: found once for all runs of a DAG. `stages`: the tasks of a node that stand before the
    one with its name, with their numbers.
    """

    routes: dict[str, str]
    stages: dict[str, tuple[str, int]]
    undo: dict[str, str]
    failing: tuple[str, ...]


@final
@dataclass(slots=True, kw_only=True)
class Workers:
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

    def run(self, task_id: str) -> Done:
        """Do what a task does, unless one of its guards skips it."""
        task, self.now = self.dag.tasks[task_id], task_id
        for name, call in task.guards.items():
            if name in _SKIPPING and not self._admits(name, call, task_id):
                return _SKIPPED
        if "error" in task.given:
            self._handled(self._place(task_id), task.given["error"])
        return self._work(task)

    def _admits(self, guard: str, call: ast.Call, task: str) -> bool:
        match guard:
            case "due":
                return task in self.due
            case "behind":
                return self._state(text(call.args[0])) in ("success", "failed")
            case "chosen_by":
                return any(self.values.get(text(one)) == task for one in call.args)
            case _:
                return self._is_told(call)

    def _is_told(self, call: ast.Call) -> bool:
        final, *steps = map(text, call.args)
        inside = [
            one for named in call.keywords if self._state(str(named.arg)) == "success" for one in texts(named.value)
        ]
        return self._state(final) != "success" and any(map(self._attempted, [*steps, *inside]))

    def _state(self, task: str) -> State | None:
        """The state of another task, which must be over when it is asked for."""
        if task not in self.states:
            return None
        if task not in self.dag.awaited[self.now]:
            raise Unread(f"{self.now} does not wait for {task}")
        return self.states[task]

    def _attempted(self, task: str) -> bool:
        failure = self.failure_of(task)
        return self._state(task) == "success" if failure is None else failure.type not in NOT_ATTEMPTED

    def failure_of(self, task: str) -> Record | None:
        """What a task has failed with."""
        if task not in self.dag.tasks:
            raise Unread(f"there is no task {task} that could have failed")
        if self._state(task) != "failed":
            return None
        return self.records.get(task) or Record(type="Crashed", step=None)

    def last_failure(self, tasks: tuple[str, ...]) -> Record | None:
        """What the first of these that failed has failed with."""
        return next((failure for one in tasks if (failure := self.failure_of(one))), None)

    def _handled(self, place: str, source: ast.expr) -> None:
        """Which failure an expression sees."""
        if not isinstance(source, ast.Call):
            raise Unread(f"no failure: {shown(source)}")
        listed = expression_fits("last_failure(*FAILING)", source) is not None
        candidates = self.roles.failing if listed else tuple(map(text, source.args))
        self.trace.handled[place] = self.last_failure(candidates)

    def _place(self, task: str) -> str:
        if task == self.dag.result:
            return RESULT
        if task in self.roles.routes:
            return f"{self.roles.routes[task]}:route"
        if task in self.roles.stages:
            return self.roles.stages[task][0]
        return self.dag.nodes[task].id if task in self.dag.nodes else f"{task}, beside"

    def _fail(self, task: Task, kind: str, step: str | None = None) -> Done:
        """A failure is kept by `recorded`, or nowhere."""
        if "recorded" in task.guards:
            self.records[task.id] = Record(type=kind, step=step or recorded_as(task))
        return "failed", None

    def _work(self, task: Task) -> Done:
        work = self.dag.work[task.id]
        match work:
            case Chooses():
                return self._choose(task, work)
            case Picks():
                return self._pick(task)
            case Joins(branches=branches, late=late):
                return self._join(task, branches, late)
            case Gathers(items=items, element=element, late=late):
                failed = self.failure_of(items)
                return (
                    self._fail(task, failed.type, failed.step) if failed else self._join(task, (("", element),), late)
                )
            case RollsBack():
                return self._roll_back(work)
            case UndoesElements(items=items):
                return self._undo_elements(work)
            case Tells():
                return self._tell(task, work)
            case Starts():
                return self._decided(task, self.decisions.get(RUN))
            case Gives() if task.id == self.dag.result:
                return self._decided(task, self.decisions.get(RESULT))
            case Calls() if task.id not in self.dag.nodes and task.id not in self.roles.stages:
                return self._beside(task, work)
            case _:
                return self._node(task)

    def _decided(self, task: Task, decision: Decision | None) -> Done:
        return _SUCCESS if decision is None or decision.type is None else self._fail(task, decision.type)

    def _node(self, task: Task) -> Done:
        """A task of a node of which the decision says what becomes of it."""
        node, stage = self.roles.stages.get(task.id, ("", -1))
        if node:
            place = f"{node}:items" if f"{node}:items" in self.decisions else node
            decision = self.decisions.get(place, Decision())
            return self._decided(task, decision) if decision.stage == stage else _SUCCESS
        found = self.dag.nodes.get(task.id)
        if found is None:
            return _SUCCESS
        decision = self.decisions.get(found.id, Decision())
        if decision.type is None and not self._is_ready(found):
            raise Unread(f"{task.id} reads what is not there")
        return self._decided(task, decision)

    def _is_ready(self, node: Node) -> bool:
        """Have all tasks before the one with the node's name done their work?"""
        if not isinstance(node, Approval | Call):
            return True
        before = [task for task, (of, _) in self.roles.stages.items() if of == node.id]
        return all(self._state(one) == "success" for one in before)

    def _choose(self, task: Task, work: Chooses) -> Done:
        node = self.dag.nodes.get(task.id)
        decision = self.decisions.get(node.id if node else self.roles.routes[task.id], Decision())
        failure = self.failure_of(work.failing) if work.failing else None
        if failure is not None:
            late = work.late and failure.type == "Deadline"
            found = (end for types, end in work.catches if not types or failure.type in types)
            return self._follow(task, None if late else next(found, None))
        if decision.condition is not None and work.picked is None:
            return self._fail(task, "ExpressionError")
        arm = self.values.get(work.picked, 0) if work.picked else decision.arm
        if not isinstance(arm, int) or arm >= len(work.arms):
            raise Unread(f"{task.id} has no way {arm}")
        return self._follow(task, work.arms[arm][1])

    def _pick(self, task: Task) -> Done:
        decision = self.decisions.get(self.dag.nodes[task.id].id, Decision())
        self.values[task.id] = decision.arm
        return self._decided(task, decision)

    def _follow(self, task: Task, end: End | None) -> Done:
        """A branch skips what it does not follow; another task only says what it would."""
        match end:
            case Raise(type=kind):
                return self._fail(task, kind)
            case Follow(task=goal):
                self.values[task.id] = goal
                return "success", (goal,) if task.kind == "task.branch" else None
            case _:
                return "success", () if task.kind == "task.branch" else None

    def _join(self, task: Task, blocks: tuple[tuple[str, Ended], ...], late: tuple[tuple[str, ...], ...]) -> Done:
        for failing in late:
            failure = self.last_failure(failing)
            if failure and failure.type == "Deadline":
                return self._fail(task, failure.type, failure.step)
        for name, ended in blocks:
            if self._state(ended.final) != "success":
                failure = self.last_failure(ended.failing) or Record(type="Crashed", step=None)
                return self._fail(task, failure.type, failure.step)
            reached = (one for one in ended.last if self._state(one) in ("success", "failed"))
            end = next(reached, None)
            if end not in self.dag.nodes:
                raise Unread(f"{task.id} does not know with what {name} ends")
            last = None if end in ended.silent else self.dag.nodes[end].id
            self.trace.ends[self.dag.nodes[task.id].id, name] = last
        return self._decided(task, self.decisions.get(self.dag.nodes[task.id].id))

    def _roll_back(self, work: RollsBack) -> Done:
        if self._state(work.final) == "success":
            return "success", ()
        due = tuple(f"{step}{work.undo}" for step in work.steps if self._is_due(step, work))
        if missing := set(due) - self.dag.tasks.keys():
            raise Unread(f"there is no task {', '.join(sorted(missing))}")
        self.due = (*due, *([work.told] if work.told else []))
        return "success", due

    def _is_due(self, step: str, work: RollsBack) -> bool:
        if step in work.each:
            return self._state(f"{step}{work.items}") == "success"
        return self._attempted(step) if step in work.attempted else self._state(step) == "success"

    def _beside(self, task: Task, work: Calls) -> Done:
        """An alert, a compensation, or who is told."""
        if work.breach is not None:
            holes = expression_fits('pull(_task, "sla_breach")', work.breach)
            self.trace.alerted.add(self.dag.nodes[text(holes["_task"])].id if holes else "")
            return _SUCCESS
        told = self.dag.workflow.after_compensation
        if told is not None and recorded_as(task) == told.id:
            self.trace.told = True
            return _SUCCESS
        self.trace.undone.append(self.roles.undo.get(task.id, task.id))
        return self._decided(task, self.decisions.get(UNDO))

    def _undo_elements(self, work: UndoesElements) -> Done:
        for one in work.steps:
            main = self.dag.mains[one.step]
            attempted = shown(one.due).startswith("attempted(")
            if self._attempted(main) if attempted else self._state(main) == "success":
                if "error" in one.given:
                    self._handled(f"{one.step}:undo", one.given["error"])
                self.trace.undone.append(one.step)
        return _SUCCESS

    def _tell(self, task: Task, work: Tells) -> Done:
        if self._state(work.final) == "success":
            return _SUCCESS
        self.trace.error = self.last_failure(self.roles.failing)
        if self.trace.error is None:
            raise Unread(f"{task.id} does not find what the run has failed with")
        return "failed", None
