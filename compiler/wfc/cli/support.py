"""How each target does what a workflow uses, use by use: the report of `wfc check --support`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict, assert_never

import click

from wfc.cli.report import report
from wfc.diagnostics import Diagnostic
from wfc.diagnostics.render_json import as_json
from wfc.ir.features import uses_by_element
from wfc.ir.nodes import Workflow
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Options, Support, Target, is_exact


class Way(TypedDict):
    """How a target does it. `support`: `native`, `lowered`, `degraded`, `not yet` or `never`."""

    support: str
    how: str


class Use(TypedDict):
    """One use of one feature. `element` is the id of a step, or the workflow's key; `targets` by name."""

    workflow: str
    version: str
    element: str
    feature: str
    file: str
    line: int
    targets: dict[str, Way]


SUPPORT_FORMATS = ("full", "concise", "json")
"""The output formats that have a place for the report."""

ORDER = ("never", "not yet", "degraded", "lowered", "native")


def uses(workflow: Workflow, targets: Sequence[tuple[Target, Options]]) -> tuple[Use, ...]:
    """Every use in a workflow with what each target makes of it under these options."""
    return tuple(
        Use(
            workflow=workflow.key,
            version=workflow.version,
            element=element,
            feature=feature.value,
            file=span.file,
            line=span.line,
            targets={target.name: _way(target.support.get(feature), target, options) for target, options in targets},
        )
        for element, (feature, span) in uses_by_element(workflow)
    )


def _way(support: Support | None, target: Target, options: Options) -> Way:
    if support is None:
        return Way(support="never", how=f"{target.name} says nothing about it")
    if isinstance(support, Degraded) and is_exact(target, support.unless, options):
        return Way(support="lowered", how=f"exactly, by the option `{support.unless}`")
    name, how = words(support)
    return Way(support=name, how=how)


def report_support(
    findings: Iterable[Diagnostic],
    found: Sequence[Sequence[Use]],
    texts: Mapping[str, tuple[str, ...]],
    output_format: str,
) -> None:
    """The findings and the uses of each workflow on standard output; as JSON, one object with both."""
    if output_format == "json":
        both = {"findings": [as_json(one) for one in findings], "support": [use for one in found for use in one]}
        click.echo(json.dumps(both, indent=2, ensure_ascii=False))
        return
    report(findings, texts, output_format)
    for one in found:
        click.echo(f"{one[0]['workflow']} {one[0]['version']} ({one[0]['file']})")
        for line in told(one):
            click.echo(line)


def words(support: Support) -> tuple[str, str]:
    """A row of a support table: how well, and how."""
    match support:
        case Native():
            return "native", support.construct
        case Lowered():
            return "lowered", support.how
        case Degraded():
            return "degraded", support.difference
        case NotYet():
            return "not yet", support.reason
        case Never():
            return "never", support.reason
        case _:
            assert_never(support)


def told(found: Sequence[Use]) -> Iterator[str]:
    """The uses for people, line by line: feature by feature, what some target cannot do first."""
    by_feature: dict[str, list[Use]] = defaultdict(list)
    for use in found:
        by_feature[use["feature"]].append(use)
    for feature in sorted(by_feature, key=lambda feature: (_worst(by_feature[feature][0]["targets"]), feature)):
        places = dict.fromkeys(f"{use['element']} ({use['line']})" for use in by_feature[feature])
        yield f"  {feature}: {', '.join(places)}"
        for target, way in by_feature[feature][0]["targets"].items():
            yield f"    {target:<14} {way['support']:<9} {way['how']}"


def _worst(targets: Mapping[str, Way]) -> int:
    return min(ORDER.index(way["support"]) for way in targets.values())
