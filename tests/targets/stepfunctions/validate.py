"""Holds emitted files against every validator there is; prints one complaint a line.

Started in the engine's environment by `test_validators.py`, with a folder of emitted files.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import sfnx.testing
from cfnlint.api import lint_file
from moto import mock_aws
from statelint.config import Config
from statelint.linter import Linter

ROLE = "arn:aws:iam::123456789012:role/machine"
FALSE_ALARMS = ("but should be an Integer", "but should be an RFC3339 timestamp")
"""statelint does not know that the Seconds and the Timestamp of a Wait may be expressions."""
EXPRESSIONS = ("$error('Deadline')", "'{% $max([1, ")
"""Nor does cfn-lint, of the TimeoutSeconds of a Task: what is left of a deadline, or of an approval's window."""


def of_definition(path: Path, client: Any) -> Iterator[str]:
    """statelint, sfnx and moto's parser."""
    text = path.read_text()
    problems = Linter.validate(text, Config([], False, False))
    yield from (one for one in problems if not any(alarm in one for alarm in FALSE_ALARMS))
    try:
        sfnx.testing.check(json.loads(text))
    except Exception as error:  # noqa: BLE001  (whatever it has against the definition)
        yield f"sfnx: {error}"
    try:
        client.create_state_machine(name=path.parent.name, definition=text, roleArn=ROLE)
    except Exception as error:  # noqa: BLE001  (whatever it has against the definition)
        yield f"moto: {error}"


def of_template(path: Path) -> Iterator[str]:
    """cfn-lint, with the definition inside the template, so that it checks that too."""
    document = json.loads(path.read_text())
    for resource in document["Resources"].values():
        if location := resource["Properties"].pop("DefinitionS3Location", None):
            resource["Properties"]["Definition"] = json.loads(path.with_name(location).read_text())
    inlined = path.with_name("inlined.json")
    inlined.write_text(json.dumps(document))
    yield from (problem for problem in map(str, lint_file(inlined)) if not any(one in problem for one in EXPRESSIONS))


def main(folder: Path) -> None:
    """Print what is wrong, and how many files were looked at."""
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1")
    definitions, templates = sorted(folder.rglob("*.asl.json")), sorted(folder.rglob("template.json"))
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):  # else moto does not parse
        client = boto3.client("stepfunctions")
        for path in definitions:
            for complaint in of_definition(path, client):
                print(f"{path.name}: {complaint}")
    for path in templates:
        for complaint in of_template(path):
            print(f"{path.parent.name}/{path.name}: {complaint}")
    for complaint in lint_file(max(templates, key=lambda path: path.stat().st_size)):
        print(f"as it is: {complaint}")
    print(f"{len(definitions)} definitions, {len(templates)} templates")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
