"""The models of handlers' keyword parameters, in `shared.py`."""

import ast
import json
from collections.abc import Mapping

from wfc.ir.nodes import Workflow
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import ModelRef
from wfc_targets.temporal.readback.activities import Activity
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.syntax import dotted, is_code, without_docstring


def expect_models(workflow: Workflow, activities: Mapping[str, Activity], text: str) -> None:
    """Each activity whose handler takes keywords has a model of them, and nobody else."""
    found: dict[str, ast.ClassDef] = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef) or node.name in found:
            raise misread("one model for each handler is expected", node)
        found[node.name] = node
    classes = {activity.key: activity.given for activity in activities.values()}
    wanted = [operation for operation in workflow.operations if _is_derived(operation)]
    expect(sorted(found) == sorted(classes[one.key] for one in wanted), "each handler has a model of its own")
    for operation in wanted:
        _expect_model(found[classes[operation.key]], operation)


def _is_derived(operation: Operation) -> bool:
    return isinstance(operation.input, ModelRef) and operation.input.path.endswith("()")


def _expect_model(cls: ast.ClassDef, operation: Operation) -> None:
    expect([dotted(base) for base in cls.bases] == ["BaseModel"] and not cls.decorator_list, "a model", cls)
    fields = without_docstring(cls.body)
    expect(len(fields) == len(operation.parameters), f"the fields of {cls.name}", cls)
    for field, parameter in zip(fields, operation.parameters, strict=True):
        _expect_field(field, parameter)


def _expect_field(field: ast.stmt, parameter: Parameter) -> None:
    match field:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value) if name == parameter.name:
            expect(is_code(annotation, parameter.annotation), f"{name} is a {parameter.annotation}", field)
        case _:
            raise misread(f"the field {parameter.name} is expected", field)
    if value is None or parameter.default is None:
        expect(value is None and parameter.default is None, f"the default of {name}", field)
        return
    given = json.dumps(ast.literal_eval(value), sort_keys=True)
    wanted = json.dumps(json.loads(parameter.default), sort_keys=True)
    expect(given == wanted, f"the default of {name} is {parameter.default}", field)
