"""A spec with one text at every place that takes free text, and the code of the team that it uses."""

TEAM = '''"""What the team has, with TEXT wherever it may say what it likes."""

from enum import Enum
from typing import Any, Literal

from pydantic import BaseModel, Field

from hostile_text import TEXT


class Colour(Enum):
    """TEXT as a value."""

    ODD = TEXT
    OTHER = "zq-other"


class Aliased(BaseModel):
    """TEXT as the key of a field."""

    odd: str = Field(alias=TEXT)


class Free(BaseModel):
    """What is given as it comes."""

    data: dict[str, Any]


class Asked(BaseModel, title=TEXT):
    """TEXT as default, description, example and constraint."""

    aliased: Aliased
    words: dict[str, str]
    colour: Colour = Colour.ODD
    chosen: Literal["zq-other", TEXT] = TEXT
    note: str = Field(default=TEXT, description=TEXT, title=TEXT, examples=[TEXT], json_schema_extra={"x-odd": TEXT})
    lines: list[str] = [TEXT, "zq-other"]
    table: dict[str, str] = {TEXT: TEXT}


class Caller(BaseModel):
    """Who asks."""

    name: str = TEXT


Asked.__doc__ = TEXT


class Declined(Exception):
    """An error of the team."""


def work(data: dict[str, Any]) -> Aliased:
    return Aliased(**{TEXT: "x"})


def take(asked: Free) -> None:
    """Take a model."""


def count(word: str = TEXT, words: list[str] = [TEXT], table: dict[str, str] = {TEXT: TEXT}) -> dict[str, str]:
    return {}


work.__doc__ = TEXT
'''

SPEC = '''"""One text, everywhere."""

from hostile_team import Aliased, Asked, Caller, Colour, Declined, Free, count, take, work
from hostile_text import LABEL, TEXT
from wfc import FAIL, NEXT, SUCCEED, Choice, Compensation, Cron, Defaults, Fail, OnError, Operation, Otherwise, Retry
from wfc import Sla, Step, When, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined], description=TEXT)
Take = Operation("do.take", handler=take, effect="write", idempotent="natural", description=TEXT)
Count = Operation("do.count", handler=count, effect="read", description=TEXT, timeout="1s")

NESTED = {"zq": [TEXT, {TEXT: TEXT}], TEXT: 1}


def telling(id, what):
    return Step(id=id, description=TEXT, operation=Take, inputs=lambda: {"data": {"zq": what, what: [what]}})


everywhere = Workflow(
    key="all.places",
    version="1.0.0",
    title=LABEL,
    description=TEXT,
    owners=[LABEL, "zq-other"],
    tags=[LABEL],
    input=Asked,
    context=Caller,
    output=Free,
    sla=Sla(max_duration="1h", alert=Count),
    triggers=[
        Cron("0 3 * * *", overlap="allow", input={"aliased": {TEXT: TEXT}, "words": {TEXT: TEXT}, "note": TEXT},
             context={"name": TEXT}),
        Cron("0 5 * * *", overlap="allow", input={"aliased": {TEXT: TEXT}, "words": {TEXT: TEXT}, "lines": [TEXT]},
             context={"name": TEXT}),
    ],
    defaults=Defaults(timeout="10s"),
    steps=[
        Step(
            id="constants",
            description=TEXT,
            operation=Work,
            inputs=lambda: {"data": {"zq": LITERAL, LITERAL: LITERAL, "zq-named": TEXT, "zq-list": [LITERAL, TEXT]}},
            compensation=Compensation(Take, inputs=lambda output: {"data": {LITERAL: output.odd, "zq": LITERAL}}),
            retry=Retry(max_attempts=2, never=[Declined]),
            sla=Sla(max_duration="1m", alert=Take),
            on_failure=[OnError([Declined], "handled"), Otherwise(Fail("Odd", LITERAL))],
        ),
        Step(
            id="nested",
            description=TEXT,
            operation=Take,
            inputs=lambda input, steps: {
                "data": {
                    "zq": NESTED,
                    "zq-format": f"PIECE{input.aliased.odd}PIECE",
                    "zq-spec": f"PIECE{len(input.lines):05d}",
                    "zq-inside": f"zq {input.words.get(TEXT, TEXT)} zq",
                    "zq-read": input.words[LITERAL],
                    "zq-got": input.words.get(LITERAL, LITERAL),
                    "zq-sum": LITERAL + input.note + LITERAL,
                    "zq-is": LITERAL if input.note == LITERAL else TEXT,
                    "zq-in": input.note in [LITERAL, "zq-other"],
                    "zq-part": LITERAL in input.note,
                    "zq-method": input.note.replace("zq", LITERAL).startswith(LITERAL),
                    "zq-join": LITERAL.join([LITERAL, input.note]),
                    "zq-loop": [LITERAL + line for line in input.lines if line != LITERAL],
                    "zq-table": {LITERAL + line: LITERAL for line in input.lines},
                    "zq-spread": {**input.words, LITERAL: LITERAL},
                    "zq-enum": input.colour == Colour.ODD,
                    "zq-choice": input.chosen == LITERAL,
                    "zq-output": steps["constants"].output.odd,
                }
            },
        ),
        Step(id="counted", operation=Count, inputs=lambda: {"word": LITERAL, "words": [TEXT], "table": {LITERAL: LITERAL}}),
        Choice(
            id="chosen",
            description=TEXT,
            transitions=[
                When(lambda input, steps: steps["counted"].output.get(LITERAL) == LITERAL, SUCCEED),
                When(lambda input: input.note.endswith(LITERAL), Fail("Odd", lambda input: LITERAL + input.note)),
                When(lambda input: input.words.get(LITERAL) is None, Fail("Odd", TEXT)),
                Otherwise(NEXT),
            ],
        ),
        telling("told", TEXT),
    ],
    handlers=[
        Step(id="handled", description=TEXT, operation=Take,
             inputs=lambda ctx, error: {"data": {"zq": LITERAL + error.message, "zq-who": ctx.name, LITERAL: error.type}}),
    ],
    result=lambda input, steps: {"data": {LITERAL: input.note, "zq": LITERAL, "zq-read": steps.get("counted") is None}},
)
'''


def everywhere(text: str, label: str | None = None) -> dict[str, str]:
    """The files of the spec, by name. `label` stands where only short texts are taken."""
    spec = SPEC.replace("PIECE", _in_fstring(text)).replace("LITERAL", ascii(text))
    texts = f"TEXT = {text!a}\nLABEL = {text if label is None else label!a}\n"
    return {"spec.py": spec, "hostile_team.py": TEAM, "hostile_text.py": texts}


def _in_fstring(text: str) -> str:
    """The text as a piece of an f-string in double quotes."""
    return ascii(text + '"')[1:-2].replace("\\'", "'").replace("{", "{{").replace("}", "}}").replace('"', '\\"')
