"""Where the values that a lambda sees stand in the machine, and the lambda's text there."""

from dataclasses import dataclass
from typing import final

from wfc.ir import expressions as ir
from wfc.ir.nodes import ForEach, Parallel, Step
from wfc.ir.parts import walk
from wfc.ir.types import Null, Optional
from wfc_targets.stepfunctions import frames, jsonata, names
from wfc_targets.stepfunctions.carried import located
from wfc_targets.stepfunctions.defaults import UNCHECKED, with_defaults
from wfc_targets.stepfunctions.flow import Flow
from wfc_targets.stepfunctions.frames import ELEMENT, TOP, Frame
from wfc_targets.stepfunctions.literals import shielded, without_placeholders
from wfc_targets.stepfunctions.states import Template

RESULT = "$states.result.Payload"
RUN_ID = "$states.context.Execution.Id"
RUN_STARTED = "$states.context.Execution.StartTime"
INPUT = "$states.context.Execution.Input"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`about`: the node that `output` and `key` are of. `own`: the node that has just succeeded in this very state, so
    that its variable is not there yet, and `result` what it has yielded. `error`: the failure, if not the one handled
    last."""

    flow: Flow
    frame: Frame = TOP
    about: str = ""
    own: str | None = None
    result: str = RESULT
    error: str | None = None


def key_of(node: str, scope: Scope, role: str = "") -> Template:
    """The idempotency key of a call (S1). From the second poll on it has the number of the poll behind it."""
    one = scope.flow.nodes.get(node)
    if role or not isinstance(one, Step) or one.poll is None:
        return f"{{% {_key(node, scope, role)} %}}"
    polls = f"${names.polls(node)}"
    return f"{{% {_key(node, scope)} & ($exists({polls}) ? ':poll' & ({polls} + 1) : '') %}}"


def template(expr: ir.Expr, scope: Scope) -> Template:
    """The value of an expression as it stands in a definition; evaluating it may fail."""
    return shielded(jsonata.template(_complete(expr, scope), _names(expr, scope)))


def expression(expr: ir.Expr, scope: Scope) -> str:
    """The value of an expression as JSONata."""
    return without_placeholders(jsonata.expression(_complete(expr, scope), _names(expr, scope)))


def condition(expr: ir.Expr, scope: Scope) -> str:
    """The truth of an expression as JSONata."""
    return without_placeholders(jsonata.condition(_complete(expr, scope), _names(expr, scope)))


def guard(expr: ir.Expr, scope: Scope) -> str | None:
    """JSONata that is true when the expression will not fail, and cannot fail itself; None when nothing can fail."""
    found = jsonata.guard(_complete(expr, scope), _names(expr, scope))
    return None if found is None else without_placeholders(found)


def may_fail(expr: ir.Expr | None, scope: Scope) -> bool:
    """Can evaluating the expression fail? What was not validated may lack anything."""
    if expr is None:
        return False
    loose = not scope.flow.validated and any(
        isinstance(part, ir.Name) and part.name in _unchecked(scope) for part in walk(expr)
    )
    return loose or guard(expr, scope) is not None


def _complete(expr: ir.Expr, scope: Scope) -> ir.Expr:
    return with_defaults(expr, scope.flow.models, _unchecked(scope)) if scope.flow.models else expr


def _unchecked(scope: Scope) -> frozenset[str]:
    """The roots whose values nobody has validated, if the machine does not do so first."""
    around = frames.loops(scope.frame)
    return UNCHECKED | {"item"} if around and around[-1].id in scope.flow.loose else UNCHECKED


def _names(expr: ir.Expr, scope: Scope) -> jsonata.Names:
    """What the roots of this expression are called."""
    absent = {part.name for part in walk(expr) if isinstance(part, ir.Name) and isinstance(part.type, Optional | Null)}
    flow, error, output = scope.flow, scope.error or _handled(scope.frame), output_of(scope.about, scope)
    return jsonata.Names(
        roots={
            "input": "$input" if flow.validated and flow.workflow.input else f"{INPUT}.input",
            "ctx": _context(scope),
            "error": _or_null(error) if "error" in absent else error,
            "output": _or_null(output) if "output" in absent else output,
            "key": _key(scope.about, scope),
            "run": _run(expr),
            "item": f"{ELEMENT}.item",
            "index": f"{ELEMENT}.index",
        },
        step_output=lambda step, _certain: output_of(step, scope),
        step_done=lambda step: _done(step, scope),
    )


def caller_context(scope: Scope) -> Template:
    """The context of the run, to be handed on."""
    return f"{{% {_context(scope)} %}}"


def _context(scope: Scope) -> str:
    return "$ctx" if scope.flow.validated and scope.flow.workflow.context else f"{INPUT}.context"


def output_of(node: str, scope: Scope) -> str:
    """Where the output of a node stands."""
    return scope.result if node == scope.own else variable(names.variable(node), node, scope)


def _done(node: str, scope: Scope) -> str:
    """Has a node succeeded? Of one with legs there is an output also when it has failed, if it is ever reached."""
    if node == scope.own:
        return "true"
    done = f"$exists({output_of(node, scope)})"
    if not isinstance(scope.flow.nodes.get(node), Parallel | ForEach) or node in scope.flow.unreached:
        return done
    return f"({done} and $count({variable(names.errors(node), node, scope)}) = 0)"


def variable(name: str, node: str, scope: Scope) -> str:
    """Where a variable about a node stands."""
    around = scope.flow.places.get(node, ())
    undone = {one.id for one in scope.frame.undoing}
    if any(one.id in undone for one, _ in around):
        return f"{ELEMENT}.steps.{name}"
    return located(name, around, scope.frame.around)


def _handled(frame: Frame) -> str:
    """The failure handled last: inside a leg its own, or the one before it."""
    found = "$failure"
    for depth in range(1, len(frame.around) + 1):
        mine = f"${frames.own(Frame(around=frame.around[:depth]), 'failure')}"
        found = f"($exists({mine}) ? {mine} : {found})"
    return found


def _or_null(variable: str) -> str:
    return f"$exists({variable}) ? {variable} : null"


def _key(node: str, scope: Scope, role: str = "") -> str:
    return f"{RUN_ID} & {frames.key(scope.frame, node, role)}"


def _run(expr: ir.Expr) -> str:
    """The facts about the run that this expression reads, all of them if it hands `run` on."""
    read = [part.name for part in walk(expr) if isinstance(part, ir.Attribute) and _is_run(part.base)]
    whole = sum(map(_is_run, walk(expr))) > len(read)
    facts = {name: text for name, text in _RUN.items() if whole or name in read}
    return "{" + ", ".join(f"'{name}': {text}" for name, text in facts.items()) + "}"


def _is_run(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Name) and expr.name == "run"


_RUN = {
    "id": RUN_ID,
    "started_at": RUN_STARTED,
    "trigger": f"$exists({INPUT}.run.trigger) ? {INPUT}.run.trigger : 'manual'",
    "scheduled_at": f"$exists({INPUT}.run.scheduled_at) ? {INPUT}.run.scheduled_at : null",
}
