"""Airflow's public API, as an operator uses it."""

import json
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


class Api:
    """The API server on this machine."""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}"
        self._token = ""

    def is_up(self) -> bool:
        """Does somebody answer?"""
        if not self._token:
            with suppress(URLError):
                self._token = self._ask("GET", "/auth/token")["access_token"]
        return bool(self._token)

    def start(self, dag_id: str, run_id: str, conf: Any) -> str | None:
        """Start a run; why not, if not: the conf is not valid, or there is such a run."""
        asked = {"dag_run_id": run_id, "logical_date": None, "conf": conf}
        try:
            self._ask("POST", f"/api/v2/dags/{dag_id}/dagRuns", asked)
        except HTTPError as error:
            if error.code in (400, 409, 422):
                return error.read().decode()
            raise
        return None

    def give_up(self, dag_id: str, run_id: str) -> None:
        """Mark a run as failed, so that it takes nobody's time any more."""
        self._ask("PATCH", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}", {"state": "failed"})

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self._address + path, data, headers, method=method)) as answer:
            return json.load(answer)
