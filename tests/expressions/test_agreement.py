"""Random lambdas on random values: CPython, interpreter, printed Python on dicts and on models, JSONata all agree."""

from hypothesis import HealthCheck, given, settings

from tests.expressions._forms import FAILS, agree, in_cpython
from tests.expressions._lambdas import lambdas, worlds
from tests.expressions._world import World, plain, read


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=lambdas(), seen=worlds())
def test_all_forms_of_a_lambda_agree(text: str, seen: World) -> None:
    expr, found = read(text)
    if expr is None:
        # A random form can be refused (an index into `[]`, `"a" == "b"`), but never without saying why.
        assert found
        return
    value = in_cpython(text, seen)
    agree(text, expr, seen, value if value is FAILS else plain(value))
