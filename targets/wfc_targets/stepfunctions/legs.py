"""How a branch or an element ends: never with an error, so that its siblings go on (P1, P2).

What it ends with is all that is known of it afterwards: `{"output", "steps", "slaBreaches"}`, each if somebody reads
it, and `"error"` when it has failed. A step that is the last of its branch ends it by itself, as it would a run.
"""

from wfc.ir.nodes import Block, Call, ForEach, Goto, Node, Parallel, Step, Succeed
from wfc.ir.walk import blocks_of, walk_nodes
from wfc_targets.stepfunctions import frames, names
from wfc_targets.stepfunctions.carried import Carried
from wfc_targets.stepfunctions.flow import alerts, undo_order
from wfc_targets.stepfunctions.frames import ELEMENT
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.promises import BREACHES
from wfc_targets.stepfunctions.scope import Scope, output_of
from wfc_targets.stepfunctions.states import Succeed as End
from wfc_targets.stepfunctions.states import Template, assigned, reachable
from wfc_targets.stepfunctions.telling import CALLED

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
    called = {CALLED: True} if machine.flow.asks_called else {}
    return output | _brought_out(machine, scope, late, failed=False) | called


def add_leg_ends(machine: Machine) -> None:
    """The states that end a leg, as far as something leads there."""
    node, branch = machine.frame.around[-1]
    scope, late = machine.scope(), f"[${machine.own(BREACHES)}]"
    if machine.ending:
        known = f"${machine.own(OUTPUT)}"
        read = node.id in machine.flow.read
        output = {OUTPUT: f"{{% $exists({known}) ? {known} : null %}}"} if read else {}
        ended = output | _brought_out(machine, scope, late, failed=False) | _called(machine)
        machine.add(End(name=names.ended(node.id, branch), output=ended))
    if machine.failing:
        failure = {"error": f"{{% ${machine.own('failure')} %}}"}
        failed = failure | _brought_out(machine, scope, late, failed=True) | _called(machine)
        machine.add(End(name=names.failed(node.id, branch), output=failed))


def has_elements(node: Parallel | ForEach) -> bool:
    """Are the elements kept, so that they can be undone?"""
    return isinstance(node, ForEach) and bool(undo_order(node.body.nodes))


def has_promises(block: Block) -> bool:
    """Is a step inside promised to end in time?"""
    return any(isinstance(one, Step) and one.sla for one in walk_nodes(block.nodes))


def _brought_out(machine: Machine, scope: Scope, late: str, *, failed: bool) -> dict[str, Template]:
    node, branch = machine.frame.around[-1]
    found: dict[str, Template] = {}
    if isinstance(node, ForEach) and has_elements(node):
        kept = ["item"] if "undo" in machine.flow.items.get(node.id, ()) else []
        found |= {one: f"{{% {ELEMENT}.{one} %}}" for one in (*kept, *frames.index_fields(machine.frame))}
    if steps := _steps(machine, scope, failed=failed):
        found["steps"] = f"{{% {steps} %}}"
    if any(has_promises(block) for block in blocks_of(node) if block.name == branch):
        found[BREACHES] = f"{{% {late} %}}"
    return found


def _called(machine: Machine) -> dict[str, Template]:
    """Has the leg called something, where somebody asks for it?"""
    if not machine.flow.asks_called:
        return {}
    called = machine.own(CALLED)
    noted = any(called in assigned(state) for state in reachable(machine.states))
    return {CALLED: f"{{% ${called} = true %}}" if noted else False}


def _steps(machine: Machine, scope: Scope, *, failed: bool) -> str:
    """What is carried out of this leg, as one JSONata object; what was not reached is left out of it."""
    node, branch = machine.frame.around[-1]
    depth = len(machine.frame.around)
    mine, deeper = [], []
    for one in machine.flow.carries.get(node.id, ()):
        around = machine.flow.places[one.node]
        if around[depth - 1][1] != branch:
            continue
        if len(around) > depth:
            inner = around[depth][0].id
            deeper += [] if inner in scope.flow.unreached else [f"${names.inner_steps(inner)}"]
        elif text := _value(machine.flow.nodes[one.node], one, scope, failed=failed):
            mine.append(f"'{one.name}': {text}")
    own = ["{" + ", ".join(mine) + "}"] if mine else []
    parts = (*own, *dict.fromkeys(deeper))
    return f"$merge([{', '.join(parts)}])" if deeper else "".join(parts)


def _value(node: Node, carried: Carried, scope: Scope, *, failed: bool) -> str:
    """The value of a variable, "" where it cannot have been assigned."""
    if node.id in scope.flow.unreached:
        return ""
    match carried.name:
        case name if name == names.variable(node.id):
            # A step that ends its leg by itself is known only in its own task.
            unknown = ends_by_itself(node) and node.id != scope.own
            return "" if unknown else output_of(node.id, scope)
        case name if name == names.attempted(node.id):
            handled = any(isinstance(one.target, Goto | Succeed) for one in node.on_failure)
            return f"${name}" if failed or handled else ""
        case name:
            return f"${name}"
