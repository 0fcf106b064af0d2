"""What every test shares: the closing lines of a run."""

from collections import Counter

import pytest

PLAYED = "played"
"""The property of a report that says where a scenario was played: xdist's workers send reports, but no stashes."""

_FAILED = ("failed", "error")
_SAID = ("skipped", "xfailed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many scenarios each executor has played. Here, since xdist's controller loads no conftest but this one."""
    reports = [report for report in terminalreporter.stats.get("passed", []) if report.when == "call"]
    counts = Counter(how for report in reports for name, how in report.user_properties if name == PLAYED)
    for how, scenarios in sorted(counts.items()):
        terminalreporter.write_line(f"conformance: {how}: {scenarios}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close with `412 passed, 0 failed`: one plain line, whatever pytest's own summary looks like today."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.option.collectonly:
        return
    counts = {outcome: len(reports) for outcome, reports in reporter.stats.items()}
    failed = sum(counts.get(outcome, 0) for outcome in _FAILED)
    rest = "".join(f", {counts[outcome]} {outcome}" for outcome in _SAID if counts.get(outcome))
    print(f"{counts.get('passed', 0)} passed, {failed} failed{rest}")
