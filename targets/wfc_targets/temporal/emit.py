"""The package's files from its plan. Pure; every file is sorted out by path and ends with one line end."""

from collections.abc import Mapping

from wfc.emit.banner import banner
from wfc.emit.names import class_name
from wfc.emit.quote import docstring, python_string
from wfc.ir.nodes import Approval, Call, Compensation, Receive, Step, Workflow
from wfc.ir.policies import Sla
from wfc.ir.walk import all_nodes, steps_of, undoable
from wfc_targets.temporal import modules
from wfc_targets.temporal.alerts import alert_lines, alert_methods
from wfc_targets.temporal.code import Lines, import_of, imports, local_name, seconds, statement
from wfc_targets.temporal.flow_code import FlowPrinter
from wfc_targets.temporal.plan import Package, plain
from wfc_targets.temporal.retries import retry_constants
from wfc_targets.temporal.run_code import run_lines
from wfc_targets.temporal.scope import activity_names, scope_of
from wfc_targets.temporal.step_code import Writer, reads
from wfc_targets.temporal.uses import names_in, stdlib_imports, support_flags
from wfc_targets.temporal.values import input_class

_SUPPORT = (
    "DATA_ERRORS RUN_ERRORS SETTLE UNTIL_CANCELLED Retry Run Saga StepFailed attempting evaluating failure_of for_each "
    "from_json making_result retrying run_to_end sendable settle text_or_empty to_json validated"
).split()
_TEMPORAL = {
    "RetryPolicy": "temporalio.common",
}


def emit(package: Package) -> Mapping[str, bytes]:
    """Relative path -> file."""
    workflow = package.workflow
    text = _workflow_text(package)
    flags = support_flags(workflow, text)
    files = {
        "__init__.py": f"{_common(workflow)['first_line']}\n",
        "activities.py": _activities(workflow),
        "shared.py": _shared(workflow, flags),
        "starter.py": _starter(workflow, FlowPrinter(package, _writer(package)).result_type),
        "support.py": _support({**_common(workflow), **flags}),
        "worker.py": _render("worker.py", {**_common(workflow), **flags, **_worker(workflow)}),
        "workflows.py": text,
    }
    if workflow.triggers:
        lines = modules.schedules(workflow, _class(workflow))
        files["schedules.py"] = _render("schedules.py", {**_common(workflow), "schedules": lines})
    return {f"{workflow.name}/{name}": files[name].encode() for name in sorted(files)}


def _render(name: str, values: Mapping[str, object]) -> str:
    from wfc_templates import environment  # not at import: listing targets, or running one, needs no Jinja

    return environment("temporal").get_template(f"{name}.jinja").render(values).rstrip("\n") + "\n"


def _support(values: Mapping[str, object]) -> str:
    """Rendered once to see what must be imported."""
    text = _render("support.py", {**values, "stdlib_imports": []})
    return _render("support.py", {**values, "stdlib_imports": stdlib_imports(text)})


def _common(workflow: Workflow) -> dict[str, object]:
    return {
        "first_line": f"# {banner(workflow.file)}",
        "package": workflow.name,
        "key": _quoted(workflow.key),
        "version": _quoted(workflow.version),
        "class_name": _class(workflow),
    }


def _quoted(text: str) -> str:
    """For the middle of a docstring."""
    return docstring(f".{text}.")[4:-4]


def _class(workflow: Workflow) -> str:
    """`payment.flow` -> `PaymentFlow`, unless a model is called so."""
    name = class_name(workflow.key)
    taken = {name for _, name in modules.team_names(workflow)}
    return f"{name}Workflow" if name in taken else name


def _worker(workflow: Workflow) -> dict[str, object]:
    return {
        "sync": any(not operation.is_async for operation in workflow.operations),
        "children": [child.name for child in workflow.children],
    }


def _writer(package: Package) -> Writer:
    workflow = package.workflow
    alerts = alert_methods(workflow)
    told = workflow.after_compensation
    last: list[Compensation | Step] = [*_compensations(workflow), *([told] if told else [])]
    return Writer(
        scope=scope_of(workflow),
        retries=retry_constants(workflow),
        kept=package.kept,
        exported=package.exported,
        alerts=alerts,
        flow_parameters=tuple(plain(one.id) for one in package.methods[0].parameters),
        reads_final_error=any(reads(one.inputs, "error") for one in last),
        sends_messages=bool(alerts) or any(isinstance(one, Approval) and one.remind for one in all_nodes(workflow)),
    )


def _compensations(workflow: Workflow) -> list[Compensation]:
    return [node.compensation for node in undoable(workflow) if node.compensation]


def _workflow_text(package: Package) -> str:
    workflow, writer = package.workflow, _writer(package)
    printer = FlowPrinter(package, writer)
    methods = run_lines(writer, printer.result_type)
    for method in package.methods:
        methods += ["", *printer.method(method)]
    methods += alert_lines(writer)
    used = names_in("\n".join(["class _:", *methods]))  # a policy may be of a step that nothing can lead to
    retries = {name: text for name, text in writer.retries.texts.items() if name in used}
    constants = [line for name, text in retries.items() for line in statement(f"{name} = {text}", 0)]
    run_arguments = f"deadline={seconds(workflow.deadline)}" if workflow.deadline is not None else ""
    code = "\n".join([*constants, f"Run({run_arguments})", "class _:", *methods])
    summary = (workflow.description or workflow.title or workflow.key).rstrip(".") + "."
    values = {
        **_common(workflow),
        "docstring": docstring(f"{workflow.key} {workflow.version}: {summary}"),
        "class_docstring": docstring(summary, 1),
        "quoted_name": python_string(workflow.name),
        "imports": _workflow_imports(workflow, code),
        "constants": ["", *constants] if constants else [],
        "methods": methods,
        "approves": any(isinstance(one, Approval) for one in all_nodes(workflow)),
        "receives": any(isinstance(one, Receive) for one in all_nodes(workflow)),
        "sla": bool(_slas(workflow)),
        "undoes": bool(undoable(workflow)) or workflow.after_compensation is not None,
        "run_arguments": run_arguments,
    }
    return _render("workflows.py", values)


def _slas(workflow: Workflow) -> list[Sla]:
    return [one for one in [workflow.sla, *(step.sla for step in steps_of(workflow))] if one]


def _workflow_imports(workflow: Workflow, code: str) -> Lines:
    words = names_in(code)
    any_is_used = "Any" in words or _shows_any(workflow)
    stdlib = [*_used(words, {"timedelta": "datetime"}), *([("typing", "Any")] if any_is_used else [])]
    temporal = [("temporalio", "workflow"), *_used(words, _TEMPORAL)]
    team = [one for one in modules.team_names(workflow) if one[1] in words]
    own = [(".", "activities")] if "activities" in words else []
    own += [(".shared", input_class(one)) for one in modules.derived(workflow.operations)
            if input_class(one) in words]  # fmt: skip
    nodes = all_nodes(workflow)
    if any(isinstance(one, Approval) for one in nodes):
        own.append((".shared", "Decision"))
    if any(isinstance(one, Call) for one in nodes):
        own.append((".shared", "search_attributes"))
    own += [(".support", name) for name in _SUPPORT if name in words or name in {"DATA_ERRORS", "Run", "RUN_ERRORS"}]
    inside = [*imports(team, 1), *([""] if team else []), *imports(own, 1)]
    return [
        *imports(stdlib),
        *([""] if stdlib else []),
        *imports(temporal),
        "",
        "with workflow.unsafe.imports_passed_through():",
        *inside,
    ]


def _shows_any(workflow: Workflow) -> bool:
    """Do the template's own methods name `Any`?"""
    receives = any(isinstance(one, Receive) for one in all_nodes(workflow))
    return receives or bool(undoable(workflow)) or workflow.after_compensation is not None


def _used(words: set[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(module, name) for name, module in known.items() if name in words]


def _activities(workflow: Workflow) -> str:
    names = activity_names(workflow)
    values = {
        **_common(workflow),
        "imports": modules.activity_imports(workflow),
        "activities": [modules.activity(one, names[one.key]) for one in workflow.operations],
        "all_activities": modules.all_activities(workflow),
    }
    return _render("activities.py", values)


def _shared(workflow: Workflow, flags: Mapping[str, object]) -> str:
    values = {
        **_common(workflow),
        **flags,
        "imports": modules.shared_imports(workflow),
        "task_queue": python_string(workflow.name),
        "quoted_key": python_string(workflow.key),
        "quoted_version": python_string(workflow.version),
        "models": modules.shared_models(workflow),
    }
    return _render("shared.py", values)


def _starter(workflow: Workflow, result: str) -> str:
    models = modules.run_models(workflow)
    names = {import_of(path) for _, path in models}
    names |= {import_of(path) for path in [getattr(workflow.output, "path", "")] if local_name(path) == result}
    values = {
        **_common(workflow),
        "arguments": ", ".join(name for name, _ in models),
        "usage": "".join(f" {name.upper()}" for name, _ in models),
        "team_imports": imports([*names, *([("pydantic", "TypeAdapter")] if models else [])]),
        "start_signature": modules.start_signature(workflow, _class(workflow), result),
        "main_lines": modules.main_lines(workflow),
        "summary": python_string(f"{workflow.key} {workflow.version}"),
        "any": result == "Any",
        "result_type": "" if result in {"Any", "None"} else f", result_type={result}",
        "no_result": result == "None",
    }
    return _render("starter.py", values)
