"""The text of a whole random spec."""

from tests.conformance.generate.draw import Draw
from tests.conformance.generate.head import with_head
from tests.conformance.generate.kinds import nodes
from tests.conformance.generate.lane import Handler, Lane, Spot, Words, seeing
from tests.conformance.generate.reads import words
from tests.conformance.generate.steps import handler, sla
from wfc.feature import Feature

FEW = frozenset({Feature.STEP, Feature.CHOICE})
"""What every spec may have."""

PROFILES: tuple[frozenset[Feature], ...] = (
    frozenset(),
    frozenset({Feature.PARALLEL, Feature.PARALLEL_NESTED}),
    frozenset({Feature.FOR_EACH, Feature.FOR_EACH_LIMIT, Feature.FOR_EACH_NESTED}),
    frozenset({Feature.WAIT, Feature.POLL}),
    frozenset({Feature.APPROVAL, Feature.APPROVAL_REMIND, Feature.RECEIVE}),
    frozenset({Feature.CALL, Feature.CALL_TIMEOUT}),
    frozenset({Feature.SLA_IN_FLIGHT, Feature.SLA_ESCALATE, Feature.DEADLINE, Feature.AFTER_COMPENSATION}),
)
"""What comes together; of several of these a spec is made, so that not everything is in each."""


def write_spec(draw: Draw, known: Words) -> str:
    """A spec, of the features that somebody knows."""
    used = FEW
    for _ in range(draw.one(1, 2, 3, 4)):
        used |= draw.one(*PROFILES)
    if {Feature.PARALLEL, Feature.FOR_EACH} <= used:
        used |= {Feature.PARALLEL_IN_FOR_EACH, Feature.FOR_EACH_IN_PARALLEL}
    used &= known
    flow = _workflow(draw, used, "flow")
    if "workflow=child" not in flow:
        return with_head([flow])
    return with_head([_workflow(draw, used - {Feature.CALL}, "child"), flow])


def _workflow(draw: Draw, used: Words, name: str) -> str:
    names = tuple(f"s{at}" for at in range(draw.one(1, 2, 3, 4, 3, 4)))
    handlers = tuple(_handler(draw, f"h{at}", names) for at in range(draw.one(0, 1, 1, 2)))
    lane = Lane(draw=draw, words=used, names=names, handlers=handlers, before={names[0]: frozenset()})

    def begin(id: str) -> None:
        for one in handlers:
            if one.rejoins == id:
                _write(lane, one)

    steps = nodes(lane, begin)
    for one in handlers:
        if one.rejoins is None:
            _write(lane, one)
    end = Spot(lane=lane, id="", later=())
    rescue = ", ".join(one.text for one in handlers if one.text)
    more = f", handlers=[{rescue}]" if rescue else ""
    return (
        f"{name} = Workflow(key='random.{name}', version='1.0.0', input=Order, context=Setting, "
        f"steps=[{', '.join(steps)}]{more}, result={seeing(words(end))}{_promises(end)})\n"
    )


def _handler(draw: Draw, id: str, names: tuple[str, ...]) -> Handler:
    return Handler(id=id, rejoins=draw.one(None, None, *names[1:]))


def _write(lane: Lane, one: Handler) -> None:
    """The text of a handler that something leads to, when all that may lead to it is written."""
    if one.before is None:
        return
    lane.before[one.id] = one.before
    one.text = handler(Spot(lane=lane, id=one.id, later=(), handling=True), one.rejoins)
    if one.rejoins:
        lane.lead_to(one.rejoins, one.before | {one.id})


def _promises(end: Spot) -> str:
    draw = end.draw
    promise = draw.maybe(20, lambda: sla(end, draw.one(3, 6)))
    retried = draw.maybe(10, lambda: ", defaults=Defaults(retry=Retry(max_attempts=2), timeout='5s')")
    deadline = draw.maybe(50, lambda: f", deadline='{draw.one(9, 6, 4)}s'") if end.may(Feature.DEADLINE) else ""
    told = draw.maybe(60, lambda: _told(draw)) if end.may(Feature.AFTER_COMPENSATION) else ""
    return promise + retried + deadline + told


def _told(draw: Draw) -> str:
    why = seeing(f"{{'ref': None, 'why': {draw.one('error.type', 'error.message', 'input.items[0]')}}}")
    return f", after_compensation=Step(id='told', operation=Undo, inputs={why})"
