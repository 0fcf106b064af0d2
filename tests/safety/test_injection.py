"""No text of a spec becomes code: outputs made from hostile text have the shape of those made from harmless text.

One spec holds the text at every place that takes free text; it is compiled for all targets and read back. Where the
harmless output has its text, the hostile one must have the other text, as the same value, and nothing else may differ:
no call, no import, no expression, no placeholder.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.safety._absurd import chain
from tests.safety._compile import compile_files
from tests.safety._everywhere import everywhere
from tests.safety._hostile import HALVES, HOSTILE, LONG, MARK
from tests.safety._shape import Token, tokens

HARMLESS = (MARK, MARK.replace("plain", " plain "), MARK.replace("plain", "`plain`"), "${" + MARK + "}")
"""As the name of a field or a key they are written in the ways that JSONata has."""

Shape = Mapping[str, list[Token]]


@cache
def _shapes(label: str | None) -> tuple[tuple[str, Shape], ...]:
    with TemporaryDirectory() as folder:
        return tuple((text, tokens(compile_files(everywhere(text, label), Path(folder)).files)) for text in HARMLESS)


def _filled(shape: list[Token], text: str, other: str) -> list[Token]:
    return [(kind, value.replace(text, other) if isinstance(value, str) else value) for kind, value in shape]


def _hold_the_same(files: Mapping[str, bytes], text: str, label: str | None = None) -> None:
    found = tokens(files)
    assert {path.partition("/")[0] for path in found} == {"airflow", "stepfunctions", "temporal"}
    for path, shape in found.items():
        expected = [_filled(known[path], harmless, text) for harmless, known in _shapes(label)]
        assert shape in expected, f"{path}: {_difference(shape, expected[0])}"


def _difference(shape: list[Token], expected: list[Token]) -> str:
    place = next((place for place, (one, other) in enumerate(zip(shape, expected, strict=False)) if one != other), -1)
    return f"{shape[place - 3 : place + 3]} instead of {expected[place - 3 : place + 3]}"


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_stays_text_everywhere(text: str, tmp_path: Path) -> None:
    outcome = compile_files(everywhere(text), tmp_path)
    assert outcome.errors == ()
    _hold_the_same(outcome.files, text)
    _is_for_nobody_to_fill_in(outcome.files)


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_so_does_long_text(text: str, tmp_path: Path) -> None:
    outcome = compile_files(everywhere(text, "short"), tmp_path)
    assert outcome.errors == ()
    _hold_the_same(outcome.files, text, "short")


def test_nothing_is_a_text_too(tmp_path: Path) -> None:
    """In JSONata it is left out of a sum, so only the Python of it can be compared."""
    outcome = compile_files(everywhere("", "short"), tmp_path)
    assert outcome.errors == ()
    _hold_the_same({path: data for path, data in outcome.files.items() if path.endswith(".py")}, "", "short")


@pytest.mark.slow
def test_the_name_of_a_spec_is_only_mentioned(tmp_path: Path) -> None:
    spec = chain(["a", "b"])
    harmless = tokens(compile_files(spec, tmp_path).files)
    for text in HOSTILE:
        name = f"{text}.py"
        if "/" in name or "\0" in name or text in {"spec", "absurd_team"}:
            continue
        outcome = compile_files({name: spec["spec.py"], "absurd_team.py": spec["absurd_team.py"]}, tmp_path, name)
        if outcome.errors:
            assert {error.code.id for error in outcome.errors} == {"WFC901"}, text
        else:
            assert tokens(outcome.files) == harmless, text
            _is_for_nobody_to_fill_in(outcome.files)
        (tmp_path / name).unlink()


@pytest.mark.parametrize("text", HALVES, ids=ascii)
def test_half_a_character_is_refused(text: str, tmp_path: Path) -> None:
    outcome = compile_files(everywhere(text), tmp_path)
    assert outcome.files == {}
    assert {error.at.span.file for error in outcome.errors} == {"spec.py"}


def _is_for_nobody_to_fill_in(files: Mapping[str, bytes]) -> None:
    """What comes after the targets has template languages of its own, which no quoting of Python or JSON stops."""
    definition, template = (
        next(data.decode() for path, data in files.items() if path.endswith(end))
        for end in ("asl.json", "template.json")
    )
    functions = {f"${{{name}}}" for name in json.loads(template)["Parameters"]}
    assert set(re.findall(r"\$\{[^}]*\}?", definition)) <= functions, "CloudFormation fills in `${...}`"
    assert "{{resolve:" not in template, "CloudFormation resolves `{{resolve:...}}`"
    inputs = "".join(re.findall(r'"Input": .*', template)).replace("<aws.scheduler.scheduled-time>", "")
    assert "<aws." not in inputs, "Scheduler fills in `<aws....>`"
    dag = next(data.decode() for path, data in files.items() if path.startswith("airflow/"))
    assert re.findall(r"\bconf=(?!literal\()", dag) == [], "Airflow renders `conf` with Jinja"
