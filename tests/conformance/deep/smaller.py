"""Makes a pair that differs smaller: leaves out one thing after another as long as it still differs in the same way.

Hypothesis could shrink what it has drawn, but knows nothing of specs; leaving out an argument, a step or a reply is
nearly always what a reader would try first.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.conformance.generate.head import with_head, workflows_in
from wfc.scenario.model import Reply, Scenario


@dataclass(frozen=True, slots=True)
class Pair:
    """A spec and a scenario of its last workflow."""

    text: str
    scenario: Scenario


Differs = Callable[[Pair], bool]


def make_smaller(pair: Pair, differs: Differs) -> Pair:
    """A pair of which nothing more can be left out. `differs` may end the search by raising."""
    for candidates in (_scenarios, _specs, _scenarios):
        pair = _exhaust(pair, candidates, differs)
    return pair


def _exhaust(pair: Pair, candidates: Callable[[Pair], Iterator[Pair]], differs: Differs) -> Pair:
    """Go through the candidates again and again until none is left that differs."""
    at, found = 0, False
    while True:
        candidate = next((one for number, one in enumerate(candidates(pair)) if number == at), None)
        if candidate is None and not found:
            return pair
        if candidate is None:
            at, found = 0, False
        elif differs(candidate):
            pair, found = candidate, True
        else:
            at += 1


def _scenarios(pair: Pair) -> Iterator[Pair]:
    """With a part of the scenario left out."""
    return (replace(pair, scenario=one) for one in _shorter(pair.scenario))


def _shorter(scenario: Scenario) -> Iterator[Scenario]:
    for name, replies in scenario.operations.items():
        rest = {other: those for other, those in scenario.operations.items() if other != name}
        yield replace(scenario, operations=rest)
        for fewer in _fewer(replies):
            yield replace(scenario, operations={**scenario.operations, name: fewer})
    for name in scenario.approvals:
        yield replace(scenario, approvals={other: one for other, one in scenario.approvals.items() if other != name})
    for number in range(len(scenario.events)):
        yield replace(scenario, events=scenario.events[:number] + scenario.events[number + 1 :])
    if scenario.cancel is not None:
        yield replace(scenario, cancel=None)
    if scenario.context:
        yield replace(scenario, context={})
    for key in scenario.input:
        yield replace(scenario, input={other: value for other, value in scenario.input.items() if other != key})


def _fewer(replies: tuple[Reply, ...]) -> Iterator[tuple[Reply, ...]]:
    if replies[1:]:
        yield from (replies[:number] + replies[number + 1 :] for number in range(len(replies)))
    for number, reply in enumerate(replies):
        if reply.takes:
            yield (*replies[:number], replace(reply, takes=0), *replies[number + 1 :])


def _specs(pair: Pair) -> Iterator[Pair]:
    """With a part of a workflow left out, the largest parts first."""
    at = 0
    while (text := _without(pair.text, at)) is not None:
        yield replace(pair, text=text)
        at += 1


def _without(text: str, at: int) -> str | None:
    """The spec without its part of this number; None when there are not so many."""
    workflows = workflows_in(ast.parse(text))
    cuts = [cut for node in workflows for part in ast.walk(node) for cut in _cuts(part)]
    if at >= len(cuts):
        return None
    cuts[at]()
    used = [node for node in workflows if node is workflows[-1] or _mentions(workflows[-1], node)]
    return with_head(ast.unparse(node) for node in used)


def _mentions(flow: ast.Assign, other: ast.Assign) -> bool:
    return any(_name(node) == _name(other.targets[0]) for node in ast.walk(flow))


def _name(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _cuts(part: ast.AST) -> Iterator[Callable[[], object]]:
    """What can be left out of a piece of syntax."""
    match part:
        case ast.Call(keywords=keywords):
            yield from (lambda one=one: keywords.remove(one) for one in keywords)
        case ast.List(elts=elements):
            yield from (lambda one=one: elements.remove(one) for one in elements)
        case ast.Dict(keys=keys, values=values):
            yield from (lambda at=at: (keys.pop(at), values.pop(at)) for at in range(len(keys)))
        case ast.Lambda(body=ast.BinOp(left=left)) | ast.Lambda(body=ast.IfExp(body=left)):
            yield lambda: setattr(part, "body", left)
        case ast.Lambda(body=ast.BoolOp(values=[*_, last])):
            yield lambda: setattr(part, "body", last)
        case _:
            pass
