"""A node whose `with` statement is being read, and what is read of the blocks in it."""

import ast
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, final

from wfc.ir.nodes import Approval, Call, Node
from wfc_targets.temporal.readback.forms import class_of
from wfc_targets.temporal.readback.state import State

Block: TypeAlias = tuple[str, str]
"""The node that holds it, and the branch ("" for a body)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRead:
    """A block: the node it begins with, and what is to be undone of it once it has succeeded, and whatever it does."""

    entry: str
    succeeded: tuple[str, ...]
    ended: tuple[str, ...]


class Blocks(Protocol):
    """Reads the method of a block. `is_read`: what it yields is kept."""

    def __call__(self, call: ast.Call, block: Block, state: State, *, is_read: bool) -> BlockRead: ...


@final
@dataclass(slots=True, kw_only=True)
class Inside:
    """A node whose `with` statement is being read. `given`: variables that hold inputs. `own`: where its output goes.
    `state` and `failed`: what is known once it succeeds, and fails.
    """

    node: Node
    state: State
    failed: State
    own: str
    saga: str
    blocks: Blocks
    given: dict[str, ast.expr] = field(default_factory=dict)
    works: int = 0
    is_checked: bool = False
    is_noted: bool = False

    @property
    def most_works(self) -> int:
        """How many times something is awaited: an approval first gives notice."""
        return 2 if isinstance(self.node, Approval) else 1

    @property
    def result_type(self) -> str:
        """The class of what a call gives back."""
        return class_of(self.node.output) if isinstance(self.node, Call) else ""
