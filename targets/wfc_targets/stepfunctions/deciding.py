"""The entry point of `handlers.py` by which people answer approvals. It finds the token in the history of the run."""

from collections.abc import Iterable

from wfc.emit.layout import lay_out

ABOUT = (
    "Answer an approval of a run that waits for it.\n\n"
    "The event has `run_id`, `approval` (in an element with its index: `sign[2]`), `decision` (`approved` or"
    " `rejected`) and, as far as there are any, `by`, `comment` and `data`."
)
_CHECKED = """\
    approval, decision, data = event["approval"], event["decision"], event.get("data")
    if decision not in {"approved", "rejected"}:
        raise InvalidInput"""
_FILLED_IN = """\
    form = forms.get(approval.partition("[")[0])
    if form and (decision == "approved" or data is not None):
        data = _given(form, data).model_dump(mode="json", by_alias=True)"""
_ANSWERED = """\
    answer = {
        "decision": decision,
        "by": event.get("by"),
        "comment": event.get("comment"),
        "data": data,
    }
    client = boto3.client("stepfunctions")
    token = _token(client, event["run_id"], approval)
    client.send_task_success(taskToken=token, output=json.dumps(answer))
    return answer"""


def answering(models: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of its body; `models` are the forms by approval, as they are called in the file."""
    forms = ", ".join(f'"{id}": {model}' for id, model in models)
    filled_in = [lay_out(f"forms: dict[str, type[BaseModel]] = {{{forms}}}", 1), _FILLED_IN] if forms else []
    return [_CHECKED, *filled_in, _ANSWERED]
