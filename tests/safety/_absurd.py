"""Specs that nobody would write, as text: the spec and the team's code."""

from itertools import pairwise

TEAM = '''"""The team's code."""

import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Annotated, Generic, Literal, NamedTuple, Optional, TypedDict, TypeVar, Union

from pydantic import BaseModel, Field, PrivateAttr, RootModel, computed_field, field_serializer, field_validator


class Order(BaseModel):
    amount: int = 1
    note: str = "n"


def work(amount: int) -> int:
    return amount


def nothing() -> None:
    pass
'''

HEAD = '''"""An absurd spec."""

import absurd_team as team
from wfc import FAIL, NEXT, SUCCEED, Choice, Compensation, Cron, Defaults, Fail, OnError, Operation, Otherwise, Retry
from wfc import Sla, Step, When, Workflow

Work = Operation("do.work", handler=team.work, effect="write", idempotent="natural")
Nothing = Operation("do.nothing", handler=team.nothing, effect="write", idempotent="natural", irreversible=True)
'''

FLOW = """
flow = Workflow(key="absurd", version="1.0.0", input=team.Order, steps=[{steps}]{more})
"""


def spec(steps: str, *, more: str = "", head: str = "", team: str = "") -> dict[str, str]:
    """The files of a spec with these steps."""
    return {"spec.py": HEAD + head + FLOW.format(steps=steps, more=more and f", {more}"), "absurd_team.py": TEAM + team}


def step(id: str, inputs: str = '{"amount": input.amount}', more: str = "") -> str:
    """A step that does work."""
    return (
        f'Step(id="{id}", operation=Work, timeout="1s", inputs=lambda input, steps: {inputs}{more and ", " + more}), '
    )


def chain(ids: list[str], more: str = "") -> dict[str, str]:
    """Steps one after another, each reading the one before, each undone, with a choice in the end."""
    undo = 'compensation=Compensation(Work, inputs=lambda output: {"amount": output}, timeout="1s")'
    first = step(ids[0], more=undo)
    added = [step(id, f'{{"amount": steps["{before}"].output + input.amount}}', undo) for before, id in pairwise(ids)]
    rest = "".join(added)
    return spec(first + rest, more=f'result=lambda steps: steps["{ids[-1]}"].output{more and ", " + more}')


def one(handler: str, team: str, inputs: str = "", input: str = "Order", more: str = "") -> dict[str, str]:
    """One step that calls one handler of the team; `input` is the model of the run."""
    given = f", inputs={inputs}" if inputs else ""
    files = spec(
        f'Step(id="only", operation=One, timeout="1s"{given})',
        head=f'One = Operation("do.one", handler={handler}, effect="write", idempotent="natural")\n',
        team=team,
        more=more,
    )
    return {**files, "spec.py": files["spec.py"].replace("input=team.Order", f"input=team.{input}")}


def takes(model: str) -> dict[str, str]:
    """A handler that takes and returns a model `M`, which is the run's input too."""
    return one("team.take", f"\n\n{model}\n\n\ndef take(m: M) -> M: ...\n", "lambda input: input", "M")


def calls(handler: str, source: str = "") -> dict[str, str]:
    """A handler that takes an amount, or should."""
    return one(handler, f"\n\n{source}\n", 'lambda input: {"amount": input.amount}')


def replaced(files: dict[str, str], old: str, new: str) -> dict[str, str]:
    """The files with something else in the spec."""
    assert old in files["spec.py"]
    return {**files, "spec.py": files["spec.py"].replace(old, new)}
