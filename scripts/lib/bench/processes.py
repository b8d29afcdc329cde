# SPDX-License-Identifier: Apache-2.0
"""The programs that are measured, and the client that loads them."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
TAPEDECK = pathlib.Path(os.environ.get("TAPEDECK") or ROOT / ".build/release/tapedeck")
BENCH = pathlib.Path(os.environ.get("TAPEDECK_BENCH") or ROOT / ".build/release/bench")
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
EVERYWHERE = set(CORES)
SERVER_CORE, CLIENT_CORE = {CORES[0]}, {CORES[-1]}


def build():
    for product in ("tapedeck", "bench"):
        command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", product]
        subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)


def pin(cores):
    return (lambda: os.sched_setaffinity(0, cores)) if hasattr(os, "sched_setaffinity") else None


def without_aws(home):
    """The environment of a proxy that is to know no other credentials than its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**environment, "HOME": str(home)}


class Server:
    """A process that listens, on the server's core; its last line before it serves names its port.

    `errors` is a file for what it prints to stderr.
    """

    def __init__(self, command, env=None, cores=SERVER_CORE, errors=subprocess.DEVNULL):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=pin(cores),
            env=env)
        self.env = {}
        for line in self.process.stdout:
            line = line.strip()
            if line.startswith("export "):
                name, value = line[len("export "):].split("=", 1)
                self.env[name] = value.strip("'")
                if name == "AWS_ENDPOINT_URL":
                    self.port = int(value.strip("'").rsplit(":", 1)[1])
                    break
            elif line.isdigit():
                self.port = int(line)
                break
        else:
            self.process.wait()
            raise SystemExit(f"bench: {command[0]} did not start")

    def elapsed(self):
        """Seconds since it was started."""
        return time.perf_counter() - self.started

    def memory(self, field="VmRSS"):
        """In MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith(field):
                    return int(line.split()[1]) / 1024
        return 0

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def cpu(self):
        """Seconds of user and system time."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, seconds=20):
        """Asks it to end; its exit status, or None where it had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
        finally:
            self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.returncode is None:
            self.stop()


def load(server, cassette, *options, env=None, cores=CLIENT_CORE):
    """Sends requests of a cassette; what `bench load` measured, and the server's CPU time by request."""
    before = server.cpu()
    output = subprocess.run(
        [str(BENCH), "load", str(server.port), str(cassette), *map(str, options)], check=True, text=True,
        stdout=subprocess.PIPE, preexec_fn=pin(cores), env=env).stdout
    result = json.loads(output)
    result["cpuus"] = (server.cpu() - before) / max(1, result["sent"]) * 1e6
    return result


def make(path, size, *options):
    """A cassette of so many exchanges, at `path`; made once."""
    if not path.exists():
        subprocess.run([str(BENCH), "make-cassette", str(size), str(path), *map(str, options)], check=True)
    return path
