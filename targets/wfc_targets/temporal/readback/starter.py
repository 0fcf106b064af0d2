"""The starter: that it starts this workflow with what it takes, and does so once (`starter.start`)."""

import ast

from wfc.ir.nodes import Workflow
from wfc_targets.temporal.readback.misread import misread
from wfc_targets.temporal.readback.run import inputs_of, result_type
from wfc_targets.temporal.readback.scaffold import common, rendered


def expect_starter(workflow: Workflow, class_name: str, tree: ast.Module) -> None:
    """The starter is the template's, for this workflow. Its imports are compared by whoever knows what is used."""
    inputs = inputs_of(workflow)
    values = {
        **common(workflow, class_name),
        "arguments": ", ".join(inputs),
        "usage": "",
        "any": False,
        "team_imports": [],
        "start_signature": [_signature(workflow, class_name)],
        "main_lines": _main(inputs),
        "summary": repr(f"{workflow.key} {workflow.version}"),
        "result_type": f", result_type={result_type(workflow)}" if result_type(workflow) not in {"Any", "None"} else "",
        "no_result": result_type(workflow) == "None",
    }
    wanted = ast.parse(rendered("starter.py", values))
    for found, like in zip(_rest(tree), _rest(wanted), strict=False):
        if ast.dump(found) != ast.dump(like):
            raise misread("not how a starter starts", found)
    if len(_rest(tree)) != len(_rest(wanted)):
        raise misread("a starter has other statements")


def _rest(tree: ast.Module) -> list[ast.stmt]:
    kept = (one for one in tree.body if not isinstance(one, ast.Import | ast.ImportFrom))
    return [one for one in kept if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]


def _signature(workflow: Workflow, class_name: str) -> str:
    models = "".join(f", {name}: {cls}" for name, cls in inputs_of(workflow).items())
    returns = f"WorkflowHandle[{class_name}, {result_type(workflow)}]"
    return f"async def start(client: Client, workflow_id: str{models}) -> {returns}:"


def _main(inputs: dict[str, str]) -> list[str]:
    """The arguments on the command line are JSON, one for each that the run takes."""
    lines: list[str] = []
    if len(inputs) == 1:
        lines += [f"    {name} = json.loads(*arguments)" for name in inputs]
    elif inputs:
        lines.append(f"    {', '.join(inputs)} = (json.loads(one) for one in arguments)")
    values = [f"TypeAdapter({cls}).validate_python({name})" for name, cls in inputs.items()]
    return [*lines, f"    handle = await start({', '.join(['client', 'workflow_id', *values])})"]
