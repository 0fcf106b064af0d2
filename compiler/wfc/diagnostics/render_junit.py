"""Findings as JUnit XML, which most CI systems show as test results: one test case for each spec file.

A file in which nothing fails the command passes, and what was found in it is its output. XML cannot carry control
characters, not even escaped, so that every text is made visible.
"""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from wfc.diagnostics.catalogue import NO_WORKFLOW, SPEC_NOT_LOADED
from wfc.diagnostics.context import Context
from wfc.diagnostics.diagnostic import Diagnostic
from wfc.diagnostics.render_full import Texts, render_full
from wfc.diagnostics.visible import visible


def render_junit(findings: Sequence[Diagnostic], texts: Texts, context: Context) -> str:
    """The whole document."""
    suite = ElementTree.Element("testsuite", {"name": "wfc.specs"})
    by_file: dict[str, list[Diagnostic]] = {file: [] for file in context.specs}
    for found in findings:
        by_file.setdefault(found.at.span.file, []).append(found)
    suite.extend(_case(file, found, texts, context) for file, found in by_file.items())
    counts = {"tests": len(suite), "failures": len(suite.findall("*/failure")), "errors": len(suite.findall("*/error"))}
    suite.attrib |= {name: str(count) for name, count in counts.items()} | {"skipped": "0"}
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    # ASCII with references: the document is right in whatever encoding standard output has
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(ElementTree.tostring(suites, "us-ascii"), "ascii")


def _case(file: str, findings: Sequence[Diagnostic], texts: Texts, context: Context) -> ElementTree.Element:
    name = visible(context.folder + file)
    case = ElementTree.Element("testcase", {"classname": "wfc.specs", "name": name, "file": name})
    failing = [found for found in findings if context.fails(found)]
    if failing:
        not_read = any(found.code in (SPEC_NOT_LOADED, NO_WORKFLOW) for found in failing)
        first = failing[0]
        more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
        said = {"type": first.code.name, "message": visible(first.message) + more}
        ElementTree.SubElement(case, "error" if not_read else "failure", said).text = _text(failing, texts)
    if rest := [found for found in findings if not context.fails(found)]:
        ElementTree.SubElement(case, "system-out").text = _text(rest, texts)
    return case


def _text(findings: Iterable[Diagnostic], texts: Texts) -> str:
    return "\n" + "\n\n".join(render_full(found, texts) for found in findings) + "\n"
