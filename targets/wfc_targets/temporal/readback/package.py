"""An emitted package, held against what its workflow means."""

import ast
from collections.abc import Mapping

from wfc.ir.nodes import Workflow
from wfc.validation.compare import mismatches
from wfc.validation.facts import Aspect, Facts
from wfc_targets.temporal.readback.classes import source_of
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import Misread, expect, misread
from wfc_targets.temporal.readback.names import defined_in, expect_names
from wfc_targets.temporal.readback.run import read_run
from wfc_targets.temporal.readback.scaffold import (
    expect_queries,
    expect_schedules_around,
    expect_shared,
    expect_support,
    expect_worker,
)
from wfc_targets.temporal.readback.schedules import read_schedules
from wfc_targets.temporal.readback.seen import expect_all_seen
from wfc_targets.temporal.readback.shared import expect_models
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.starter import expect_starter
from wfc_targets.temporal.readback.support_flags import support_flags, used_in
from wfc_targets.temporal.readback.syntax import call_of, dotted, is_code, milliseconds, parameters
from wfc_targets.temporal.readback.tree import parsed

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
    source, cls = source_of(promised, trees)
    _expect_scaffolding(source, cls, texts, trees)
    read_run(source)
    expect_all_seen(source)
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
