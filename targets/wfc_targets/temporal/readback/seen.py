"""Whether all that stands in a workflow class has been read: what nothing leads to should not be there."""

import ast

from wfc_targets.temporal.readback.classes import id_in
from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.syntax import called
from wfc_targets.temporal.readback.tree import statements_in


def expect_all_seen(source: Source) -> None:
    """No method may be there for nothing, and no statement where no way leads."""
    for name in source.methods.keys() - source.used:
        expect(_is_dead(source, source.methods[name]), f"{name} is never called")
    for name in source.used - source.scaffolding:
        for node in statements_in(source.methods[name].body):
            expect(node in source.seen, f"never reached in {name}", node)
    missing, needless = source.read_behind - source.exported, source.exported - source.read_behind - source.asked
    expect(not missing & source.promised.reached, f"read behind their block, but not kept: {sorted(missing)}")
    expect(not needless, f"kept, but not read behind their block: {sorted(needless)}")


def _is_dead(source: Source, method: Function) -> bool:
    """Is it only for nodes that no run comes to, where failure edges meet that cannot be taken?"""
    opened = (called(node.items[0].context_expr) for node in statements_in(method.body) if isinstance(node, ast.With))
    nodes = {id_in(one.args[0]) for one in opened if one.name == "self._run.step"}
    return not nodes & source.promised.reached and bool(source.promised.dead)
