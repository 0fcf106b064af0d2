"""The modules around the workflow: shared models, activities, starter and schedules, as lines for their templates."""

import json
from collections.abc import Iterable

from wfc.emit.quote import docstring, python_number, python_string
from wfc.ir.nodes import Approval, Workflow
from wfc.ir.policies import Cron, Operation, Parameter
from wfc.ir.types import ModelRef
from wfc.ir.walk import all_nodes
from wfc_targets.temporal.code import Lines, call, header, import_of, imports, local_name, statement
from wfc_targets.temporal.scope import activity_names
from wfc_targets.temporal.values import input_class, input_path

STDLIB = frozenset("collections datetime decimal enum fractions ipaddress pathlib typing uuid".split())
"""The standard modules whose types handlers use. Not `sys.stdlib_module_names`, which differs by Python version."""
_OVERLAP = {"allow": "ALLOW_ALL", "skip": "SKIP", "queue": "BUFFER_ALL"}


def derived(operations: Iterable[Operation]) -> list[Operation]:
    """The operations whose input model is made of their keyword parameters."""
    return [operation for operation in operations if operation.input is not None and input_path(operation) is None]


def team_names(workflow: Workflow) -> list[tuple[str, str]]:
    """What of the team's types may be named: (module, name) pairs."""
    paths = [model.path for model in workflow.models if ":" in model.path]
    paths += [path for operation in workflow.operations for path in operation.result_imports]
    return sorted({import_of(path) for path in paths} - {("typing", "Any")})


def shared_imports(workflow: Workflow) -> Lines:
    """The imports of `shared.py`."""
    parameters = [one for operation in derived(workflow.operations) for one in operation.parameters]
    names = [import_of(path) for parameter in parameters for path in parameter.imports]
    decides = any(isinstance(node, Approval) for node in all_nodes(workflow))
    names += [("typing", "Any"), ("typing", "Literal")] if decides else []
    third = [*names, *([("pydantic", "BaseModel")] if decides or derived(workflow.operations) else [])]
    third += [
        ("temporalio.common", one) for one in ("SearchAttributeKey", "SearchAttributePair", "TypedSearchAttributes")
    ]
    return _grouped(third)


def _grouped(names: list[tuple[str, str]]) -> Lines:
    """Standard library apart from the rest, as isort has it."""
    own = [one for one in names if one[0].partition(".")[0] in STDLIB]
    rest = [one for one in names if one not in own]
    first, second = imports(own), imports(rest)
    return [*first, *([""] if first and second else []), *second]


def shared_models(workflow: Workflow) -> Lines:
    """The models of keyword parameters."""
    lines: Lines = []
    for operation in derived(workflow.operations):
        lines += ["", "", f"class {input_class(operation)}(BaseModel):"]
        lines.append(f"    {docstring(f'The input of {operation.key}.', 1)}")
        lines += ["", *(line for one in operation.parameters for line in _field(one))]
    return lines


def _field(one: Parameter) -> Lines:
    default = "" if one.default is None else f" = {json.loads(one.default)!r}"
    if one.default is not None and isinstance(json.loads(one.default), str):
        default = f" = {python_string(json.loads(one.default))}"
    return statement(f"{one.name}: {one.annotation}{default}", 1)


def activity_imports(workflow: Workflow) -> Lines:
    """The imports of `activities.py`."""
    operations = workflow.operations
    names = [import_of(path) for one in operations for path in one.result_imports]
    names += [import_of(path) for one in operations if (path := input_path(one))]
    handlers = sorted({module_of(one) for one in operations})
    team = [*(f"import {module}" for module in handlers), *_grouped([*names, ("temporalio", "activity")])]
    own = imports([(".shared", input_class(one)) for one in derived(operations)])
    stdlib = ["from collections.abc import Callable", "from typing import Any", ""]
    body = [line for line in team if not line.startswith("from typing") and line]
    return [*stdlib, *body, *([""] if own else []), *own]


def module_of(operation: Operation) -> str:
    """Where the team's function is."""
    return operation.handler.partition(":")[0]


def activity(operation: Operation, name: str) -> Lines:
    """One activity, as a function of this name."""
    given = [f"input: {input_class(operation)}"] if operation.input is not None else []
    key = ["idempotency_key: str"] if operation.takes_key else []
    kind = "async def" if operation.is_async else "def"
    signature = f"{kind} {name}({', '.join([*given, *key])}) -> {operation.result_annotation}:"
    if operation.argument is not None:
        arguments = ["input"]
    else:
        arguments = [f"{one.name}=input.{one.name}" for one in operation.parameters]
    arguments += ["idempotency_key=idempotency_key"] if operation.takes_key else []
    handler = operation.handler.replace(":", ".")
    wait = "await " if operation.is_async else ""
    return [
        *statement(f"@activity.defn(name={python_string(operation.key)})", 0),
        *header(signature, 0),
        *statement(f"return {wait}{handler}({', '.join(arguments)})", 1),
    ]


def all_activities(workflow: Workflow) -> Lines:
    """The list of activities the worker takes."""
    return statement(f"ALL: list[Callable[..., Any]] = [{', '.join(activity_names(workflow).values())}]", 0)


def run_models(workflow: Workflow) -> list[tuple[str, str]]:
    """The arguments a run is started with: name and path of the model."""
    pairs = [("input", workflow.input), ("ctx", workflow.context)]
    return [(name, of.path) for name, of in pairs if isinstance(of, ModelRef)]


def start_signature(workflow: Workflow, class_name: str, result: str) -> Lines:
    """The head of `starter.start`."""
    parameters = ["client: Client", "workflow_id: str"]
    parameters += [f"{name}: {local_name(path)}" for name, path in run_models(workflow)]
    return header(f"async def start({', '.join(parameters)}) -> WorkflowHandle[{class_name}, {result}]:", 0)


def main_lines(workflow: Workflow) -> Lines:
    """How `starter.main` reads its arguments and starts the run."""
    models = run_models(workflow)
    lines: Lines = []
    if models:
        names = ", ".join(name for name, _ in models)
        read = "(json.loads(one) for one in arguments)" if len(models) > 1 else "json.loads(*arguments)"
        lines += statement(f"{names} = {read}", 1)
    values = [f"TypeAdapter({local_name(path)}).validate_python({name})" for name, path in models]
    return [*lines, *statement(f"handle = await start({', '.join(['client', 'workflow_id', *values])})", 1)]


def schedules(workflow: Workflow, class_name: str) -> Lines:
    """The entries of `schedules.SCHEDULES`."""
    lines: Lines = []
    for index, cron in enumerate(workflow.triggers, 1):
        name = workflow.name if len(workflow.triggers) == 1 else f"{workflow.name}-{index}"
        lines += statement(f"{python_string(name)}: {_schedule(workflow, cron, name, class_name)},", 1)
    return lines


def _schedule(workflow: Workflow, cron: Cron, name: str, class_name: str) -> str:
    values = {"input": cron.input, "ctx": cron.context}
    arguments = [_literal(json.loads(values[name])) for name, _ in run_models(workflow)]
    action = [f"{class_name}.run"]
    if arguments:
        action.append(f"args=[{', '.join(arguments)}]")
    action += [f"id={python_string(name)}", "task_queue=TASK_QUEUE", "typed_search_attributes=SEARCH_ATTRIBUTES"]
    window = "timedelta(days=365)" if cron.catchup else "timedelta(minutes=1)"
    spec = [f"cron_expressions=[{python_string(cron.expression)}]", f"time_zone_name={python_string(cron.timezone)}"]
    policy = [f"overlap=ScheduleOverlapPolicy.{_OVERLAP[cron.overlap]}", f"catchup_window={window}"]
    parts = [
        f"action={call('ScheduleActionStartWorkflow', action)}",
        f"spec={call('ScheduleSpec', spec)}",
        f"policy={call('SchedulePolicy', policy)}",
    ]
    return call("Schedule", parts)


def _literal(value: object) -> str:
    """A JSON value as a Python literal with black's quotes."""
    match value:
        case str():
            return python_string(value)
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case dict():
            return "{" + ", ".join(f"{python_string(key)}: {_literal(item)}" for key, item in value.items()) + "}"
        case float():
            return python_number(value)
        case _:
            return repr(value)
