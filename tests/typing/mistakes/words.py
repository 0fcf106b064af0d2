"""The words themselves: misspelled parameters, values that are none of the choices, things in the wrong place."""

from acme.models import Caller, Charge, PaymentRequest
from acme.payments import CardDeclined, charge, refund
from wfc import Compensation, Cron, OnError, Operation, Otherwise, Retry, Sla, Step, When, Workflow

ChargeCard = Operation("payments.charge", handler=charge, effect="write")
Refund = Operation("payments.refund", handler=refund, effect="write")

Operation("payments.charge", handler=charge, effect="wirte")  # red: to parameter "effect" of type "Effect"
Operation("payments.charge", handler=charge)  # red: Argument missing for parameter "effect"
Operation("payments.charge", handler=charge, effect="read", idempotent=True)  # red: to parameter "idempotent" of type "Idempotent | None"
Operation("payments.charge", handler=3, effect="read")  # red: Argument of type "Literal[3]" cannot be assigned to parameter "handler"
Operation("payments.charge", handler=charge, effect="read", errors=CardDeclined)  # red: to parameter "errors" of type

Retry(3, backoff="exponental")  # red: to parameter "backoff" of type "Literal['exponential', 'linear', 'constant']"
Retry(3, initial=1)  # red: Argument of type "Literal[1]" cannot be assigned to parameter "initial" of type "Duration"
Compensation(Refund, when="atempted")  # red: to parameter "when" of type "Literal['completed', 'attempted']"
Sla(30)  # red: Argument of type "Literal[30]" cannot be assigned to parameter "max_duration" of type "Duration"
Cron("0 3 * * *", overlap="drop")  # red: to parameter "overlap" of type

Step(id="charge", operation=ChargeCard, on_sucess="next")  # red: No parameter named "on_sucess"
Step(id="charge")  # red: Argument missing for parameter "operation"
Step("charge", operation=ChargeCard)  # red: Expected 0 positional arguments
Step(id="charge", operation=charge)  # red: to parameter "operation" of type "Operation[
Step(id="charge", operation=ChargeCard, timeout=10)  # red: Argument of type "Literal[10]" cannot be assigned to parameter "timeout"
Step(id="charge", operation=ChargeCard, retry=3)  # red: Argument of type "Literal[3]" cannot be assigned to parameter "retry"
Step(id="charge", operation=ChargeCard, on_failure=3)  # red: Argument of type "Literal[3]" cannot be assigned to parameter "on_failure"
Step(id="charge", operation=ChargeCard, on_failure=[When(lambda run: run.id, "a"), Otherwise("b")])  # red: to parameter "on_failure"
Step(id="charge", operation=ChargeCard, on_success=[OnError([CardDeclined], "a"), Otherwise("b")])  # red: to parameter "on_success"
Step(id="charge", operation=ChargeCard).id = "other"  # red: Cannot assign to attribute "id" for class "Step[

Workflow("a.flow", "1.0.0")  # red: Argument missing for parameter "steps"
Workflow("a.flow", "1.0.0", steps=[ChargeCard])  # red: to parameter "steps" of type "Sequence[Node[
Workflow("a.flow", "1.0.0", steps=[], input=Caller(user_id="u", user_email="e"))  # red: to parameter "input" of type
Workflow("a.flow", "1.0.0", steps=[], triggers=["0 3 * * *"])  # red: to parameter "triggers" of type "Sequence[Trigger]"

made_for_another_input: Step[Caller, object, Charge] = Step(id="charge", operation=ChargeCard)
Workflow("a.flow", "1.0.0", input=PaymentRequest, steps=[made_for_another_input])  # red: "PaymentRequest" is not assignable to "Caller"
