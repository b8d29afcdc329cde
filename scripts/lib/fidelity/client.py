# SPDX-License-Identifier: Apache-2.0
"""One run of one session in a process of its own: what `tapedeck record` and `replay` start.

Usage: python -m fidelity.client PLAN.json LOG.jsonl
"""

import importlib
import json
import pkgutil
import sys
import time
import traceback
import urllib.request

from fidelity import run as running
from fidelity import sessions


def modules():
    """All sessions by name, in the order of their names."""
    found = sorted(module.name for module in pkgutil.iter_modules(sessions.__path__))
    return {name: importlib.import_module(f"fidelity.sessions.{name}") for name in found}


def tests_of(module):
    """A session's tests, in the order in which its file has them."""
    return [
        value for name, value in vars(module).items()
        if name.startswith("test_") and callable(value) and value.__module__ == module.__name__]


def run_tests(module, plan, log):
    run = running.Run(plan, log)
    running.install(run)
    run.tell(kind="begin", at=time.time())
    for test in tests_of(module):
        with run.in_scope(test.__name__.removeprefix("test_")):
            try:
                test(run)
            except running.Stop:
                if plan.ends_mutated:
                    break
            except Exception:
                # As a test runner does: the test failed, the next one begins.
                run.tell(kind="failed", test=test.__name__, error=traceback.format_exc(limit=-4))
    run.tell(kind="end", at=time.time())


def truths(module, plan, log, reset):
    """What the live server says to each mutated request: every one after a session that was whole until then."""
    for key, seed in plan.mutated.items():
        reset()
        one = running.Plan(seed=plan.seed, mutated={key: seed}, ends_mutated=True)
        run_tests(module, one, log)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        told = json.load(file)
    module = importlib.import_module(f"fidelity.sessions.{told['session']}")
    plan = running.Plan(**told["plan"])
    plan.allowed = set(plan.allowed) if plan.allowed is not None else None
    with open(sys.argv[2], "w", encoding="utf-8") as log:
        if told.get("truths"):
            truths(module, plan, log, lambda: ask_reset(told["truths"]))
        else:
            run_tests(module, plan, log)


def ask_reset(url):
    with urllib.request.urlopen(urllib.request.Request(url, data=b"", method="POST"), timeout=60) as response:
        response.read()


if __name__ == "__main__":
    main()
