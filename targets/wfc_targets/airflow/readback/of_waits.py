"""The facts of nodes that wait: for a moment, for people, for another workflow."""

from wfc.ir.nodes import Approval, Call, Wait
from wfc.ir.walk import child_of
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Calls, Hears, Returns
from wfc_targets.airflow.readback.conf import facts_of_conf
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.forms import check_question
from wfc_targets.airflow.readback.of_blocks import LIMIT, gathered, names_of, records_as
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, literal, milliseconds
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, is_own, timed
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Gives, Pauses


def facts_of_wait(dag: Dag, node: Wait, task: Task) -> Found:
    """How long, or until when."""
    work = dag.work[task.id]
    if task.kind == "WaitSensor":
        is_own(task, LIMIT, "time_to_wait", "deferrable", "doc_md")
        if not literal(task.arguments["deferrable"]) or dag.workflow.deadline is not None:
            raise Unread(f"{task.id} does not stop at the deadline, or keeps its worker")
        yield node.id, Aspect.DURATION, milliseconds(task.arguments["time_to_wait"])
        return
    is_own(task, LIMIT)
    guarded_by(task, "recorded")
    records_as(task, node.id)
    if not isinstance(work, Pauses):
        raise Unread(f"{task.id} does not wait")
    names = names_of(dag, node.id, task)
    yield node.id, Aspect.DURATION, work.seconds and names.text(work.seconds)
    yield node.id, Aspect.UNTIL, work.until and names.text(work.until)


def facts_of_approval(dag: Dag, node: Approval, task: Task) -> Found:
    """The notice, the question and what is heard."""
    work: Hears = gathered(dag, node, task, Hears)
    notify, answer = dag.tasks[dag.entry(node.id)], dag.tasks.get(work.answer)
    sent = dag.work[notify.id]
    if work.notify != notify.id or answer is None or dag.ahead[notify.id] != (answer.id,):
        raise Unread(f"{task.id} does not hear what was asked")
    if dag.ahead[answer.id] != (task.id,) or not isinstance(sent, Calls) or sent.breach is not None:
        raise Unread(f"{task.id} does not hear what was asked")
    has_only(notify, OPERATION)
    guarded_by(notify, "recorded", *timed(dag))
    records_as(notify, node.id)
    site = Site(place=f"{node.id}:notify", names=names_of(dag, node.id, notify))
    yield from facts_of_call(site, sent.invoked)
    yield from inputs_of(site, sent.invoked)
    yield from facts_of_attempts(site, notify, notify.arguments)
    yield node.id, Aspect.TIMEOUT, check_question(dag.workflow, node, answer, work)


def facts_of_called(dag: Dag, node: Call, task: Task) -> Found:
    """The conf, the run and what came of it."""
    work: Returns = gathered(dag, node, task, Returns)
    conf, run = dag.tasks[dag.entry(node.id)], dag.tasks.get(work.run)
    made = dag.work[conf.id]
    if work.inputs != conf.id or run is None or dag.ahead[conf.id] != (run.id,) or dag.ahead[run.id] != (task.id,):
        raise Unread(f"{task.id} does not tell what came of the run that it began")
    is_own(conf)
    guarded_by(conf, "recorded", *timed(dag))
    records_as(conf, node.id)
    if not isinstance(made, Gives) or made.model is not None:
        raise Unread(f"{conf.id} makes no conf")
    names = names_of(dag, node.id, conf)
    yield from facts_of_conf(node, child_of(dag.workflow, node), names, made, run, work)
