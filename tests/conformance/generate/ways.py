"""Where a node goes on: after success, after a failure. Every node of a list must be reached by something."""

from tests.conformance.generate.lane import Spot, seeing
from tests.conformance.generate.reads import condition

ERRORS = ("Declined", "Fraud", "Busy")
ENDS = ("SUCCEED", "SUCCEED", "Fail('Enough', 'of it')")


def on_success(spot: Spot, own: str | None) -> str:
    """The edges after success, as arguments; `own`: a condition that asks the node's own output.

    What no way leads to yet must be next, by some way.
    """
    draw, succeeded = spot.draw, spot.sure | {spot.id}
    if not spot.later:
        return draw.maybe(15, lambda: f", on_success={_end(spot)}") if not draw.chance(10) else _arms(spot, own)
    follower = spot.later[0]
    is_new = follower not in spot.lane.before
    if not draw.chance(30):
        spot.lane.lead_to(follower, succeeded)
        return "" if is_new and not _rejoined(spot, follower) else ", on_success=NEXT"
    return _arms(spot, own)


def _rejoined(spot: Spot, target: str) -> bool:
    return any(handler.rejoins == target for handler in spot.lane.handlers)


def _arms(spot: Spot, own: str | None) -> str:
    return f", on_success={arms(spot, own)}"


def arms(spot: Spot, own: str | None = None, succeeded: bool = True) -> str:
    """Some conditions and what is left, one way to what nothing leads to yet; or one way for all."""
    done = spot.sure | {spot.id} if succeeded else spot.sure
    ways = [_way(spot, done) for _ in range(spot.draw.one(1, 1, 2))]
    last = _last(spot, done)
    asked = [own if own and spot.draw.chance(50) else condition(spot) for _ in ways]
    chosen = ", ".join(f"When({seeing(one)}, {way})" for one, way in zip(asked, ways, strict=True))
    return f"[{chosen}, Otherwise({last})]"


def _way(spot: Spot, done: frozenset[str]) -> str:
    target = spot.draw.one(*spot.later, None) if spot.later else None
    if target is None:
        return _end(spot)
    spot.lane.lead_to(target, done)
    return repr(target)


def _last(spot: Spot, done: frozenset[str]) -> str:
    if spot.later and spot.later[0] not in spot.lane.before:
        spot.lane.lead_to(spot.later[0], done)
        return "NEXT"
    return _way(spot, done)


def _end(spot: Spot) -> str:
    return spot.draw.one(*ENDS)


def on_failure(spot: Spot, errors: tuple[str, ...]) -> str:
    """The edges after a failure, as an argument; `errors` are those that can be told apart."""
    draw = spot.draw
    if not errors or draw.chance(50):
        return f", on_failure={_caught(spot)}"
    listed = f"OnError([{draw.one(*errors)}], {_caught(spot)})"
    return f", on_failure=[{listed}{draw.maybe(50, lambda: f', Otherwise({_caught(spot)})')}]"


def _caught(spot: Spot) -> str:
    """A handler, a later node, or an end."""
    draw, lane = spot.draw, spot.lane
    handlers = [] if spot.handling else [one for one in lane.handlers if _can_still(spot, one.rejoins)]
    kind = draw.one(*["handler"] * (2 * bool(handlers)), "end", *["later"] * bool(spot.later))
    if kind == "end":
        return draw.one("SUCCEED", "FAIL", f"Fail('GaveUp', {seeing('error.type')})")
    if kind == "later":
        target = draw.one(*spot.later)
        lane.lead_to(target, spot.sure)
        return repr(target)
    handler = draw.one(*handlers)
    handler.before = spot.sure if handler.before is None else handler.before & spot.sure
    return repr(handler.id)


def _can_still(spot: Spot, rejoins: str | None) -> bool:
    return rejoins is None or rejoins in spot.later
