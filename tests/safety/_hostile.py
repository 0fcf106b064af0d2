"""Text that somebody may put into a spec, or that reaches one from data: each has broken some code generator."""

MARK = "zqplainqz"
"""A harmless text, to compare with: no identifier, keyword or word of ours contains it."""

_QUOTES = [
    "'", '"', "''", '""', "'''", '"""', "''''", '""""', "`", "'\"'", "\"'\"", "it's", 'say "hi"', "'\"`", "'\"'\"\"\"'''",
    '")', "')", '"]', "'}", '"""\nimport os\n"""', "'''\nimport os\n'''", '"; import os; "', "'; import os; '",
    '" + __import__("os").getcwd() + "', "' + __import__('os').getcwd() + '", '"""+str(canary())+"""', '\\"""', '""\\"',
    "b'x'", "r'\\'", 'f"{canary()}"', "u''", "x'y\"z`",
]  # fmt: skip
_BACKSLASHES = [
    "\\", "\\\\", "\\\\\\", "a\\", "\\'", '\\"', "\\n", "\\x41", "\\u0041", "\\N{BULLET}", "\\\n", "\\0", "\\u", "\\{", "\\`",
    "C:\\new\\table", "\\ud800", "%5c", "\\\\\"",
]  # fmt: skip
_LINES = [
    "\n", "\r", "\r\n", "\t", "\v", "\f", "\0", "\x00x", "\x1a", "\x1b[31m", "\x7f", "\x80", "\x85", "\xa0", "\xad",
    "\u2028", "\u2029", "a\nb", "a\n\nb", "a\rimport os", "a\nimport os\ncanary()\n", "\nimport os", "x\n    canary()",
    "x\x0bimport os", "x\x0cimport os", "x\u2028import os", "x\x00import os", "# noqa", "# type: ignore", "#", "# fmt: off",
    "-*- coding: rot13 -*-", "*/ x /*", "//", "<!--", "-->", ";", "\n\n\n", " ", "  leading", "trailing  ",
]  # fmt: skip
_HIDDEN = [
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u202erof", "\u2066x\u2069", "\u061c", "\u180e", "a\u0301", "\ufb01", "\u00aa",
    "\u0430dmin", "\U0001f600", "\U000e0041", "\U0010ffff", "\ufffe", "\ue000", "\u4f60\u597d" * 40, "\u0130\u0131", "\u00df",
]  # fmt: skip
_HALVES = ["\ud800", "\udfff", "a\ud83d", "\udc00b"]
_TEMPLATES = [
    "{{ 1+1 }}", "{{ 1+1", "{{", "}}", "{% raw %}", "{% endraw %}", "{% if 1 %}x{% endif %}", "{# x #}", "{#", "{%", "%}", "{% %}",
    "{{ var.value.secret }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{", "}", "{}", "{0}", "{x}", "{{}}",
    "{!r}", "%s", "'%s'", "%(x)s", "%", "%%", "$", "$$", "${X}", "${DoWorkArn}", "${AWS::AccountId}", "$(x)", "$x", "`x`",
    "{{resolve:secretsmanager:x}}", "{{resolve:ssm:/x:1}}", "<aws.scheduler.execution-id>", "{% $states.input %}",
    "{% $error('canary') %}", "{%$error('canary')%}", "') & $error('canary", '") & $error("canary', "' & $now() & '", "%} x {%",
    "{% 'a' %}{% 'b' %}", "$states.context", "States.Format('{}', $.x)", "$.x", "$$.Execution.Id", "x.$", "Fn::Sub", "Ref", "!Sub ${X}",
    "Fn::GetAtt", "States.ALL", "States.Timeout", "</script>", "<script>canary()</script>", "<b>", "&amp;", "[x](javascript:1)",
    "=1+1", "@x", "-x", "--help", "*", "**", "a.sql", "a.sh", "a.md", "x.py",
]  # fmt: skip
_WORDS = [
    "class", "import", "None", "True", "lambda", "print", "self", "__init__", "__class__", "__import__", "and", "or", "in", "null", "true",
    "function", "undefined", "NaN", "Infinity", "-0", "1", "0x10", "1e999", "wfc", "json", "input", "start", "result", "context", "key",
]  # fmt: skip
_PATHS = [
    "../../x", "/etc/passwd", "..", ".", "~", "a/b", "a\\b", "C:\\x", "con", "NUL", "x:y", "file:///etc/passwd", "os:system", "a b", "-",
    "import", "os; import sys",
]  # fmt: skip
_LONG = ["x" * 300, "x " * 300, "'" * 300, '"' * 300, "\\" * 299, "y" * 8_000, "{" * 100, "\n" * 100, "ab\u200b" * 60]

HALVES = tuple(_HALVES)
"""No file can hold these: they are refused wherever they stand."""

HOSTILE = tuple(dict.fromkeys([*_QUOTES, *_BACKSLASHES, *_LINES, *_HIDDEN, *_TEMPLATES, *_WORDS, *_PATHS]))
"""Text that is legal where free text is."""

LONG = tuple(_LONG)
"""The same, but too long for a label."""
