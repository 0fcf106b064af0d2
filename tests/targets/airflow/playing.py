"""Plays hand-made workflows on Airflow and says in what they differ from the interpreter."""

from pathlib import Path

from tests.support.core import operation
from tests.support.core import workflow as core_workflow
from wfc.interpret.run import interpret
from wfc.ir.nodes import Approval, Node, Step, Workflow
from wfc.ir.walk import family, walk_nodes
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Answer, Reply, Scenario
from wfc.target import Job
from wfc_targets.airflow import TARGET
from wfc_targets.airflow.engine.client import AirflowEngine

OPTIONS = {name: option.default for name, option in TARGET.options.items()}


def workflow(*nodes: Node, **changes) -> Workflow:
    """A workflow whose operations are all done by the team's one handler."""
    every = list(walk_nodes(nodes))
    keys = ["undo", "told", *(node.operation for node in every if isinstance(node, Step))]
    keys += [node.notify for node in every if isinstance(node, Approval)]
    operations = tuple(operation(key, handler="team_of_airflow:work") for key in dict.fromkeys(keys))
    return core_workflow(*nodes, operations=operations, **changes)


def run(engine: AirflowEngine, flow: Workflow, **script: list[Reply]) -> tuple[Journal, tuple[str, ...]]:
    """What Airflow makes of a scenario, and in what that differs from the interpreter."""
    return play(engine, flow, {}, **script)


def play(
    engine: AirflowEngine, flow: Workflow, approvals: dict[str, Answer], **script: list[Reply]
) -> tuple[Journal, tuple[str, ...]]:
    """The same, with decisions."""
    operations = {name: tuple(replies) for name, replies in script.items()}
    scenario = Scenario(
        name="", file="", workflow=flow.key, input=None, context=None, operations=operations, approvals=approvals
    )
    root = str(Path(__file__).parent)
    files = {name: content for one in family(flow) for name, content in TARGET.emit(one, OPTIONS).items()}
    job = Job(workflow=flow, files=files, scenario=scenario, roots=(root,), time_scale=1.0)
    journal = engine.run(job)
    return journal, differences(interpret(flow, scenario).journal, journal, flow)
