"""A call of another workflow as an execution of its machine, at the alias `live`, waited for (C7).

The child has its own history, report and compensations. When it fails the platform says `States.TaskFailed`, with all
of it as the cause: the type and the message are taken from there.
"""

from wfc.ir.nodes import Call, Workflow
from wfc.ir.walk import child_of, family
from wfc_targets.stepfunctions import frames, names
from wfc_targets.stepfunctions.choices import ERROR
from wfc_targets.stepfunctions.deadlines import DEADLINE, KEPT, in_time
from wfc_targets.stepfunctions.ends import output
from wfc_targets.stepfunctions.errors import ALL, NAMES, caught_from
from wfc_targets.stepfunctions.exits import Exit, is_one_of
from wfc_targets.stepfunctions.failures import exit_for, exits, kept_exits
from wfc_targets.stepfunctions.late import asked_first, late_exit
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.loops import Exits
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.onward import ends_with, go_on
from wfc_targets.stepfunctions.promises import BREACHES
from wfc_targets.stepfunctions.scope import RUN_ID, caller_context, may_fail, template
from wfc_targets.stepfunctions.states import Catcher, Choice, Rule, Start, Template
from wfc_targets.stepfunctions.telling import CALLED

RESULT = "$states.result.Output.result"
CAUGHT = "callFailure"
"""The variable that holds the failure of a child while it is asked where that leads."""

_ERROR = "$states.errorOutput.Error"
_CAUSE = "$states.errorOutput.Cause"
_PLATFORM = r"~> $replace(/^(States|Lambda|Runtime|Sandbox)\..+/, 'Crashed')"
_CHILD = f"$child := {_ERROR} = 'States.TaskFailed' and $substring({_CAUSE}, 0, 1) = '{{' ? $parse({_CAUSE}) : {{}}"
_REPORTED = "$substring($child.Cause, 0, 1) = '{'"
_HAS_CALLED = f"({_CHILD}; {_REPORTED} ? $type($parse($child.Cause).step) = 'string' : true)"
"""A child whose failure belongs to a step has begun; one whose input did not fit has not."""
_NOT_ATTEMPTED = frozenset({"InvalidInput"})
"""A child that fails with anything else has made an attempt, whatever the type (C7)."""


def add_call(machine: Machine, call: Call) -> None:
    """Add the states of a call."""
    place = len(machine.states)
    leave, end = _on_success(machine, call)
    start = Start(
        name=call.id,
        comment=remark(call.description),
        machine=f"${{{names.parameter(child_of(machine.flow.workflow, call).name)}}}",
        execution=_execution(machine, call),
        given=_given(machine, call, child_of(machine.flow.workflow, call)),
        assign=leave.assign if leave else {},
        output=end,
        catch=_catchers(machine, call),
        next=leave.next if leave else None,
    )
    machine.add(start, place)


def _on_success(machine: Machine, call: Call) -> tuple[Exit | None, Template]:
    if ends_with(machine, call):
        scope = machine.scope(about=call.id, own=call.id, result=RESULT)
        return None, output(machine, scope, f"[${machine.own(BREACHES)}]")
    return go_on(machine, call, RESULT), None


def _execution(machine: Machine, call: Call) -> Template:
    """The name of the child's execution: the same whenever this call is made, and no other call's."""
    name = f"'{call.id[:39]}-' & $hash({RUN_ID} & {frames.key(machine.frame, call.id)}, 'SHA-1')"
    return f"{{% {in_time(machine.flow.workflow.deadline, name)} %}}"


def _given(machine: Machine, call: Call, child: Workflow) -> dict[str, Template]:
    scope = machine.scope(about=call.id)
    given: dict[str, Template] = {}
    if child.input is not None:
        given["input"] = {} if call.inputs is None else template(call.inputs, scope)
    if child.context is not None:
        given["context"] = caller_context(scope) if call.context is None else template(call.context, scope)
    return given | {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": f"{{% {RUN_ID} %}}"}


def _catchers(machine: Machine, call: Call) -> tuple[Catcher, ...]:
    kept = machine.own(CAUGHT)
    later = kept_exits(machine, call, f"${kept}", before=_NOT_ATTEMPTED)
    return (*_own_error(machine, call), _child_failed(machine, call, later))


def _own_error(machine: Machine, call: Call) -> tuple[Catcher, ...]:
    """What fails in the call's own lambdas comes before any attempt, and so does the deadline."""
    scope, deadline = machine.scope(), machine.flow.workflow.deadline
    if deadline is None and not may_fail(call.inputs, scope) and not may_fail(call.context, scope):
        return ()
    caught = caught_from(call.id, machine.frame, timed=False, evaluated=True, deadline=deadline)
    if deadline is not None and call.on_failure:
        kept = kept_exits(machine, call, f"${machine.own(KEPT)}")
        return (asked_first(machine, call, caught, ERROR, exit_for(kept, ERROR)),)
    error = f"({caught.inline()})"
    leave = exit_for(exits(machine, call, error, lambda _: caught.template((ERROR,))), ERROR)
    return (Catcher(errors=NAMES[ERROR], assign=leave.assign, next=leave.next),)


def _child_failed(machine: Machine, call: Call, later: Exits) -> Catcher:
    kept, failure = machine.own(CAUGHT), _failure(machine, call)
    called = machine.called(f"{{% ${machine.own(CALLED)} = true or {_HAS_CALLED} %}}")
    late = _late(machine, call, kept)
    if len(later) == 1 and not late:
        now = exits(machine, call, failure, lambda _: f"{{% {failure} %}}", before=_NOT_ATTEMPTED)
        leave = exit_for(now, ERROR)
        return Catcher(errors=ALL, assign={**leave.assign, **called}, next=leave.next)
    rules = [_rule(types, leave, f"${kept}.type") for types, leave in later[:-1]]
    _, otherwise = later[-1]
    asked = names.why(call.id)
    machine.add(Choice(name=asked, rules=(*late, *rules), assign=otherwise.assign, default=otherwise.next))
    return Catcher(errors=ALL, assign={kept: f"{{% {failure} %}}", **called}, next=asked)


def _late(machine: Machine, call: Call, kept: str) -> tuple[Rule, ...]:
    """No edge is for a deadline of the child's own, or of one that it has called (C7)."""
    child = child_of(machine.flow.workflow, call)
    if not call.on_failure or all(one.deadline is None for one in family(child)):
        return ()
    leave = late_exit(machine, call, attempted=True, kept=kept)
    return (Rule(condition=f"${kept}.type = '{DEADLINE}'", assign=leave.assign, next=leave.next),)


def _rule(types: tuple[str, ...], leave: Exit, type: str) -> Rule:
    return Rule(condition=is_one_of(types, type), assign=leave.assign, next=leave.next)


def _failure(machine: Machine, call: Call) -> str:
    """The failure of the child as that of the call."""
    type = f"$exists($child.Error) ? $child.Error {_PLATFORM} : 'Crashed'"
    message = f"{_REPORTED} ? '' & $parse($child.Cause).message : ''"
    step = frames.address(machine.frame, call.id)
    return f"({_CHILD}; {{'type': {type}, 'message': {message}, 'step': {step}}})"
