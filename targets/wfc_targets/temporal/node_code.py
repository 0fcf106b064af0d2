"""The code of any node that does something."""

from collections.abc import Container
from typing import assert_never

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc_targets.temporal.block_code import Methods, block_lines
from wfc_targets.temporal.call_code import call_lines
from wfc_targets.temporal.code import Lines
from wfc_targets.temporal.step_code import Writer, step_lines
from wfc_targets.temporal.wait_code import approval_lines, receive_lines, wait_lines


def node_lines(writer: Writer, node: Node, methods: Methods, declared: Container[str], depth: int) -> Lines:
    """The `with` statement in which a node does its work. `declared`: variables the method has from its start."""
    match node:
        case Step():
            return step_lines(writer, node, declared, depth)
        case Parallel() | ForEach():
            return block_lines(writer, node, methods, depth)
        case Wait():
            return wait_lines(writer, node, depth)
        case Approval():
            return approval_lines(writer, node, depth)
        case Receive():
            return receive_lines(writer, node, depth)
        case Call():
            return call_lines(writer, node, declared, depth)
        case Choice():
            raise AssertionError("a choice does nothing but to choose")
        case _:
            assert_never(node)
