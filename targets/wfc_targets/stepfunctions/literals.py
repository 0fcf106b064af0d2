"""Text of a spec in a definition: what would be taken for an expression or a placeholder is spelled so that it is not.

States read `{% … %}` as JSONata, CloudFormation fills in `${…}` wherever it stands and `{{resolve:…}}` in templates,
and Scheduler fills in `<aws.…>`.
"""

from collections.abc import Mapping
from typing import Any

from wfc.emit.quote import json_line, jsonata_string
from wfc_targets.stepfunctions.states import Template


def literal(text: str) -> Template:
    """A text that means itself."""
    if "{%" in text or "%}" in text or "${" in text:
        return f"{{% {without_placeholders(jsonata_string(text))} %}}"
    return text


def shielded(value: Template) -> Template:
    """A template without placeholders."""
    match value:
        case str() if value.startswith("{%"):
            return without_placeholders(value)
        case str():
            return literal(value)
        case list():
            return [shielded(one) for one in value]
        case dict():
            return {key: shielded(one) for key, one in value.items()}
        case _:
            return value


def without_placeholders(jsonata: str) -> str:
    """In JSONata `${` stands only inside strings, which can spell it otherwise."""
    return jsonata.replace("${", "$\\u007b")


def remark(text: str) -> str:
    """A text that is only read by people."""
    for sign in ("${", "{%", "%}", "{{"):
        text = text.replace(sign, " ".join(sign))
    return text


def event(given: Mapping[str, Any]) -> str:
    """What a schedule starts a run with, as the JSON text of its `Input`.

    Only in `run`, which is ours, does Scheduler fill in `<aws.…>`; nowhere does CloudFormation resolve `{{…}}`.
    """
    ours = json_line(given["run"])
    theirs = json_line({key: value for key, value in given.items() if key != "run"})
    shielded = theirs.replace("{{", "{\\u007b").replace("<aws.", "\\u003caws.")
    return f'{shielded.removesuffix("}")}, "run": {ours}}}'
