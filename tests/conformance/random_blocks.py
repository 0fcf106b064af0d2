"""Random specs of every kind of step, from a seed: branches and bodies two deep, waits, polls, people, other workflows.

As in `random_specs`, whose steps and policies these are: what the checks refuse is no example of anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.conformance.random_specs import (
    CONDITIONS,
    HEAD,
    Draw,
    Inside,
    arms,
    catches,
    compensation,
    joined,
    reached,
    step,
)

CHILD = """
Sent = Workflow(key="random.sent", version="1.0.0", input=Order, steps=[
    Step(id="wrap", operation=Work, inputs=lambda input: {'amount': input.amount},
         compensation=Compensation(Undo, inputs=lambda output, error: {'ref': output.ref, 'why': error.type})),
    Parallel(id="both", branches={
        "post": [Step(id="post", operation=Ship, inputs=lambda input: {'amount': input.amount})],
        "note": [Step(id="note", operation=Count)],
    }),
], result=lambda steps: steps["wrap"].output.ref)
"""
ITEMS = ("lambda input: input.items", "lambda: [1, 2, 3]", "lambda: ['x']")
STEPS = ("step", "step", "step", "step", "choice")
SINGLE = (STEPS, (*STEPS, "wait", "poll"), (*STEPS, "wait", "poll", "approval", "call"))
"""What a spec is made of, besides blocks: not all of it in each, since a target may lack something."""
BLOCKS = (("parallel",), ("each",), ("parallel", "each"))


@dataclass(frozen=True, kw_only=True)
class Place:
    """A list of nodes on its way. `prefix`: how the ids in it begin; `kinds`: the nodes that can be read there."""

    prefix: str
    kinds: dict[str, str]
    handlers: list[str]
    depth: int
    single: tuple[str, ...]
    blocks: tuple[str, ...]
    inside: Inside = ""


def random_blocks(seed: int) -> str:
    """The text of a spec."""
    draw = Draw(Random(seed))
    handlers = [f"h{at}" for at in range(draw.one(0, 1, 1, 2))]
    kinds = {name: draw.one("work", "ship", "count") for name in handlers}
    place = Place(
        prefix="s", kinds=kinds, handlers=handlers, depth=0, single=draw.one(*SINGLE), blocks=draw.one(*BLOCKS)
    )
    steps = list(_nodes(draw, place, draw.one(2, 3, 3, 4)))
    rescue = reached(
        {name: step(draw, name, [], handlers[at + 1 :], kinds, "") for at, name in enumerate(handlers)}, steps
    )
    main = [name for name in kinds if name.startswith("s") and kinds[name] != "count"]
    more = _more(draw) if place.single == SINGLE[-1] else ""
    return (
        f'{HEAD}{CHILD}\nflow = Workflow(key="random.b{seed}", version="1.0.0", input=Order, steps=[\n    '
        + ",\n    ".join(steps)
        + "],\n    handlers=[\n    "
        + ",\n    ".join(rescue)
        + f"],\n    result={joined(draw, main)}{more})\n"
    )


def _more(draw: Draw) -> str:
    sla = draw.maybe(0.2, lambda: ', sla=Sla(max_duration="3s", alert=Page, in_flight=True)')
    deadline = draw.maybe(0.2, lambda: f', deadline="{draw.one(2, 6)}s"')
    return sla + deadline + draw.maybe(0.3, lambda: f", after_compensation={_told(draw)}")


def _told(draw: Draw) -> str:
    why = draw.one("error.type", "error.message")
    return f"Step(id='told', operation=Undo, inputs=lambda error: {{'ref': None, 'why': {why}}})"


def _nodes(draw: Draw, place: Place, length: int) -> Iterator[str]:
    """The nodes of a list; what later ones can read is added to `place.kinds`."""
    names = [f"{place.prefix}{at}" for at in range(length)]
    for at, name in enumerate(names):
        later = names[at + 1 :]
        is_block = place.depth < 2 and draw.random.random() < (0.45, 0.2)[place.depth]
        kind = draw.one(*place.blocks) if is_block else draw.one(*place.single)
        if kind == "step":
            place.kinds[name] = draw.one("work", "work", "ship", "count")
            edges = f", on_success={_ways(draw, later, place.kinds[name])}"
            yield step(draw, name, later, place.handlers, place.kinds, edges, place.inside)
        else:
            place.kinds[name] = "count"
            text = _BY_KIND[kind](draw, name, later, place)
            yield f"{text[:-1]}{_edges(draw, later, place, kind)})"


def _edges(draw: Draw, later: list[str], place: Place, kind: str) -> str:
    if kind == "choice":
        return ""
    failing = draw.maybe(0.4, lambda: f", on_failure={catches(draw, later, place.handlers, 'block')}")
    if kind == "approval":
        return failing
    return f", on_success={_ways(draw, later, 'block')}{failing}"


def _ways(draw: Draw, later: list[str], kind: str) -> str:
    """Mostly on to the next, said aloud: what some other edge leads to must not be fallen into."""
    if draw.random.random() < 0.7:
        return "NEXT" if later else "SUCCEED"
    if kind != "block":
        return arms(draw, later, kind)
    ends = [*map(repr, later), "SUCCEED"]
    return f"[When({draw.one(*CONDITIONS)}, {draw.one(*ends)}), Otherwise({draw.one(*ends)})]"


def _choice(draw: Draw, name: str, later: list[str], place: Place) -> str:
    ends = [*map(repr, later), "SUCCEED"]
    otherwise = draw.one(*ends, "Fail('No', 'never')")
    return (
        f'Choice(id="{name}", transitions=[When({draw.one(*CONDITIONS)}, {draw.one(*ends)}), Otherwise({otherwise})])'
    )


def _wait(draw: Draw, name: str, later: list[str], place: Place) -> str:
    how = draw.one(
        'duration="2s"',
        "duration=lambda input: input.amount - 10",
        'until="1960-01-01T00:00:00Z"',
        "until=lambda run: run.started_at",
    )
    return f'Wait(id="{name}", {how})'


def _poll(draw: Draw, name: str, later: list[str], place: Place) -> str:
    most = draw.one("", ", max_polls=2")
    poll = f'Poll(until=lambda output: output > 2, every="{draw.one(1, 2)}s", timeout="{draw.one(5, 9)}s"{most})'
    policies = draw.maybe(0.3, lambda: ", retry=Retry(max_attempts=2, initial='1s')")
    return f'Step(id="{name}", operation=Check, poll={poll}, timeout="2s"{policies})'


def _approval(draw: Draw, name: str, later: list[str], place: Place) -> str:
    ends = [*map(repr, later), "SUCCEED"]
    rejected = draw.maybe(0.5, lambda: f", on_rejected={draw.one(*ends)}")
    late = draw.maybe(0.5, lambda: f", on_timeout={draw.one(*ends)}")
    return f'Approval(id="{name}", notify=Count, timeout="{draw.one(2, 5)}s"{rejected}{late})'


def _call(draw: Draw, name: str, later: list[str], place: Place) -> str:
    given = "inputs=lambda input: {'amount': input.amount, 'items': input.items}"
    undone = draw.maybe(
        0.5, lambda: f", compensation={compensation(draw, 'count', place.inside).replace(', output', '')}"
    )
    return f'Call(id="{name}", workflow=Sent, {given}{undone})'


def _parallel(draw: Draw, name: str, later: list[str], place: Place) -> str:
    branches = []
    seen: dict[str, str] = {}
    for letter in draw.one("ab", "ab", "abc"):
        inner = replace(place, prefix=f"{name}{letter}", kinds=dict(place.kinds), handlers=[], depth=place.depth + 1)
        nodes = ", ".join(_nodes(draw, inner, draw.one(1, 1, 2, 3)))
        branches.append(f'"{letter}": [{nodes}]')
        seen |= {one: kind for one, kind in inner.kinds.items() if one.startswith(name)}
    place.kinds.update(seen)
    return f'Parallel(id="{name}", branches={{{", ".join(branches)}}})'


def _each(draw: Draw, name: str, later: list[str], place: Place) -> str:
    inner = replace(
        place, prefix=f"{name}e", kinds=dict(place.kinds), handlers=[], depth=place.depth + 1, inside="body"
    )
    nodes = ", ".join(_nodes(draw, inner, draw.one(1, 2, 2)))
    limit = draw.one("", ", max_concurrency=1", ", max_concurrency=2")
    return f'ForEach(id="{name}", items={draw.one(*ITEMS)}, steps=[{nodes}]{limit})'


_BY_KIND = {
    "choice": _choice, "wait": _wait, "poll": _poll, "approval": _approval, "call": _call, "parallel": _parallel,
    "each": _each,
}  # fmt: skip
