"""A whole target in one file, as somebody else would write and publish it: workflows as plain text, for reading.

It is not part of wfc and no part of wfc knows of it. targets/ADDING_A_TARGET.md goes through it line by line.
"""

from collections.abc import Mapping
from typing import assert_never, final

from wfc.feature import Feature
from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.target import Degraded, Engine, EngineMissing, Native, Never, NotYet, Option, Options, Support

NEEDS_NO_PLATFORM: Mapping[Feature, Support] = dict.fromkeys(Feature, Native("a line of text"))
ONLY_STEPS: Mapping[Feature, Support] = dict.fromkeys(
    map(Feature, "parallel for-each wait poll approval receive call after-compensation".split()),
    NotYet("write it as a step whose operation does it"),
)


@final
class Plain:
    """The target."""

    name = "plain"
    support: Mapping[Feature, Support] = {
        **NEEDS_NO_PLATFORM,
        **ONLY_STEPS,
        Feature.CHOICE: Never("text cannot branch: write one workflow for each case"),
        Feature.SLA_WORKFLOW: NotYet("give every step an `sla` of its own"),
        Feature.TIMEOUT: Degraded("nobody looks at the clock", unless="clock"),
    }
    options: Mapping[str, Option] = {
        "bullet": Option(default="-", doc="What stands before each step."),
        "clock": Option(default=False, exact=True, doc="Say how long each step may take."),
    }

    def emit(self, workflow: Workflow, options: Options) -> Mapping[str, bytes]:
        """One file, named after the workflow."""
        lines = [f"{workflow.key} {workflow.version}", *(_line(node, options) for node in workflow.nodes)]
        return {f"{workflow.name}.txt": ("\n".join(lines) + "\n").encode()}

    def check(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Paper takes everything, but not an empty sheet."""
        return tuple(f"{path} is empty" for path, data in files.items() if not data)

    def dump_plan(self, workflow: Workflow) -> str:
        """There is nothing between the core and the text."""
        return f"{workflow.name}: {len(workflow.nodes)} steps\n"

    def engine(self) -> Engine:
        """Text does not run."""
        raise EngineMissing("plain text cannot be run; it is for reading")


def _line(node: Node, options: Options) -> str:
    match node:
        case Step():
            limit = f", at most {node.timeout} ms" if options["clock"] and node.timeout is not None else ""
            return f"{options['bullet']} {node.id}: {node.operation}{limit}"
        case Choice() | Parallel() | ForEach() | Wait() | Approval() | Receive() | Call():
            raise ValueError(f"`support` refuses `{node.id}`")
        case _:
            assert_never(node)


TARGET = Plain()
