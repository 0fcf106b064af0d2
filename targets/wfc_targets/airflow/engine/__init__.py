"""The platform for tests and `wfc run --target airflow`: Airflow's own `dag.test()`, under a virtual clock.

`client` runs in the compiler's environment; `runner`, `clock` and `history` run in `.engines/airflow`, where wfc itself is
not installed, and are started by path. Everything is Airflow's own (metadata database, scheduling decisions, task runner,
XCom, retries, the signal behind timeouts) but the passing of time, which is moved on instead of waited for.
"""
