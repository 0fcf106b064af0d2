"""Random specs, from a seed: every kind of step, edge and policy in combinations that nobody thinks of.

Many are refused by the checks (something unreachable, something read too early); the others must mean the same
everywhere.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.conformance.derived import derive, is_steady
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.scenario.model import Json, Reply, Scenario

TEAM = Path(__file__).parent / "fuzz" / "fuzz_team.py"

HEAD = '''"""A random workflow."""

from fuzz_team import Busy, Declined, Fraud, Order, count, page, ship, undo, work
from wfc import FAIL, NEXT, SUCCEED, Choice, Compensation, Fail, OnError, Operation, Otherwise, Retry, Sla, Step, When
from wfc import Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
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


INPUTS = ({"amount": 5}, {"amount": 20, "vip": True, "note": "n", "items": ["a", "b"]})


def random_cases(seeds: range, folder: Path) -> Iterator[Case]:
    """Scenarios of the random specs that are sound; `folder` receives the specs and the code they use."""
    shutil.copy(TEAM, folder)
    for seed in seeds:
        spec = folder / f"random_{seed}.py"
        spec.write_text(random_spec(seed), "utf-8")
        read = read_specs([spec], folder)
        if not any(found.severity is Severity.ERROR for found in read.findings):
            [workflow] = read.workflows[spec]
            draw = Draw(Random(seed))
            scenarios = [_scenario(draw, workflow.key, input) for input in INPUTS]
            played = (Case(spec=spec, workflow=workflow, scenario=scenario) for scenario in scenarios)
            bases = tuple(case for case in played if is_steady(case))
            yield from (*bases, *derive(bases))


def _scenario(draw: "Draw", workflow: str, input: Json) -> Scenario:
    receipt = {"ref": "r-1", "Points": draw.one(0, 9), "tags": draw.one([], ["x"]), "left": draw.one(None, 0.5)}
    operations = {
        "do.work": (Reply(output=receipt, takes=draw.one(0, 500, 3000)),),
        "do.ship": (Reply(output={**receipt, "ref": "s-1"}),),
        "do.count": (Reply(output=draw.one(1, 2)),),
    }
    return Scenario(
        name=f"{input['amount']}", file="", workflow=workflow, input=input, context=None, operations=operations
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
    rescue = _reached(
        {name: _step(draw, name, [], handlers[at + 1 :], kinds, "") for at, name in enumerate(handlers)}, steps
    )
    readable = [name for name in main if kinds[name] != "count"]
    result = _joined(draw, readable)
    sla = draw.maybe(0.2, lambda: ', sla=Sla(max_duration="3s", alert=Page)')
    return (
        f'{HEAD}\nflow = Workflow(key="random.n{seed}", version="1.0.0", input=Order, steps=[\n    '
        + ",\n    ".join(steps)
        + "],\n    handlers=[\n    "
        + ",\n    ".join(rescue)
        + f"],\n    result={result}{sla})\n"
    )


def _reached(handlers: dict[str, str], steps: list[str]) -> list[str]:
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
        arms = f"[When({draw.one(*CONDITIONS)}, {draw.one(*later)!r}), Otherwise({other})]"
        kinds[name] = "count"
        return f'Choice(id="{name}", transitions={arms})'
    edges = draw.maybe(0.35, lambda: f", on_success={_arms(draw, later, kinds[name])}")
    return _step(draw, name, later, handlers, kinds, edges)


def _step(draw: Draw, name: str, later: list[str], handlers: list[str], kinds: dict[str, str], edges: str) -> str:
    kind, handler = kinds[name], name.startswith("h")
    inputs = {
        "work": f"lambda input, steps: {{'amount': input.amount, 'note': {_note(draw, name, kinds)}}}",
        "ship": "lambda input: {'amount': input.amount, 'items': input.items}",
        "count": "",
    }[kind]
    if handler and kind == "work":
        inputs = "lambda input, error: {'amount': input.amount, 'note': error.type + error.message}"
    parts = [
        f'id="{name}", operation={kind.title()}',
        f"inputs={inputs}" if inputs else "",
        draw.maybe(0.5, lambda: f"retry={_retry(draw, kind)}"),
        draw.maybe(0.5, lambda: f'timeout="{draw.one(5, 10)}s"'),
        draw.maybe(0.2, lambda: f'sla=Sla(max_duration="{draw.one(1, 4)}s"{draw.one("", ", alert=Page")})'),
        draw.maybe(0.5, lambda: f"compensation={_compensation(draw, kind)}"),
        draw.maybe(0.5, lambda: f"on_failure={_catches(draw, later, handlers, kind)}"),
    ]
    return f"Step({', '.join(part for part in parts if part)}{edges})"


def _note(draw: Draw, name: str, kinds: dict[str, str]) -> str:
    """Something read from an earlier step, or not."""
    earlier = [one for one in kinds if one < name and one.startswith("s") and kinds[one] != "count"]
    if name.startswith("h") or not earlier or draw.random.random() < 0.4:
        return draw.one("input.note or 'none'", "'fixed'", "f'{input.amount:05d}'", "input.items[0]")
    one = draw.one(*earlier)
    sure = f"steps[{one!r}].output.ref"
    return draw.one(
        sure, f"{sure}.upper()", f"steps.get({one!r}).output.ref if steps.get({one!r}) is not None else '-'"
    )


def _joined(draw: Draw, readable: list[str]) -> str:
    if not readable:
        return "lambda input: input.amount"
    one = draw.one(*readable)
    return draw.one(
        f"lambda steps: steps.get({one!r}).output.points if steps.get({one!r}) is not None else None",
        "lambda input, run: {'first': input.items[0], 'run': run.id}",
    )


def _retry(draw: Draw, kind: str) -> str:
    policy = (
        f"Retry(max_attempts={draw.one(2, 3)}, backoff={draw.one('exponential', 'linear', 'constant')!r}, "
        f'initial="{draw.one(1, 2)}s"{draw.one("", ", max_interval=" + repr("2s"))}'
    )
    if kind != "work":
        return f"{policy})"
    narrow = draw.one("", ", never=[Declined]", ", only=[Busy]")
    return draw.one(f"{policy}{narrow})", f"[{policy}, only=[Busy]), Retry(max_attempts=2, backoff='constant')]")


def _compensation(draw: Draw, kind: str) -> str:
    when = draw.one("completed", "attempted")
    ref = {"count": "'c'"}.get(
        kind, "output.ref" if when == "completed" else "output.ref if output is not None else None"
    )
    more = draw.one("", ", retry=Retry(max_attempts=2, initial='1s')", ", timeout='4s'")
    why = draw.one("error.type", "error.type", "error.message + key", "input.items[0]")
    inputs = f"lambda input, output, error, key: {{'ref': {ref}, 'why': {why}}}"
    return f"Compensation(Undo, inputs={inputs}, when={when!r}{more})"


def _arms(draw: Draw, later: list[str], kind: str) -> str:
    ends = [repr(one) for one in later] + ["SUCCEED", "NEXT" if later else "SUCCEED", "Fail('Enough', 'of it')"]
    conditions = CONDITIONS + (ON_RECEIPT if kind != "count" else ("lambda output: output % 2 == 0",))
    one = draw.one(*ends)
    return draw.one(one, f"[When({draw.one(*conditions)}, {one}), Otherwise({draw.one(*ends)})]")


def _catches(draw: Draw, later: list[str], handlers: list[str], kind: str) -> str:
    ends = [repr(one) for one in [*handlers, *handlers, *later]]
    ends += ["SUCCEED", "FAIL", "Fail('Gave up', lambda error: error.type)"]
    if kind != "work":
        return str(draw.one(*ends))
    listed = f"OnError([{draw.one(*ERRORS)}], {draw.one(*ends)})"
    return str(draw.one(draw.one(*ends), f"[{listed}]", f"[{listed}, Otherwise({draw.one(*ends)})]"))
