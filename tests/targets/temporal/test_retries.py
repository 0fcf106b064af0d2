"""Temporal's RetryPolicy where it means the same, a policy of ours where it does not (S3)."""

import pytest

from tests.support.core import retry
from wfc.ir.policies import Retry
from wfc_targets.temporal.retries import is_native, retry_text


def test_exponential_backoff_is_temporals() -> None:
    text = retry_text((retry(4, "exponential", never=("Fatal",), max_interval=3000),))
    assert text == (
        "RetryPolicy(maximum_attempts=4, initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, "
        'maximum_interval=timedelta(seconds=3), non_retryable_error_types=["Fatal"],)'
    )


def test_a_cap_below_the_first_delay_is_every_delay() -> None:
    text = retry_text((retry(3, "exponential", initial=5000, max_interval=2000),))
    assert "initial_interval=timedelta(seconds=2)" in text
    assert "maximum_interval=timedelta(seconds=2)" in text


def test_temporals_own_cap_of_a_hundred_times_is_lifted() -> None:
    assert "maximum_interval=timedelta(seconds=256)" in retry_text((retry(10, "exponential"),))
    assert "maximum_interval" not in retry_text((retry(8, "exponential"),))


@pytest.mark.parametrize(
    "policies",
    [
        (retry(3, "linear"),),
        (retry(3, jitter="full"),),
        (retry(3, only=("Busy",)),),
        (retry(3, never=("Timeout",)),),
        (retry(3, "exponential", multiplier=0.5),),
        (retry(3, initial=0),),
        (retry(3, only=("Busy",)), retry(5)),
    ],
)
def test_what_temporal_would_understand_otherwise_is_ours(policies: tuple[Retry, ...]) -> None:
    assert not is_native(policies)
    assert retry_text(policies).startswith("(Retry(maximum_attempts=3,")


def test_linear_backoff_says_so() -> None:
    text = retry_text((retry(3, "linear", initial=2000, max_interval=5000),))
    assert "delay=lambda failures: min(2.0 * failures, 5.0)" in text
