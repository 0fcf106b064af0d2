"""The absurd specs: those that compile after all, and those that are refused, with the code that says so."""

from tests.safety._absurd import HEAD, TEAM, calls, chain, one, replaced, spec, step, takes

NAMES = """class import print input lambda start result outcome rollback run workflow activity json failed validated ctx steps
error output key self state call due pull literal task dag alert succeeded activities timedelta breach then any err step
datetime logging asyncio param handle client main context given event states type id list dict str len sum max amount flow
retry sla saga init none true compensate undo late wait check-input in is not and or a a-1 a1 a-undo a-undo-1 undo-a
a-route a-alert b-to-a start-input""".split()
"""Ids that are words of Python or JSONata, or names in generated code, or that come near one another."""

KEYS = """do-work absurd absurd.team activity callable any all json logging asyncio event context given result model base.model
basemodel typeadapter absurd.v1.input absurd.v1.result class import print type workflow logger""".split()
STDLIB = "json logging asyncio os typing temporalio airflow pydantic wfc sys datetime enum activities shared".split()

MODELS = {
    "validator": 'class M(BaseModel):\n    x: int = 1\n    @field_validator("x")\n    def v(cls, x): raise RuntimeError("no")',
    "serializer": 'class M(BaseModel):\n    x: int = 1\n    @field_serializer("x")\n    def s(self, x) -> str: return "x"',
    "computed": "class M(BaseModel):\n    x: int = 1\n    @computed_field\n    @property\n    def y(self) -> int: return 2",
    "private": "class M(BaseModel):\n    x: int = 1\n    _p: int = PrivateAttr(3)",
    "union": 'class C(BaseModel):\n    kind: Literal["c"] = "c"\n\nclass D(BaseModel):\n    kind: Literal["d"]\n\n'
    'class M(BaseModel):\n    x: Annotated[Union[C, D], Field(discriminator="kind")] = C()',
    "recursive": 'class M(BaseModel):\n    name: str = "x"\n    left: "M | None" = None\n    all: list["M"] = []',
    "dataclass": "@dataclass\nclass D:\n    y: int\n\nclass M(BaseModel):\n    x: D = D(1)",
    "named tuple": "class N(NamedTuple):\n    y: int\n\nclass M(BaseModel):\n    x: N = N(1)",
    "keywords": 'class M(BaseModel):\n    from_: str = Field("x", alias="from")\n    class_: int = Field(1, alias="class")\n'
    "    get: int = 3\n    items: list[int] = []\n    keys: int = 4",
    "formats": 'class M(BaseModel):\n    x: Decimal = Decimal("1.5")\n    y: set[int] = {1, 2}\n    z: bytes = b"x"',
    "enum": 'class E(Enum):\n    A = "a"\n    B = 2\n    C = None\n\nclass M(BaseModel):\n    x: E = E.A',
    "nested": "class Out:\n    class M(BaseModel):\n        x: int = 1\n\nM = Out.M",
    "generic": 'T = TypeVar("T")\n\nclass G(BaseModel, Generic[T]):\n    x: T | None = None\n\nclass M(G[int]): pass',
}

CRON = 'triggers=[Cron("0-59/1,' + ",".join(["1"] * 500) + ' * * * *", overlap="allow")]'
MANY = ", ".join(f'When(lambda input: input.amount == {number}, "s{number}")' for number in range(100))

SOUND = {
    **{f"model: {name}": takes(model) for name, model in MODELS.items()},
    **{f"operation {key}": replaced(chain(["a", "b"]), '"do.work"', f'"{key}"') for key in KEYS},
    **{f"workflow {key}": replaced(chain(["a", "b"]), 'key="absurd"', f'key="{key}"') for key in STDLIB},
    "names": chain(NAMES),
    "long ids": chain(["a" * 30, "b" * 30 + "-1"]),
    "a static method": calls("team.H.m", "class H:\n    @staticmethod\n    def m(amount: int) -> int: ..."),
    "a class method": calls("team.H.m", "class H:\n    @classmethod\n    def m(cls, amount: int) -> int: ..."),
    "a handler called json": calls("team.json", "def json(amount: int) -> int: ..."),
    "a large number": spec(step("a", '{"amount": int(input.amount * 1e308)}')),
    "a cron that gives nothing": spec(step("a"), more=CRON),
    "100 ways": spec(
        f'Choice(id="pick", transitions=[{MANY}, Otherwise(SUCCEED)]), '
        + "".join(step(f"s{number}", more="on_success=SUCCEED") for number in range(100))
    ),
}


def take(text: str) -> dict[str, str]:
    """A step that is given a text."""
    return one("team.take", "\n\ndef take(text: str) -> None: ...\n", f'lambda: {{"text": "{text}"}}')


LARGE = {
    "500 steps": (chain([f"s{number}" for number in range(500)]), {"airflow", "temporal"}),
    "200 kB": (take("x" * 200_000), {"airflow", "stepfunctions", "temporal"}),
    "1 MiB": (take("x" * 2**20), {"airflow", "temporal"}),
    "1 MiB of two bytes each": (take("é" * 2**20), {"airflow"}),
}
"""And the platforms that have room for them."""

HALF = '"\\ud800"'
LISTS = "X = []\nX.append(X)\n"

REFUSED = {
    "nested deeply": (spec(step("a", '{"amount": ' + "(" * 61 + "input.amount" + " + 1)" * 61 + "}")), "WFC208"),
    "nested very deeply": (spec(step("a", '{"amount": ' + "-" * 900 + "1}")), "WFC208"),
    "nested too deeply to read": (spec(step("a", '{"amount": ' + "-" * 900 + 'len("é")}')), "WFC230"),
    "a long sum": (spec(step("a", '{"amount": ' + "+".join("1" * 5000) + "}")), "WFC901"),
    "a long path": ({"spec.py": "x = a" + ".b" * 50_000}, "WFC901"),
    "minus and minus": ({"spec.py": "x = " + "-" * 100_000 + "1"}, "WFC901"),
    "infinity": (spec(step("a", '{"amount": int(1e999)}')), "WFC206"),
    "a call": (spec(step("a", '{"amount": __import__("os").getpid()}')), "WFC201"),
    "a call of the team": (spec(step("a", '{"amount": team.work(1)}')), "WFC202"),
    "a class": (spec(step("a", '{"amount": input.__class__.__mro__}')), "WFC203"),
    "a tower": (spec(step("a", '{"amount": 9**9**9**9}')), "WFC201"),
    "a cycle": (spec(step("a", more='on_success="a"')), "WFC106"),
    "names alike": (
        spec(
            'Step(id="a", operation=A, inputs=lambda: {"amount": 1}), Step(id="b", operation=B, inputs=lambda: {"amount": 1})',
            head='A = Operation("a.b", handler=team.work, effect="read")\n'
            'B = Operation("a-b", handler=team.work, effect="read")\n',
        ),
        "WFC180",
    ),
    "an effect": (replaced(spec(step("a")), 'effect="write", idempotent="natural")', 'effect="writes")'), "WFC181"),
    "a list in itself": (spec(step("a", '{"amount": len(X)}'), head=LISTS), "WFC202"),
    "a list in itself, to start with": (
        spec(step("a"), head=LISTS, more='triggers=[Cron("0 3 * * *", input={"amount": X})]'),
        "WFC181",
    ),
    "half a character": (spec(step("a", f'{{"amount": len({HALF})}}')), "WFC230"),
    "half a character of an f-string": (spec(step("a", '{"amount": len(f"\\ud800{input.note}")}')), "WFC230"),
    "half a character by name": (spec(step("a", '{"amount": len(S)}'), head=f"S = {HALF}\n"), "WFC202"),
    "half a character to start with": (
        spec(step("a"), more=f'triggers=[Cron("0 3 * * *", input={{"note": {HALF}}})]'),
        "WFC181",
    ),
    "half a character to fail with": (spec(step("a", more=f'on_success=Fail("Odd", {HALF})')), "WFC181"),
    "half a character by default": (takes(f"class M(BaseModel):\n    x: str = {HALF}"), "WFC181"),
    "a root model": (takes("class M(RootModel[list[int]]): pass"), "WFC181"),
    "not a number": (takes('class M(BaseModel):\n    x: float = float("nan")'), "WFC181"),
    "an undefined type": (takes('class M(BaseModel):\n    x: "Undefined | None" = None'), "WFC181"),
    "a default that is a class": (takes("class M(BaseModel):\n    x: type = int"), "WFC181"),
    "a class as handler": (calls("team.H", "class H:\n    def __init__(self, amount: int): ..."), "WFC234"),
    "an object as handler": (
        calls("team.h", "class H:\n    def __call__(self, amount: int) -> int: ...\nh = H()"),
        "WFC234",
    ),
    "a partial": (calls("team.h", "h = functools.partial(work, amount=1)"), "WFC234"),
    "a method of an object": (
        calls("team.h", "class H:\n    def m(self, amount: int) -> int: ...\nh = H().m"),
        "WFC234",
    ),
    "a method without its object": (calls("team.H.m", "class H:\n    def m(self, amount: int) -> int: ..."), "WFC234"),
    "a lambda as handler": (calls("team.h", "h = lambda amount: amount"), "WFC234"),
    "a builtin": (calls("print"), "WFC234"),
    "a type": (calls("int"), "WFC234"),
    "a generator": (calls("team.h", "def h(amount: int):\n    yield 1"), "WFC234"),
    "an asynchronous generator": (
        calls("team.h", "async def h(amount: int) -> AsyncIterator[int]:\n    yield 1"),
        "WFC234",
    ),
    "any arguments": (calls("team.h", "def h(*args, **kw) -> int: ..."), "WFC234"),
    "an annotation that runs": (calls("team.h", "def h(amount: '1 / 0') -> int: ..."), "WFC234"),
    "an annotation that is no type": (calls("team.h", "def h(amount: 'len') -> int: ..."), "WFC234"),
    "a spec that exits": ({"spec.py": "import sys; sys.exit(3)"}, "WFC901"),
    "a spec without end": ({"spec.py": "def f(): return f()\nf()"}, "WFC901"),
    "a spec with NUL": ({"spec.py": "x = 1\0"}, "WFC901"),
    "brackets": ({"spec.py": f"x = {'(' * 300}{')' * 300}"}, "WFC901"),
    "an error that has no text": (
        {"spec.py": "class E(Exception):\n    def __str__(self): raise E()\nraise E"},
        "WFC901",
    ),
}

TWINS = {
    "spec.py": HEAD
    + """
import absurd_other as other

A = Operation("a", handler=team.work, effect="read")
B = Operation("b", handler=other.work, effect="read")
flow = Workflow(
    key="absurd", version="1.0.0", input=team.Order, context=other.Order, result=lambda steps: steps["order"].output,
    steps=[
        Step(id="work", operation=A, timeout="1s", inputs=lambda input: {"amount": input.amount}),
        Step(id="order", operation=B, timeout="1s", inputs=lambda ctx: ctx),
    ],
)
""",
    "absurd_team.py": TEAM,
    "absurd_other.py": "from pydantic import BaseModel\n\n\nclass Order(BaseModel):\n    other: int = 1\n\n\n"
    "def work(order: Order) -> Order: ...\n",
}
"""Two handlers and two models of the same names."""
