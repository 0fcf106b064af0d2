"""What makes a finding the same finding tomorrow, for services that tell new ones from known ones.

Neither its line nor its wording, which change with every edit and every release: its code, its file, and the names in
its message. The second with the same of all three is told from the first by being the second.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from wfc.diagnostics.context import Context
from wfc.diagnostics.diagnostic import Diagnostic
from wfc.diagnostics.render_full import Texts

_NAME = re.compile(r"`([^`]*)`")


def fingerprints(findings: Iterable[Diagnostic], texts: Texts, context: Context) -> tuple[str, ...]:
    """One for each finding, in their order, no two alike."""
    seen: Counter[str] = Counter()
    prints = []
    for found in findings:
        identity = "\0".join((found.code.id, context.folder + found.at.span.file, *_names(found, texts)))
        seen[identity] += 1
        text = f"{identity}\0{seen[identity]}".encode("utf-8", "surrogatepass")
        prints.append(hashlib.sha256(text).hexdigest()[:32])
    return tuple(prints)


def _names(found: Diagnostic, texts: Texts) -> list[str]:
    if names := _NAME.findall(found.message):
        return names
    lines, line = texts.get(found.at.span.file, ()), found.at.span.line
    return [lines[line - 1].strip()] if 0 < line <= len(lines) else []
