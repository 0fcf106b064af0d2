"""S3 in the platform's retriers: which policy is for which type, and with which numbers."""

import pytest

from tests.support.core import retry
from wfc_targets.stepfunctions.retries import NOT_STARTED, needs_loop, retriers
from wfc_targets.stepfunctions.states import Retrier

ALL = ("States.ALL",)
NEVER = ("States.QueryEvaluationError", "InvalidInput", "InvalidOutput", "TooLarge")


def never(*more: str) -> Retrier:
    return Retrier(errors=(*NEVER, *more), max_attempts=0)


def test_no_policy_is_one_attempt() -> None:
    assert retriers(()) == (NOT_STARTED,)


def test_one_attempt_is_no_retry() -> None:
    assert retriers((retry(1),)) == (NOT_STARTED,)


def test_constant_delays() -> None:
    constant = Retrier(errors=ALL, interval=2, max_attempts=2, backoff=1.0)
    assert retriers((retry(3, initial=2000),)) == (NOT_STARTED, never(), constant)


def test_exponential_delays_with_a_cap_and_jitter() -> None:
    policy = retry(4, "exponential", multiplier=3.0, max_interval=10_000, jitter="full")
    grown = Retrier(errors=ALL, interval=1, max_attempts=3, backoff=3.0, max_delay=10, jitter=True)
    assert retriers((policy,))[-1] == grown


def test_a_cap_below_the_first_delay_makes_it_constant() -> None:
    policy = retry(3, "exponential", initial=5000, max_interval=2000)
    assert retriers((policy,))[-1] == Retrier(errors=ALL, interval=2, max_attempts=2, backoff=1.0)


def test_what_is_finer_than_a_second_is_rounded_up() -> None:
    assert retriers((retry(2, initial=1100),))[-1].interval == 2
    assert retriers((retry(2, initial=20),))[-1].interval == 1


def test_never_joins_what_no_policy_retries() -> None:
    assert retriers((retry(3, never=("CardDeclined",)),))[1] == never("CardDeclined")


def test_only_names_the_types() -> None:
    named = Retrier(errors=("Busy", "States.Timeout"), interval=1, max_attempts=2, backoff=1.0)
    assert retriers((retry(3, only=("Busy", "Timeout")),)) == (NOT_STARTED, named)


def test_of_a_list_the_first_policy_that_admits_the_type() -> None:
    policies = (retry(5, only=("Busy",)), retry(2, never=("Broken", "Busy")), retry(3, only=("Broken",)))
    assert [(one.errors, one.max_attempts) for one in retriers(policies)[1:]] == [
        (NEVER, 0),
        (("Busy",), 4),
        (("Broken",), 2),
        (ALL, 1),
    ]


def test_a_type_of_the_policy_for_all_others_shares_its_count() -> None:
    """Listed apart it would have a retrier, and so a count, of its own."""
    policies = (retry(2, only=("Busy",)), retry(3, never=("Broken",)))
    assert [one.errors for one in retriers(policies)[1:]] == [(*NEVER, "Broken"), ("Busy",), ALL]


@pytest.mark.parametrize("type", ["InvalidInput", "InvalidOutput", "ExpressionError", "TooLarge"])
def test_what_is_final_stays_final(type: str) -> None:
    assert retriers((retry(3, only=(type,)),)) == (NOT_STARTED,)


def test_linear_delays_need_a_loop() -> None:
    assert needs_loop((retry(3, "linear"),))
    assert not needs_loop((retry(1, "linear"), retry(3)))
