"""How a branch or an element ends: never with an error, so that its siblings go on (P1, P2).

What it ends with is all that is known of it afterwards: `{"output", "steps", "slaBreaches"}`, each if somebody reads
it, and `"error"` when it has failed. A step that is the last of its branch ends it by itself, as it would a run.
"""

from wfc.ir.nodes import Call, ForEach, Node, Parallel, Step, Succeed
from wfc.ir.walk import walk_nodes
from wfc_targets.stepfunctions import frames, names
from wfc_targets.stepfunctions.carried import Carried
from wfc_targets.stepfunctions.flow import Flow, alerts, undo_order
from wfc_targets.stepfunctions.frames import ELEMENT
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.plan import Succeed as End
from wfc_targets.stepfunctions.plan import Template
from wfc_targets.stepfunctions.promises import BREACHES
from wfc_targets.stepfunctions.scope import Scope, output_of

OUTPUT = "output"


def ends_by_itself(node: Node) -> bool:
    """Does the task of a node end its leg, without one state more?"""
    if not isinstance(node, Step | Call) or len(node.on_success) != 1:
        return False
    waits = isinstance(node, Step) and (node.poll is not None or alerts(node.sla) is not None)
    return isinstance(node.on_success[0].target, Succeed) and not waits


def ended_by(machine: Machine, scope: Scope, late: str) -> Template:
    """What a leg ends with whose last step has just succeeded; `late` lists the steps that were late."""
    node, _ = machine.frame.around[-1]
    output = {OUTPUT: f"{{% {output_of(scope.about, scope)} %}}"} if node.id in machine.flow.read else {}
    return output | _brought_out(machine, scope, late)


def add_leg_ends(machine: Machine) -> None:
    """The states that end a leg, as far as something leads there."""
    node, branch = machine.frame.around[-1]
    rest = _brought_out(machine, machine.scope(), f"[${machine.own(BREACHES)}]")
    if machine.ending:
        known = f"${machine.own(OUTPUT)}"
        read = node.id in machine.flow.read
        output = {OUTPUT: f"{{% $exists({known}) ? {known} : null %}}"} if read else {}
        machine.add(End(name=names.ended(node.id, branch), output=output | rest))
    if machine.failing:
        failure = {"error": f"{{% ${machine.own('failure')} %}}"}
        machine.add(End(name=names.failed(node.id, branch), output=failure | rest))


def has_elements(node: Parallel | ForEach) -> bool:
    """Are the elements kept, so that they can be undone?"""
    return isinstance(node, ForEach) and bool(undo_order(node.body.nodes))


def has_promises(node: Parallel | ForEach) -> bool:
    """Is a step inside promised to end in time?"""
    return any(isinstance(one, Step) and one.sla for one in walk_nodes([node]))


def _brought_out(machine: Machine, scope: Scope, late: str) -> dict[str, Template]:
    node, _ = machine.frame.around[-1]
    found: dict[str, Template] = {}
    if isinstance(node, ForEach) and has_elements(node):
        kept = ["item"] if "undo" in machine.flow.items.get(node.id, ()) else []
        found |= {one: f"{{% {ELEMENT}.{one} %}}" for one in (*kept, *frames.index_fields(machine.frame))}
    if steps := _steps(machine, scope):
        found["steps"] = f"{{% {steps} %}}"
    if has_promises(node):
        found[BREACHES] = f"{{% {late} %}}"
    return found


def _steps(machine: Machine, scope: Scope) -> str:
    """What is carried out of this leg, as one JSONata object; what was not reached is left out of it."""
    node, branch = machine.frame.around[-1]
    depth = len(machine.frame.around)
    mine, deeper = [], []
    for one in machine.flow.carries.get(node.id, ()):
        around = machine.flow.places[one.node]
        if around[depth - 1][1] != branch:
            continue
        if len(around) > depth:
            deeper.append(f"${names.inner_steps(around[depth][0].id)}")
        elif text := _value(machine.flow, one, scope):
            mine.append(f"'{one.name}': {text}")
    own = ["{" + ", ".join(mine) + "}"] if mine else []
    parts = (*own, *dict.fromkeys(deeper))
    return f"$merge([{', '.join(parts)}])" if deeper else "".join(parts)


def _value(flow: Flow, carried: Carried, scope: Scope) -> str:
    """A step that ends its leg by itself is known only in its own task: no variable was assigned."""
    if carried.name != names.variable(carried.node):
        return f"${carried.name}"
    if carried.node == scope.own:
        return scope.result
    by_itself = ends_by_itself(flow.nodes[carried.node])
    return "" if by_itself else f"${carried.name}"
