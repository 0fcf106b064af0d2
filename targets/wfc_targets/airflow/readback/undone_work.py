"""What a task function was read to undo for the elements of a list."""

import ast
from dataclasses import dataclass
from typing import final

from wfc_targets.airflow.readback.called_work import Invoked


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoesOne:
    """How a step is undone for one element."""

    step: str
    due: ast.expr
    given: dict[str, ast.expr]
    invoked: Invoked
    timeout: int | None
    policies: tuple[ast.expr, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoesElements:
    """Undo the elements of `items` from the last one, each in this order."""

    items: str
    steps: tuple[UndoesOne, ...]
