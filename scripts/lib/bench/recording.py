# SPDX-License-Identifier: Apache-2.0
"""What recording takes: the latency that it adds, its throughput, and redaction, which every exchange goes through."""

import json
import os
import statistics
import subprocess

from .processes import BENCH, EVERYWHERE, TAPEDECK, Server, load, make, without_aws
from .report import median_of, values_of


def record(folder, options, report):
    """Latency that recording adds to a direct call, and how much it takes, before an upstream that costs little."""
    cassette = make(folder / "10000.cassette", 10_000)
    direct, through, full = [], [], []
    # Nothing is bound to a core here: proxy, upstream and client take turns as they would on a developer's machine.
    with Server([BENCH, "bare-server", "--bytes", "600"], cores=EVERYWHERE) as upstream:
        for number in range(options.rounds):
            common = ("--any-body", "--seconds", options.seconds)
            direct.append(load(upstream, cassette, *common, "--connections", 1, cores=EVERYWHERE))
            out = folder / f"record-{number}.cassette"
            command = [TAPEDECK, "record", out, "--upstream", f"http://127.0.0.1:{upstream.port}"]
            with Server(command, env=without_aws(folder), cores=EVERYWHERE) as proxy:
                signed = {**os.environ, **proxy.env}
                for runs, connections in ((through, 1), (full, 16)):
                    runs.append(
                        load(
                            proxy, cassette, *common, "--signed", "--connections", connections, env=signed,
                            cores=EVERYWHERE))
            out.unlink(missing_ok=True)
    added = [run["p50us"] - other["p50us"] for run, other in zip(through, direct)]
    report.add(
        "record: added p50 latency, 1 connection", added, "µs", goal="150 µs",
        note=f"direct {median_of(direct, 'p50us')} µs")
    for name, runs in (("1 connection", through), ("16 connections", full)):
        report.add(f"record: CPU of the proxy, {name}", values_of(runs, "cpuus"), "µs/req")
    wrong = sum(run["wrong"] for run in through + full)
    report.add(
        "record: 16 connections", values_of(full, "perSecond"), "req/s", goal="10,000 req/s",
        note=f"p99 {median_of(full, 'p99us')} µs, {wrong} wrong answers")


def redaction(_, options, report):
    """What an exchange costs before it is written, beside all that recording it costs."""
    command = [BENCH, "redaction", "--seconds", str(min(options.seconds, 2))]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(options.rounds)]
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    recorded = report.find("record: 16 connections")
    share = ""
    if recorded is not None:
        part = 100 * (middle["exchange_us"] + middle["scan_us"]) * recorded / 1e6
        share = f", {part:.0f} % of a core at the rate above"
    report.add(
        "redaction of an exchange of 900 bytes", values_of(runs, "exchange_us"), "µs",
        note=f"the scan behind it {middle['scan_us']:.0f} µs{share}")
    for name in ("json", "xml", "text", "base64", "bytes"):
        report.add(
            f"redaction of a body of {name}", values_of(runs, f"{name}_mb_s"), "MB/s",
            note=f"the scan {middle[f'{name}_scan_mb_s']:.0f} MB/s")
