"""What must hold of every run that is struck, whatever the platform: asked of the ledger, in so many words.

That the journal is the interpreter's says as much and more. But these are the promises of a saga, and they are checked
without the interpreter: on the workflow, on what the platform says of each step, and on what the ledger has seen.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, groupby, pairwise
from typing import Literal, TypeAlias, final

from wfc.ir.nodes import Call, ForEach, Node, Step, Workflow
from wfc.ir.walk import all_nodes, blocks_of, child_of, undoable
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.spelling import runs_beside, without_indexes

Kind: TypeAlias = Literal[
    "lost",
    "not undone",
    "undone for nothing",
    "done twice",
    "undone twice",
    "wrong order",
    "after the end",
    "wrong status",
    "other journal",
]
"""In words of a report; `lost`: the run never ends."""

UNDO = ":undo"
_POLL = re.compile(r":poll\d+$")
_INDEX = re.compile(r"\[(\d+)\]")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a run that was struck. `journal` None: it has not ended. Its calls are the ledger's deliveries.

    `effects`: address and idempotency key of each effect, in order. `at_end`: so many calls there were when it ended.
    """

    journal: Journal | None
    effects: tuple[tuple[str, str], ...]
    at_end: int


@final
@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that was not kept."""

    kind: Kind
    text: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The run itself (`at` is empty) or one that it called (`ship/`, `update[2]/`), whose promises are its own."""

    at: str
    workflow: Workflow
    status: str | None
    journal: Journal


def breaches(workflow: Workflow, expected: Journal, told: Told) -> Iterator[Breach]:
    """Every promise that a run has not kept."""
    journal = told.journal
    if journal is None:
        yield Breach("lost", "the run has not ended")
        return
    if journal.status != expected.status:
        yield Breach("wrong status", f"expected {expected.status}, got {journal.status}")
    yield from _done_twice(told.effects)
    for run in _runs(workflow, journal):
        yield from _not_undone(run, {address for address, _ in told.effects})
        yield from _out_of_order(run)
        yield from _after_the_end(run)
    for call in journal.calls[told.at_end :]:
        yield Breach("after the end", f"{call.address} was called when the run had ended")
    for difference in differences(expected, journal, workflow):
        yield Breach("other journal", difference)


def _done_twice(effects: Iterable[tuple[str, str]]) -> Iterator[Breach]:
    """The ledger tells effects apart by their keys; each poll has a key of its own (S1)."""
    keys = {(address, _POLL.sub("", key)) for address, key in effects}
    for address, number in Counter(address for address, _ in keys).items():
        if number > 1:
            kind: Kind = "undone twice" if address.endswith(UNDO) else "done twice"
            yield Breach(kind, f"{address} took effect under {number} keys")


def _runs(workflow: Workflow, journal: Journal) -> Iterator[_Run]:
    calls = dict(_called(workflow, ""))
    yield _Run(at="", workflow=workflow, status=journal.status, journal=journal)
    for at in sorted({call.address.rpartition("/")[0] for call in journal.calls} - {""}):
        status = journal.outcomes.get(at)
        yield _Run(at=f"{at}/", workflow=calls[without_indexes(at)], status=status, journal=journal)


def _called(workflow: Workflow, at: str) -> Iterator[tuple[str, Workflow]]:
    for node in all_nodes(workflow):
        if isinstance(node, Call):
            child = child_of(workflow, node)
            yield f"{at}{node.id}", child
            yield from _called(child, f"{at}{node.id}/")


def _not_undone(run: _Run, effects: set[str]) -> Iterator[Breach]:
    """What is due has been undone, or has failed and says so; nothing else has (C1, C3)."""
    if run.status is None:  # stopped in the middle: how it ended is not told
        return
    given_up = {failure.step for failure in run.journal.compensation_failed}
    for address, node in _undoable(run):
        undone, due = f"{address}{UNDO}" in effects, run.status != "succeeded" and _is_due(run, address, node)
        if due and not undone and address not in given_up:
            yield Breach("not undone", address)
        if undone and not due and (run.status == "succeeded" or not _is_an_attempted_call(node)):
            yield Breach("undone for nothing", address)


def _undoable(run: _Run) -> Iterator[tuple[str, Step | Call]]:
    """A run's own nodes with a compensation, of each element, by their addresses."""
    nodes = {node.id: node for node in undoable(run.workflow)}
    for address in {*run.journal.outcomes, *(call.address for call in run.journal.calls)}:
        at, _, local = address.rpartition("/")
        node = nodes.get(without_indexes(local))
        if node and at == run.at.removesuffix("/"):
            yield address, node


def _is_due(run: _Run, address: str, node: Step | Call) -> bool:
    attempted = any(call.address == address for call in run.journal.calls)
    return run.journal.outcomes.get(address) == "succeeded" or (_for_attempts(node) and attempted)


def _is_an_attempted_call(node: Step | Call) -> bool:
    """It counts as attempted by rules of its own (C7), which are left to the comparison of journals."""
    return isinstance(node, Call) and _for_attempts(node)


def _for_attempts(node: Step | Call) -> bool:
    return node.compensation is not None and node.compensation.when == "attempted"


def _out_of_order(run: _Run) -> Iterator[Breach]:
    """Reverse canonical order (C2), whatever the order in which the steps ended."""
    places = dict(_places(run.workflow.nodes, ()))
    calls = (call.address for call in run.journal.calls if _is_undoing(run, call.address))
    undone = [address for address, _ in groupby(calls)]
    for one, next_ in pairwise(undone):
        if not _place(one, places) > _place(next_, places):
            yield Breach("wrong order", f"{next_} behind {one}")


def _places(nodes: Iterable[Node], around: tuple[int | None, ...]) -> Iterator[tuple[str, tuple[int | None, ...]]]:
    """Where each node stands, from the outside in; None for the number of an element."""
    for number, node in enumerate(nodes):
        yield node.id, (*around, number)
        for branch, block in enumerate(blocks_of(node)):
            yield from _places(block.nodes, (*around, number, None if isinstance(node, ForEach) else branch))


def _place(address: str, places: dict[str, tuple[int | None, ...]]) -> tuple[int, ...]:
    local = address.rpartition("/")[2].removesuffix(UNDO)
    indexes = map(int, _INDEX.findall(local))
    return tuple(next(indexes) if number is None else number for number in places[without_indexes(local)])


def _after_the_end(run: _Run) -> Iterator[Breach]:
    """Once a run has begun to undo, it and what it called do nothing else, but for the step that is told of it (C8)."""
    told = run.workflow.after_compensation
    last_words = f"{run.at}{told.id}" if told else None
    inside = (call.address for call in run.journal.calls if call.address.startswith(run.at))
    for address in dropwhile(lambda address: not _is_undoing(run, address), inside):
        if not _is_undoing(run, address) and address != last_words and not runs_beside(address):
            yield Breach("after the end", f"{address} was called when {run.at or 'the run'} had begun to undo")


def _is_undoing(run: _Run, address: str) -> bool:
    """Of the run itself, not of one that it called."""
    return address.endswith(UNDO) and address.rpartition("/")[0] == run.at.removesuffix("/")
