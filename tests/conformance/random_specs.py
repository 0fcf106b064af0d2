"""Random specs, from a seed: every kind of step, edge and policy in combinations that nobody thinks of.

Many are refused by the checks (something unreachable, something read too early); the others must mean the same
everywhere.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

from tests.conformance.derived import derive
from tests.conformance.steady import is_steady
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.ir.nodes import Approval, Workflow
from wfc.ir.walk import all_nodes
from wfc.scenario.model import Answer, Json, Reply, Scenario

TEAM = Path(__file__).parent / "fuzz" / "fuzz_team.py"

HEAD = '''"""A random workflow."""

from fuzz_team import Busy, Declined, Fraud, Order, count, page, ship, undo, work
from wfc import FAIL, NEXT, SUCCEED, Approval, Call, Choice, Compensation, Fail, ForEach, OnError, Operation, Otherwise
from wfc import Parallel, Poll, Retry, Sla, Step, Wait, When, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key")
Page = Operation("do.page", handler=page, effect="write", idempotent="natural", irreversible=True)
'''
ERRORS = ("Declined", "Fraud", "Busy")
CONDITIONS = (
    "lambda input: input.vip",
    "lambda input: input.amount > 10",
    "lambda input: len(input.items) > 1",
    "lambda input: input.items[0] == 'a'",
)
ON_RECEIPT = (
    "lambda output: output.points > 5",
    "lambda output: 'x' in output.tags",
    "lambda output: output.left is None",
)


Inside = Literal["", "body"]
ITEM: dict[Inside, tuple[str, str]] = {"": ("", ""), "body": (", item, index", "f'{index}{item}' + ")}
"""By where a step stands: what else its lambdas see, and what they write in front."""

INPUTS = ({"amount": 5}, {"amount": 20, "vip": True, "note": "n", "items": ["a", "b"]})


def random_cases(seed: int, write: Callable[[int], str], folder: Path) -> Iterator[Case]:
    """Scenarios of a random spec if it is sound; `folder` receives the spec and the code it uses."""
    bases = tuple(case for case in written_cases(f"{write.__name__}_{seed}", seed, write(seed), folder))
    steady = tuple(case for case in bases if is_steady(case))
    yield from (*steady, *derive(steady))


def written_cases(name: str, seed: int, text: str, folder: Path) -> tuple[Case, ...]:
    """The last workflow of a spec with each of `INPUTS`; none when the checks refuse it."""
    shutil.copy(TEAM, folder)
    spec = folder / f"{name}.py"
    spec.write_text(text, "utf-8")
    read = read_specs([spec], folder)
    if any(found.severity is Severity.ERROR for found in read.findings):
        return ()
    draw, workflow = Draw(Random(seed)), read.workflows[spec][-1]
    scenarios = [_scenario(draw, workflow, input) for input in INPUTS]
    return tuple(Case(spec=spec, workflow=workflow, scenario=scenario) for scenario in scenarios)


def _scenario(draw: "Draw", workflow: Workflow, input: Json) -> Scenario:
    receipt = {"ref": "r-1", "Points": draw.one(0, 9), "tags": draw.one([], ["x"]), "left": draw.one(None, 0.5)}
    operations = {
        "do.work": (Reply(output=receipt, takes=draw.one(0, 500, 3000)),),
        "do.ship": (Reply(output={**receipt, "ref": "s-1"}),),
        "do.count": (Reply(output=draw.one(1, 2)),),
        "do.check": tuple(Reply(output=output, takes=200) for output in draw.one([1], [1, 2, 3], [3])),
    }
    approvals = {
        f"{node.id}{index}": Answer(decision=draw.one("approved", "rejected"), by="ann", after=draw.one(0, 700))
        for node in all_nodes(workflow)
        if isinstance(node, Approval)
        for index in ("", "[0]", "[1]", "[2]")
        if draw.one(True, True, False)
    }
    return Scenario(
        name=f"{input['amount']}",
        file="",
        workflow=workflow.key,
        input=input,
        context=None,
        operations=operations,
        approvals=approvals,
    )


@dataclass(frozen=True)
class Draw:
    """Drawing with a seed."""

    random: Random

    def one(self, *of: Any) -> Any:
        """One of several."""
        return self.random.choice(of)

    def maybe(self, chance: float, make: Callable[[], str]) -> str:
        """Sometimes something, else nothing."""
        return make() if self.random.random() < chance else ""


def random_spec(seed: int) -> str:
    """The text of a spec."""
    draw = Draw(Random(seed))
    main = [f"s{at}" for at in range(draw.one(1, 2, 3, 3, 4, 4, 5))]
    handlers = [f"h{at}" for at in range(draw.one(0, 1, 1, 2))]
    kinds = {name: draw.one("work", "work", "work", "ship", "count") for name in main + handlers}
    steps = [_node(draw, name, main, handlers, kinds) for name in main]
    rescue = reached(
        {name: step(draw, name, [], handlers[at + 1 :], kinds, "") for at, name in enumerate(handlers)}, steps
    )
    readable = [name for name in main if kinds[name] != "count"]
    result = joined(draw, readable)
    sla = draw.maybe(0.2, lambda: ', sla=Sla(max_duration="3s", alert=Page)')
    return (
        f'{HEAD}\nflow = Workflow(key="random.n{seed}", version="1.0.0", input=Order, steps=[\n    '
        + ",\n    ".join(steps)
        + "],\n    handlers=[\n    "
        + ",\n    ".join(rescue)
        + f"],\n    result={result}{sla})\n"
    )


def reached(handlers: dict[str, str], steps: list[str]) -> list[str]:
    """The handlers that something names."""
    kept: list[str] = []
    for name, text in handlers.items():
        if any(f"{name!r}" in other for other in steps + kept):
            kept.append(text)
    return kept


def _node(draw: Draw, name: str, main: list[str], handlers: list[str], kinds: dict[str, str]) -> str:
    later = main[main.index(name) + 1 :]
    if later[1:] and draw.random.random() < 0.15:
        other = draw.one("NEXT", repr(draw.one(*later)))
        ways = f"[When({draw.one(*CONDITIONS)}, {draw.one(*later)!r}), Otherwise({other})]"
        kinds[name] = "count"
        return f'Choice(id="{name}", transitions={ways})'
    edges = draw.maybe(0.35, lambda: f", on_success={arms(draw, later, kinds[name])}")
    return step(draw, name, later, handlers, kinds, edges)


def step(
    draw: Draw, name: str, later: list[str], handlers: list[str], kinds: dict[str, str], edges: str, inside: Inside = ""
) -> str:
    """A step with any policies."""
    kind, handler = kinds[name], name.startswith("h")
    also, text = ITEM[inside]
    inputs = {
        "work": f"lambda input, steps{also}: {{'amount': input.amount, 'note': {text}({note(draw, name, kinds)})}}",
        "ship": "lambda input: {'amount': input.amount, 'items': input.items}",
        "count": "",
    }[kind]
    if handler and kind == "work":
        inputs = "lambda input, error: {'amount': input.amount, 'note': error.type + error.message}"
    parts = [
        f'id="{name}", operation={kind.title()}',
        f"inputs={inputs}" if inputs else "",
        draw.maybe(0.5, lambda: f"retry={retry(draw, kind)}"),
        draw.maybe(0.5, lambda: f'timeout="{draw.one(5, 10)}s"'),
        draw.maybe(0.2, lambda: f'sla=Sla(max_duration="{draw.one(1, 4)}s"{draw.one("", ", alert=Page")})'),
        draw.maybe(0.5, lambda: f"compensation={compensation(draw, kind, inside)}"),
        draw.maybe(0.5, lambda: f"on_failure={catches(draw, later, handlers, kind)}"),
    ]
    return f"Step({', '.join(part for part in parts if part)}{edges})"


def note(draw: Draw, name: str, kinds: dict[str, str]) -> str:
    """Something read from an earlier step, or not."""
    earlier = [one for one in kinds if one < name and one.startswith("s") and kinds[one] != "count"]
    if name.startswith("h") or not earlier or draw.random.random() < 0.4:
        return draw.one("input.note or 'none'", "'fixed'", "f'{input.amount:05d}'", "input.items[0]")
    one = draw.one(*earlier)
    sure = f"steps[{one!r}].output.ref"
    return draw.one(
        sure, f"{sure}.upper()", f"steps.get({one!r}).output.ref if steps.get({one!r}) is not None else '-'"
    )


def joined(draw: Draw, readable: list[str]) -> str:
    """The result."""
    if not readable:
        return "lambda input: input.amount"
    one = draw.one(*readable)
    return draw.one(
        f"lambda steps: steps.get({one!r}).output.points if steps.get({one!r}) is not None else None",
        "lambda input, run: {'first': input.items[0], 'run': run.id}",
    )


def retry(draw: Draw, kind: str) -> str:
    """One policy, or a list."""
    policy = (
        f"Retry(max_attempts={draw.one(2, 3)}, backoff={draw.one('exponential', 'linear', 'constant')!r}, "
        f'initial="{draw.one(1, 2)}s"{draw.one("", ", max_interval=" + repr("2s"))}'
    )
    if kind != "work":
        return f"{policy})"
    narrow = draw.one("", ", never=[Declined]", ", only=[Busy]")
    return draw.one(f"{policy}{narrow})", f"[{policy}, only=[Busy]), Retry(max_attempts=2, backoff='constant')]")


def compensation(draw: Draw, kind: str, inside: Inside = "") -> str:
    """How a step is undone."""
    when = draw.one("completed", "attempted")
    ref = {"count": "'c'"}.get(
        kind, "output.ref" if when == "completed" else "output.ref if output is not None else None"
    )
    more = draw.one("", ", retry=Retry(max_attempts=2, initial='1s')", ", timeout='4s'")
    why = draw.one("error.type", "error.type", "error.message + key", "input.items[0]")
    also, text = ITEM[inside]
    inputs = f"lambda input{also}, output, error, key: {{'ref': {ref}, 'why': {text}({why})}}"
    return f"Compensation(Undo, inputs={inputs}, when={when!r}{more})"


def arms(draw: Draw, later: list[str], kind: str) -> str:
    """Where to go after success."""
    ends = [repr(one) for one in later] + ["SUCCEED", "NEXT" if later else "SUCCEED", "Fail('Enough', 'of it')"]
    conditions = CONDITIONS + (ON_RECEIPT if kind != "count" else ("lambda output: output % 2 == 0",))
    one = draw.one(*ends)
    return draw.one(one, f"[When({draw.one(*conditions)}, {one}), Otherwise({draw.one(*ends)})]")


def catches(draw: Draw, later: list[str], handlers: list[str], kind: str) -> str:
    """Where to go after a failure."""
    ends = [repr(one) for one in [*handlers, *handlers, *later]]
    ends += ["SUCCEED", "FAIL", "Fail('GaveUp', lambda error: error.type)"]
    if kind != "work":
        return str(draw.one(*ends))
    listed = f"OnError([{draw.one(*ERRORS)}], {draw.one(*ends)})"
    return str(draw.one(draw.one(*ends), f"[{listed}]", f"[{listed}, Otherwise({draw.one(*ends)})]"))
