"""The process of an engine: found, started, asked, and heard when it dies."""

import sys
from pathlib import Path

import pytest

from wfc.runner import Runner, RunnerCrashed
from wfc.target import EngineMissing

ECHO = """
from signal import pause

from wfc.scenario.serve import serve

def play(job):
    print("chatter of the engine")
    if job == "die":
        raise SystemExit("farewell")
    if job == "stick":
        pause()
    return {"played": 1 / job}

serve(play)
"""


@pytest.fixture
def echo(tmp_path, monkeypatch):
    python = tmp_path / "echo" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(Path(sys.prefix) / "bin" / "python")
    monkeypatch.setenv("WFC_ENGINES", str(tmp_path))
    script = tmp_path / "runner.py"
    script.write_text(ECHO)
    return script


def test_a_runner_answers_one_job_after_another_and_survives_a_bad_one(echo):
    with Runner("echo", echo) as runner:
        assert runner.ask(4) == {"played": 0.25}
        with pytest.raises(RunnerCrashed, match="ZeroDivisionError"):
            runner.ask(0)
        assert runner.ask(1) == {"played": 1.0}


def test_the_last_words_of_a_dead_runner_are_heard(echo):
    with Runner("echo", echo) as runner:
        with pytest.raises(RunnerCrashed, match=r"(?s)has died.*farewell"):
            runner.ask("die")
        assert runner.ask(1) == {"played": 1.0}, "it is there anew"


def test_a_runner_that_is_stuck_is_killed(echo, monkeypatch):
    monkeypatch.setattr("wfc.runner.PATIENCE", 0.2)
    with Runner("echo", echo) as runner, pytest.raises(RunnerCrashed, match=r"was killed after 0\.2 seconds"):
        runner.ask("stick")


def test_a_missing_engine_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.setenv("WFC_ENGINES", str(tmp_path))
    with pytest.raises(EngineMissing, match="there is no echo engine: run `make engines`"):
        Runner("echo", tmp_path / "runner.py")
