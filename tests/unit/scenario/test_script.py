"""Which reply of a scenario an attempt gets."""

import pytest

from wfc.scenario.model import Reply
from wfc.scenario.script import find_reply

FIRST, SECOND = Reply(error="Down"), Reply(output=1)


@pytest.mark.parametrize(
    ("script", "attempt", "reply"),
    [
        ({"pay[2]": [FIRST], "pay": [SECOND], "payments.charge": [SECOND]}, 1, FIRST),
        ({"pay": [FIRST], "payments.charge": [SECOND]}, 1, FIRST),
        ({"payments.charge": [FIRST]}, 1, FIRST),
        ({"pay": [FIRST, SECOND]}, 2, SECOND),
        ({"pay": [FIRST, SECOND]}, 9, SECOND),
        ({"pay:undo": [FIRST]}, 1, None),
        ({"pay": []}, 1, None),
    ],
)
def test_the_most_exact_name_wins_and_the_last_reply_repeats(script, attempt, reply):
    assert find_reply(script, "pay[2]", "payments.charge", attempt) == reply
