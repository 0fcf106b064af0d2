"""What the tasks of a read DAG do in a played run, where the decisions say what becomes of the nodes."""

from wfc.ir.nodes import Approval, Call, Node
from wfc_targets.airflow.readback.called_work import Calls
from wfc_targets.airflow.readback.chances import Decision
from wfc_targets.airflow.readback.chosen_work import Chooses, End, Follow, Picks, Raise
from wfc_targets.airflow.readback.endings import beside, decided, join, roll_back, tell, undo_elements
from wfc_targets.airflow.readback.guards import SKIPPING, admits
from wfc_targets.airflow.readback.options import RESULT, RUN
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.progress import SKIPPED, SUCCESS, Done, Progress
from wfc_targets.airflow.readback.settled_work import Gathers, Joins, RollsBack, Tells
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.undone_work import UndoesElements
from wfc_targets.airflow.readback.work import Gives, Starts


def run_task(run: Progress, task_id: str) -> Done:
    """Do what a task does, unless one of its guards skips it."""
    task, run.now = run.dag.tasks[task_id], task_id
    for name, call in task.guards.items():
        if name in SKIPPING and not admits(run, name, call, task_id):
            return SKIPPED
    if "error" in task.given:
        run.handled(_place(run, task_id), task.given["error"])
    return _work(run, task)


def _place(run: Progress, task: str) -> str:
    if task == run.dag.result:
        return RESULT
    if task in run.roles.routes:
        return f"{run.roles.routes[task]}:route"
    if task in run.roles.stages:
        return run.roles.stages[task][0]
    return run.dag.nodes[task].id if task in run.dag.nodes else f"{task}, beside"


def _work(run: Progress, task: Task) -> Done:
    work = run.dag.work[task.id]
    match work:
        case Chooses():
            return _choose(run, task, work)
        case Picks():
            return _pick(run, task)
        case Joins(branches=branches, late=late):
            return join(run, task, branches, late)
        case Gathers(items=items, element=element, late=late):
            failed = run.failure_of(items)
            return run.fail(task, failed.type, failed.step) if failed else join(run, task, (("", element),), late)
        case RollsBack():
            return roll_back(run, work)
        case UndoesElements(items=items):
            return undo_elements(run, work)
        case Tells():
            return tell(run, task, work)
        case Starts():
            return decided(run, task, run.decisions.get(RUN))
        case Gives() if task.id == run.dag.result:
            return decided(run, task, run.decisions.get(RESULT))
        case Calls() if task.id not in run.dag.nodes and task.id not in run.roles.stages:
            return beside(run, task, work)
        case _:
            return _node(run, task)


def _node(run: Progress, task: Task) -> Done:
    """A task of a node of which the decision says what becomes of it."""
    node, stage = run.roles.stages.get(task.id, ("", -1))
    if node:
        place = f"{node}:items" if f"{node}:items" in run.decisions else node
        decision = run.decisions.get(place, Decision())
        return decided(run, task, decision) if decision.stage == stage else SUCCESS
    found = run.dag.nodes.get(task.id)
    if found is None:
        return SUCCESS
    decision = run.decisions.get(found.id, Decision())
    if decision.type is None and not _is_ready(run, found):
        raise Unread(f"{task.id} reads what is not there")
    return decided(run, task, decision)


def _is_ready(run: Progress, node: Node) -> bool:
    """Have all tasks before the one with the node's name done their work?"""
    if not isinstance(node, Approval | Call):
        return True
    before = [task for task, (of, _) in run.roles.stages.items() if of == node.id]
    return all(run.state(one) == "success" for one in before)


def _choose(run: Progress, task: Task, work: Chooses) -> Done:
    node = run.dag.nodes.get(task.id)
    decision = run.decisions.get(node.id if node else run.roles.routes[task.id], Decision())
    failure = run.failure_of(work.failing) if work.failing else None
    if failure is not None:
        late = work.late and failure.type == "Deadline"
        found = (end for types, end in work.catches if not types or failure.type in types)
        return _follow(run, task, None if late else next(found, None))
    if decision.condition is not None and work.picked is None:
        return run.fail(task, "ExpressionError")
    arm = run.values.get(work.picked, 0) if work.picked else decision.arm
    if not isinstance(arm, int) or arm >= len(work.arms):
        raise Unread(f"{task.id} has no way {arm}")
    return _follow(run, task, work.arms[arm][1])


def _pick(run: Progress, task: Task) -> Done:
    decision = run.decisions.get(run.dag.nodes[task.id].id, Decision())
    run.values[task.id] = decision.arm
    return decided(run, task, decision)


def _follow(run: Progress, task: Task, end: End | None) -> Done:
    """A branch skips what it does not follow; another task only says what it would."""
    match end:
        case Raise(type=kind):
            return run.fail(task, kind)
        case Follow(task=goal):
            run.values[task.id] = goal
            return "success", (goal,) if task.kind == "task.branch" else None
        case _:
            return "success", () if task.kind == "task.branch" else None
