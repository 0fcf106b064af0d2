"""The guards of tasks in a played run: do they let it work, or skip it?"""

import ast

from wfc_targets.airflow.readback.patterns import text, texts
from wfc_targets.airflow.readback.progress import Progress

SKIPPING = frozenset({"due", "behind", "chosen_by", "when_failed"})


def admits(run: Progress, guard: str, call: ast.Call, task: str) -> bool:
    """Does a guard let a task work?"""
    match guard:
        case "due":
            return task in run.due
        case "behind":
            return run.state(text(call.args[0])) in ("success", "failed")
        case "chosen_by":
            return any(run.values.get(text(one)) == task for one in call.args)
        case _:
            return _is_told(run, call)


def _is_told(run: Progress, call: ast.Call) -> bool:
    final, *steps = map(text, call.args)
    inside = [one for named in call.keywords if run.state(str(named.arg)) == "success" for one in texts(named.value)]
    return run.state(final) != "success" and any(map(run.attempted, [*steps, *inside]))
