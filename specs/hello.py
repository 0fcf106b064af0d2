"""The smallest workflow: one step, fed from the run's input, its output in the run's result."""

from acme.greetings import Visitor, greet
from wfc import Operation, Step, Workflow

Greet = Operation("greetings.greet", handler=greet, effect="read")

hello = Workflow(
    key="hello",
    version="1.0.0",
    input=Visitor,
    steps=[Step(id="greet", operation=Greet, inputs=lambda input: {"name": input.name})],
    result=lambda steps: {"greeting": steps["greet"].output},
)
