"""A DAG run's id alone tells which play it belongs to, and where in it."""

import pytest

from tests.faults.on_airflow.scenes import run_name, scene_of


@pytest.mark.parametrize(
    ("run_id", "prefix"),
    [
        ("play-7", ""),
        ("shop_v1__play-7__ship", "ship/"),
        ("till_v1__play-7__update__2", "update[2]/"),
        ("part_v1__shop_v1__play-7__part__pickup", "part/pickup/"),
        ("part_v1__shop_v1__play-7__part__0__pickup__3", "part[0]/pickup[3]/"),
    ],
)
def test_the_calls_around_a_run_stand_in_its_id(run_id: str, prefix: str) -> None:
    assert scene_of(run_id) == (run_name(7), prefix)


def test_nobody_else_has_begun_a_run() -> None:
    with pytest.raises(ValueError, match="nobody has begun manual__1"):
        scene_of("manual__1")
