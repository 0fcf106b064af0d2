"""The platform for tests and `wfc run --target airflow`: Airflow's own `dag.test()`, under a virtual clock.

`client` runs in the compiler's environment; `runner` runs in `.engines/airflow`, where wfc itself is not installed, and
is started by path. Everything is Airflow's own (metadata database, scheduling decisions, task runner, XCom, retries,
the alarm behind timeouts) but the passing of time, which is moved on instead of waited for.
"""
