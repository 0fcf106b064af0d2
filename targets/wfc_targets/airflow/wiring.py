"""The arrows between tasks, as few lines as they fit on: what a reader looks at first."""

from collections.abc import Iterable, Iterator

from wfc.ir.nodes import Step
from wfc.ir.walk import nodes_by_id
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Marker, Task
from wfc_targets.airflow.routes import Shape


def wiring(shape: Shape, tasks: tuple[Task | Marker, ...], *, undo: tuple[Step, ...], alerts: tuple[str, ...]) -> tuple[str, ...]:
    """Source of every dependency, each arrow once. `alerts`: steps with an alert task of their own."""
    names = shape.names
    present = [task.name for task in tasks]
    named = {task_id(one): name for one, name in names.steps.items()}
    edges = [(named.get(one, one), named.get(two, two)) for one, two in shape.edges]
    if names.run("start") in present:
        entry = nodes_by_id(shape.workflow)[shape.workflow.entry]
        edges.insert(0, (names.run("start"), names.steps[entry.id]))
    lines = list(_chains(edges))
    leaves = _leaves(shape, present, edges)
    undo_names = [names.beside(step.id, "undo") for step in undo]
    alert_names = [names.beside(step, "alert") for step in alerts]
    lines += [f"{names.steps[step]} >> {names.beside(step, 'alert')}" for step in alerts]
    tail = [name for name in (names.run("alert"), names.run("outcome")) if name in present]
    if undo:
        lines += _rollback(leaves, names.run("rollback"), undo_names)
        leaves = undo_names[-1:]
    if tail:
        lines.append(" >> ".join([_group([*leaves, *alert_names]), *tail]))
    return tuple(_joined(lines))


def _leaves(shape: Shape, present: list[str], edges: list[tuple[str, str]]) -> list[str]:
    """What ends a run: the last tasks on each way through it."""
    names = shape.names
    sources = {one for one, _ in edges}
    beside = {names.beside(node.id, what) for node in shape.workflow.nodes for what in ("undo", "alert")}
    late = {names.run(what) for what in ("rollback", "alert", "outcome")}
    return [name for name in present if name not in sources | beside | late]


def _rollback(leaves: list[str], rollback: str, undo: list[str]) -> list[str]:
    lines = [f"{_group(leaves)} >> {rollback} >> {_group(undo)}"]
    return lines + ([" >> ".join(undo)] if len(undo) > 1 else [])


def _group(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _chains(edges: list[tuple[str, str]]) -> Iterator[str]:
    """Follow each task that leads to one other as far as it goes."""
    ahead: dict[str, list[str]] = {}
    for one, two in edges:
        ahead.setdefault(one, []).append(two)
    while ahead:
        at = next(iter(ahead))
        chain = [at]
        while at in ahead:
            goals = ahead.pop(at)
            chain.append(_group(goals))
            at = goals[0] if len(goals) == 1 else ""
        yield " >> ".join(chain)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """A line that begins with the one task the line before ends with continues it."""
    found: list[str] = []
    for line in lines:
        if found and line.split(" >> ")[0] == found[-1].split(" >> ")[-1] and "[" not in found[-1].split(" >> ")[-1]:
            found[-1] += line.removeprefix(line.split(" >> ")[0])
        else:
            found.append(line)
    yield from found
