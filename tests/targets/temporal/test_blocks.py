"""Branches and bodies become methods: what they are given and return, and what of them can be read behind them."""

from dataclasses import replace
from textwrap import dedent

from tests.support.core import (
    FAIL,
    SUCCEED,
    arms,
    catch,
    chain,
    choice,
    const,
    done,
    for_each,
    name,
    output_of,
    parallel,
    show,
    step,
    to,
    undo_by,
    workflow,
)
from wfc.ir.nodes import Node
from wfc_targets.temporal.emit import emit
from wfc_targets.temporal.lower import lower
from wfc_targets.temporal.plan_text import plan_text

ITEMS = const([1, 2])


def plan(*nodes: Node, **changes) -> str:
    return plan_text(lower(workflow(*nodes, **changes)))


def code(*nodes: Node, **changes) -> str:
    return emit(lower(workflow(*nodes, **changes)))["test_flow_v1/workflows.py"].decode()


def text(expected: str) -> str:
    return dedent(expected).lstrip("\n")


def test_a_branch_is_a_method_that_is_given_what_it_reads() -> None:
    both = parallel("both", left=(step("a", inputs=show(x=name("input.x"), s=output_of("s"))),), right=(step("b"),))
    assert plan(*chain(step("s"), both)) == text("""
        method start(input)
          perform s
          perform both
          finish

        method both/left(input, s)
          perform a
          finish

        method both/right()
          perform b
          finish
    """)


def test_what_a_block_yields_is_returned_where_somebody_reads_it() -> None:
    either = choice("either", (const(True), to("a")), SUCCEED)
    both = parallel("both", left=(either, step("a", on_failure=(catch(SUCCEED),))))
    assert plan(*chain(both, step("c", inputs=show(x=output_of("both"))))) == text("""
        method start()
          perform both
          perform c
          finish

        method both/left()
          switch either
            when ... -> a
              perform a
              on any failure
                yield nothing
              yield a
            otherwise -> succeed
              yield either
    """)


def test_a_body_is_given_its_element_and_its_place_in_the_compensations() -> None:
    pick = step("pick", inputs=show(x=name("item")), compensation=undo_by("put-back"))
    assert "method lines/(saga, item)" in plan(for_each("lines", ITEMS, pick))


def test_joins_inside_a_block_are_methods_of_the_block() -> None:
    a = step("a", on_success=arms(to("b")), on_failure=(catch(to("tell")),))
    b = step("b", on_failure=(catch(to("tell")),))
    tell = step("tell", inputs=show(why=name("error.type"), of=name("item")), on_success=arms(FAIL))
    flow = code(for_each("lines", ITEMS, a, b, tell))
    assert "async def _tell(self, error: StepFailed, item: Any, index: int) -> None:" in flow
    assert "return await self._tell(error, item, index)" in flow


def test_the_output_of_a_step_inside_a_block_is_kept_for_what_comes_behind() -> None:
    both = parallel("both", left=(step("a"),))
    either = choice("either", (output_of("a"), to("c")), (done("a"), to("c")), SUCCEED)
    flow = code(replace(both, on_success=arms(to("either"))), either, step("c"))
    assert 'self._run.outputs["a"] = a' in flow
    assert 'if self._run.outputs["a"] or self._run.has_succeeded("a"):' in flow


def test_addresses_have_the_indexes_of_all_loops_around() -> None:
    inner = for_each("parts", ITEMS, step("fit", compensation=undo_by("unfit")))
    flow = code(for_each("lines", ITEMS, *chain(step("pick"), inner)))
    assert 'with self._run.step(f"pick[{index}]"):' in flow
    assert 'with self._run.step(f"fit[{lines_index}][{index}]"):' in flow
    assert 'summary=f"fit[{lines_index}][{index}]:undo"' in flow
    assert "lambda _, at: self._parts_each(saga.part(), index, at)" in flow


def test_what_is_not_read_is_not_returned() -> None:
    flow = code(for_each("lines", ITEMS, step("pick")))
    assert "async def _lines_each(self, index: int) -> None:" in flow
    assert "return pick" not in flow


def test_nothing_is_kept_for_a_result_that_no_run_makes() -> None:
    both = parallel("both", left=(step("a"),))
    assert "outputs" in code(both, result=output_of("a"))
    assert "outputs" not in code(replace(both, on_success=arms(FAIL)), result=output_of("a"))
