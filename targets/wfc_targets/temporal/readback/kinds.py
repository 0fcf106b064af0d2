"""The work of each kind of node."""

import ast
from typing import assert_never

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Parallel, Receive, Step, Wait
from wfc_targets.temporal.readback.blocks import read_branches, read_elements
from wfc_targets.temporal.readback.children import read_child
from wfc_targets.temporal.readback.inside import Inside
from wfc_targets.temporal.readback.misread import misread
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.waits import read_receive, read_wait, read_window
from wfc_targets.temporal.readback.works import Work, read_work


def read_node_work(source: Source, work: ast.expr, inside: Inside) -> None:
    """What is awaited."""
    node = inside.node
    match node:
        case Step():
            read_work(source, work, Work(place=node.id, given=inside.given, state=inside.state, is_forward=True))
        case Wait():
            read_wait(source, node.id, work, inside.state)
        case Approval() if inside.works == 0:
            notice = f"{node.id}:notify"
            read_work(source, work, Work(place=notice, given=inside.given, state=inside.state, is_forward=True))
        case Approval():
            read_window(source, node, work, inside)
        case Receive():
            read_receive(source, node, work, inside.state)
        case Call():
            read_child(source, node, work, inside)
        case Parallel():
            read_branches(source, node, work, inside)
        case ForEach():
            read_elements(source, node, work, inside)
        case Choice():
            raise misread("a choice does nothing but to choose", work)
        case _:
            assert_never(node)
