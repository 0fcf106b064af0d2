"""Behind a Parallel or a Map: what its legs have brought out of it, and the Choice that asks whether one has failed.

The legs stand in the order of the dict or of the items, so the first failure is the one that counts (P1, P2), unless
another is the deadline's.
"""

from wfc.ir.nodes import ForEach, Parallel
from wfc.ir.walk import blocks_of, can_be_late
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.deadlines import DEADLINE
from wfc_targets.stepfunctions.exits import Exit, Leaving, behind_state, catches_all, exit_to, is_one_of
from wfc_targets.stepfunctions.jsonata.kinds import may_be_list
from wfc_targets.stepfunctions.legs import has_elements, has_promises
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.promises import BREACHES
from wfc_targets.stepfunctions.states import Rule, Template
from wfc_targets.stepfunctions.telling import CALLED

LEGS = "$states.result"


def join(machine: Machine, node: Parallel | ForEach, *, can_fail: bool) -> Exit:
    """Where the state of the node goes when all legs have settled, and what it notes."""
    noted = _noted(machine, node)
    if can_fail or node.id in machine.flow.read:
        late = f"{LEGS}.error[type = '{DEADLINE}'], " if can_be_late(machine.flow.workflow) else ""
        noted[names.errors(node.id)] = f"{{% [{late}{LEGS}.error] %}}"
    output = f"${names.variable(node.id)}" if node.id in machine.flow.read else None
    leave = behind_state(machine, node, output, _failed(machine, node) if can_fail else ())
    return Exit(next=leave.next, assign=noted)


def _failed(machine: Machine, node: Parallel | ForEach) -> tuple[Rule, ...]:
    """A rule for each failure edge, the last for every failure that is left."""
    errors = f"${names.errors(node.id)}"
    error = f"{errors}[0]"
    rules = []
    if can_be_late(machine.flow.workflow) and node.on_failure:
        noted = {machine.own("failure"): f"{{% {error} %}}"}
        late = machine.fail(machine.due(node.id, "failure"))
        rules.append(Rule(condition=f"{error}.type = '{DEADLINE}'", assign=noted, next=late))
    for catch in catches_all(node):
        scope = machine.scope(error=error)
        leaving = Leaving(node=node.id, due=machine.due(node.id, "failure"), scope=scope, failure=f"{{% {error} %}}")
        leave = exit_to(machine, catch.target, leaving)
        condition = is_one_of(catch.types, f"{error}.type") if catch.types else f"$count({errors}) > 0"
        rules.append(Rule(condition=condition, assign=leave.assign, next=leave.next))
    return tuple(rules)


def _noted(machine: Machine, node: Parallel | ForEach) -> dict[str, Template]:
    noted: dict[str, Template] = {}
    if node.id in machine.flow.read:
        noted[names.variable(node.id)] = _output(node)
    if has_elements(node):
        noted[names.elements(node.id)] = f"{{% {LEGS} %}}"
    elif machine.flow.carries.get(node.id):
        noted[names.inner_steps(node.id)] = f"{{% $merge([{LEGS}.steps]) %}}"
    if any(map(has_promises, blocks_of(node))):
        late = machine.own(BREACHES)
        noted[late] = f"{{% [${late}, {LEGS}.{BREACHES}] %}}"
    called = machine.own(CALLED)
    return {**noted, **machine.called(f"{{% ${called} = true or true in {LEGS}.{CALLED} %}}")}


def _output(node: Parallel | ForEach) -> Template:
    """A record of what the branches yield, or the list of what the elements do; null for a leg that has failed."""
    match node:
        case Parallel():
            return {
                branch.name: f"{{% $exists({LEGS}[{number}].output) ? {LEGS}[{number}].output : null %}}"
                for number, branch in enumerate(node.branches)
            }
        case ForEach() if may_be_list(node.body.output):
            return f"{{% $reduce({LEGS}, function($all, $leg) {{ $append($all, [[$leg.output]]) }}, []) %}}"
        case ForEach():
            return f"{{% [$map({LEGS}, function($leg) {{ $exists($leg.output) ? $leg.output : null }})] %}}"
