"""What a definition says about the call of another workflow (C7)."""

from wfc.ir.nodes import Call
from wfc.ir.walk import child_of
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated
from wfc_targets.stepfunctions.readback.definition import START, State, tree_of
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import RUN_ID, key
from wfc_targets.stepfunctions.readback.scopes import indexes
from wfc_targets.stepfunctions.readback.situations import is_over
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

_ARGUMENTS = {"StateMachineArn", "Name", "Input"}
_STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"


def child_facts(reading: Reading, points: EntryPoints, node: Call, state: State) -> Stated:
    """The facts of a call, its ways apart."""
    given = state.arguments
    if state.resource != START or set(given) != _ARGUMENTS or state.fields.keys() & {"Retry", "TimeoutSeconds"}:
        raise Unreadable(f"{state.name} does not start a machine as ours do")
    child = child_of(reading.workflow, node)
    point = points.get(given["StateMachineArn"])
    called = point is not None and point.machine == names.machine(child.name)
    yield node.id, Aspect.OPERATION, f"{node.workflow}@{node.version}" if called else given["StateMachineArn"]
    if reading.tree(tree_of(given["Name"]), state) != _name(reading, node, state):
        raise Unreadable(f"{state.name} does not name its execution after the call")
    handed = reading.tree(tree_of(given["Input"]), state)
    fields = {name[2]: one for name, one in handed[1]}
    wanted = {_STARTED_BY, *(["input"] if child.input else []), *(["context"] if child.context else [])}
    if fields.keys() != wanted or fields[_STARTED_BY] != RUN_ID:
        raise Unreadable(f"{state.name} hands on {', '.join(fields)}")
    inputs, context = fields.get("input"), fields.get("context")
    yield node.id, Aspect.INPUTS, None if inputs == ("dict", ()) else inputs
    yield node.id, Aspect.CONTEXT, None if node.context is None and context == ("read", "ctx") else context


def _name(reading: Reading, node: Call, state: State) -> Tree:
    """The same whenever this call is made, and no other call's. Behind the deadline none is."""
    called = key(node.id, indexes(state.scope))
    name = shape("$name & $hash($called, 'SHA-1')", name=const(f"{node.id[:39]}-"), called=called)
    deadline = reading.workflow.deadline
    if deadline is not None:
        name = shape("$late ? $error('Deadline') : $name", late=is_over(deadline), name=name)
    return settled(name)
