"""On the dev server, where nothing of time is pretended: the server's own timer ends an attempt that takes too long."""

import pytest

from tests.conformance.corpus import cases
from tests.support.engines import without
from wfc.cli.playing import play_on
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import EngineMissing
from wfc_targets.temporal import TARGET

pytestmark = [pytest.mark.engine, pytest.mark.slow]
NAMES = ("payment_flow/paid", "payment_flow/validation_hangs_once")


def test_same_journal_in_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFC_TEMPORAL_SERVER", "dev")
    try:
        engine = TARGET.engine()
    except EngineMissing as missing:
        without(missing)
    with engine:
        for case in (case for case in cases() if case.name in NAMES):
            journal = play_on(TARGET, engine, {}, case)
            expected = interpret(case.workflow, case.scenario).journal
            assert differences(expected, journal, case.workflow) == ()
