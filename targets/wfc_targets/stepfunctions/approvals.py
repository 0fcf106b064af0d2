"""An approval (T3): a task that notifies, then one that tells EventBridge what is waited for, and goes on until
somebody answers with its token or the window is over.

Two states, so that the notice keeps its retries and its timeout, the window opens behind it, and handlers need to know
nothing of tokens: people answer by `decide` in `handlers.py`, which finds the token in the run's history.
A reminder divides the window: it is called between two such tasks, and the second waits for what is left.
"""

from wfc.ir.nodes import Approval, Remind
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.catching import Attempts, task_catchers
from wfc_targets.stepfunctions.chain import surely
from wfc_targets.stepfunctions.choices import failed_outside
from wfc_targets.stepfunctions.deadlines import KEPT, cut
from wfc_targets.stepfunctions.errors import ALL, caught_from, platform_names
from wfc_targets.stepfunctions.exits import Exit, behind_state
from wfc_targets.stepfunctions.failures import catchers, caught_exits, exit_for, kept_exits
from wfc_targets.stepfunctions.flow import function_of
from wfc_targets.stepfunctions.late import asked_first
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine, last_told
from wfc_targets.stepfunctions.payload import payload_of
from wfc_targets.stepfunctions.retries import NOT_STARTED, retriers, seconds
from wfc_targets.stepfunctions.scope import RUN_ID
from wfc_targets.stepfunctions.states import Ask, Catcher, Rule, Task, Template

FAILS_AS = {"approved": "Approved", "rejected": "Rejected"}
"""What a decision that somebody made fails as."""

_TIMEOUT = platform_names(("Timeout",))
_NOBODY: dict[str, Template] = {"decision": "timeout", "by": None, "comment": None, "data": None}


def add_approval(machine: Machine, node: Approval) -> None:
    """Add the states of an approval."""
    place = len(machine.states)
    leave = behind_state(machine, node, f"${names.variable(node.id)}", _refused(machine, node))
    over = _when_over(machine, node, leave)
    if node.remind:
        _add_reminded(machine, node, node.remind, leave, over)
    else:
        machine.add(_ask(machine, node, names.decision(node.id), _window(node), leave, over), place)
    machine.add(_notify(machine, node), place)


def _notify(machine: Machine, node: Approval) -> Task:
    attempts = Attempts(inputs=node.inputs, retry=node.retry, timed=node.notify_timeout is not None)
    return Task(
        name=node.id,
        comment=remark(node.description),
        function=function_of(machine.flow, node.notify),
        payload=payload_of(node.notify, node.inputs, machine.scope(about=node.id), ":notify"),
        timeout=cut(_deadline(machine), None if node.notify_timeout is None else seconds(node.notify_timeout)),
        assign=machine.called(),
        retry=(NOT_STARTED,) if attempts.looping else retriers(attempts.retry),
        catch=task_catchers(machine, node, attempts),
        next=names.decision(node.id),
    )


def _ask(machine: Machine, node: Approval, name: str, window: Template, leave: Exit, over: tuple[Catcher, ...]) -> Ask:
    detail = {
        "run_id": f"{{% {RUN_ID} %}}",
        "approval": machine.address(node.id),
        "task_token": "{% $states.context.Task.Token %}",
    }
    return Ask(
        name=name,
        detail=detail,
        timeout=cut(_deadline(machine), window),
        assign={names.variable(node.id): "{% $states.result %}"},
        catch=over,
        next=leave.next,
    )


def _window(node: Approval) -> int | None:
    return None if node.timeout is None else seconds(node.timeout)


def _add_reminded(machine: Machine, node: Approval, remind: Remind, leave: Exit, over: tuple[Catcher, ...]) -> None:
    """The first part of the window, the reminder, of which nothing but the call matters, and what is left."""
    opened, reminder, second = names.opened(node.id), names.remind(node.id), names.decision_after(node.id)
    due = Catcher(errors=_TIMEOUT, assign={opened: "{% $states.context.State.EnteredTime %}"}, next=reminder)
    rest = tuple(one for one in over if one.errors != _TIMEOUT)
    machine.add(_ask(machine, node, names.decision(node.id), seconds(remind.after), leave, (due, *rest)))
    call = Task(
        name=reminder,
        function=function_of(machine.flow, remind.operation),
        payload=payload_of(remind.operation, node.inputs, machine.scope(about=node.id), ":remind"),
        timeout=None if remind.timeout is None else seconds(remind.timeout),
        catch=(Catcher(errors=ALL, next=second),),
        next=second,
    )
    machine.add(call)
    machine.add(_ask(machine, node, second, _left(node), leave, over))


def _left(node: Approval) -> Template:
    """What is left of the window, at least a second."""
    if node.timeout is None:
        return None
    passed = f"$floor(($millis() - $toMillis(${names.opened(node.id)})) / 1000)"
    return f"{{% $max([1, {seconds(node.timeout)} - {passed}]) %}}"


def _refused(machine: Machine, node: Approval) -> tuple[Rule, ...]:
    """Decisions that are failures of the approval."""
    due = surely(machine.due(node.id, "failure"), last_told(machine.flow))
    rules = []
    for made in node.fails:
        if made in FAILS_AS:
            leave = failed_outside(machine, node, FAILS_AS[made], due)
            condition = f"${names.variable(node.id)}.decision = '{made}'"
            rules.append(Rule(condition=condition, assign=leave.assign, next=leave.next))
    return tuple(rules)


def _when_over(machine: Machine, node: Approval, leave: Exit) -> tuple[Catcher, ...]:
    """What happens when nobody has decided in time, or the platform cannot wait; the notice has been called."""
    deadline = _deadline(machine)
    timed = node.timeout is not None or deadline is not None
    caught = caught_from(node.id, machine.frame, timed=timed, evaluated=deadline is not None, deadline=deadline)
    failed = catchers(caught_exits(machine, node, caught, before=frozenset()))
    handled = node.timeout is not None and "timeout" not in node.fails
    nobody = Exit(next=leave.next, assign={names.variable(node.id): _NOBODY})
    if deadline is not None and (handled or node.on_failure):
        later = kept_exits(machine, node, f"${machine.own(KEPT)}", before=frozenset())
        otherwise = nobody if handled else exit_for(later, "Timeout")
        name = names.cut_off(names.decision(node.id))
        return (asked_first(machine, node, caught, "Timeout", otherwise, name), *failed)
    return (Catcher(errors=_TIMEOUT, assign=nobody.assign, next=nobody.next), *failed) if handled else failed


def _deadline(machine: Machine) -> int | None:
    return machine.flow.workflow.deadline
