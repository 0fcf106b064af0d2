"""Jumps become blocks: what is inlined, what falls through, and what needs a method of its own."""

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
    fail,
    name,
    output_of,
    show,
    step,
    to,
    workflow,
)
from wfc.ir.nodes import Node
from wfc_targets.temporal.emit import emit
from wfc_targets.temporal.lower import lower
from wfc_targets.temporal.plan_text import plan_text

YES = const(True)


def plan(*nodes: Node, **changes) -> str:
    return plan_text(lower(workflow(*nodes, **changes)))


def text(expected: str) -> str:
    return dedent(expected).lstrip("\n")


def test_a_sequence_is_flat() -> None:
    assert plan(*chain(step("a"), step("b"))) == text("""
        method start()
          perform a
          perform b
          finish
    """)


def test_a_handler_stands_below_its_failure_edge() -> None:
    a = step("a", on_success=arms(to("b")), on_failure=(catch(to("tell")),))
    assert plan(a, step("b"), step("tell", on_success=arms(FAIL))) == text("""
        method start()
          perform a
          on any failure
            perform tell
            fail again
          perform b
          finish
    """)


def test_a_handler_that_rejoins_falls_through() -> None:
    a = step("a", on_success=arms(to("c")), on_failure=(catch(to("b")),))
    assert plan(a, step("b", on_success=arms(to("c"))), step("c")) == text("""
        method start()
          perform a
          on any failure
            perform b
          perform c
          finish
    """)


def test_a_handler_of_several_steps_becomes_a_method_that_is_given_the_error() -> None:
    a = step("a", on_success=arms(to("b")), on_failure=(catch(to("tell")),))
    b = step("b", on_failure=(catch(to("tell")),))
    tell = step("tell", inputs=show(why=name("error.type")), on_success=arms(FAIL))
    assert plan(a, b, tell) == text("""
        method start()
          perform a
          on any failure
            go on tell
          perform b
          on any failure
            go on tell
          finish

        method tell(error)
          perform tell
          fail again
    """)


def test_arms_that_meet_again_fall_through_to_where_they_meet() -> None:
    pick = choice("pick", (YES, to("a")), to("b"))
    a, b = step("a", on_success=arms(to("c"))), step("b", on_success=arms(to("c")))
    assert plan(pick, a, b, step("c")) == text("""
        method start()
          switch pick
            when ... -> a
              perform a
            otherwise -> b
              perform b
          perform c
          finish
    """)


def test_neighbouring_arms_to_one_step_are_one() -> None:
    pick = choice("pick", (YES, to("a")), (name("input.x"), to("a")), fail("No"))
    assert plan(pick, step("a")) == text("""
        method start(input)
          switch pick
            when ... -> a
              perform a
              finish
            otherwise -> fail
              fail No at pick
    """)


def test_a_failing_condition_after_a_step_is_not_its_failure() -> None:
    a = step("a", on_success=arms((YES, to("b")), SUCCEED), on_failure=(catch(SUCCEED),))
    assert plan(a, step("b")) == text("""
        method start()
          perform a
          on any failure
            finish
          switch a
            when ... -> b
              perform b
              finish
            otherwise -> succeed
              finish
    """)


def test_an_output_that_may_be_missing_is_none_until_it_is_there() -> None:
    a = step("a", on_success=arms((YES, to("b")), to("c")))
    b, c = step("b", on_success=arms(to("c"))), step("c", inputs=show(b=done("b"), a=output_of("a")))
    assert plan(a, b, c) == text("""
        method start()
          unset b
          perform a
          switch a
            when ... -> b
              perform b
            otherwise -> c
              pass
          perform c
          finish
    """)


def test_nothing_is_nested_out_of_sight() -> None:
    steps = [step(f"s{at}", on_success=arms(FAIL), on_failure=(catch(to(f"s{at + 1}")),)) for at in range(9)]
    indents = [len(line) - len(line.lstrip()) for line in plan(*steps, step("s9")).splitlines()]
    assert max(indents) <= 2 * 5


def test_two_thousand_steps_are_no_trouble() -> None:
    steps = [step(f"s{at}", on_success=arms(to(f"s{at + 1}")), on_failure=(catch(to("tell")),)) for at in range(2000)]
    lines = plan(*steps, step("s2000"), step("tell", on_success=arms(FAIL))).splitlines()
    assert lines.count("  perform s1999") == 1
    assert lines.count("    go on tell") == 2000


def test_no_method_takes_the_name_of_another_thing() -> None:
    meet = [step(id, on_success=arms(to("run"))) for id in ("flow", "result")]
    flow = step("start", on_success=arms((YES, to("flow")), to("result")), on_failure=(catch(to("run")),))
    text = emit(lower(workflow(flow, *meet, step("run"))))["test_flow_v1/workflows.py"].decode()
    assert "async def _run_(self)" in text or "async def _run_2(self)" in text
