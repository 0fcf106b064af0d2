"""What a task function was read to do with operations, people and other DAGs."""

import ast
from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """Source of an expression. `guarded`: a failure of it becomes an `ExpressionError` or an empty message; None where
    the helper sees to that.
    """

    node: ast.expr
    guarded: bool | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Invoked:
    """A call of an operation. `takes`: path of the model; `key`: what stands behind the run in the key."""

    handler: str
    takes: str | None
    inputs: Evaluated
    key: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Call an operation; `kept`: the output is the task's. `breach`: only if there is this."""

    invoked: Invoked
    kept: bool
    breach: ast.expr | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Call it again and again."""

    invoked: Invoked
    until: Evaluated
    every: int
    timeout: int
    max_polls: int | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Hears:
    """Take the decision that `answer` has heard after `notify`."""

    notify: str
    answer: str
    form: str | None
    fails: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Take what the run of another DAG came to, which `run` has started with the conf of `inputs`."""

    inputs: str
    run: str
    dag: str
    output: str | None
    failing: tuple[str, ...]
