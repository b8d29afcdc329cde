# SPDX-License-Identifier: Apache-2.0
"""The processes of the bench: the live server, `tapedeck`, and the clients; each is stopped by its own id."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[1]
# A key of aliases that is this machine's would be used, or made.
OWN = {"TAPEDECK_ALIAS_KEY", "XDG_CONFIG_HOME"}
# A run that takes longer hangs.
DEADLINE = 240


def environment(home, **more):
    """The environment of a person who has no AWS account, no proxy and an empty home, plus `more`."""
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith("AWS_") and not name.lower().endswith("_proxy") and name not in OWN}
    return {
        **kept, "HOME": str(home), "PYTHONPATH": str(LIBRARY), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1",
        "AWS_EC2_METADATA_DISABLED": "true", **more}


# Those of AWS's own examples: nobody's.
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
# What runs now; each is the first of a group of its own.
RUNNING = set()


class Live:
    """The server that answers when a session is recorded: moto, or the embedded service."""

    def __init__(self, home, tapedeck, session):
        if session.UPSTREAM == "simulator":
            command = [str(tapedeck), "simulate", "--seed", "1", "--handshake", "after=3"]
        else:
            command = [sys.executable, "-m", "fidelity.live_server", json.dumps(session.TRANSITIONS)]
        self.can_reset = session.UPSTREAM != "simulator"
        with open(home / "live.log", "ab") as log:
            self.process = start(command, environment(home), log)
        for line in self.process.stdout:
            found = re.fullmatch(r"(\d+)|export AWS_ENDPOINT_URL='?http://[\d.]+:(\d+)'?", line.strip())
            if found:
                self.url = f"http://127.0.0.1:{found[1] or found[2]}"
                break
        else:
            raise SystemExit(f"fidelity: {command[0]} did not start: {(home / 'live.log').read_text()[-2000:]}")

    def reset(self):
        if self.can_reset:
            request = urllib.request.Request(self.url + "/fidelity/reset", data=b"", method="POST")
            with urllib.request.urlopen(request, timeout=60) as response:
                response.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)


def start(command, env, errors):
    process = subprocess.Popen(
        [str(part) for part in command], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        text=True, start_new_session=True)
    RUNNING.add(process)
    return process


def stop(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        kill(process)
    RUNNING.discard(process)
    process.stdout.close()


def kill(process):
    """Ends a process and what it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def kill_all():
    for process in list(RUNNING):
        kill(process)


def run(command, env):
    """Runs to the end, or to the deadline; gives the status and what was printed."""
    process = start(command, env, subprocess.STDOUT)
    try:
        printed, _ = process.communicate(timeout=DEADLINE)
        return process.returncode, printed
    except subprocess.TimeoutExpired:
        kill(process)
        printed, _ = process.communicate()
        return None, f"{printed}\nfidelity: ended after {DEADLINE} s"
    finally:
        RUNNING.discard(process)


def client(plan, log):
    """The command of one run of a session; writes the plan beside the log."""
    path = Path(log).with_suffix(".plan.json")
    path.write_text(json.dumps(plan), encoding="utf-8")
    return [sys.executable, "-m", "fidelity.client", path, log]


def lines(log):
    """What a run told; the last line may be torn."""
    told = []
    if Path(log).exists():
        with open(log, encoding="utf-8") as file:
            for line in file:
                try:
                    told.append(json.loads(line))
                except ValueError:
                    break
    return told
