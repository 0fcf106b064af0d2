"""Cron expressions in EventBridge's own form."""

import pytest

from wfc_targets.stepfunctions.cron import schedule_expressions


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 3 * * *", "cron(0 3 * * ? *)"),
        ("*/15 * * * *", "cron(0/15 * * * ? *)"),
        ("0 0 1 */3 *", "cron(0 0 1 1/3 ? *)"),
        ("30 9 * * 1-5", "cron(30 9 ? * MON,TUE,WED,THU,FRI *)"),
        ("0 12 * * 0", "cron(0 12 ? * SUN *)"),
        ("0 12 * * 7", "cron(0 12 ? * SUN *)"),
        ("0 12 * * 5-7", "cron(0 12 ? * SUN,FRI,SAT *)"),
        ("0 12 * * mon,wed", "cron(0 12 ? * MON,WED *)"),
        ("0 12 * * */2", "cron(0 12 ? * SUN,TUE,THU,SAT *)"),
        ("5,35 8-18/2 * jan mon", "cron(5,35 8-18/2 ? JAN MON *)"),
    ],
)
def test_one_schedule(cron: str, expected: str) -> None:
    assert schedule_expressions(cron) == (expected,)


def test_a_day_of_the_month_or_of_the_week_takes_two() -> None:
    """Cron means either of them, EventBridge allows one."""
    assert schedule_expressions("0 3 13 * 5") == ("cron(0 3 13 * ? *)", "cron(0 3 ? * FRI *)")
