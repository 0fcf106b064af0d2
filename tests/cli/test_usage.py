"""Whatever a user gets wrong before anything is compiled: one sentence that says what, exit code 2, no traceback."""

import pytest

from tests.cli._command import wfc, wfc_process
from wfc.cli import main


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["biuld"], "No such command 'biuld'. Did you mean 'build'?"),
        (["build"], "name a target with --target: airflow, "),
        (["build", "-t", "airflw"], "no target is called `airflw`; did you mean `airflow`?"),
        (["check", "-t", "oozie"], "no target is called `oozie`; known are `airflow`, "),
        (["check", "--targt", "airflow"], "No such option '--targt'. Did you mean '--target'?"),
        (["check", "--difff"], "No such option '--difff'. Did you mean '--diff'?"),
        (["check", "specs/hullo.py"], "`specs/hullo.py` does not exist"),
        (["check", "empty"], "no spec files in `empty`"),
        (
            ["check", "--output-format", "yaml"],
            "'yaml' is not one of 'full', 'concise', 'json', 'json-lines', 'github'",
        ),
        (["explain"], "name a code, or use --list"),
        (["explain", "unknwon-step"], "did you mean `unknown-step` (WFC101)?"),
        (["explain", "WFCC101"], "did you mean `unknown-step` (WFC101)?"),
        (["explain", "WFC101", "--list"], "name a code, or use --list"),
        (["explain", "zzz"], "`wfc explain --list` has all of them"),
    ],
)
def test_a_wrong_word_on_the_command_line(project, args, says):
    (project / "empty").mkdir()
    ended = wfc(*args)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert says in ended.stderr


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("spec = []", "wfc.toml: unknown key `spec`; did you mean `specs`?"),
        ("colour = 1", "wfc.toml: unknown key `colour`; known are `specs`, `out`, "),
        (
            "specs = 'flow.py'",
            "wfc.toml: `specs` must be a list of glob patterns relative to the project, not 'flow.py'",
        ),
        ("specs = [1]", "not [1]"),
        ("specs = ['']", "not ['']"),
        ("specs = ['/etc/*.py']", "not ['/etc/*.py']"),
        ("specs = ['flows/*.py']", "no spec matches `flows/*.py`: name some, or set `specs` in [tool.wfc]"),
        ("out = 1", "wfc.toml: `out` must be the name of a folder, not 1"),
        ("targets = 1", "wfc.toml: `targets` must be a table with a table for each target, not 1"),
        ("targets.airflow = 1", "not {'airflow': 1}"),
        ("targets.arflow.x = 1", "no target is called `arflow`; did you mean `airflow`?"),
        ("targets.airflow.strat_date = ''", "[tool.wfc.targets.airflow]: unknown key `strat_date`; "),
        ("targets.temporal.x = 1", "[tool.wfc.targets.temporal]: unknown key `x`; "),
        ("targets.stepfunctions.validate = 1", "`validate` must be true or false, not 1"),
        (
            "load_seconds = 1.5",
            "`load_seconds` must be a whole number of seconds from 0, no limit, to 1,000,000, not 1.5",
        ),
        (
            "load_mebibytes = -1",
            "`load_mebibytes` must be a whole number of mebibytes from 0, no limit, to 1,000,000, not ",
        ),
        ('specs = ["**a"]', "`specs` has `**a`, which is no pattern: "),
        ("out = ", "wfc.toml is not TOML: Invalid value (at end of document)"),
    ],
)
def test_a_wrong_word_in_the_configuration(project, config, says):
    (project / "wfc.toml").write_text(config)
    ended = wfc("build", "-t", "all")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("[tool.wfc]\nspec = []", "pyproject.toml: unknown key `spec`; did you mean `specs`?"),
        ("tool.wfc = 1", "pyproject.toml: `wfc` must be a table, not 1"),
        ("tool = 1", "pyproject.toml: `tool` must be a table, not 1"),
        ("\xff", "pyproject.toml is not TOML: 'utf-8' codec can't decode"),
    ],
)
def test_a_wrong_word_in_pyproject(project, config, says):
    (project / "wfc.toml").unlink()
    (project / "pyproject.toml").write_text(config, "latin-1")
    ended = wfc("check")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert says in ended.stderr


def test_the_configuration_says_where_specs_are_and_where_output_goes(project):
    (project / "wfc.toml").unlink()
    (project / "pyproject.toml").write_text('[tool.wfc]\nspecs = ["flows/**/*.py"]\nout = "generated"')
    (project / "specs" / "hello.py").rename(project / "flows.py")
    (project / "flows" / "deep").mkdir(parents=True)
    (project / "flows.py").rename(project / "flows" / "deep" / "hello.py")
    ended = wfc("build", "-t", "airflow")
    assert (ended.exit_code, ended.stderr) == (0, "1 workflow, 1 file in generated, 1 changed\nno findings\n")
    assert (project / "generated" / "airflow" / "hello_v1.py").is_file()


def test_a_folder_is_where_a_command_is_typed_and_the_project_is_found_from_there(project, monkeypatch):
    monkeypatch.chdir(project / "specs")
    assert wfc("build", "hello.py", "-t", "airflow").exit_code == 0
    assert (project / "build" / "airflow" / "hello_v1.py").is_file(), "the default is a folder of the project"
    assert wfc("build", "hello.py", "-t", "airflow", "-o", "here").exit_code == 0
    assert (project / "specs" / "here" / "airflow" / "hello_v1.py").is_file()


def test_a_spec_that_is_named_twice_is_read_once(project):
    ended = wfc("check", "specs/hello.py", "specs", "./specs/../specs/hello.py")
    assert (ended.exit_code, ended.stderr) == (0, "1 sound workflow, no findings\n")


def test_a_target_that_is_installed_but_broken(project, monkeypatch):
    def broken(name: str) -> None:
        raise ImportError(f"No module named '{name}_sdk'")

    monkeypatch.setattr("wfc.cli.targets_option.load_target", broken)
    ended = wfc("build", "-t", "airflow")
    assert ended.exit_code == 2
    assert "target `airflow` is installed but cannot be loaded: No module named 'airflow_sdk'" in ended.stderr


def test_a_bug_is_ours(project, monkeypatch, capfd):
    def bug(*_: object) -> None:
        raise RuntimeError("pass lost its mind")

    monkeypatch.setattr("wfc.cli.reading.analyse", bug)
    monkeypatch.setattr("sys.argv", ["wfc", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 101
    said = capfd.readouterr().err
    assert "RuntimeError: pass lost its mind" in said
    assert "This is a bug in wfc, not in your spec." in said


def test_help_and_version(project):
    assert wfc_process("--version").stdout.startswith("wfc, version ")
    helped = wfc_process("--help")
    assert helped.returncode == 0
    assert [name for name in ("build", "check", "run", "test", "targets", "explain") if name not in helped.stdout] == []
