"""From the core of a workflow to the plan of its machine. Total: what the support table admits can be lowered."""

import json
from collections.abc import Mapping
from typing import assert_never

from wfc.ir.nodes import Approval, Block, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.policies import Cron
from wfc.ir.types import Type
from wfc.ir.walk import all_nodes
from wfc_targets.stepfunctions import ends, names
from wfc_targets.stepfunctions.approvals import add_approval
from wfc_targets.stepfunctions.calls import add_call
from wfc_targets.stepfunctions.choices import add_choice
from wfc_targets.stepfunctions.compensations import add_compensations
from wfc_targets.stepfunctions.cron import schedule_expressions
from wfc_targets.stepfunctions.errors import ALL, Caught
from wfc_targets.stepfunctions.fits import surely_fits
from wfc_targets.stepfunctions.flow import Flow, alerts, flow_of, function_of, needs_validation, without_unreached
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.parallels import add_for_each, add_parallel
from wfc_targets.stepfunctions.plan import Check, Decide, Function, Plan, Schedule
from wfc_targets.stepfunctions.scope import INPUT, RESULT
from wfc_targets.stepfunctions.states import Catcher, State, Task, reachable, walk_states
from wfc_targets.stepfunctions.steps import add_step
from wfc_targets.stepfunctions.waits import add_wait


def lower(workflow: Workflow, options: Mapping[str, str | int | bool]) -> Plan:
    """The plan of a workflow, under the options of `support.OPTIONS`."""
    checked = _run_values(workflow) if options["validate"] or needs_validation(workflow) else ()
    flow = flow_of(workflow, validated=bool(checked))
    states = _states(flow, checked)
    reached = frozenset(state.name for state in walk_states(states))
    if any(node.id not in reached for node in all_nodes(workflow)):
        states = _states(without_unreached(flow, reached), checked)
    return Plan(
        key=workflow.key,
        version=workflow.version,
        name=workflow.name,
        file=workflow.file,
        description=workflow.description,
        states=states,
        functions=_functions(flow, states),
        checks=_checks(workflow, checked),
        decide=_decide(workflow),
        children=tuple(dict.fromkeys(child.name for child in workflow.children)),
        schedules=tuple(one for cron in workflow.triggers for one in _schedules(cron)),
        alarm=workflow.sla.max_duration if workflow.sla and not alerts(workflow.sla) else None,
    )


def _states(flow: Flow, checked: tuple[tuple[str, Type], ...]) -> tuple[State, ...]:
    machine = Machine(flow=flow)
    if checked:
        machine.add(_check_input(machine, checked))
    _add_nodes(machine, flow.workflow.nodes, flow.workflow.entry)
    if machine.ending:
        ends.add_success(machine)
    add_compensations(machine)
    if machine.failing:
        ends.add_failure(machine)
    return reachable(machine.states)


def _add_nodes(machine: Machine, nodes: tuple[Node, ...], entry: str) -> None:
    """The states of these nodes, those of the entry first."""
    for node in sorted(nodes, key=lambda one: one.id != entry):
        match node:
            case Step():
                add_step(machine, node)
            case Choice():
                add_choice(machine, node)
            case Parallel():
                add_parallel(machine, node, _add_block)
            case ForEach():
                add_for_each(machine, node, _add_block)
            case Wait():
                add_wait(machine, node)
            case Call():
                add_call(machine, node)
            case Approval():
                add_approval(machine, node)
            case Receive():
                raise AssertionError(f"the support table refuses {node.id}")
            case _:
                assert_never(node)


def _add_block(machine: Machine, block: Block) -> None:
    _add_nodes(machine, block.nodes, block.entry)


def _run_values(workflow: Workflow) -> tuple[tuple[str, Type], ...]:
    values = (("input", workflow.input), ("context", workflow.context))
    return tuple((name, of) for name, of in values if of is not None)


def _check_input(machine: Machine, checked: tuple[tuple[str, Type], ...]) -> Task:
    """The state that validates what the run was given; nothing is to be undone when it fails (R1)."""
    flow = machine.flow
    return Task(
        name=names.CHECK_INPUT,
        function=f"${{{names.parameter(names.check_input(flow.workflow.name))}}}",
        payload=f"{{% {INPUT} %}}",
        assign={{"context": "ctx"}.get(name, name): f"{{% {RESULT}.{name} %}}" for name, _ in checked},
        catch=(
            Catcher(
                errors=ALL,
                assign={"failure": Caught(step=None, reported=frozenset({"Crashed"})).template()},
                next=machine.fail(()),
            ),
        ),
        next=flow.workflow.entry,
    )


def _functions(flow: Flow, states: tuple[State, ...]) -> tuple[Function, ...]:
    """An entry point for each operation that some state invokes; a compensation that is never due has none."""
    invoked = {state.function for state in walk_states(states) if isinstance(state, Task)}
    return tuple(
        Function(
            name=name, parameter=names.parameter(name), operation=flow.operations[key], limited=key in flow.limited
        )
        for key, name in flow.entry_points.items()
        if function_of(flow, key) in invoked
    )


def _decide(workflow: Workflow) -> Decide | None:
    forms = tuple((node.id, node.form) for node in all_nodes(workflow) if isinstance(node, Approval))
    return Decide(name=names.decide(workflow.name), forms=forms) if forms else None


def _checks(workflow: Workflow, checked: tuple[tuple[str, Type], ...]) -> tuple[Check, ...]:
    found = []
    if checked:
        found.append((names.check_input(workflow.name), checked))
    if workflow.output is not None and not surely_fits(workflow):
        found.append((names.check_result(workflow.name), (("", workflow.output),)))
    return tuple(Check(name=name, parameter=names.parameter(name), parts=parts) for name, parts in found)


def _schedules(cron: Cron) -> tuple[Schedule, ...]:
    """One schedule, or two where days of the month and of the week are both restricted."""
    run = {"trigger": "cron", "scheduled_at": "<aws.scheduler.scheduled-time>"}
    given = {"input": json.loads(cron.input), "context": json.loads(cron.context), "run": run}
    expressions = schedule_expressions(cron.expression)
    return tuple(Schedule(expression=one, timezone=cron.timezone, input=given) for one in expressions)
