"""Every form of a lambda gives the same value, or fails: CPython, interpreter, printed Python on dicts and models, JSONata."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.expressions._forms import (
    FAILS,
    guard_holds,
    in_cpython,
    in_interpreter,
    in_jsonata,
    in_python,
    in_template,
    same,
)
from tests.expressions._lambdas import lambdas, worlds
from tests.expressions._world import World, plain, read

EXAMPLES = 2000


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=lambdas(), seen=worlds())
def test_all_forms_of_a_lambda_agree(text: str, seen: World) -> None:
    expr, found = read(text)
    if expr is None:
        # A random form can be refused (an index into `[]`, `"a" == "b"`), but never without saying why.
        assert found
        return
    value = in_cpython(text, seen)
    expected = value if value is FAILS else plain(value)
    forms = {
        "interpreter": in_interpreter(expr, seen),
        "python on dicts": in_python(expr, seen, "json"),
        "python on models": in_python(expr, seen, "object"),
        "jsonata": in_jsonata(expr, seen),
        "template": in_template(expr, seen),
    }
    assert [name for name, one in forms.items() if not same(one, expected)] == []
    assert guard_holds(expr, seen) is (expected is not FAILS)
