"""Run the Markdown files of this folder: prose says why, a `py` block is a spec, comments in it say what must be found.

A heading names a test. `# error: [name]`, `# warning: [name]` at the end of a line ask for exactly that finding on that
line; a finding without a comment fails as a comment without a finding does. A `core` block is the expected core IR of
the spec before it. The block before the first heading is put in front of every spec of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.ir.text import workflow_text

HERE = Path(__file__).parent
COMMENT = re.compile(r"# (error|warning|info): \[([a-z-]+)\]")
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
        (number, *comment)
        for number, line in enumerate(story.spec.splitlines(), 1)
        for comment in COMMENT.findall(line)
    }
    found = {(finding.at.span.line, finding.severity.value, finding.code.name) for finding in read.findings}
    assert found == wanted, "\n".join(finding.message for finding in read.findings)
    if story.core is not None:
        (workflow,) = read.workflows[file]
        assert _shown(workflow_text(workflow)) == _shown(story.core)


def _shown(core: str) -> list[str]:
    """The lines that a story may leave out are those of the file it happens to stand in."""
    return [line for line in core.strip().splitlines() if not line.startswith("workflow ")]
