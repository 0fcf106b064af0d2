"""Where the values that a lambda sees stand in the machine, and the lambda's text there."""

from dataclasses import dataclass
from typing import final

from wfc.emit.quote import jsonata_string
from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import Null, Optional
from wfc_targets.stepfunctions import jsonata, names
from wfc_targets.stepfunctions.defaults import UNCHECKED, with_defaults
from wfc_targets.stepfunctions.flow import Flow
from wfc_targets.stepfunctions.plan import Template

RESULT = "$states.result.Payload"
RUN_ID = "$states.context.Execution.Id"
RUN_STARTED = "$states.context.Execution.StartTime"
INPUT = "$states.context.Execution.Input"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`about`: the step that `output` and `key` are of. `own`: the step that has just succeeded in this very state,
    so that its variable is not there yet. `error`: the failure, if not `$failure`."""

    flow: Flow
    about: str = ""
    own: str | None = None
    error: str = "$failure"


def key_of(address: str) -> Template:
    """The idempotency key of a call (S1)."""
    return f"{{% {_key(address)} %}}"


def template(expr: ir.Expr, scope: Scope) -> Template:
    """The value of an expression as it stands in a definition; evaluating it may fail."""
    return _shielded(jsonata.template(_complete(expr, scope), _names(expr, scope)))


def expression(expr: ir.Expr, scope: Scope) -> str:
    """The value of an expression as JSONata."""
    return _without_placeholders(jsonata.expression(_complete(expr, scope), _names(expr, scope)))


def condition(expr: ir.Expr, scope: Scope) -> str:
    """The truth of an expression as JSONata."""
    return _without_placeholders(jsonata.condition(_complete(expr, scope), _names(expr, scope)))


def guard(expr: ir.Expr, scope: Scope) -> str | None:
    """JSONata that is true when the expression will not fail, and cannot fail itself; None when nothing can fail."""
    found = jsonata.guard(_complete(expr, scope), _names(expr, scope))
    return None if found is None else _without_placeholders(found)


def may_fail(expr: ir.Expr | None, scope: Scope) -> bool:
    """Can evaluating the expression fail? What was not validated may lack anything."""
    if expr is None:
        return False
    unchecked = not scope.flow.validated and any(
        isinstance(part, ir.Name) and part.name in UNCHECKED for part in walk(expr)
    )
    return unchecked or guard(expr, scope) is not None


def _complete(expr: ir.Expr, scope: Scope) -> ir.Expr:
    return with_defaults(expr, scope.flow.models) if scope.flow.models else expr


def _shielded(value: Template) -> Template:
    """A template in which CloudFormation finds no placeholder: text with `${` becomes an expression that spells it."""
    match value:
        case str() if "${" in value:
            text = value if value.startswith("{%") else f"{{% {jsonata_string(value)} %}}"
            return _without_placeholders(text)
        case list():
            return [_shielded(one) for one in value]
        case dict():
            return {key: _shielded(one) for key, one in value.items()}
        case _:
            return value


def _without_placeholders(text: str) -> str:
    """In JSONata `${` stands only inside strings, which can spell it otherwise."""
    return text.replace("${", "$\\u007b")


def _names(expr: ir.Expr, scope: Scope) -> jsonata.Names:
    """What the roots of this expression are called."""
    absent = {part.name for part in walk(expr) if isinstance(part, ir.Name) and isinstance(part.type, Optional | Null)}
    output = _output(scope.about, scope)
    return jsonata.Names(
        roots={
            "input": "$input" if scope.flow.validated else f"{INPUT}.input",
            "ctx": "$ctx" if scope.flow.validated else f"{INPUT}.context",
            "error": _or_null(scope.error) if "error" in absent else scope.error,
            "output": _or_null(output) if "output" in absent else output,
            "key": _key(scope.about),
            "run": _RUN,
        },
        step_output=lambda step, _certain: _output(step, scope),
        step_done=lambda step: "true" if step == scope.own else f"$exists(${names.variable(step)})",
    )


def _output(step: str, scope: Scope) -> str:
    return RESULT if step == scope.own else f"${names.variable(step)}"


def _or_null(variable: str) -> str:
    return f"$exists({variable}) ? {variable} : null"


def _key(address: str) -> str:
    return f"{RUN_ID} & ':{address}'"


_RUN = (
    f"{{'id': {RUN_ID}, 'started_at': {RUN_STARTED},"
    f" 'trigger': $exists({INPUT}.run.trigger) ? {INPUT}.run.trigger : 'manual',"
    f" 'scheduled_at': $exists({INPUT}.run.scheduled_at) ? {INPUT}.run.scheduled_at : null}}"
)
