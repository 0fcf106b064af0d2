"""The arrows between tasks, as few lines as they fit on: what a reader looks at first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from wfc.emit.lines import INDENT, WIDTH
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Item, items_in
from wfc_targets.airflow.routes import Shape, all_edges

ROOM = WIDTH - len(INDENT)
ROOM_INSIDE = ROOM - len(INDENT)
"""In a mapped group; there is none inside another."""


def wiring(
    shape: Shape, tasks: tuple[Item, ...], *, undo: tuple[str, ...], told: tuple[str, ...], alerts: tuple[str, ...]
) -> tuple[str, ...]:
    """Source of every dependency in the DAG, each arrow once. `undo`, `alerts`: the steps with such a
    task; `told`: the task behind the compensations."""
    names = shape.names
    present = [item.name for item in items_in(tasks)]
    edges = list(_flow_edges(shape, present))
    chains = _gathered(list(_chains(edges)))
    leaves = _leaves(shape, present, edges, told)
    chains += [[names.steps[step], names.beside(step, "alert")] for step in alerts]
    undo_names = [names.beside(step, "undo") for step in undo]
    tail = [name for name in (names.run("alert"), names.run("outcome")) if name in present]
    if undo:
        chains.append([_group(leaves), names.run("rollback"), _group(undo_names)])
        chains += [undo_names] if len(undo_names) > 1 else []
        leaves = undo_names[-1:]
    if told:
        chains.append([_group(leaves), *told])
        leaves = list(told)
    if tail:
        chains.append([_group([*leaves, *(names.beside(step, "alert") for step in alerts)]), *tail])
    return tuple(line for chain in _joined(chains) for line in _fitted(chain, ROOM))


def body_wiring(shape: Shape, alerts: tuple[str, ...]) -> tuple[str, ...]:
    """Source of the dependencies in a mapped group."""
    chains = _gathered(list(_chains(list(_flow_edges(shape, [])))))
    chains += [[shape.names.steps[step], shape.names.beside(step, "alert")] for step in alerts]
    return tuple(line for chain in _joined(chains) for line in _fitted(chain, ROOM_INSIDE))


def _flow_edges(shape: Shape, present: list[str]) -> Iterator[tuple[str, str]]:
    """The arrows of the flow between Python names, with the one from the start."""
    named = {task_id(one): name for one, name in shape.names.steps.items()}
    if shape.names.run("start") in present:
        yield shape.names.run("start"), named.get(shape.entry, shape.entry)
    for one, two in all_edges(shape):
        yield named.get(one, one), named.get(two, two)


def _leaves(shape: Shape, present: list[str], edges: list[tuple[str, str]], told: tuple[str, ...]) -> list[str]:
    """What ends a run: the last tasks on each way through it."""
    names = shape.names
    sources = {one for one, _ in edges}
    beside = {names.beside(node, what) for node in names.steps for what in ("undo", "alert")}
    late = {names.run(what) for what in ("rollback", "alert", "outcome")}
    others = sources | beside | late
    return [name for name in present if name not in others and name not in told]


def _group(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _chains(edges: list[tuple[str, str]]) -> Iterator[list[str]]:
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
        yield chain


def _gathered(chains: list[list[str]]) -> list[list[str]]:
    """Tasks that lead to one and the same task, and nowhere else, on one line: `[a, b] >> c`."""
    pairs = [chain for chain in chains if len(chain) == 2 and not _is_group(chain[0]) and not _is_group(chain[1])]
    goals = Counter(goal for _, goal in pairs)
    alone = [chain for chain in chains if chain not in pairs or goals[chain[1]] == 1]
    shared = [goal for goal, count in goals.items() if count > 1]
    return alone + [[_group(one for one, two in pairs if two == goal), goal] for goal in shared]


def _joined(chains: Iterable[list[str]]) -> list[list[str]]:
    """A chain that begins with the task the one before ends with continues it."""
    found: list[list[str]] = []
    for chain in chains:
        if found and chain[0] == found[-1][-1] and not _is_group(chain[0]):
            found[-1] += chain[1:]
        else:
            found.append(chain)
    return found


def _fitted(chain: list[str], room: int) -> Iterator[str]:
    """A chain as statements of one line each; a group too long for its line is named first."""
    if _is_group(chain[0]) and len(" >> ".join(chain[:2])) > room:
        yield f"ends = {chain[0]}"
        chain = ["ends", *chain[1:]]
    line = chain[0]
    for before, part in pairwise(chain):
        if len(line) + len(part) + 4 > room and line != before and not _is_group(before):
            yield line
            line = before
        line += f" >> {part}"
    yield line


def _is_group(part: str) -> bool:
    return part.startswith("[")
