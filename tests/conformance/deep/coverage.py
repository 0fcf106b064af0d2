"""What a pair has exercised: kinds of node and their policies, by what came of them."""

from collections.abc import Iterator

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.scenario.addresses import located_nodes
from wfc.scenario.journal import Call as Made
from wfc.scenario.journal import Journal
from wfc.scenario.spelling import without_indexes

OUTCOMES = (
    "succeeded", "retried", "error", "Timeout", "InvalidOutput", "Deadline", "failed", "interrupted", "undone",
    "not undone",
)  # fmt: skip
"""The columns; `failed` without an error of a call, `interrupted` reached without an outcome."""


def covered(workflow: Workflow, journal: Journal) -> Iterator[str]:
    """`Step, retry exponential: Timeout` and the like, once for each node of each address."""
    nodes = {at.replace("[]", ""): node for at, node in located_nodes(workflow)}
    calls: dict[str, list[Made]] = {}
    for call in journal.calls:
        calls.setdefault(call.address, []).append(call)
    unable = {failure.step for failure in journal.compensation_failed}
    for address in dict.fromkeys([*journal.outcomes, *calls]):
        node = nodes.get(without_indexes(address))
        if node is None:
            continue
        for outcome in _outcomes(address, journal.outcomes.get(address), calls, unable):
            yield from (f"{row}: {outcome}" for row in rows(node))


def _outcomes(address: str, outcome: str | None, calls: dict[str, list[Made]], unable: set[str]) -> Iterator[str]:
    own = calls.get(address, [])
    if own[1:]:
        yield "retried"
    error = own[-1].error if own else None
    if outcome == "failed":
        yield (error if error in OUTCOMES else "error") if error else "failed"
    else:
        yield outcome or "interrupted"
    if address in unable:
        yield "not undone"
    elif f"{address}:undo" in calls:
        yield "undone"


def rows(node: Node) -> Iterator[str]:
    """The kind alone, and with each policy."""
    kind = type(node).__name__
    yield kind
    yield from (f"{kind}, {policy}" for policy in _policies(node))


def _policies(node: Node) -> Iterator[str]:
    if isinstance(node, Step):
        yield from (f"retry {retry.backoff}" for retry in node.retry)
        named = {"timeout": node.timeout, "SLA": node.sla, "poll": node.poll, "handler": node.handler}
        yield from (name for name, policy in named.items() if policy)
        if node.sla and node.sla.in_flight:
            yield "SLA in flight"
    if isinstance(node, Step | Call) and node.compensation:
        yield f"undone when {node.compensation.when}"
    match node:
        case Approval(remind=remind, form=form):
            yield from (name for name, there in (("remind", remind), ("form", form)) if there)
        case ForEach(max_concurrency=limit):
            yield "limited" if limit else "unlimited"
        case Call(timeout=timeout) | Receive(timeout=timeout):
            yield from ["timeout"] if timeout else []
        case Step() | Choice() | Parallel() | Wait():
            pass
    if node.on_failure:
        yield "failure handled"
