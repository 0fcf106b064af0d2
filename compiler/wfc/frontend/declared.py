"""Which errors a step may fail with by what operations declare: those of all that runs inside it (S2)."""

from collections.abc import Iterable, Iterator
from itertools import chain

import wfc as spec
from wfc.frontend.calls import named_workflow
from wfc.frontend.check_shape import check_shape
from wfc.frontend.reader import Reader
from wfc.spec.operation import ErrorType
from wfc.spec.step import Node


def declared_errors(nodes: Iterable[Node], reader: Reader) -> tuple[ErrorType, ...]:
    """What operations in these steps declare, each once, and those in the workflows that they call."""
    return tuple(dict.fromkeys(_declared(nodes, reader)))


def _declared(nodes: Iterable[Node], reader: Reader) -> Iterator[ErrorType]:
    seen: set[int] = set()
    waiting: list[tuple[Iterator[Node], spec.Workflow]] = [(iter(nodes), reader.workflow)]
    while waiting:
        ahead, caller = waiting[-1]
        match next(ahead, None):
            case None:
                waiting.pop()
            case spec.Step() as step:
                yield from step.operation.errors
            case spec.Approval() as approval:
                yield from approval.notify.errors
            case spec.Parallel() as parallel:
                waiting.append((chain.from_iterable(parallel.branches.values()), caller))
            case spec.ForEach() as for_each:
                waiting.append((iter(for_each.steps), caller))
            case spec.Call() as call:
                child = named_workflow(call, caller)
                if child is not None and id(child) not in seen and _is_sound(call, child, reader):
                    seen.add(id(child))
                    waiting.append((chain(child.steps, child.handlers), child))
            case _:
                pass


def _is_sound(call: "spec.Call", child: "spec.Workflow", reader: Reader) -> bool:
    """What a call holds has been looked at with the call; what it names, perhaps not yet."""
    return not isinstance(call.workflow, str) or check_shape(child, reader.sources, reader.found)
