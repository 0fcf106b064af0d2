"""An emitted package, held against what its workflow means."""

import ast
from collections.abc import Iterator, Mapping

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc.validation.facts import Aspect, Facts
from wfc_targets.temporal.readback.activities import read_activities
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import Misread, expect, misread
from wfc_targets.temporal.readback.names import defined_in, expect_names
from wfc_targets.temporal.readback.retries import Retrying, read_retries
from wfc_targets.temporal.readback.run import read_run
from wfc_targets.temporal.readback.scaffold import (
    expect_queries,
    expect_schedules_around,
    expect_shared,
    expect_support,
    expect_worker,
)
from wfc_targets.temporal.readback.schedules import read_schedules
from wfc_targets.temporal.readback.shared import expect_models
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.starter import expect_starter
from wfc_targets.temporal.readback.support_flags import support_flags, used_in
from wfc_targets.temporal.readback.syntax import (
    call_of,
    called,
    dotted,
    is_code,
    milliseconds,
    parameters,
    without_docstring,
)
from wfc_targets.temporal.readback.tree import parsed, statements_in

_FILES = ("__init__.py", "activities.py", "shared.py", "starter.py", "support.py", "worker.py", "workflows.py")
UNREAD: Mapping[Aspect, str] = {}
"""What a package does not say in a form that can be read: nothing."""


def validate(workflow: Workflow, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """One sentence for each difference; only the first where something is not understood."""
    promised = Promised(workflow)
    try:
        stated = read_package(promised, files)
    except Misread as error:
        return (f"{workflow.name}: {error}",)
    return mismatches(promised.facts, stated, UNREAD)


def read_package(promised: Promised, files: Mapping[str, bytes]) -> Facts:
    """What the files say. Raises Misread for what they should not have."""
    workflow = promised.workflow
    contents = {path.removeprefix(f"{workflow.name}/"): content for path, content in files.items()}
    wanted = {*_FILES, *(["schedules.py"] if workflow.triggers else [])}
    expect(set(contents) == wanted, f"the files of a package are {sorted(wanted)}")
    texts = {name: content.decode() for name, content in contents.items()}
    trees = {name: parsed(content) for name, content in contents.items()}
    source, cls = _source(promised, trees)
    _expect_scaffolding(source, cls, texts, trees)
    read_run(source)
    _expect_all_seen(source)
    source.state("", Aspect.SCHEDULE, read_schedules(promised, trees.get("schedules.py"), cls.name))
    points = {
        (one.node, Aspect.UNDO_ON_FAILURE if one.after == "failure" else Aspect.UNDO_ON_SUCCESS)
        for one in workflow.failure_points
    }
    undone = {Aspect.UNDO_ON_FAILURE, Aspect.UNDO_ON_SUCCESS}
    return {key: value for key, value in source.facts.items() if key[1] not in undone or key in points}


def _expect_scaffolding(
    source: Source, cls: ast.ClassDef, texts: Mapping[str, str], trees: Mapping[str, ast.Module]
) -> None:
    workflow = source.promised.workflow
    expect(not trees["__init__.py"].body, "a package is empty by itself")
    flags = support_flags(workflow, *used_in(trees["workflows.py"]))
    expect_support(workflow, texts["support.py"], flags)
    expect_models(workflow, source.activities, expect_shared(workflow, texts["shared.py"], flags))
    expect_worker(workflow, cls.name, texts["worker.py"], sla=bool(flags["sla"]))
    expect_starter(workflow, cls.name, trees["starter.py"])
    if workflow.triggers:
        expect_schedules_around(workflow, cls.name, texts["schedules.py"])
    line = expect_queries(workflow, texts["workflows.py"], flags)
    source.used |= {method.name for method in source.methods.values() if method.lineno >= line}
    source.scaffolding |= source.used
    _read_start(source, cls)
    defined = {name: defined_in(tree) for name, tree in trees.items()}
    checked = ("workflows.py", "activities.py", "shared.py", "starter.py")
    expect_names(workflow, {name: trees[name] for name in checked}, defined)


def _read_start(source: Source, cls: ast.ClassDef) -> None:
    """What the class is registered as, and what a run begins with."""
    workflow = source.promised.workflow
    defined = f"workflow.defn(name={workflow.name!r}, failure_exception_types=DATA_ERRORS)"
    is_registered = len(cls.decorator_list) == 1 and is_code(cls.decorator_list[0], defined)
    expect(is_registered and not cls.bases, f"a workflow {workflow.name} is expected", cls.decorator_list[0])
    match source.methods.get("__init__"):
        case ast.FunctionDef(body=[ast.Assign(targets=[run], value=ast.Call() as made)]) as method:
            expect(dotted(run) == "self._run" and parameters(method) == ("self",), "a run is made", method)
        case other:
            raise misread("a run is made", other)
    limit = call_of("Run", made, 0, ["deadline"] if workflow.deadline is not None else []).keywords
    if limit:
        source.state("", Aspect.DEADLINE, milliseconds(limit["deadline"]))
    source.used.add("__init__")


def _source(promised: Promised, trees: Mapping[str, ast.Module]) -> tuple[Source, ast.ClassDef]:
    retries: dict[str, Retrying] = {}
    classes: list[ast.ClassDef] = []
    for node in without_docstring(trees["workflows.py"].body):
        match node:
            case ast.Import() | ast.ImportFrom():
                pass
            case ast.With(items=[ast.withitem(context_expr=opening, optional_vars=None)], body=imports):
                expect(is_code(opening, "workflow.unsafe.imports_passed_through()"), "a passage is expected", opening)
                expect(all(isinstance(one, ast.Import | ast.ImportFrom) for one in imports), "imports", opening)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                retries[name] = read_retries(value)
            case ast.ClassDef():
                classes.append(node)
            case _:
                raise misread("not expected in workflows.py", node)
    expect(len(classes) == 1, "one workflow class is expected")
    methods: dict[str, Function] = {}
    for node in without_docstring(classes[0].body):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name in methods:
            raise misread("a method is expected", node)
        methods[node.name] = node
    source = Source(
        promised=promised,
        activities=read_activities(trees["activities.py"], promised.operations),
        retries=retries,
        methods=methods,
        variables=_variables(classes[0]),
    )
    return source, classes[0]


def _variables(cls: ast.ClassDef) -> dict[str, str]:
    """The node whose output each variable has: one, in whichever method."""
    found: dict[str, str] = {}
    for node in statements_in(cls.body):
        if isinstance(node, ast.With) and called(node.items[0].context_expr).name == "self._run.step":
            step = _id_in(called(node.items[0].context_expr).args[0])
            for name in _assigned(node.body):
                expect(found.setdefault(name, step) == step, f"{name} is of {found[name]} and of {step}")
    return found


def _id_in(address: ast.expr) -> str:
    match address:
        case ast.Constant(value=str() as text) | ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]):
            return text.partition("[")[0]
        case _:
            raise misread("an address is expected", address)


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for one in statements_in(body):
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await() | ast.Name()):
                yield name
            case _:
                pass


def _is_dead(source: Source, method: Function) -> bool:
    """Is it only for nodes that no run comes to, where failure edges meet that cannot be taken?"""
    opened = (called(node.items[0].context_expr) for node in statements_in(method.body) if isinstance(node, ast.With))
    nodes = {_id_in(one.args[0]) for one in opened if one.name == "self._run.step"}
    return not nodes & source.promised.reached and not source.promised.nodes.keys() <= source.promised.reached


def _expect_all_seen(source: Source) -> None:
    """No method may be there for nothing, and no statement where no way leads."""
    for name in source.methods.keys() - source.used:
        expect(_is_dead(source, source.methods[name]), f"{name} is never called")
    for name in source.used - source.scaffolding:
        for node in statements_in(source.methods[name].body):
            expect(node in source.seen, f"never reached in {name}", node)
    missing, needless = source.read_behind - source.exported, source.exported - source.read_behind - source.asked
    expect(not missing & source.promised.reached, f"read behind their block, but not kept: {sorted(missing)}")
    expect(not needless, f"kept, but not read behind their block: {sorted(needless)}")
