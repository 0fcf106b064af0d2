"""What the retry classes of a file must be able to do, by the policies in it."""

import ast
from collections.abc import Iterator

from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import keywords, literal
from wfc_targets.airflow.readback.undone_work import UndoesElements

_CLASSES = {"Backoff": "exponential", "LinearBackoff": "linear", "ConstantBackoff": "constant"}


_SETTINGS = {"max_interval": "cap", "jitter": "jitter", "only": "only", "never": "never"}


MODEST = 20
"""So many attempts cannot make a delay that Python has no `timedelta` for."""


def retry_traits(dag: Dag) -> Iterator[str]:
    """Names of abilities, as the templates ask for them."""
    for policy, retries in _policies(dag):
        name = policy.func.id if isinstance(policy.func, ast.Name) else ""
        if name == "FirstMatch":
            yield "first-match"
        yield from [_CLASSES[name]] if name in _CLASSES else []
        yield from (_SETTINGS[one] for one in keywords(policy) if one in _SETTINGS)
        yield from ["long"] if name == "Backoff" and retries >= MODEST else []


def _policies(dag: Dag) -> Iterator[tuple[ast.Call, int]]:
    """Each policy with its retries, those in a list too."""
    for task in dag.tasks.values():
        policy, retries = task.arguments.get("retry_policy"), task.arguments.get("retries")
        if isinstance(policy, ast.Call):
            yield policy, 0 if retries is None else int(literal(retries))
            yield from _pairs(policy.args)
    for work in dag.work.values():
        for step in work.steps if isinstance(work, UndoesElements) else ():
            yield ast.Call(func=ast.Name(id="FirstMatch"), args=[], keywords=[]), 0
            yield from _pairs(list(step.policies))


def _pairs(policies: list[ast.expr]) -> Iterator[tuple[ast.Call, int]]:
    for one in policies:
        match one:
            case ast.Tuple(elts=[most, ast.Call() as policy]):
                yield policy, int(literal(most)) - 1
            case _:
                pass
