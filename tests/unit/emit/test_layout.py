"""Generated lines stand as black and `ruff format` leave them: random statements of printed lambdas, a few chosen."""

import subprocess
import sys
from pathlib import Path

import black
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.expressions._forms import python_names
from tests.expressions._lambdas import lambdas
from tests.expressions._world import read
from wfc.emit.layout import lay_out
from wfc.emit.python import python_expression

SHAPES = """
return {}
result = {}
inputs["charge-payment"] = {}
total: dict[str, int] = {}
await send({}, timeout={})
charged = await workflow.execute_activity(charge, {}, start_to_close_timeout=timedelta(seconds=30))
return [{}, {}, {}]
return {{"amount": {}, "payment_method_id": {}}}
return {{**dict({}), "k": {}}}
if {}:
for line in {}:
return first({}) and second({})
return steps.charge({}).result({})
raise Failed({})
with open({}) as first, open({}):
async with timeout({}):
a >> b(trigger_rule={}, key={})
outcome = settle({}) if ready else later({})
def charge(first: dict[str, Any] = {}, second: list[int] = {}) -> dict[str, Any]:
""".strip().splitlines()

GENERATE = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@st.composite
def printed(draw: st.DrawFn) -> str:
    """An expression as it is printed."""
    expr, _ = read(draw(lambdas()))
    return "None" if expr is None else python_expression(expr, python_names(draw(st.sampled_from(["json", "object"]))))


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, int]:
    """One logical line and its indentation."""
    shape = draw(st.sampled_from(SHAPES))
    return shape.format(*(draw(printed()) for _ in range(shape.count("{}")))), draw(st.integers(0, 4))


def in_a_file(statement: str, depth: int) -> str:
    """A file that holds the statement at its indentation, and otherwise only what black likes."""
    around = "".join(f"{'    ' * level}def f{level}():\n" for level in range(depth))
    body = f"\n{'    ' * (depth + 1)}pass" if statement.endswith(":") else ""
    return f"{around}{lay_out(statement, depth)}{body}\n"


@GENERATE
@given(statement=statements())
def test_black_changes_nothing(statement: tuple[str, int]) -> None:
    written = in_a_file(*statement)
    assert black.format_str(written, mode=black.Mode()) == written


def test_ruff_changes_nothing(tmp_path: Path) -> None:
    @GENERATE
    @given(statement=statements())
    def write(statement: tuple[str, int]) -> None:
        (tmp_path / f"line_{len(list(tmp_path.iterdir()))}.py").write_text(in_a_file(*statement), "utf-8")

    write()
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "format", "--isolated", "--diff", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


CHOSEN = {
    "a call that fits": ("send(a, b)", "send(a, b)"),
    "a trailing comma asks for a line each": ("send(a, b=1,)", "send(\n    a,\n    b=1,\n)"),
    "a call too long": (
        "charged = await charge_payment(amount=order.total_amount, payment_method_id=order.payment_method)",
        "charged = await charge_payment(\n    amount=order.total_amount, payment_method_id=order.payment_method\n)",
    ),
    "a chain of operators": (
        "return order.total_amount > limits.maximum and order.country not in blocked or customer.is_trusted",
        """return (
    order.total_amount > limits.maximum
    and order.country not in blocked
    or customer.is_trusted
)""",
    ),
    "a string that no break makes shorter": (f'x = "{"a" * 90}"', f'x = "{"a" * 90}"'),
    "wide characters take two columns": (f'f("{"漢" * 42}")', f'f(\n    "{"漢" * 42}"\n)'),
}


@pytest.mark.parametrize(("written", "expected"), CHOSEN.values(), ids=CHOSEN)
def test_layout(written: str, expected: str) -> None:
    assert lay_out(written) == expected
