"""Whether all that stands in a workflow class has been read: what nothing leads to should not be there."""

from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.tree import statements_in


def expect_all_seen(source: Source) -> None:
    """No method may be there for nothing, and no statement where no way leads."""
    idle = source.methods.keys() - source.used
    expect(not idle, f"{', '.join(sorted(idle))} is never called")
    for name in source.used - source.scaffolding:
        for node in statements_in(source.methods[name].body):
            expect(node in source.seen, f"never reached in {name}", node)
    missing, needless = source.read_behind - source.exported, source.exported - source.read_behind - source.asked
    expect(not missing, f"read behind their block, but not kept: {sorted(missing)}")
    expect(not needless, f"kept, but not read behind their block: {sorted(needless)}")
