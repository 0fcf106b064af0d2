"""Turn a `Workflow` record into the surface IR: data with a place for everything, nothing judged.

What is refused on the way is only what cannot be represented: unreadable lambdas and durations, and constructs that
this version does not compile yet, so that nothing is dropped in silence.
"""

from dataclasses import replace

import wfc as spec
from wfc.frontend.arguments import check_allowed
from wfc.frontend.build_edges import read_catches
from wfc.frontend.build_steps import read_nodes, read_step
from wfc.frontend.declared import declared_errors
from wfc.frontend.policies import read_sla
from wfc.frontend.reader import Reader
from wfc.frontend.retries import read_retries
from wfc.frontend.triggers import read_triggers
from wfc.ir.surface import Defaults, Workflow


def read_workflow(record: "spec.Workflow", reader: Reader) -> Workflow:
    """The surface IR of one workflow, without the workflows that it calls."""
    at = reader.span(record)
    check_allowed(record, "stability", reader.sources, reader.found)
    surface = Workflow(
        key=record.key,
        version=record.version,
        title=record.title,
        description=record.description,
        owners=tuple(record.owners),
        tags=tuple(record.tags),
        stability=record.stability,
        input=reader.model(record, "input"),
        context=reader.model(record, "context"),
        output=None if record.output is None else reader.models.type_of(record.output, at),
        steps=read_nodes(record.steps, reader),
        handlers=read_nodes(record.handlers, reader),
        entry=record.entry if record.entry is None or isinstance(record.entry, str) else record.entry.id,
        result=reader.function(record, "result"),
        defaults=_defaults(record, reader),
        deadline=reader.duration(record, "deadline"),
        sla=read_sla(record.sla, reader),
        after_compensation=None if record.after_compensation is None else read_step(record.after_compensation, reader),
        triggers=read_triggers(record, reader),
        operations=(),
        models=(),
        children=(),
        file=at.file,
        span=at,
        key_span=reader.argument(record, "key"),
    )
    # reading the rest has met all of them
    operations, models = reader.operations.known, reader.models.known
    return replace(
        surface,
        operations=tuple(operations[key] for key in sorted(operations)),
        models=tuple(models[path] for path in sorted(models)),
    )


def _defaults(workflow: "spec.Workflow", reader: Reader) -> Defaults:
    record = workflow.defaults
    if record is None:
        return Defaults(retry=None, timeout=None, on_failure=None)
    declared = declared_errors((*workflow.steps, *workflow.handlers), reader)
    return Defaults(
        retry=read_retries(record.retry, declared, reader),
        timeout=reader.duration(record, "timeout"),
        on_failure=read_catches(record, declared, reader),
    )
