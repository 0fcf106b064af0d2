"""Read triggers. What starts a run is judged by check_triggers. Reports bad-value and unsupported-step-kind."""

import json

import wfc as spec
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.arguments import check_allowed
from wfc.frontend.reader import Reader
from wfc.ir.policies import Cron


def read_triggers(workflow: "spec.Workflow", reader: Reader) -> tuple[Cron, ...]:
    """Those that can be compiled; the others are refused."""
    for trigger in workflow.triggers:
        if not isinstance(trigger, spec.Cron):
            what = f"the trigger `{type(trigger).__name__}`"
            reader.unsupported(trigger, what, "start the workflow by hand or by `Cron`")
    return tuple(_cron(trigger, reader) for trigger in workflow.triggers if isinstance(trigger, spec.Cron))


def _cron(cron: "spec.Cron", reader: Reader) -> Cron:
    for name in ("overlap", "dst"):
        check_allowed(cron, name, reader.sources, reader.found)
    return Cron(
        expression=cron.expression,
        timezone=cron.timezone,
        input=_json_text(cron, "input", reader),
        context=_json_text(cron, "context", reader),
        catchup=cron.catchup,
        overlap=cron.overlap or "allow",
        overlap_written=cron.overlap is not None,
        dst=cron.dst,
        span=reader.span(cron),
    )


def _json_text(cron: "spec.Cron", name: str, reader: Reader) -> str:
    value = getattr(cron, name)
    try:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        help = "use strings, numbers, booleans, None, lists and dicts"
        reader.found.error(BAD_VALUE, f"`{name}` is not a JSON value", reader.argument(cron, name), help)
        return "null"
    return text
