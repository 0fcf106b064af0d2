"""The machine while it is being lowered: its states so far, and the points of failure they have used.

The one object with a memory in this target; everything else is a function of the workflow.
"""

from dataclasses import dataclass, field
from typing import final

from wfc.ir.nodes import Step
from wfc_targets.stepfunctions import chain, names
from wfc_targets.stepfunctions.chain import Due
from wfc_targets.stepfunctions.flow import Flow, alerts
from wfc_targets.stepfunctions.plan import State


@final
@dataclass(slots=True, kw_only=True)
class Machine:
    """`ending`: the points at which the run can succeed, so where its result can fail."""

    flow: Flow
    states: list[State] = field(default_factory=list)
    failing: set[Due] = field(default_factory=set)
    ending: list[Due] = field(default_factory=list)

    def add(self, state: State) -> None:
        """Place a state behind those that are there."""
        self.states.append(state)

    def has(self, name: str) -> bool:
        """Is there a state of this name already?"""
        return any(state.name == name for state in self.states)

    def fail(self, due: Due) -> str:
        """The state at which a run fails with `$failure`, given what is to be undone."""
        self.failing.add(due)
        return chain.entry(due, failed_end(self.flow))


def failed_end(flow: Flow) -> str:
    """The state behind the last compensation."""
    return names.LATE_FAILURE if alerts(flow.workflow.sla) else names.FAILED


def is_attempted(node: object) -> bool:
    """Is the step undone also when it failed after an attempt began?"""
    return isinstance(node, Step) and node.compensation is not None and node.compensation.when == "attempted"
