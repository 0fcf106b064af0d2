"""The other kinds of node: choices, blocks, and what waits for time, people, events and other workflows."""

from collections.abc import Callable, Mapping

from tests.conformance.generate.lane import Lane, Spot, inner, seeing, spots
from tests.conformance.generate.reads import ON_OUTPUT, RAISES
from tests.conformance.generate.steps import compensation, poll, step
from tests.conformance.generate.ways import arms, on_failure, on_success
from wfc.feature import Feature

LETTERS = "abc"
DEEPEST = 2


def nodes(lane: Lane, begin: Callable[[str], None] = lambda _: None) -> list[str]:
    """The nodes of a list; `begin` is told of each before it is written."""
    texts = []
    for spot in spots(lane):
        begin(spot.id)
        texts.append(_node(spot))
    return texts


def _node(spot: Spot) -> str:
    kinds = [kind for kind, (feature, _) in KINDS.items() if feature in spot.lane.words and _fits(spot, feature)]
    return KINDS[spot.draw.one(*kinds, "step")][1](spot)


def _fits(spot: Spot, feature: Feature) -> bool:
    """Blocks not too deep, and only inside of what they may stand in."""
    if feature in (Feature.PARALLEL, Feature.FOR_EACH):
        nested = {NESTING[outer, feature] for outer in spot.lane.around}
        return spot.lane.depth < DEEPEST and spot.may(*nested)
    return True


NESTING = {
    (Feature.PARALLEL, Feature.PARALLEL): Feature.PARALLEL_NESTED,
    (Feature.PARALLEL, Feature.FOR_EACH): Feature.FOR_EACH_IN_PARALLEL,
    (Feature.FOR_EACH, Feature.PARALLEL): Feature.PARALLEL_IN_FOR_EACH,
    (Feature.FOR_EACH, Feature.FOR_EACH): Feature.FOR_EACH_NESTED,
}
"""By what stands around, and what inside of it."""


def _edges(spot: Spot, own: str | None, errors: tuple[str, ...] = ()) -> str:
    failing = spot.draw.maybe(40, lambda: on_failure(spot, errors))
    return on_success(spot, own) + failing


def _choice(spot: Spot) -> str:
    """With failure edges only if a condition may raise; otherwise they are refused as dead."""
    chosen = arms(spot)
    failing = spot.draw.maybe(60, lambda: on_failure(spot, ())) if RAISES in chosen else ""
    text = f"Choice(id={spot.id!r}, transitions={chosen}{failing})"
    spot.lane.known[spot.id] = "nothing"
    return text


FALLIBLE = f"duration={seeing('len(input.items[0])')}"
"""The only wait that can fail, by its own lambda."""


def _wait(spot: Spot) -> str:
    how = spot.draw.one(
        "duration='2s'",
        f"duration={seeing('input.amount - 3')}",
        FALLIBLE,
        "until='1960-01-01T00:00:00Z'",
        f"until={seeing('run.started_at')}",
    )
    going = on_success(spot, None)
    failing = spot.draw.maybe(40, lambda: on_failure(spot, ())) if how == FALLIBLE else ""
    spot.lane.known[spot.id] = "nothing"
    return f"Wait(id={spot.id!r}, {how}{going}{failing})"


def _parallel(spot: Spot) -> str:
    branches, seen = [], {}
    for letter in LETTERS[: spot.draw.one(2, 2, 3)]:
        lane = inner(spot, _names(spot, letter), Feature.PARALLEL)
        branches.append(f"'{letter}': [{', '.join(nodes(lane))}]")
        seen |= {name: shape for name, shape in lane.known.items() if name not in spot.lane.known}
    text = f"Parallel(id={spot.id!r}, branches={{{', '.join(branches)}}}{_edges(spot, None)})"
    spot.lane.known.update(seen)
    spot.lane.known[spot.id] = "nothing"
    return text


def _each(spot: Spot) -> str:
    draw = spot.draw
    lane = inner(spot, _names(spot, "e"), Feature.FOR_EACH)
    receipts = [f"steps[{one!r}].output.tags" for one in spot.sure if spot.lane.known[one] == "receipt"]
    items = draw.one("[1, 2]", "input.items", "['x', 'y', 'z']", *sorted(receipts))
    limit = draw.one("", ", max_concurrency=1", ", max_concurrency=2") if spot.may(Feature.FOR_EACH_LIMIT) else ""
    body = ", ".join(nodes(lane))
    edges = _edges(spot, "len(output) > 1")
    text = f"ForEach(id={spot.id!r}, items={seeing(items)}, steps=[{body}]{limit}{edges})"
    spot.lane.known[spot.id] = "list"
    return text


def _names(spot: Spot, letter: str) -> tuple[str, ...]:
    return tuple(f"{spot.id}{letter}{at}" for at in range(spot.draw.one(1, 1, 2, 2, 3)))


def _approval(spot: Spot) -> str:
    draw = spot.draw
    later = [*spot.later, None]

    def way(key: str) -> str:
        target = draw.one(*later)
        if target is not None:
            spot.lane.lead_to(target, spot.sure | {spot.id})
        return f", {key}={target!r}" if target is not None else f", {key}=SUCCEED"

    form = draw.one("", ", form=Receipt")
    remind = draw.maybe(40, lambda: ", remind=Escalate('1s', Check)") if spot.may(Feature.APPROVAL_REMIND) else ""
    ways = draw.maybe(50, lambda: way("on_rejected")) + draw.maybe(50, lambda: way("on_timeout"))
    failing = draw.maybe(40, lambda: on_failure(spot, ("'Rejected'", "'Timeout'")))
    if spot.later:
        known = spot.later[0] in spot.lane.before
        spot.lane.lead_to(spot.later[0], spot.sure | {spot.id})
        ways += ", on_approved=NEXT" if known else ""
    spot.lane.known[spot.id] = "nothing"
    return f"Approval(id={spot.id!r}, notify=Count{form}, timeout='{draw.one(4, 2)}s'{remind}{ways}{failing})"


def _receive(spot: Spot) -> str:
    draw = spot.draw
    event = draw.one("seen", "heard")
    correlate = seeing(draw.one("'1'", "input.note or '1'"))
    timeout = draw.one("4", "2")
    text = (
        f"Receive(id={spot.id!r}, event='parcel.{event}', correlate={correlate}, payload=Receipt, timeout='{timeout}s'"
    )
    edges = _edges(spot, spot.draw.one(*ON_OUTPUT["receipt"]), ("'Timeout'", "'InvalidOutput'"))
    spot.lane.known[spot.id] = "receipt"
    return f"{text}{edges})"


def _call(spot: Spot) -> str:
    draw = spot.draw
    given = seeing(draw.one("{'amount': input.amount}", _ALL_OF_IT))
    context = draw.one("", f", context={seeing(_SOMEBODY)}")
    timeout = draw.maybe(30, lambda: ", timeout='3s'") if spot.may(Feature.CALL_TIMEOUT) else ""
    undone = draw.maybe(50, lambda: compensation(spot, "count"))
    text = f"Call(id={spot.id!r}, workflow=child, inputs={given}{context}{timeout}{undone}{_edges(spot, None)})"
    spot.lane.known[spot.id] = "nothing"
    return text


_ALL_OF_IT = "{'amount': input.amount, 'vip': input.vip, 'items': input.items}"
_SOMEBODY = "{'user': input.note or 'me', 'night': True}"

KINDS: Mapping[str, tuple[Feature, Callable[[Spot], str]]] = {
    "step": (Feature.STEP, step),
    "choice": (Feature.CHOICE, _choice),
    "parallel": (Feature.PARALLEL, _parallel),
    "each": (Feature.FOR_EACH, _each),
    "wait": (Feature.WAIT, _wait),
    "poll": (Feature.POLL, poll),
    "approval": (Feature.APPROVAL, _approval),
    "receive": (Feature.RECEIVE, _receive),
    "call": (Feature.CALL, _call),
}
