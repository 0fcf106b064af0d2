"""What tasks do in a played run that settle a block or undo: joins, the rollback, compensations, the outcome."""

from wfc_targets.airflow.readback.called_work import Calls
from wfc_targets.airflow.readback.chances import Decision, Record
from wfc_targets.airflow.readback.options import UNDO
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, shown, text
from wfc_targets.airflow.readback.progress import SUCCESS, Done, Progress
from wfc_targets.airflow.readback.settings import recorded_as
from wfc_targets.airflow.readback.settled_work import Ended, RollsBack, Tells
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.undone_work import UndoesElements


def join(run: Progress, task: Task, blocks: tuple[tuple[str, Ended], ...], late: tuple[tuple[str, ...], ...]) -> Done:
    """Take how each block has ended; the first failure counts, a deadline before all others."""
    for failing in late:
        failure = run.last_failure(failing)
        if failure and failure.type == "Deadline":
            return run.fail(task, failure.type, failure.step)
    for name, ended in blocks:
        if run.state(ended.final) != "success":
            failure = run.last_failure(ended.failing) or Record(type="Crashed", step=None)
            return run.fail(task, failure.type, failure.step)
        reached = (one for one in ended.last if run.state(one) in ("success", "failed"))
        end = next(reached, None)
        if end not in run.dag.nodes:
            raise Unread(f"{task.id} does not know with what {name} ends")
        last = None if end in ended.silent else run.dag.nodes[end].id
        run.trace.ends[run.dag.nodes[task.id].id, name] = last
    return decided(run, task, run.decisions.get(run.dag.nodes[task.id].id))


def roll_back(run: Progress, work: RollsBack) -> Done:
    """Choose what is undone."""
    if run.state(work.final) == "success":
        return "success", ()
    due = tuple(f"{step}{work.undo}" for step in work.steps if _is_due(run, step, work))
    if missing := set(due) - run.dag.tasks.keys():
        raise Unread(f"there is no task {', '.join(sorted(missing))}")
    run.due = (*due, *([work.told] if work.told else []))
    return "success", due


def _is_due(run: Progress, step: str, work: RollsBack) -> bool:
    if step in work.each:
        return run.state(f"{step}{work.items}") == "success"
    return run.attempted(step) if step in work.attempted else run.state(step) == "success"


def beside(run: Progress, task: Task, work: Calls) -> Done:
    """An alert, a compensation, or who is told."""
    if work.breach is not None:
        holes = expression_fits('pull(_task, "sla_breach")', work.breach)
        run.trace.alerted.add(run.dag.nodes[text(holes["_task"])].id if holes else "")
        return SUCCESS
    told = run.dag.workflow.after_compensation
    if told is not None and recorded_as(task) == told.id:
        run.trace.told = True
        return SUCCESS
    run.trace.undone.append(run.roles.undo.get(task.id, task.id))
    return decided(run, task, run.decisions.get(UNDO))


def undo_elements(run: Progress, work: UndoesElements) -> Done:
    """Undo what is due of an element."""
    for one in work.steps:
        main = run.dag.mains[one.step]
        attempted = shown(one.due).startswith("attempted(")
        if run.attempted(main) if attempted else run.state(main) == "success":
            if "error" in one.given:
                run.handled(f"{one.step}:undo", one.given["error"])
            run.trace.undone.append(one.step)
    return SUCCESS


def tell(run: Progress, task: Task, work: Tells) -> Done:
    """End the run as it went."""
    if run.state(work.final) == "success":
        return SUCCESS
    run.trace.error = run.last_failure(run.roles.failing)
    if run.trace.error is None:
        raise Unread(f"{task.id} does not find what the run has failed with")
    return "failed", None


def decided(run: Progress, task: Task, decision: Decision | None) -> Done:
    """Succeed or fail, as it was decided."""
    return SUCCESS if decision is None or decision.type is None else run.fail(task, decision.type)
