"""The schedules of a package (V1, V2)."""

import ast
import json
from collections.abc import Iterator, Mapping

from wfc.ir.policies import Cron
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.run import inputs_of
from wfc_targets.temporal.readback.syntax import call_of, dotted, milliseconds, text

_OVERLAP = {"allow": "ALLOW_ALL", "skip": "SKIP", "queue": "BUFFER_ALL"}
_DAY = 86_400_000


def read_schedules(promised: Promised, tree: ast.Module | None, class_name: str) -> tuple[tuple[str, str], ...]:
    """Expression and time zone of each schedule."""
    triggers = promised.workflow.triggers
    if tree is None:
        return ()
    table = next(
        (one for one in tree.body if isinstance(one, ast.Assign) and dotted(one.targets[0]) == "SCHEDULES"), None
    )
    if table is None or not isinstance(table.value, ast.Dict):
        raise misread("a table of schedules is expected")
    names = [text(key) for key in table.value.keys if key is not None]
    workflow = promised.workflow.name
    wanted = [workflow] if len(triggers) == 1 else [f"{workflow}-{number}" for number in range(1, len(triggers) + 1)]
    expect(names == wanted, f"the names of the schedules are {wanted}", table)
    calls = zip(names, table.value.values, triggers, strict=True)
    return tuple(_schedule(promised, name, call, cron, class_name) for name, call, cron in calls)


def _schedule(promised: Promised, name: str, call: ast.expr, cron: Cron, class_name: str) -> tuple[str, str]:
    given = call_of("Schedule", call, 0, ("action", "spec", "policy")).keywords
    _expect_action(promised, given["action"], name, cron, class_name)
    policy = call_of("SchedulePolicy", given["policy"], 0, ("overlap", "catchup_window")).keywords
    overlap = f"ScheduleOverlapPolicy.{_OVERLAP[cron.overlap]}"
    expect(dotted(policy["overlap"]) == overlap, f"overlap of {name}", call)
    window = 365 * _DAY if cron.catchup else 60_000
    expect(milliseconds(policy["catchup_window"]) == window, f"catch-up of {name}", call)
    spec = call_of("ScheduleSpec", given["spec"], 0, ("cron_expressions", "time_zone_name")).keywords
    match spec["cron_expressions"]:
        case ast.List(elts=[expression]):
            return text(expression), text(spec["time_zone_name"])
        case other:
            raise misread("one cron expression is expected", other)


def _expect_action(promised: Promised, node: ast.expr, name: str, cron: Cron, class_name: str) -> None:
    wanted = [json.loads(one) for one in _inputs(promised, cron)]
    needed = ["id", "task_queue", "typed_search_attributes", *(["args"] if wanted else [])]
    action = call_of("ScheduleActionStartWorkflow", node, 1, needed)
    expect(dotted(action.args[0]) == f"{class_name}.run", f"what {name} starts", node)
    expect(text(action.keywords["id"]) == name, f"the workflow id of {name}", node)
    expect(dotted(action.keywords["task_queue"]) == "TASK_QUEUE", f"the task queue of {name}", node)
    attributes = dotted(action.keywords["typed_search_attributes"])
    expect(attributes == "SEARCH_ATTRIBUTES", f"the search attributes of {name}", node)
    if wanted:
        expect(_literal(action.keywords["args"]) == _text(wanted), f"what {name} is started with", node)


def _inputs(promised: Promised, cron: Cron) -> Iterator[str]:
    given: Mapping[str, str] = {"input": cron.input, "ctx": cron.context}
    yield from (given[name] for name in inputs_of(promised.workflow))


def _literal(node: ast.expr) -> str:
    try:
        return _text(ast.literal_eval(node))
    except ValueError:
        raise misread("constants are expected", node) from None


def _text(value: object) -> str:
    """As JSON, which tells `True` from `1`."""
    return json.dumps(value, sort_keys=True)
