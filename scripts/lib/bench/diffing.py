# SPDX-License-Identifier: Apache-2.0
"""What it costs to compare two cassettes."""

import json
import os
import subprocess
import sys
import time


def compare(tapedeck, old, new, **options):
    """Seconds and peak memory of one `tapedeck diff`, and what it told."""
    started = time.perf_counter()
    command = [str(tapedeck), "diff", "--no-config", "--format", "json", str(old), str(new)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, **options) as process:
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - started
    if process.returncode not in (0, 1):
        raise SystemExit(f"bench: tapedeck diff ended with {process.returncode}")
    told = json.loads(printed)
    # In KiB on Linux, in bytes on macOS.
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    aligned, findings = told["counts"]["aligned"], len(told["findings"])
    return {"seconds": taken, "mebibytes": memory, "aligned": aligned, "findings": findings}
