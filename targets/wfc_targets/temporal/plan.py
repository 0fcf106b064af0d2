"""What a workflow becomes on Temporal: one package of modules, its code as structured blocks of statements.

Control flow is structured here and nowhere else: a `Perform` is followed by what comes after success, failure edges
hang below it, and where paths join the run goes on in a `Method` of its own. Expressions stay IR until printed.
"""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Arm, Block, Choice, Fail, ForEach, Node, Parallel, Workflow


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Statements for one arm or one failure edge. `falls_to`: the vertex behind it, if it falls through."""

    block: "Code"
    falls_to: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A failure edge for these error types (none: all). `keeps_error`: the failure is still read behind the `try`."""

    types: tuple[str, ...]
    branch: Branch
    reads_error: bool
    keeps_error: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Perform:
    """Run a node. Without `handled` its failure is that of the run, or of the block around it."""

    node: Node
    handled: tuple[Handled, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Pick an arm. `choice` is None for the conditions of a step's `on_success`, whose failure no edge handles."""

    node: str
    choice: Choice | None
    arms: tuple[tuple[Arm, Branch], ...]
    handled: tuple[Handled, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """The run goes on, and ends, in a method."""

    method: str


@final
@dataclass(frozen=True, slots=True)
class Finish:
    """The run succeeds with its result."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """The block succeeds with the output of this node, or with nothing."""

    node: Node | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """The run fails with an error of its own, taken at `node`."""

    target: Fail
    node: str


@final
@dataclass(frozen=True, slots=True)
class FailAgain:
    """The run fails with the failure handled last."""


Statement: TypeAlias = Perform | Switch | GoOn | Finish | Yield | Refuse | FailAgain
Code: TypeAlias = tuple[Statement, ...]


INPUT, CONTEXT, ERROR, ITEM, SAGA = "@input", "@ctx", "@error", "@item", "@saga"
"""What a method may be given besides outputs; marked, because a step may have one of these ids."""


def plain(variable: str) -> str:
    """A variable without the mark."""
    return variable.removeprefix("@")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A value that code of a method reads: INPUT and its like, or the output of a node by its id."""

    id: str
    certain: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """The block a method belongs to, and the node that holds it."""

    node: Parallel | ForEach
    block: Block


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The start of the run or of a block, or where paths join. `unset`: read before any path has set them.

    `place`: the blocks around, from the outside in, none for the run's own list. `yields`: the block has a value.
    """

    vertex: str
    place: tuple[Of, ...]
    yields: bool
    parameters: tuple[Variable, ...]
    unset: tuple[str, ...]
    code: Code


def block_vertex(node: Parallel | ForEach, block: Block) -> str:
    """What stands for the beginning of a block among the vertices of methods."""
    return f"{node.id}/{block.name}"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The whole package: the methods of the run, then those of each block in canonical order. `kept` are the nodes
    whose output is read; `exported` those of them that are read behind their block.
    """

    workflow: Workflow
    methods: tuple[Method, ...]
    kept: frozenset[str]
    exported: frozenset[str]


def keeps_error(method: Method) -> bool:
    """Is a failure read behind an `except` of the method? Python deletes the name an `except` gives it."""
    return ERROR in (*method.unset, *(one.id for one in method.parameters)) or _keeps(method.code)


def refuses(block: Code) -> bool:
    """Does some path in the block fail with an error of its own?"""
    return any(isinstance(one, Refuse) or any(map(refuses, _inside(one))) for one in block)


def _keeps(block: Code) -> bool:
    return any(
        (isinstance(one, Perform | Switch) and any(map(_outlives, one.handled))) or any(map(_keeps, _inside(one)))
        for one in block
    )


def _outlives(edge: Handled) -> bool:
    """A failure read behind its `except`, or around another one, whose end would delete the name."""
    named = edge.reads_error or refuses(edge.branch.block)
    return edge.keeps_error or (named and any(map(_handles, edge.branch.block)))


def _handles(one: Statement) -> bool:
    own = isinstance(one, Perform | Switch) and bool(one.handled)
    return own or any(map(_handles, (inner for block in _inside(one) for inner in block)))


def _inside(one: Statement) -> list[Code]:
    match one:
        case Perform():
            return [edge.branch.block for edge in one.handled]
        case Switch():
            return [branch.block for branch in (*(arm for _, arm in one.arms), *(edge.branch for edge in one.handled))]
        case _:
            return []
