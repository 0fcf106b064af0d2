"""The machine while it is being lowered: its states so far, and the points of failure they have used.

The one object with a memory in this target; everything else is a function of the workflow.
"""

from dataclasses import dataclass, field, replace
from typing import final

from wfc.ir.nodes import Call, Step
from wfc_targets.stepfunctions import chain, frames, names
from wfc_targets.stepfunctions.flow import Flow, Undone, alerts
from wfc_targets.stepfunctions.frames import ELEMENT, TOP, Frame
from wfc_targets.stepfunctions.scope import RESULT, Scope
from wfc_targets.stepfunctions.states import Ask, Map, Parallel, Start, State, Task, Template, Variables
from wfc_targets.stepfunctions.telling import CALLED


@final
@dataclass(slots=True, kw_only=True)
class Machine:
    """The states of a run, or in a `frame` those of a leg. `ending`: the points at which it can succeed, so where the
    result of a run can fail."""

    flow: Flow
    frame: Frame = TOP
    states: list[State] = field(default_factory=list)
    failing: set[Undone] = field(default_factory=set)
    ending: list[Undone] = field(default_factory=list)

    def add(self, state: State, place: int | None = None) -> None:
        """Put a state behind those that are there, or at a place among them."""
        at = len(self.states) if place is None else place
        self.states.insert(at, _handing_on(state) if frames.loops(self.frame) else state)

    def has(self, name: str) -> bool:
        """Is there a state of this name already?"""
        return any(state.name == name for state in self.states)

    def due(self, node: str, after: str) -> Undone:
        """What is to be undone when the run fails with, or behind, a node. A leg undoes nothing: the run does."""
        return (*self.flow.due.get((node, after), ()), *self.told(node, after))

    def told(self, node: str, after: str) -> Undone:
        """Whether `after_compensation` is told when the run fails then."""
        return () if self.frame.around else self.flow.told.get((node, after), ())

    def fail(self, due: Undone) -> str:
        """The state at which the run or leg fails with its `$failure`, given what is to be undone."""
        self.failing.add(due)
        if self.frame.around:
            node, branch = self.frame.around[-1]
            return names.failed(node.id, branch)
        return chain.entry(due, failed_end(self.flow), last_told(self.flow))

    def called(self, so: Template = True) -> Variables:
        """What is noted when an operation has been called, where somebody asks for it."""
        return {self.own(CALLED): so} if self.flow.asks_called else {}

    def own(self, name: str) -> str:
        """A variable that every run and leg has one of."""
        return frames.own(self.frame, name)

    def address(self, node: str | None) -> Template:
        """The address of a node."""
        return frames.step_of(self.frame, node)

    def scope(
        self, *, about: str = "", own: str | None = None, result: str = RESULT, error: str | None = None
    ) -> Scope:
        """Where the values stand that a lambda sees here."""
        return Scope(flow=self.flow, frame=self.frame, about=about, own=own, result=result, error=error)


def _handing_on(state: State) -> State:
    """In a Map the input is the element: every state hands it on to the next."""
    match state:
        case Task() | Start() | Ask() | Map():
            caught = tuple(replace(one, output=f"{{% {ELEMENT} %}}") for one in state.catch)
            onward = f"{{% {ELEMENT} %}}" if state.next is not None else state.output
            return replace(state, catch=caught, output=onward)
        case Parallel():
            caught = tuple(replace(one, output=f"{{% {ELEMENT} %}}") for one in state.catch)
            return replace(state, catch=caught, output=f"{{% {ELEMENT} %}}")
        case _:
            return state


def last_told(flow: Flow) -> str:
    """The step that is told at last, if there is one."""
    last = flow.workflow.after_compensation
    return last.id if last else ""


def failed_end(flow: Flow) -> str:
    """The state behind the last compensation."""
    return names.LATE_FAILURE if alerts(flow.workflow.sla) else names.FAILED


def is_attempted(node: object) -> bool:
    """Is the step undone also when it failed after an attempt began?"""
    return isinstance(node, Step | Call) and node.compensation is not None and node.compensation.when == "attempted"
