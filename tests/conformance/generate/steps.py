"""Steps with any policies."""

from tests.conformance.generate.lane import Shape, Spot, seeing
from tests.conformance.generate.reads import ON_OUTPUT, words
from tests.conformance.generate.ways import ERRORS, on_failure, on_success
from wfc.feature import Feature

SHAPES: dict[str, Shape] = {"Work": "receipt", "Ship": "receipt", "Count": "count", "Check": "count"}
_ERRORS = {"Work": ERRORS, "Ship": ("Busy",), "Count": (), "Check": ("Busy",)}


def step(spot: Spot) -> str:
    """A step of the list."""
    operation = spot.draw.one("Count", "Work", "Work", "Ship")
    shape = SHAPES[operation]
    text = f"Step(id={spot.id!r}, operation={operation}{_inputs(spot, operation)}{_policies(spot, operation)}"
    failing = spot.draw.maybe(50, lambda: on_failure(spot, _ERRORS[operation]))
    own = spot.draw.one(*ON_OUTPUT[shape])
    ways = on_success(spot, own)
    spot.lane.known[spot.id] = shape
    return f"{text}{ways}{failing})"


def handler(spot: Spot, rejoins: str | None) -> str:
    """A step that handles failures: it ends the run, or goes on with a step of the list."""
    operation = spot.draw.one("Count", "Work", "Ship")
    way = repr(rejoins) if rejoins else spot.draw.one("SUCCEED", "FAIL", "Fail('Handled', 'at least')")
    inputs = f", inputs={seeing(_NOTED)}" if operation == "Work" else _inputs(spot, operation)
    failing = spot.draw.maybe(30, lambda: on_failure(spot, _ERRORS[operation]))
    return f"Step(id={spot.id!r}, operation={operation}{inputs}{_policies(spot, operation)}, on_success={way}{failing})"


_NOTED = "{'amount': input.amount, 'note': error.type + error.message}"


def poll(spot: Spot) -> str:
    """A step that asks until it has what it wants."""
    draw = spot.draw
    most = draw.one("", ", max_polls=2")
    asking = f"Poll(until={seeing('output > 2')}, every='{draw.one(1, 2)}s', timeout='{draw.one(9, 5)}s'{most})"
    more = draw.maybe(50, lambda: ", timeout='2s'") + draw.maybe(30, lambda: _retry(spot, "Check"))
    undone = draw.maybe(30, lambda: compensation(spot, "count"))
    text = f"Step(id={spot.id!r}, operation=Check, poll={asking}{more}{undone}"
    failing = draw.maybe(40, lambda: on_failure(spot, ("Busy",)))
    ways = on_success(spot, "output > 3")
    spot.lane.known[spot.id] = "count"
    return f"{text}{ways}{failing})"


def _inputs(spot: Spot, operation: str) -> str:
    if operation in ("Count", "Check"):
        return ""
    if operation == "Ship":
        return f", inputs={seeing(spot.draw.one(*_PARCELS))}"
    note = spot.draw.maybe(70, lambda: f", 'note': {words(spot)}")
    given = seeing(f"{{'amount': input.amount{note}}}")
    return f", inputs={given}"


_PARCELS = ("{'amount': input.amount}", "{'amount': input.amount, 'items': input.items}")


def _policies(spot: Spot, operation: str) -> str:
    draw = spot.draw
    return "".join(
        [
            draw.maybe(40, lambda: _retry(spot, operation)),
            draw.maybe(40, lambda: f", timeout='{draw.one(5, 10)}s'"),
            draw.maybe(20, lambda: sla(spot, draw.one(1, 4))),
            draw.maybe(50, lambda: compensation(spot, SHAPES[operation])),
        ]
    )


def _retry(spot: Spot, operation: str) -> str:
    draw = spot.draw
    backoff = draw.one("constant", "exponential", "linear")
    more = draw.one("", "", ", max_interval='2s'", ", jitter='full'")
    policy = f"Retry(max_attempts={draw.one(2, 3)}, backoff={backoff!r}, initial='{draw.one(1, 2)}s'{more}"
    if operation != "Work":
        return f", retry={policy})"
    narrow = draw.one("", ", never=[Declined]", ", only=[Busy]", "listed")
    if narrow == "listed":
        return f", retry=[{policy}, only=[Busy]), Retry(max_attempts=2, backoff='constant', never=[Fraud])]"
    return f", retry={policy}{narrow})"


def sla(spot: Spot, seconds: int) -> str:
    """A promise; an alert that somebody gets, now or when it is over."""
    draw, alert = spot.draw, ""
    if draw.chance(60):
        alert = ", alert=Page"
        if spot.may(Feature.SLA_IN_FLIGHT) and draw.chance(40):
            alert += ", in_flight=True"
            if spot.may(Feature.SLA_ESCALATE) and draw.chance(40):
                alert += f", escalate=[Escalate('{seconds + 1}s', Page)]"
    return f", sla=Sla(max_duration='{seconds}s'{alert})"


def compensation(spot: Spot, shape: Shape) -> str:
    """How a step or call is undone."""
    draw = spot.draw
    when = draw.one("completed", "attempted")
    ref = "'c'"
    if shape == "receipt":
        ref = "output.ref" if when == "completed" else "output.ref if output is not None else None"
    why = draw.one("error.type", "error.message + key", words(spot))
    more = draw.one("", ", retry=Retry(max_attempts=2, initial='1s')", ", timeout='4s'")
    said = "" if when == "completed" else f", when={when!r}"
    inputs = seeing(f"{{'ref': {ref}, 'why': {why}}}")
    return f", compensation=Compensation(Undo, inputs={inputs}{said}{more})"
