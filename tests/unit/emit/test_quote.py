"""Hostile text stays text in every context it can be printed into."""

import ast
import io
import tokenize

import black
import jsonata
import pytest

from wfc.emit.quote import comment, docstring, is_template, jsonata_key, jsonata_string, python_string

VISIBLE = [
    "",
    "plain",
    'say "hi"',
    "it's",
    "both \" and '",
    "back\\slash",
    "end\\",
    "#",
    "`",
    "é 漢 😀",
    '"',
    'x"',
    "a" * 200,
]
LONG = ["a" * 200, "many words " * 20, '"a" ' * 50, "a paragraph\n\nand another"]
CODE = [
    '"""',
    "'''",
    '""" + open("x")',
    "{{ 7 * 7 }}",
    "{% x %}",
    "%}{%",
    "${jndi}",
    "$states",
    "\\u0041",
    "//",
    "/* */",
]
HIDDEN = ["line\nbreak\r\n\ttab", "\0\x1b[31m", "\u202eright-to-left", "\ufeffbom\u200b", "\u2028"]
HOSTILE = VISIBLE + LONG + CODE + HIDDEN


@pytest.mark.parametrize("text", HOSTILE)
def test_a_python_string_is_the_text_as_black_leaves_it(text: str) -> None:
    printed = f"x = {python_string(text)}\n"
    assert ast.literal_eval(printed.removeprefix("x = ")) == text
    assert black.format_str(printed, mode=black.Mode()) == printed
    assert "\u202e" not in printed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_stays_on_its_line(text: str) -> None:
    printed = f"x = 1  # {comment(text)}\ny = 2\n"
    names = [
        token.string for token in tokenize.generate_tokens(io.StringIO(printed).readline) if token.type == tokenize.NAME
    ]
    assert names == ["x", "y"]


@pytest.mark.parametrize("text", ["-*- coding: rot13 -*-", "vim: fileencoding=utf-7"])
def test_a_comment_does_not_say_how_to_read_the_file(text: str) -> None:
    printed = f"# {comment(text)}\nx = 1\n".encode()
    assert tokenize.detect_encoding(io.BytesIO(printed).readline)[0] == "utf-8"


@pytest.mark.parametrize("depth", [0, 1])
@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_a_docstring_is_one_string_as_black_leaves_it(text: str, depth: int) -> None:
    indent = "    " * depth
    printed = "class A:\n" * depth + f"{indent}{docstring(text, depth)}\n\n{indent}x = 1\n"
    tree = ast.parse(printed)
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else tree.body
    assert [type(node) for node in body] == [ast.Expr, ast.Assign]
    assert black.format_str(printed, mode=black.Mode()) == printed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_jsonata_string_is_the_text_and_never_ends_the_expression(text: str) -> None:
    printed = jsonata_string(text)
    assert jsonata.Jsonata(printed).evaluate({}) == text
    assert "{%" not in printed and "%}" not in printed


@pytest.mark.parametrize("key", ["a", "a b", "a-b", "and", "true", "é", "1", "a.b", "{x}"])
def test_a_jsonata_key_finds_its_value(key: str) -> None:
    assert jsonata.Jsonata(f"$.{jsonata_key(key)}").evaluate({key: 7}) == 7


def test_some_keys_have_no_path() -> None:
    assert [jsonata_key(key) for key in ("a`b", "", "\n", "100%", "${x}")] == [None] * 5


def test_jinja_is_recognised() -> None:
    assert [is_template(text) for text in ("{{ x }}", "{% if %}", "{# no #}", "{ x }", "100%")] == [True] * 3 + [
        False
    ] * 2
