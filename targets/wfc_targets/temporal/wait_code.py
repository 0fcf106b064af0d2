"""The code of waits (T3)."""

from wfc.ir.nodes import Wait
from wfc_targets.temporal.code import Lines, header, seconds, statement
from wfc_targets.temporal.scope import address
from wfc_targets.temporal.step_code import Writer, has_deadline
from wfc_targets.temporal.values import value


def wait_lines(writer: Writer, node: Wait, depth: int) -> Lines:
    """A durable timer."""
    at = address(writer.scope, node.id)
    return [*header(f"with self._run.step({at}):", depth), *statement(f"await {_timer(writer, node, at)}", depth + 1)]


def _timer(writer: Writer, node: Wait, at: str) -> str:
    if node.until is not None:
        return f"self._run.sleep_until({value(node.until, writer.scope)}, {at})"
    if isinstance(node.duration, int) and node.duration > 0 and not has_deadline(writer):
        return f"workflow.sleep({seconds(node.duration)}, summary={at})"
    if isinstance(node.duration, int) or node.duration is None:
        return f"self._run.sleep({seconds(node.duration or 0)}, {at})"
    return f"self._run.sleep(timedelta(seconds={value(node.duration, writer.scope)}), {at})"
