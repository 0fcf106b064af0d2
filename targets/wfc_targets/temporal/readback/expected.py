"""What a Temporal package must say of a workflow: the facts of the core, with what this platform adds or leaves out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Call, ForEach, Step, Workflow
from wfc.ir.parts import walk
from wfc.ir.policies import Operation
from wfc.ir.types import ModelRef, Null
from wfc.ir.walk import all_nodes, models_by_path, operations_by_key, output_type, places, undoable
from wfc.validation.expected import expected_facts
from wfc.validation.facts import Aspect, Way
from wfc_targets.temporal.readback.alike import apart, loose, unwrapped
from wfc_targets.temporal.readback.core_terms import Spot, is_object, term_of, test_of
from wfc_targets.temporal.readback.forms import may_be_null
from wfc_targets.temporal.readback.places import calls_by_place
from wfc_targets.temporal.readback.terms import Term, constant

NO_TIMEOUT = 3_600_000
"""What an attempt may take where nothing says less: Temporal asks for a limit."""


class Promised:
    """What the core promises of a workflow, as this target must say it.

    `calls` are the operations by the place that calls them; `fallible` the conditions and messages that need a guard;
    `as_json`, by place, the keys of values that are objects of another type than the input's model asks for.
    """

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.operations = operations_by_key(workflow)
        self._models = models_by_path(workflow)
        self.nodes = {node.id: node for node in all_nodes(workflow)}
        self.order = {id: at for at, id in enumerate(self.nodes)}
        around = places(workflow)
        self.loops = {id: tuple(node.id for node, _ in around[id] if isinstance(node, ForEach)) for id in around}
        self.blocks = {id: tuple((node.id, name) for node, name in around[id]) for id in around}
        self.calls = {place: self.operations[key] for place, key in calls_by_place(workflow)}
        self.fallible: set[Term] = set()
        self.as_json: defaultdict[str, set[Term]] = defaultdict(set)
        self._objects: dict[str, bool] = {}
        for loop in self.nodes.values():  # an outer loop comes before those inside
            if isinstance(loop, ForEach):
                self._objects[loop.id] = is_object(loop.items, self.spot(loop.id))
        raw = expected_facts(workflow, lambda expr: expr)
        written = {key: self._written(*key, value) for key, value in raw.items()}
        self.facts = {key: value for key, value in written.items() if value != ()}
        for place, operation in self.calls.items():
            self._complete(place, operation)

    @property
    def has_deadline(self) -> bool:
        """Must what the run does be over in time?"""
        return self.workflow.deadline is not None

    @property
    def told(self) -> str:
        """The step that is told of a failed run, empty without one."""
        return self.workflow.after_compensation.id if self.workflow.after_compensation else ""

    @property
    def reads_final_error(self) -> bool:
        """Does anything that runs at the end read what the run ends with?"""
        last = [node.compensation for node in undoable(self.workflow) if node.compensation]
        inputs = (one.inputs for one in (*last, self.workflow.after_compensation) if one and one.inputs)
        return any(isinstance(part, ir.Name) and part.name == "error" for expr in inputs for part in walk(expr))

    def has_output(self, node: str) -> bool:
        """Can the node's output be something?"""
        of = output_type(self.nodes[node], self.operations)
        return of is not None and of != Null()

    def is_told(self, node: str) -> bool:
        """Is the node's output there exactly when it has succeeded?"""
        of = output_type(self.nodes[node], self.operations)
        return of is not None and not may_be_null(of)

    def spot(self, place: str) -> Spot:
        """Where the expressions of a place stand."""
        node, _, role = place.partition(":")
        error: Term = ("final error",) if role == "undo" or (node and node == self.told) else ("error",)
        roots: dict[str, tuple[Term, bool]] = {
            "input": (("root", "input"), True),
            "ctx": (("root", "ctx"), True),
            "run": (("run",), True),
            "error": (error, True),
            "output": (("out", node), True),
            "key": (("key", node), False),
        }
        if loops := self.loops.get(node):
            roots["item"] = (("item of", loops[-1]), self._objects[loops[-1]])
            roots["index"] = (("index of", loops[-1]), False)
        return Spot(roots=roots, is_told=self.is_told)

    def _written(self, place: str, aspect: Aspect, value: object) -> object:
        spot = self.spot(place)
        match aspect, value:
            case Aspect.ON_SUCCESS | Aspect.ON_FAILURE, tuple() as ways:
                return apart(tuple(self._way(one, spot) for one in cast("tuple[Way, ...]", ways)))
            case Aspect.UNDO_ON_FAILURE | Aspect.UNDO_ON_SUCCESS, tuple() as undone:
                return tuple(str(one).removesuffix("?") for one in undone)
            case Aspect.UNTIL, _ if (place, Aspect.POLL) in self.raw_polls:
                return test_of(cast("ir.Expr", value), spot)
            case Aspect.DURATION, ir.Const(value=int() | float() as seconds):
                return round(seconds * 1000)
            case Aspect.INPUTS, _ if isinstance(self.nodes.get(place), Call):
                return term_of(cast("ir.Expr", value), spot)
            case Aspect.INPUTS | Aspect.RESULT, _:
                self.as_json[place] = set(self._unfit(place, cast("ir.Expr", value)))
                return loose(term_of(cast("ir.Expr", value), spot))
            case Aspect.ITEMS, _:
                return unwrapped(term_of(cast("ir.Expr", value), spot))
            case Aspect.CONTEXT | Aspect.CORRELATE | Aspect.UNTIL, _:
                return term_of(cast("ir.Expr", value), spot)
            case Aspect.DURATION, _ if not isinstance(value, int):
                return term_of(cast("ir.Expr", value), spot)
            case _:
                return value

    def _unfit(self, place: str, expr: ir.Expr) -> Iterator[Term]:
        of = self.calls[place].input if place in self.calls else self.workflow.output
        model = self._models.get(of.path) if isinstance(of, ModelRef) else None
        wanted = {field.alias: field.type for field in model.fields} if model else {}
        for entry in expr.entries if isinstance(expr, ir.DictDisplay) else ():
            is_odd = term_of(entry.value, self.spot(place))[0] == "json"
            if isinstance(entry.key, ir.Const) and is_odd and wanted.get(str(entry.key.value)) != entry.value.type:
                yield constant(entry.key.value)

    @property
    def raw_polls(self) -> set[tuple[str, Aspect]]:
        """The places that poll."""
        return {(id, Aspect.POLL) for id, node in self.nodes.items() if isinstance(node, Step) and node.poll}

    def _way(self, way: Way, spot: Spot) -> Way:
        condition, message = cast("ir.Expr | None", way.condition), cast("ir.Expr | None", way.message)
        test = None if condition is None else test_of(condition, spot)
        said = None if message is None else term_of(message, spot)
        self.fallible |= {term for term, expr in ((test, condition), (said, message)) if term and is_fallible(expr)}
        return replace(way, condition=test, message=None if said == constant("") else said)

    def _complete(self, place: str, operation: Operation) -> None:
        """An activity always has a timeout, and an input where it takes one (S1)."""
        self.facts.setdefault((place, Aspect.TIMEOUT), operation.timeout or NO_TIMEOUT)
        role = place.partition(":")[2].partition(":")[0]
        if operation.input is not None and role not in {"alert", "remind"}:
            self.facts.setdefault((place, Aspect.INPUTS), ("dict",))
