"""What every test shares: the closing line of a run."""

import pytest

_FAILED = ("failed", "error")
_SAID = ("skipped", "xfailed")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close with `412 passed, 0 failed`: one plain line, whatever pytest's own summary looks like today."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.option.collectonly:
        return
    counts = {outcome: len(reports) for outcome, reports in reporter.stats.items()}
    failed = sum(counts.get(outcome, 0) for outcome in _FAILED)
    rest = "".join(f", {counts[outcome]} {outcome}" for outcome in _SAID if counts.get(outcome))
    print(f"{counts.get('passed', 0)} passed, {failed} failed{rest}")
