"""The first lines of a spec: of all that random workflows call and import, what one text mentions."""

import ast
import textwrap
from collections.abc import Iterable, Iterator

TEAM = "fuzz_team"
"""The module that specs call, in `tests/conformance/found`."""

TITLE = '"""A random workflow."""'

OPERATIONS = {
    "Work": 'Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])',
    "Ship": 'Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])',
    "Count": 'Operation("do.count", handler=count, effect="read")',
    "Check": 'Operation("do.check", handler=count, effect="read", errors=[Busy])',
    "Undo": 'Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])',
    "Page": 'Operation("do.page", handler=page, effect="write", idempotent="natural", irreversible=True)',
}
OF_TEAM = ("Busy", "Declined", "Fraud", "Order", "Receipt", "Setting", "count", "page", "ship", "undo", "work")
OF_LANGUAGE = (
    "FAIL", "NEXT", "SUCCEED", "Approval", "Call", "Choice", "Compensation", "Defaults", "Escalate", "Fail", "ForEach",
    "OnError", "Operation", "Otherwise", "Parallel", "Poll", "Receive", "Retry", "Sla", "Step", "Wait", "When",
    "Workflow",
)  # fmt: skip


def with_head(workflows: Iterable[str]) -> str:
    """A whole spec around its workflows."""
    flows = "\n".join(workflows)
    said = names_in(flows)
    operations = [f"{name} = {text}" for name, text in OPERATIONS.items() if name in said]
    body = "\n".join([*operations, "", flows])
    said = names_in(body)
    imports = [_import(TEAM, OF_TEAM, said), _import("wfc", OF_LANGUAGE, said)]
    return "\n\n".join([TITLE, *imports, body]) + "\n"


def _import(module: str, names: tuple[str, ...], said: frozenset[str]) -> str:
    chosen = ", ".join(name for name in names if name in said)
    return textwrap.fill(f"from {module} import ({chosen})", 110, break_long_words=False)


def workflows_in(tree: ast.Module) -> list[ast.Assign]:
    """The workflows that a spec defines."""
    return [node for node in tree.body if isinstance(node, ast.Assign) and _is_workflow(node.value)]


def _is_workflow(made: ast.expr) -> bool:
    return isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == "Workflow"


def names_in(text: str) -> frozenset[str]:
    """The names that a piece of Python reads."""
    return frozenset(_names(ast.parse(text)))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
