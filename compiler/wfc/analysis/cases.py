"""Which cases a list of conditions leaves out, and which of them never decides: a decision procedure over finitely many
cases.

What conditions ask about are *subjects*: `input.size`, `len(input.items)`. Each has a few kinds of values that its
comparisons can tell apart: the members of an Enum or Literal, the constants of a number line and the gaps between them,
None, some other text, or that it raises. A *case* is one of them for each subject; in it every condition is true or
false, or raises. A condition that is not understood is a subject of its own, true or false; and subjects count as
independent. So there are more cases than can happen, never fewer, and what holds in all of them holds.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from math import ceil, floor, prod
from typing import TypeAlias, final

from wfc.ir.expressions import BuiltinCall, Compare, CompareOp, Const, Expr, IsNone, ListDisplay, Logical, Not
from wfc.ir.fallible import is_fallible
from wfc.ir.text import expression_text
from wfc.ir.types import Any, Bool, Choices, Float, Int, Optional, Str, Type

MOST_CASES = 4096
"""Of a list with more of them nothing is proven."""

RAISES, OTHER = object(), object()
"""Values of cells: evaluating it fails; something that no condition names."""


@final
@dataclass(frozen=True, slots=True)
class Cell:
    """Values of a subject that are alike for all conditions: one of them, and words for all."""

    value: object
    words: str


Scalar: TypeAlias = None | bool | int | float | str
Case: TypeAlias = Mapping[str, Cell]
Test: TypeAlias = Callable[[Case], bool | None]
"""Is a condition true in a case? None: it raises."""


@final
@dataclass(frozen=True, slots=True)
class Cases:
    """All cases that a list of conditions can tell apart, as the cells of each subject; `tests` are the conditions."""

    cells: Mapping[str, Sequence[Cell]]
    tests: Sequence[Test]

    @property
    def are_few(self) -> bool:
        """Can they be looked at one by one? The other methods do."""
        return prod(map(len, self.cells.values())) <= MOST_CASES

    def left_out(self, most: int = 3) -> tuple[str, ...]:
        """Cases in which no condition is true, in words; if there is none, the list is exhaustive.

        A last condition that raises where all before it are false leaves that case out too: of an exhaustive list it is
        never asked.
        """
        told = (" and ".join(self._words(case)) for case in self._all() if self._is_left_out(case))
        return tuple(islice(dict.fromkeys(told), most))

    def never_decides(self) -> tuple[int, ...]:
        """The places of the conditions that in no case are the first to be true, or to raise."""
        deciding = {self._first(case) for case in self._all()}
        return tuple(place for place in range(len(self.tests)) if place not in deciding)

    def follow(self, truths: Sequence[bool]) -> bool:
        """Is the last condition true, or does it raise, in every case in which those before it turn out like this?"""
        *before, last = self.tests
        asked = tuple(zip(before, truths, strict=True))
        return all(last(case) is not False for case in self._all() if all(test(case) is said for test, said in asked))

    def _all(self) -> Iterator[Case]:
        return (dict(zip(self.cells, chosen, strict=True)) for chosen in product(*self.cells.values()))

    def _first(self, case: Case) -> int | None:
        return next((place for place, test in enumerate(self.tests) if test(case) is not False), None)

    def _is_left_out(self, case: Case) -> bool:
        *before, last = self.tests
        return all(test(case) is False for test in before) and last(case) is not True

    def _words(self, case: Case) -> list[str]:
        """What makes the case one that is left out; of the other subjects any value would do."""
        free: dict[str, Sequence[Cell]] = {}
        for name, cells in self.cells.items():
            more = {**free, name: cells}
            chosen = (dict(zip(more, some, strict=True)) for some in product(*more.values()))
            if all(self._is_left_out({**case, **some}) for some in chosen):
                free = more
        return [cell.words for name, cell in case.items() if name not in free]


def cases(conditions: Sequence[Expr]) -> Cases:
    """The cases of a list of typed conditions, asked in this order."""
    reader = _Reader({}, {})
    tests = tuple(map(reader.test, conditions))
    values = {text: tuple(_cells(text, subject)) for text, subject in reader.values.items()}
    return Cases(values | reader.questions, tests)


@final
@dataclass(slots=True)
class _Value:
    """A subject that is compared with constants."""

    type: Type
    fallible: bool
    is_length: bool
    constants: list[Scalar] = field(default_factory=list)


FLIPPED: Mapping[CompareOp, CompareOp] = {"==": "==", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
SIGNS = {"==": ("==",), "<": ("<",), "<=": ("<", "=="), ">": (">",), ">=": (">", "==")}


@final
@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns conditions into tests, and collects what they ask. `questions` are subjects with their outcomes."""

    values: dict[str, _Value]
    questions: dict[str, Sequence[Cell]]

    def test(self, expr: Expr) -> Test:
        match expr:
            case Const(value=value):
                return lambda _: bool(value)
            case Not(operand=operand):
                return _negated(self.test(operand))
            case Logical(op=op, left=left, right=right):
                return _either(self.test(left), self.test(right), op == "or")
            case IsNone(operand=operand, negated=negated):
                is_none = self._asks(operand, None, lambda found: found is None)
                return _negated(is_none) if negated else is_none
            case Compare():
                return self._comparison(expr.op, expr.left, expr.right, expr)
            case _:
                return self._truth(expr)

    def _truth(self, expr: Expr) -> Test:
        match expr.type.of if isinstance(expr.type, Optional) else expr.type:
            case Bool() | Choices():
                return self._asks(expr, True, bool)
            case Int() | Float():
                return self._asks(expr, 0, bool)
            case Str():
                return self._asks(expr, "", bool)
            case _:
                return self._yes_or_no(expr)

    def _comparison(self, op: CompareOp, left: Expr, right: Expr, whole: Compare) -> Test:
        match op, left, right:
            case "!=" | "not in", _, _:
                other: CompareOp = "==" if op == "!=" else "in"
                return _negated(self._comparison(other, left, right, replace(whole, op=other)))
            case "in", _, ListDisplay(items=items):
                found = [self._comparison("==", left, item, whole) for item in items]
                return _any(found)
            case _, Const(), _ if op in FLIPPED and not isinstance(right, Const):
                return self._comparison(FLIPPED[op], right, left, whole)
            case "==", _, Const(value=value):
                return self._asks(left, value, lambda found: found == value)
            case _, _, Const(value=int() | float() as value) if op in ORDER and isinstance(left.type, Int | Float):
                return self._asks(left, value, lambda found: ORDER[op](found, value))
            case _ if op in FLIPPED:
                return self._two(op, left, right, whole)
            case _:
                return self._yes_or_no(whole)

    def _asks(self, expr: Expr, constant: Scalar, ask: Callable[..., bool]) -> Test:
        text = expression_text(expr)
        is_length = isinstance(expr, BuiltinCall) and expr.function == "len"
        value = self.values.setdefault(text, _Value(expr.type, is_fallible(expr), is_length))
        if isinstance(expr.type, Optional | Any):
            value.type = expr.type  # behind a test for None it is narrower; the wider type counts
        value.constants.append(constant)
        return lambda case: None if case[text].value is RAISES else ask(case[text].value)

    def _two(self, op: CompareOp, left: Expr, right: Expr, whole: Expr) -> Test:
        """A comparison of two things that both vary: which one is greater, or only whether they are equal."""
        if expression_text(right) < expression_text(left):
            left, right, op = right, left, FLIPPED[op]
        ordered = all(isinstance(side.type, Int | Float | Str) or _is_constant(side) for side in (left, right))
        if not ordered and op != "==":
            return self._yes_or_no(whole)
        first, second = expression_text(left), expression_text(right)
        signs = ("<", "==", ">") if ordered else ("==", "!=")
        cells = [Cell(sign, f"{first} {sign} {second}") for sign in signs]
        return self._outcome(f"{first} ? {second}", cells, is_fallible(whole), lambda found: found in SIGNS[op])

    def _yes_or_no(self, expr: Expr) -> Test:
        text = expression_text(expr)
        cells = [Cell(True, text), Cell(False, f"not {text}")]
        return self._outcome(text, cells, is_fallible(expr), bool)

    def _outcome(self, name: str, cells: list[Cell], fallible: bool, ask: Callable[..., bool]) -> Test:
        self.questions.setdefault(name, [*cells, Cell(RAISES, f"`{name}` raises")] if fallible else cells)
        return lambda case: None if case[name].value is RAISES else ask(case[name].value)


def _is_constant(side: Expr) -> bool:
    """A number or a text, which has its place in an order."""
    return isinstance(side, Const) and isinstance(side.value, int | float | str) and not isinstance(side.value, bool)


def _negated(test: Test) -> Test:
    def negated(case: Case) -> bool | None:
        answer = test(case)
        return None if answer is None else not answer

    return negated


def _either(left: Test, right: Test, enough: bool) -> Test:
    """`or`, if it is enough that one is true; `and`, if that one is false."""

    def either(case: Case) -> bool | None:
        answer = left(case)
        return right(case) if answer is (not enough) else answer

    return either


def _any(tests: Sequence[Test]) -> Test:
    def some(case: Case) -> bool | None:
        answers = (answer for test in tests if (answer := test(case)) is not False)
        return next(answers, False)

    return some


def _cells(text: str, subject: _Value) -> Iterator[Cell]:
    kind, nullable = subject.type, isinstance(subject.type, Any)
    if isinstance(kind, Optional):
        kind, nullable = kind.of, True
    match kind:
        case Bool():
            yield from (Cell(True, text), Cell(False, f"not {text}"))
        case Choices(values=values):
            yield from (Cell(value, f"{text} == {value!r}") for value in values)
            nullable = nullable and None not in values
        case Int() | Float():
            yield from _number_line(text, subject, isinstance(kind, Int))
        case _:
            named = list(dict.fromkeys(value for value in subject.constants if value is not None))
            yield from (Cell(value, f"{text} == {value!r}") for value in named)
            others = f"{text} not in {named!r}" if len(named) > 1 else f"{text} != {named[0]!r}" if named else ""
            yield Cell(OTHER, others or (f"{text} is not None" if nullable else f"any {text}"))
    if nullable:
        yield Cell(None, f"{text} is None")
    if subject.fallible:
        yield Cell(RAISES, f"`{text}` raises")


def _number_line(text: str, subject: _Value, whole: bool) -> Iterator[Cell]:
    """The constants and what lies below, between and above them."""
    marks = sorted({value for value in subject.constants if isinstance(value, int | float)})
    if not marks:
        yield Cell(OTHER, f"{text} is not None")
        return
    least = 0 if subject.is_length else None
    if least is None or least < marks[0]:
        below = marks[0] - 1
        yield Cell(ceil(below) if whole else below, f"{text} < {marks[0]}")
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if (not whole or mark == floor(mark)) and (least is None or least <= mark):
            yield Cell(mark, f"{text} == {mark}")
        above = floor(mark) + 1 if whole else mark + 1 if following is None else (mark + following) / 2
        if following is None:
            yield Cell(above, f"{text} > {mark}")
        elif above < following:
            only = whole and above + 1 >= following
            yield Cell(above, f"{text} == {above}" if only else f"{mark} < {text} < {following}")
