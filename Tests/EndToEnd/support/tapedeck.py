# SPDX-License-Identifier: Apache-2.0
"""The real binary as a test sees it: run to its end, or started as a server and stopped."""

import os
import shlex
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("TAPEDECK") or ROOT / ".build/release/tapedeck")
CLIENTS = ROOT / "Tests/EndToEnd/clients"
# Set by scripts/sanitize: the binary takes many times the time, and memory of its own that says nothing of ours.
IS_SANITIZED = "TAPEDECK_SANITIZED" in os.environ
# A run that takes longer hangs, but for one that has a GiB to finish.
DEADLINE = 600 if IS_SANITIZED or "TAPEDECK_LARGE_BODY" in os.environ else 60
# A key of aliases that is this machine's would be used, or made.
OWN = {"TAPEDECK", "TAPEDECK_ALIAS_KEY", "XDG_CONFIG_HOME"}


def environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a person who has no AWS account, no proxy and an empty home, plus `extra`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AWS_") and not name.lower().endswith("_proxy") and name not in OWN
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {**kept, "HOME": str(home), "PATH": path, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1", **extra}


def within(memory: int) -> tuple[str, ...]:
    """A prefix that lets the binary have so many bytes of address space; a sanitizer needs terabytes."""
    return () if IS_SANITIZED else ("prlimit", f"--as={memory}", "--")


@dataclass
class Ended:
    """How a run ended."""

    status: int
    out: str
    err: str

    def __repr__(self):
        return f"exit {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Running:
    """A process in a group of its own, whose output is collected while it runs."""

    def __init__(self, arguments, *, env, cwd, prefix=()):
        self.process = subprocess.Popen(
            [*map(str, prefix), str(BINARY), *map(str, arguments)],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.environment: dict[str, str] = {}
        self.listening = threading.Event()
        self._text = {"stdout": [], "stderr": []}
        self._readers = [
            threading.Thread(target=self._collect, args=(name,), daemon=True) for name in self._text
        ]
        for reader in self._readers:
            reader.start()

    def _collect(self, name):
        with getattr(self.process, name) as stream:
            for line in stream:
                text = line.decode("utf-8", "replace")
                self._text[name].append(text)
                if name == "stdout" and text.startswith("export "):
                    variable, _, value = shlex.split(text)[1].partition("=")
                    self.environment[variable] = value
                    if variable == "AWS_ENDPOINT_URL":
                        self.listening.set()
        # Whoever waits for a process that died learns it from the missing endpoint.
        if name == "stdout":
            self.listening.set()

    @property
    def lines(self) -> list[str]:
        """What it has printed so far."""
        return list(self._text["stdout"])

    @property
    def endpoint(self) -> str:
        assert self.listening.wait(DEADLINE), "not listening in time"
        assert "AWS_ENDPOINT_URL" in self.environment, f"it ended before it listened: {self.wait()}"
        return self.environment["AWS_ENDPOINT_URL"]

    @property
    def port(self) -> int:
        return int(self.endpoint.rpartition(":")[2])

    @property
    def key(self) -> tuple[str, str]:
        """The throw-away access key that clients of this server sign with."""
        assert self.endpoint
        return self.environment["AWS_ACCESS_KEY_ID"], self.environment["AWS_SECRET_ACCESS_KEY"]

    def wait(self, timeout=DEADLINE) -> Ended:
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.clean_up()
            raise AssertionError(f"did not end within {timeout} s: {self.wait()}") from None
        for reader in self._readers:
            reader.join(DEADLINE)
        return Ended(self.process.returncode, "".join(self._text["stdout"]), "".join(self._text["stderr"]))

    def stop(self, number=signal.SIGTERM, *, group=False) -> Ended:
        """Sends a signal to the process, or to its whole group as a terminal does, and waits."""
        if self.process.poll() is None:
            (os.killpg if group else os.kill)(self.process.pid, number)
        return self.wait()

    def clean_up(self):
        """Ends the process and its children, whatever they do."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.clean_up()


class Deck:
    """Starts `tapedeck` in a test's folder, and ends what the test left running."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self._started: list[Running] = []

    def start(self, *arguments, env=None, prefix=(), **extra: str) -> Running:
        """`extra` are environment variables; `prefix` is a command that runs the binary."""
        running = Running(arguments, env=env or environment(self.home, **extra), cwd=self.folder, prefix=prefix)
        self._started.append(running)
        return running

    def run(self, *arguments, timeout=DEADLINE, **options) -> Ended:
        return self.start(*arguments, **options).wait(timeout)

    def path(self, name: str) -> Path:
        return self.folder / name

    def clean_up(self):
        for running in self._started:
            running.clean_up()
