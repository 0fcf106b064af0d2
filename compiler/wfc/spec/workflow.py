"""`Workflow`: the whole, and the only thing a spec module is searched for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Any, Generic, Literal

from wfc.spec.generics import Context, Input, Out
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.policies import Defaults, Duration
    from wfc.spec.promises import Sla
    from wfc.spec.protocols import Result
    from wfc.spec.step import Node, Step
    from wfc.spec.triggers import Trigger


@record
class Workflow(Record, Generic[Input, Context, Out]):
    """Generic over its input, context and output models: every lambda inside is checked against them."""

    key: str
    version: str
    _: KW_ONLY
    title: str = ""
    description: str = ""
    owners: Sequence[str] = ()
    tags: Sequence[str] = ()
    stability: Literal["experimental", "beta", "stable", "deprecated"] = "stable"
    input: type[Input] | None = None
    context: type[Context] | None = None
    output: type[Out] | None = None
    steps: Sequence[Node[Input, Context]]
    handlers: Sequence[Node[Input, Context]] = ()
    entry: str | Node[Any, Any] | None = None
    result: Result[Input, Context] | None = None
    defaults: Defaults[Input, Context] | None = None
    deadline: Duration | None = None
    sla: Sla | None = None
    after_compensation: Step[Input, Context, Any] | None = None
    triggers: Sequence[Trigger] = ()
