"""Lambdas mean in a workflow what they mean in CPython: the same value, and a failure exactly where CPython raises."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.team import Data
from wfc.cli.reading import read_specs
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.ir.expressions import Expr

FORMS = """
input.i + input.j
input.i - input.j * 2
input.i / input.j
input.i // input.j
input.i % input.j
input.f * input.i - -input.f
input.i ** 2
abs(input.i) + round(input.f) + int(input.f)
round(input.f, 2)
float(input.i) / 3
input.s + "-" + input.t
input.i < input.j <= 10
input.s < input.t
input.i == input.f
input.s in input.t
input.i in input.xs
input.s not in input.d
input.o is None
input.o + 1 if input.o is not None else -1
input.b and input.i > 0
not input.s or input.b
input.s or "none"
"yes" if input.xs else "no"
{"i": input.i, "deep": {"s": input.s}}
{**input.d, "i": input.i}
f"{input.i} of {input.j:05d}, {input.s}"
f"{input.f:.2f}"
len(input.xs) + len(input.s) + len(input.d)
min(input.i, input.j) + max(input.xs)
sum(input.xs)
sorted(input.words)
sorted(input.xs, reverse=True)
str(input.i) + str(input.s)
int(input.s)
bool(input.xs)
any(x > 3 for x in input.xs)
all(len(w) > 1 for w in input.words)
[x * 2 for x in input.xs if x > 0 if x < 100]
{w: len(w) for w in input.words}
[k for k, v in input.d.items() if v > 0]
sorted(input.d.keys())
sum(input.d.values())
input.d.get("a", 0)
input.d.get("a") is None
input.d["a"]
input.xs[0] + input.xs[-1]
input.s[0]
input.s.lower() + input.t.upper()
input.s.strip()
input.s.split(",")
input.s.startswith(input.t) or input.s.endswith("x")
input.s.replace("a", "bb")
", ".join(input.words)
"""
TEXTS = FORMS.strip().splitlines()
SMALL = st.integers(-5, 5)
WORDS = st.sampled_from(["", "a", "ab", "x", "12", " a ", "b,a", "Zo"])
DATA = st.builds(
    Data,
    i=SMALL,
    j=SMALL,
    f=st.floats(-100, 100).map(lambda value: round(value, 3)),
    s=WORDS,
    t=WORDS,
    b=st.booleans(),
    o=st.none() | SMALL,
    xs=st.lists(SMALL, max_size=4),
    words=st.lists(WORDS, max_size=3),
    d=st.dictionaries(st.sampled_from("abc"), SMALL),
)


@cache
def typed() -> dict[str, Expr]:
    """Each form, read by the compiler as the result of a workflow of its own."""
    head = "from tests.support.team import Data, do_nothing\nfrom wfc import Operation, Step, Workflow\n"
    head += 'Nothing = Operation("nothing", handler=do_nothing, effect="read")\n'
    flows = [
        f'flow_{at} = Workflow(key="flow.n{at}", version="1.0.0", input=Data, steps=[Step(id="a", operation=Nothing)],'
        f" result=lambda input: {text})\n"
        for at, text in enumerate(TEXTS)
    ]
    with TemporaryDirectory() as folder:
        spec = Path(folder) / "forms.py"
        spec.write_text(head + "".join(flows), "utf-8")
        read = read_specs([spec], Path(folder))
    errors = [(found.message, found.help) for found in read.findings if found.severity.value == "error"]
    assert errors == []
    return dict(zip(TEXTS, (flow.result for flow in read.workflows[spec]), strict=True))


@pytest.mark.parametrize("text", TEXTS)
@given(data=DATA)
@settings(max_examples=40, deadline=None)
def test_the_interpreter_agrees_with_cpython(text, data):
    try:
        expected = eval(text, {"input": data})
    except (ArithmeticError, LookupError, TypeError, ValueError):
        with pytest.raises(ExpressionFailed):
            value_of(text, data)
    else:
        got = value_of(text, data)
        assert got == expected
        assert type(got) is type(expected)


def value_of(text, data):
    return evaluate(typed()[text], Scope(names={"input": data.model_dump(mode="json")}, outputs={}, variables={}))
