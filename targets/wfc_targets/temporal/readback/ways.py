"""Trees of decisions as the ways on from a node, of which the first that applies is taken."""

from dataclasses import replace
from typing import assert_never

from wfc.validation.facts import FAIL_AGAIN, SUCCEED, Aspect, Way
from wfc_targets.temporal.readback.decisions import AGAIN, Arrives, Fails, Fork, Succeeds, Tree
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.state import NONE
from wfc_targets.temporal.readback.step_list import StepList, arrive


def read_ways(steps: StepList, node: str, tree: Tree, after: Aspect = Aspect.ON_SUCCESS) -> tuple[Way, ...]:
    """A tree of decisions as a list of ways, of which the first that applies is taken."""
    ways: list[Way] = []
    while isinstance(tree, Fork):
        yes = _way(steps, node, tree.yes, after)
        expect(yes is not None, f"a way from {node} fails for no reason")
        if yes is not None:
            match tree.test:
                case ("types", *types):
                    ways.append(replace(yes, errors=tuple(map(str, types))))
                case test:
                    ways.append(replace(yes, condition=test))
        tree = tree.no
    last = _way(steps, node, tree, after)
    return tuple(ways) if last is None else (*ways, last)


def _way(steps: StepList, node: str, tree: Tree, after: Aspect) -> Way | None:
    match tree:
        case Arrives():
            arrive(steps, tree)
            return Way(to=tree.node)
        case Succeeds():
            steps.succeeded |= set(tree.state.undo)
            if not steps.block:
                steps.results.add(tree.result)
            if steps.is_read:
                has_value = after is Aspect.ON_SUCCESS and steps.source.promised.has_output(node)
                wanted = frozenset({("out", node) if has_value else NONE})
                expect(tree.value == wanted, f"what the block yields that ends with {node}: {set(tree.value)}")
            return Way(to=SUCCEED)
        case Fails(type=""):
            expect(after is Aspect.ON_FAILURE, f"{node} has not failed")
            return None
        case Fails(type=type) if type == AGAIN and not tree.node:
            return Way(to=FAIL_AGAIN)
        case Fails():
            expect(tree.node == node, f"a failure at {node} is not one of {tree.node}")
            return Way(to=f"Fail:{tree.type}", message=tree.message)
        case Fork():
            raise misread(f"the conditions of {node} are decided one after another")
        case _:
            assert_never(tree)
