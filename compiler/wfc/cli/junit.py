"""The verdicts of `wfc test` as JUnit XML, which CI systems read."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from wfc.cli.output import NotWritable
from wfc.cli.verdicts import Verdict
from wfc.diagnostics.visible import visible


def write_junit(verdicts: Sequence[Verdict], target: str, file: Path) -> None:
    """One test suite; the class of a test case is the spec, its name the scenario. Raises NotWritable."""
    failed = sum(bool(verdict.complaints) for verdict in verdicts)
    total = sum(verdict.seconds for verdict in verdicts)
    skipped = sum(verdict.left_out is not None for verdict in verdicts)
    counts = {"tests": str(len(verdicts)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}
    counts["time"] = f"{total:.3f}"
    suite = ElementTree.Element("testsuite", {"name": f"wfc.{target}", **counts})
    for verdict in verdicts:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            {
                "classname": visible(verdict.case.spec.stem),
                "name": visible(verdict.case.scenario.name),
                "file": visible(verdict.case.scenario.file),
                "time": f"{verdict.seconds:.3f}",
            },
        )
        if verdict.left_out:
            ElementTree.SubElement(case, "skipped", {"message": visible(verdict.left_out)})
        if verdict.complaints:
            failure = ElementTree.SubElement(case, "failure", {"message": visible(verdict.complaints[0])})
            failure.text = "\n".join(map(visible, verdict.complaints))  # XML has no way to write control characters
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    try:
        ElementTree.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise NotWritable(f"cannot write to {file}: {error.strerror}") from None
