# SPDX-License-Identifier: Apache-2.0
"""What the embedded service and a diff take."""

import http.client
import subprocess

from .diffing import compare
from .processes import BENCH, SERVER_CORE, TAPEDECK, Server, load, pin
from .replaying import wrong
from .report import median_of, values_of
from .service_calls import ask, asked, write_cassette


def simulate(folder, options, report):
    """The embedded service: creations, reads and lists by turns. Creations go to many regions: each has its quota."""
    tape, runs, region = folder / "service.cassette", [], "eu-west-1"
    new = {"ConnectionName": "bench", "ProviderType": "GitHub"}
    for _ in range(options.rounds):
        with Server([TAPEDECK, "simulate", "--seed", "1"]) as server:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            arns = [ask(client, "CreateConnection", new, region)["ConnectionArn"] for _ in range(50)]
            client.close()
            calls = []
            for number in range(3000):
                calls += [
                    asked("CreateConnection", new, f"bench-{number}"),
                    asked("GetConnection", {"ConnectionArn": arns[number % 50]}, region),
                    asked("ListConnections", {"MaxResults": 10}, region),
                ]
            write_cassette(tape, calls)
            runs.append(load(server, tape, "--any-body", "--seconds", options.seconds))
    report.add(
        "simulate: create, get and list by turns, 16 connections", values_of(runs, "perSecond"), "req/s",
        note=f"p99 {median_of(runs, 'p99us')} µs, {median_of(runs, 'cpuus'):.0f} µs CPU, {wrong(runs)}")


def diff(folder, options, report):
    """`tapedeck diff` of two recordings of one session, with other ids, names and polls; nothing is to be told."""
    size = 1_000 if options.quick else 10_000
    tapes = [folder / f"session-{run}.cassette" for run in range(2)]
    for run, tape in enumerate(tapes):
        subprocess.run([BENCH, "make-cassette", str(size), tape, "--kind", "session", "--run", str(run)], check=True)
    runs = [compare(TAPEDECK, *tapes, preexec_fn=pin(SERVER_CORE)) for _ in range(options.rounds)]
    name = f"diff of two cassettes of {size:,} exchanges"
    told = f"{runs[0]['aligned']:,} aligned, {runs[0]['findings']} findings"
    report.add(name, values_of(runs, "seconds"), "s", goal="5 s", note=told)
    report.add(f"{name}, peak memory", values_of(runs, "mebibytes"), "MiB", goal="1,024 MiB")
