"""Run the Markdown files of this folder: prose says why, a `py` block is a spec, comments in it say what must be found.

A heading names a test. `# error: [name]`, `# warning: [name]` at the end of a line ask for exactly that finding on that
line; a finding without a comment fails as a comment without a finding does. Words behind the name must be in what is
said: the message, its notes, its help, or what it points to. A `core` block is the expected core IR of
the spec before it. The block before the first heading is put in front of every spec of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.diagnostics import Diagnostic
from wfc.ir.text import workflow_text

HERE = Path(__file__).parent
COMMENT = re.compile(r"# (error|warning|info): \[([a-z-]+)\] *([^#]*)")
BLOCK = re.compile(r"```(py|core)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Story:
    """One heading of a file."""

    name: str
    spec: str
    core: str | None


def stories() -> Iterator[Story]:
    for file in sorted(HERE.glob("*.md")):
        head, *sections = re.split(r"^## ", file.read_text("utf-8"), flags=re.MULTILINE)
        prelude = "".join(text for kind, text in BLOCK.findall(head) if kind == "py")
        for section in sections:
            title = section.partition("\n")[0]
            blocks = BLOCK.findall(section)
            assert blocks, f"{file.name}: `{title}` has no spec"
            for at, (kind, text) in enumerate(blocks):
                following = [then for then, _ in blocks[at + 1 : at + 2]]
                if kind == "py":
                    core = blocks[at + 1][1] if following == ["core"] else None
                    yield Story(f"{file.stem}: {title}{f' ({at + 1})' * (at > 0)}", prelude + text, core)


@pytest.mark.parametrize("story", list(stories()), ids=lambda story: story.name)
def test_story(story: Story, tmp_path: Path) -> None:
    file = tmp_path / "story.py"
    file.write_text(story.spec, "utf-8")
    read = read_specs([file], tmp_path)
    wanted = {
        (number, severity, code): words.strip()
        for number, line in enumerate(story.spec.splitlines(), 1)
        for severity, code, words in COMMENT.findall(line)
    }
    found: dict[tuple[int, str, str], str] = {}
    for one in read.findings:
        place = one.at.span.line, one.severity.value, one.code.name
        found[place] = found.get(place, "") + _said(one)
    assert found.keys() == wanted.keys(), "\n".join(finding.message for finding in read.findings)
    assert [(at, found[at]) for at, words in wanted.items() if words not in found[at]] == []
    if story.core is not None:
        (workflow,) = read.workflows[file]
        assert _shown(workflow_text(workflow)) == _shown(story.core)


def _said(finding: Diagnostic) -> str:
    """All that a finding says, with the lines it points to."""
    related = [f"{label.text} (line {label.span.line})" for label in finding.related]
    return "\n".join((finding.message, *related, *finding.notes, finding.help or ""))


def _shown(core: str) -> list[str]:
    """The lines that a story may leave out are those of the file it happens to stand in."""
    return [line for line in core.strip().splitlines() if not line.startswith("workflow ")]
