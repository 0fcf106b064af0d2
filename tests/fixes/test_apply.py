"""Fixes on text: only what was meant changes, and everything else stays as its author wrote it."""

import pytest

from wfc.diagnostics import Fix
from wfc.fixes import apply_fixes
from wfc.source import Span

OTHERWISE = 'Otherwise(Fail("Unmatched", "no condition held"))'


def span_of(text: str, piece: str) -> Span:
    """Where a piece that occurs once stands."""
    assert text.count(piece) == 1, piece
    before = text[: text.index(piece)]
    line, col = before.count("\n") + 1, len(before.rpartition("\n")[2])
    end = before + piece
    return Span("spec.py", line, col, end.count("\n") + 1, len(end.rpartition("\n")[2]))


def rename(text: str, piece: str, old: str, new: str) -> Fix:
    """A rename of `old`, which stands in a piece that occurs once."""
    at = span_of(text, piece)
    col = at.col + piece.index(old)
    return Fix(kind="rename", at=Span("spec.py", at.line, col, at.line, col + len(old)), text=new, title="", old=old)


def add_argument(text: str, call: str, argument: str = 'idempotent="key"') -> Fix:
    return Fix(kind="add-argument", at=span_of(text, call), text=argument, title="")


def otherwise(text: str, last: str) -> Fix:
    return Fix(kind="add-item", at=span_of(text, last), text=OTHERWISE, title="", names=("Otherwise", "Fail"))


def applied(text: str, *fixes: Fix) -> str:
    """The text with the fixes in it, all of which must have been made."""
    done = apply_fixes(text, fixes)
    assert done.fixes == fixes
    return done.text


@pytest.mark.parametrize(
    ("text", "piece", "old", "new", "expected"),
    [
        ('f("chrge")  # chrge\n', '"chrge")', "chrge", "charge", 'f("charge")  # chrge\n'),
        ("f('chrge',)", "'chrge'", "chrge", "charge", "f('charge',)"),
        ("x = (input . amont)\n", "input . amont", "amont", "amount", "x = (input . amount)\n"),
        ("Model(amont = 1)\n", "amont", "amont", "amount", "Model(amount = 1)\n"),
        ('é = "é"; f("ö", amont)\n', "amont", "amont", "amount", 'é = "é"; f("ö", amount)\n'),
        ('f"{input.amont:>3} {{"\n', "amont", "amont", "amount", 'f"{input.amount:>3} {{"\n'),
    ],
    ids=["text", "single quotes", "field", "keyword", "not ASCII", "f-string"],
)
def test_a_name_is_replaced_where_it_stands(text, piece, old, new, expected):
    assert applied(text, rename(text, piece, old, new)) == expected


@pytest.mark.parametrize(
    "text",
    ['f(r"chrge")', 'f("""chrge""")', 'f("ch" "rge")', 'f("chr\\x67e")', "f(b'chrge')", "# chrge", "chrge_ = 1"],
)
def test_a_name_that_is_not_written_plainly_is_left_alone(text):
    col = max(text.find("chrge"), 3)
    fix = Fix(kind="rename", at=Span("spec.py", 1, col, 1, col + 5), text="charge", title="", old="chrge")
    assert apply_fixes(text, [fix]) == apply_fixes(text, [])
    assert apply_fixes(text, [fix]).text == text


@pytest.mark.parametrize("new", ['a"b', "a'b", "a\\", "a\nb", "a\u202eb"])
def test_a_text_that_would_have_to_be_quoted_is_never_put_in(new):
    text = 'f("chrge")'
    assert apply_fixes(text, [rename(text, "chrge", "chrge", new)]).text == text


def test_no_name_becomes_what_is_none():
    text = "f(chrge)"
    assert apply_fixes(text, [rename(text, "chrge", "chrge", "charge()")]).text == text


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('Op("a", x=1)', 'Op("a", x=1, idempotent="key")'),
        ('Op("a", x=1,)', 'Op("a", x=1, idempotent="key",)'),
        ('Op("a", idempotent=None, x=1)', 'Op("a", idempotent="key", x=1)'),
        ("Op()", 'Op(idempotent="key")'),
        (
            'Op(\n    "a",\n    x=1,  # one\n    # end\n)',
            'Op(\n    "a",\n    x=1,  # one\n    idempotent="key",\n    # end\n)',
        ),
        ('Op(\n    "a", x=1\n)', 'Op(\n    "a", x=1,\n    idempotent="key"\n)'),
        ('Op(\n    "a",\n    x=1  # one\n)', 'Op(\n    "a",\n    x=1,  # one\n    idempotent="key"\n)'),
        ('Op("a",\n   x=1)', 'Op("a",\n   x=1, idempotent="key")'),
    ],
)
def test_an_argument_takes_the_layout_of_the_others(call, expected):
    text = f"A = {call}  # end\n"
    assert applied(text, add_argument(text, call)) == f"A = {expected}  # end\n"
    compile(applied(text, add_argument(text, call)), "spec.py", "exec")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("[When(a, b)]", f"[When(a, b), {OTHERWISE}]"),
        ("[When(a, b), When(c, d)]", f"[When(a, b), When(c, d), {OTHERWISE}]"),
        ("[When(a, b),]", f"[When(a, b), {OTHERWISE},]"),
        ("[\n    When(a, b),  # one\n]", f"[\n    When(a, b),  # one\n    {OTHERWISE},\n]"),
        ("[\n    # first\n    When(a, b)\n]", f"[\n    # first\n    When(a, b),\n    {OTHERWISE}\n]"),
        ("[\n    When(a, b),\n    # last\n]", f"[\n    When(a, b),\n    {OTHERWISE},\n    # last\n]"),
        ("[When(a, b),  # one\n]", f"[When(a, b),  # one\n    {OTHERWISE},\n]"),
    ],
)
def test_an_item_takes_the_layout_of_the_others(items, expected):
    text = f"from wfc import Fail, Otherwise, When\nx = {items}\n"
    last = "When(c, d)" if "When(c" in items else "When(a, b)"
    assert applied(text, otherwise(text, last)) == f"from wfc import Fail, Otherwise, When\nx = {expected}\n"


@pytest.mark.parametrize(
    ("before", "after", "spelt"),
    [
        ("from wfc import When", "from wfc import Fail, Otherwise, When", OTHERWISE),
        ("from wfc import FAIL, Step, When, x", "from wfc import FAIL, Fail, Otherwise, Step, When, x", OTHERWISE),
        ("from wfc import A", "from wfc import A, Fail, Otherwise", OTHERWISE),
        (
            "from wfc import (\n    A,  # a\n    When,\n)",
            "from wfc import (\n    A,  # a\n    Fail,\n    Otherwise,\n    When,\n)",
            OTHERWISE,
        ),
        (
            "from wfc import (\n    A,\n    B,  # b\n)",
            "from wfc import (\n    A,\n    B,\n    Fail,\n    Otherwise,  # b\n)",
            OTHERWISE,
        ),
        ("import wfc", "import wfc", OTHERWISE.replace("Otherwise(Fail", "wfc.Otherwise(wfc.Fail")),
        ("import wfc as w", "import wfc as w", OTHERWISE.replace("Otherwise(Fail", "w.Otherwise(w.Fail")),
        (
            "from wfc import Fail as F, Otherwise as O",
            "from wfc import Fail as F, Otherwise as O",
            OTHERWISE.replace("Otherwise(Fail", "O(F"),
        ),
        ("from wfc import *", "from wfc import *", OTHERWISE),
    ],
)
def test_the_words_of_an_item_are_imported_or_spelt_as_the_spec_does(before, after, spelt):
    text = f"{before}\nx = [g(a)]\n"
    done = applied(text, otherwise(text, "g(a)"))
    assert done == f"{after}\nx = [g(a), {spelt}]\n"
    compile(done, "spec.py", "exec")


@pytest.mark.parametrize(
    "text",
    [
        "x = [g(a)]\n",
        "from wfc import When\nFail = 1\nx = [g(a)]\n",
        "def f():\n    from wfc import When\nx = [g(a)]\n",
    ],
)
def test_nothing_is_imported_over_what_the_spec_has_of_that_name(text):
    assert apply_fixes(text, [otherwise(text, "g(a)")]) == apply_fixes(text, [])


def test_an_item_of_no_list_and_one_in_its_middle_get_no_neighbour():
    text = "from wfc import *\nx = (g(a), 1)\ny = [g(b), 1]\n"
    assert apply_fixes(text, [otherwise(text, "g(a)"), otherwise(text, "g(b)")]).text == text


def test_fixes_inside_each_other_are_all_made():
    text = 'from wfc import *\nx = [When(lambda o: o.idd, "shp")]\n'
    fixes = [
        otherwise(text, 'When(lambda o: o.idd, "shp")'),
        rename(text, "idd", "idd", "id"),
        rename(text, "shp", "shp", "ship"),
    ]
    assert applied(text, *fixes) == f'from wfc import *\nx = [When(lambda o: o.id, "ship"), {OTHERWISE}]\n'


def test_two_names_for_one_place_are_none_and_one_for_two_findings_is_one():
    text = "f(ab, cd)"
    one, other, third = rename(text, "ab", "ab", "x"), rename(text, "ab", "ab", "y"), rename(text, "cd", "cd", "z")
    assert apply_fixes(text, [one, other, third, third]).text == "f(ab, z)"


@pytest.mark.parametrize(
    "text",
    [
        "def (",
        "x = 1\x00",
        "x = " + "+".join(["1"] * 5000),
        "x = a" + ".b" * 5000,
        "\ufeff\ufeffx",
    ],
    ids=["syntax", "null", "long sum", "long path", "marks"],
)
def test_a_text_that_cannot_be_edited_stays(text):
    fix = Fix(kind="rename", at=Span("spec.py", 1, 0, 1, 1), text="y", title="", old="x")
    assert apply_fixes(text, [fix]).text == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay_also_mixed_ones(end):
    text = f"a = 1\x0c{end}b = '''x\u2028'''\n\tc{end}f(chrge)\r\n# no end".replace("\n\tc", "\nc = 2")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    fix = rename(plain, "chrge", "chrge", "charge")
    assert applied(text, fix) == text.replace("chrge", "charge")
