"""Counts verdicts, and writes them for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from tests.mutants.judge import Judged
from tests.mutants.run import Asked, equivalents, kinds


def written(asked: Asked, judged: Sequence[Judged], unsound: Sequence[str]) -> tuple[str, bool]:
    """Write `report.md` and `report.json`; the summary, and whether nothing contradicts what we believe."""
    reasons = equivalents()
    wrong = [one for one in judged if one.verdict == "killed" and one.key in reasons]
    summary = "\n".join(_table(judged, reasons))
    lines = [f"# Mutants of the passes, seed {asked.seed}", "", summary, ""]
    lines += _section("Tests that fail without a mutant", [f"- `{one}`" for one in unsound])
    lines += _section("Killed, though listed as equivalent", [_line(one) for one in wrong])
    lines += _section("Survivors", [_line(one) for one in judged if _alive(one) and one.key not in reasons])
    kept = [f"{_line(one)}: {reasons[one.key]}" for one in judged if _alive(one) and one.key in reasons]
    lines += _section("Equivalent", kept)
    (asked.out / "report.md").write_text("\n".join(lines), "utf-8")
    report = {"seed": asked.seed, "unsound": list(unsound), "mutants": [asdict(one) for one in judged]}
    (asked.out / "report.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return "\n".join(lines), not unsound and not wrong


def _alive(one: Judged) -> bool:
    return one.verdict != "killed"


def _table(judged: Sequence[Judged], reasons: dict[str, str]) -> list[str]:
    groups = [(kind, [one for one in judged if one.module.split(".")[1] == kind]) for kind in kinds()]
    groups += [
        (module, [one for one in judged if one.module == module]) for module in sorted({j.module for j in judged})
    ]
    lines = ["| of | judged | equivalent | killed | survived | rate | seconds each |", "|---|---|---|---|---|---|---|"]
    for name, some in groups:
        if some:
            same = sum(_alive(one) and one.key in reasons for one in some)
            killed = sum(not _alive(one) for one in some)
            rest = len(some) - same
            rate = f"{killed / rest:.1%}" if rest else "-"
            each = sum(one.seconds for one in some) / len(some)
            lines.append(f"| {name} | {len(some)} | {same} | {killed} | {rest - killed} | {rate} | {each:.2f} |")
    return lines


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _line(one: Judged) -> str:
    file = f"compiler/{one.module.replace('.', '/')}.py:{one.line}"
    how = " (no test comes here)" if one.verdict == "not reached" else ""
    return f"- {file}: {one.change}{how}: `{one.diff}`"
