"""The printed JSONata on the reference engine (jsonata for JavaScript, the version that AWS names), if it is there.

`npm install --prefix .engines/jsonata jsonata@2.0.6` puts it there; nothing else needs it.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.expressions._forms import FAILS, JSONATA_NAMES, in_cpython, jsonata_values, same
from tests.expressions._lambdas import lambdas, worlds
from tests.expressions._world import World, plain, read
from wfc_targets.stepfunctions import jsonata as printer

ENGINE = Path(__file__).parents[2] / ".engines" / "jsonata"
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
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None or not (ENGINE / "node_modules" / "jsonata").is_dir(),
        reason="no reference engine: npm install --prefix .engines/jsonata jsonata@2.0.6",
    ),
]


def test_the_reference_engine_agrees_with_cpython() -> None:
    cases: list[tuple[str, World, str, Any]] = []

    @GENERATE
    @given(text=lambdas(), seen=worlds())
    def collect(text: str, seen: World) -> None:
        expr, _ = read(text)
        if expr is not None:
            value = in_cpython(text, seen)
            cases.append(
                (text, seen, printer.expression(expr, JSONATA_NAMES), value if value is FAILS else plain(value))
            )
            if (guard := printer.guard(expr, JSONATA_NAMES)) is not None:
                cases.append((f"guard of {text}", seen, guard, value is not FAILS))

    collect()
    answers = _answers([(printed, jsonata_values(seen)) for _, seen, printed, _ in cases])
    wrong = {
        text: (answer, expected)
        for (text, _, _, expected), answer in zip(cases, answers, strict=True)
        if not (answer == {"error": "D3137"} if expected is FAILS else same(answer.get("value", FAILS), expected))
    }
    assert wrong == {}


def _answers(cases: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    command = ["node", "-e", PROGRAM, str(ENGINE)]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
