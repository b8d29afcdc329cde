# SPDX-License-Identifier: Apache-2.0
"""Instructions by request, as valgrind counts them: the same on an idle machine and on a busy one."""

import os
import re
import shutil
import subprocess
import time

from .processes import BENCH, EVERYWHERE, TAPEDECK, Server, load, make, without_aws

REQUESTS = 300


def instructions(folder, options, report):
    missing = [tool for tool in ("valgrind", "callgrind_control", "strip") if shutil.which(tool) is None]
    if missing:
        why = f"{' and '.join(missing)} missing (apt-get install valgrind binutils)"
        return report.skip("instructions by request", why)
    # Valgrind does not read every kind of debug information, and needs none.
    binary = folder / "tapedeck-stripped"
    subprocess.run(["strip", "-g", "-o", binary, TAPEDECK], check=True)
    names = make(folder / "names-1000.cassette", 1000, "--kind", "names")
    cassettes = {size: make(folder / f"{size}.cassette", size) for size in (1, 10_000)}
    row = "instructions of a replayed request"
    first = f"0-{REQUESTS - 1}"
    with Counted(folder, binary, "replay", cassettes[1]) as server:
        report.add(f"{row}, 1 exchange", server.by_request(cassettes[1], ",".join(["0"] * REQUESTS)), "instructions")
    with Counted(folder, binary, "replay", cassettes[10_000]) as server:
        report.add(f"{row}, 10,000 exchanges", server.by_request(cassettes[10_000], first), "instructions")
    with Counted(folder, binary, "replay", names) as server:
        load(server, names, "--once", "--renamed", "--places", "0-999")
        answers = f"1000-{999 + REQUESTS}"
        report.add(f"{row}, 1,000 names bound", server.by_request(names, answers, "--renamed"), "instructions")
    with Server([BENCH, "bare-server", "--bytes", "600"], cores=EVERYWHERE) as upstream:
        out = folder / "instructions.cassette"
        command = ("record", out, "--upstream", f"http://127.0.0.1:{upstream.port}")
        with Counted(folder, binary, *command, env=without_aws(folder)) as server:
            signed = {**os.environ, **server.env}
            counted = server.by_request(cassettes[10_000], first, "--any-body", "--signed", env=signed)
        report.add("instructions of a recorded request", counted, "instructions")


class Counted(Server):
    """A server whose instructions are counted once it listens."""

    def __init__(self, folder, binary, *arguments, env=None):
        self.counts = folder / "counts"
        command = [
            "valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={self.counts}", binary,
            *arguments]
        super().__init__(command, env=env, cores=EVERYWHERE)
        self.control("-i", "on")

    def control(self, *order):
        subprocess.run(
            ["callgrind_control", *order, str(self.process.pid)], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def by_request(self, cassette, places, *options, env=None):
        """What twice as many requests take more, so that the connection and all first times drop out."""
        load(self, cassette, "--once", "--places", places, *options, env=env, cores=EVERYWHERE)
        taken = []
        for times in (1, 2):
            self.control("-z")
            load(self, cassette, "--once", "--places", ",".join([places] * times), *options, env=env, cores=EVERYWHERE)
            taken.append(self.dumped())
        return (taken[1] - taken[0]) / REQUESTS

    def dumped(self):
        """Instructions since the counts were last set to zero."""
        known = set(self.counts.parent.glob("counts.*"))
        self.control("-d")
        for _ in range(100):
            for path in set(self.counts.parent.glob("counts.*")) - known:
                found = re.search(r"^totals: (\d+)", path.read_text(errors="replace"), re.MULTILINE)
                if found:
                    return int(found[1])
            time.sleep(0.1)
        raise SystemExit("bench: callgrind has not written its counts")

    def stop(self, seconds=60):
        status = super().stop(seconds)
        for path in self.counts.parent.glob("counts*"):
            path.unlink()
        return status
