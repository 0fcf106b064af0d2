"""Changes to the text of a random spec that must not change what it means."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from tests.conformance.generate.head import with_head, workflows_in
from wfc.scenario.journal import Journal, from_json, to_json
from wfc.scenario.model import Scenario

MARK = "zz-"
NEVER = "never-"


def renamed(text: str) -> str:
    """With other ids for all steps."""
    tree = ast.parse(text)
    ids = {id.value for id in _ids(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in ids:
            node.value = MARK + node.value
    return _spec(tree)


def renamed_scenario(scenario: Scenario) -> Scenario:
    """The scenario for it."""
    operations = {_renamed_address(name): replies for name, replies in scenario.operations.items()}
    approvals = {_renamed_address(name): answer for name, answer in scenario.approvals.items()}
    return replace(scenario, operations=operations, approvals=approvals)


def _renamed_address(address: str) -> str:
    """Of each step in it; an operation's key (`do.work`) stays."""
    return address if "." in address else re.sub(r"(^|(?<=/))(?=\w)", MARK, address)


def names_back(journal: Journal) -> Journal:
    """The journal with the ids as they were."""
    return from_json(json.loads(re.sub(rf"\b{MARK}", "", json.dumps(to_json(journal)))))


def _ids(tree: ast.AST) -> Iterator[ast.Constant]:
    for id in _arguments(tree, "id"):
        if isinstance(id, ast.Constant):
            yield id


def reordered(text: str) -> str:
    """With the branches of each `Parallel` in the opposite order."""
    tree = ast.parse(text)
    for branches in _arguments(tree, "branches"):
        if isinstance(branches, ast.Dict):
            branches.keys.reverse()
            branches.values.reverse()
    return _spec(tree)


def detoured(text: str) -> str:
    """With a choice in front of every list of steps, and a way behind it that is never taken."""
    tree = ast.parse(text)
    for at, steps in enumerate(list(_lists(tree))):
        steps.elts[:0] = _detour(f"{NEVER}{at}", next(_ids(steps)).value)
    return _spec(tree)


def _detour(id: str, first: str) -> list[ast.expr]:
    """The choice, and the step that it never chooses, which would go on with the first as the choice does."""
    ways = f"When(lambda run: run.id == '', '{id}a'), Otherwise({first!r})"
    undo = "Compensation(Undo, inputs=lambda error: {'ref': 'never', 'why': error.type})"
    written = [
        f"Choice(id={id!r}, transitions=[{ways}])",
        f"Step(id='{id}a', operation=Count, on_success={first!r}, compensation={undo})",
    ]
    return [ast.parse(one, mode="eval").body for one in written]


def without_detours(journal: Journal) -> Journal:
    """The journal without the choices."""
    kept = {address: how for address, how in journal.outcomes.items() if NEVER not in address}
    return replace(journal, outcomes=kept)


def _lists(tree: ast.AST) -> Iterator[ast.List]:
    for steps in _arguments(tree, "steps"):
        if isinstance(steps, ast.List):
            yield steps
    for branches in _arguments(tree, "branches"):
        if isinstance(branches, ast.Dict):
            yield from (one for one in branches.values if isinstance(one, ast.List))


def _arguments(tree: ast.AST, name: str) -> Iterator[ast.expr]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == name)


def _spec(tree: ast.Module) -> str:
    return with_head(ast.unparse(one) for one in workflows_in(tree))
