"""The facts of one call of an operation, whatever task it stands in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Invoked
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.retries import attempts_of
from wfc_targets.airflow.readback.settings import timeout_of
from wfc_targets.airflow.readback.tasks import Task

Found: TypeAlias = Iterator[tuple[str, Aspect, object]]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a call stands: its address, and what its variables are."""

    place: str
    names: Names
    polled: bool = False

    @property
    def address(self) -> str:
        """What must stand behind the run in its key."""
        node, _, what = self.place.partition(":")
        index = self.names.index() if node else ""
        return f"{node}{index}{':' + what if what else ''}".lstrip(":") + ("{poll}" if self.polled else "")


def facts_of_call(site: Site, invoked: Invoked) -> Found:
    """Handler, key, and that the model it takes is its own."""
    yield site.place, Aspect.OPERATION, invoked.handler
    yield site.place, Aspect.KEY, _key(site, invoked.key)
    models = {one.handler: one for one in site.names.dag.workflow.operations}
    known = models.get(invoked.handler)
    takes = getattr(known.input, "path", None) if known and known.argument else None
    if invoked.takes != takes:
        raise Unread(f"{invoked.handler} should be given {takes or 'keywords'}, is given {invoked.takes or 'keywords'}")


def facts_of_attempts(site: Site, task: Task, arguments: dict[str, ast.expr], polls: int = 1) -> Found:
    """Timeout and retries as the task has them."""
    yield site.place, Aspect.TIMEOUT, timeout_of(task)
    yield site.place, Aspect.RETRY, attempts_of(arguments, polls)


def inputs_of(site: Site, invoked: Invoked) -> Found:
    """The expression of the inputs; `{}` says as much as none."""
    nothing = isinstance(invoked.inputs.node, ast.Dict) and not invoked.inputs.node.keys
    yield site.place, Aspect.INPUTS, None if nothing else site.names.text(invoked.inputs)


def _key(site: Site, key: str | None) -> str | None:
    if key is None:
        return None
    of_variable = "{index}" not in key or site.names(ast.Name(id="index")) == "index"
    return site.place if key == site.address and of_variable else f"{key!r} instead of {site.address!r}"
