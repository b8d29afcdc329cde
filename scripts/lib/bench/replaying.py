# SPDX-License-Identifier: Apache-2.0
"""What replay takes: throughput, start, memory, and requests that cost more than a look-up."""

import gzip
import http.client
import json
import statistics

from .processes import BENCH, EVERYWHERE, TAPEDECK, Server, load, make
from .report import exchanges, median_of, values_of


def tapes(folder, options):
    sizes = [1, 10_000] if options.quick else [1, 10_000, 100_000]
    return {size: make(folder / f"{size}.cassette", size) for size in sizes}


def throughput(folder, options, report):
    cassettes = tapes(folder, options)
    biggest = max(cassettes)
    cases = [(f"replay, {exchanges(size)}", size, ()) for size in cassettes]
    cases.append((f"replay, {biggest:,} exchanges, random order", biggest, ("--shuffled",)))
    cases.append((f"replay, {biggest:,} exchanges, members in another order", biggest, ("--reordered",)))
    bare, runs = [], {name: [] for name, _, _ in cases}
    servers = {size: Server([TAPEDECK, "replay", tape]) for size, tape in cassettes.items()}
    try:
        for _ in range(options.rounds):
            with Server([BENCH, "bare-server", "--bytes", "600"]) as server:
                bare.append(load(server, cassettes[1], "--any-body", "--seconds", options.seconds))
            for name, size, extra in cases:
                runs[name].append(load(servers[size], cassettes[size], "--seconds", options.seconds, *extra))
    finally:
        for server in servers.values():
            server.stop()
    report.add(
        "bare SwiftNIO server, 600-byte answer, 16 connections", values_of(bare, "perSecond"), "req/s",
        note=f"p99 {median_of(bare, 'p99us')} µs, {median_of(bare, 'cpuus'):.1f} µs CPU")
    one = median_of(runs[cases[0][0]], "perSecond")
    for name, size, _ in cases:
        ratios = [run["perSecond"] / other["perSecond"] for run, other in zip(runs[name], bare)]
        part = 100 * median_of(runs[name], "perSecond") / one
        goal = "70 % of bare" if size == 1 else f"90 % of 1 exchange, is {part:.0f} %"
        report.add(
            name, values_of(runs[name], "perSecond"), "req/s", ratios, goal,
            f"p99 {median_of(runs[name], 'p99us')} µs, {wrong(runs[name])}")
    for name in ["bare SwiftNIO server", *runs]:
        report.add(f"{name}, CPU", values_of(runs.get(name, bare), "cpuus"), "µs/req")


def wrong(runs):
    return f"{sum(run['wrong'] for run in runs)} wrong answers"


def worst(runs):
    """A note on all rounds."""
    return f"worst {max(run['worstus'] for run in runs):,} µs, {wrong(runs)}"


def start(folder, options, report):
    alone = None
    for size, cassette in tapes(folder, options).items():
        with gzip.open(cassette) as text:
            plain = sum(len(line) for line in text)
        report.add(
            f"start to first answer, {exchanges(size)}", first_answers(cassette, options.rounds), "ms",
            goal={1: "30 ms", 10_000: "100 ms", 100_000: "1000 ms"}[size])
        memory = []
        for _ in range(options.rounds):
            with Server([TAPEDECK, "replay", cassette]) as server:
                memory.append(server.memory("VmHWM"))
        report.add(f"memory, {exchanges(size)}", memory, "MiB", note=f"plain text {plain / 2**20:.1f} MiB")
        if size == 1:
            # The program's own code and libraries, which other processes share.
            alone = statistics.median(memory)
        else:
            report.add(
                f"memory that {exchanges(size)} take", [taken - alone for taken in memory], "MiB",
                goal=f"{2 * plain / 2**20:.0f} MiB")


def first_answers(cassette, times):
    """Milliseconds from the start of the process to the first recorded answer, each in a new process."""
    with gzip.open(cassette, "rt") as lines:
        next(lines)
        body = json.dumps(json.loads(next(lines))["request"]["json"])
    taken = []
    for _ in range(times):
        with Server([TAPEDECK, "replay", cassette], cores=EVERYWHERE) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.request("POST", "/", body, {"X-Amz-Target": "CodeStar_connections_20191201.GetConnection"})
            if connection.getresponse().status != 200:
                raise SystemExit("bench: the first answer is none of the cassette's")
            taken.append(1000 * server.elapsed())
            connection.close()
    return taken


def bindings(folder, options, report):
    """Requests that bindings have to be made for, were made for, or cannot be made for."""
    names = make(folder / "names-1000.cassette", 1000, "--kind", "names")
    reads = ("--places", "1000-1999", "--seconds", options.seconds)
    free, bound = [], []
    for _ in range(options.rounds):
        with Server([TAPEDECK, "replay", names]) as server:
            free.append(load(server, names, *reads))
        with Server([TAPEDECK, "replay", names]) as server:
            creations = load(server, names, "--once", "--renamed", "--places", "0-999")
            bound.append(load(server, names, "--renamed", *reads))
            bound[-1]["wrong"] += creations["wrong"]
    ratios = [run["perSecond"] / other["perSecond"] for run, other in zip(bound, free)]
    for name, runs in (("no binding", free), ("1,000 bindings", bound)):
        report.add(
            f"replay, exact hits with {name} alive", values_of(runs, "perSecond"), "req/s",
            None if runs is free else ratios,
            note=f"p99 {median_of(runs, 'p99us')} µs, {median_of(runs, 'cpuus'):.1f} µs CPU, {wrong(runs)}")
    sizes = [100, 1000] if options.quick else [100, 1000, 10_000]
    for size in sizes:
        names, runs = make(folder / f"names-{size}.cassette", size, "--kind", "names"), []
        for _ in range(options.rounds):
            with Server([TAPEDECK, "replay", names]) as server:
                runs.append(load(server, names, "--once", "--renamed", "--places", f"0-{size - 1}"))
        report.add(f"unification, {size:,} exchanges of the action", values_of(runs, "p50us"), "µs", note=worst(runs))
        report.add(f"unification, {size:,} exchanges of the action, first", values_of(runs, "firstus", 1000), "ms")
    misses = []
    for _ in range(options.rounds):
        with Server([TAPEDECK, "replay", names]) as server:
            misses.append(load(server, names, "--once", "--missing", "--places", f"0-{min(size, 200) - 1}"))
    report.add(f"miss, {size:,} exchanges of the action", values_of(misses, "p50us"), "µs", note=worst(misses))
    report.add(f"miss, {size:,} exchanges of the action, first", values_of(misses, "firstus", 1000), "ms")


def polls(folder, options, report):
    """A read that is asked more often than it was recorded, while others change; its own does at the tape's end."""
    size = 10_000 if options.quick else 100_000
    tape = make(folder / f"polls-{size}.cassette", size, "--kind", "polls")
    # Exchanges 1 and 2 are one read, and so are 3 and 4; from 5 on others are created and read by turns.
    runs = []
    for _ in range(options.rounds):
        with Server([TAPEDECK, "replay", tape]) as server:
            runs.append(load(server, tape, "--once", "--places", "0-1,3,5-1004"))
    report.add(f"one connection, in order, {size:,} exchanges", values_of(runs, "p50us"), "µs", note=worst(runs))
    for name, poll in (("of one resource", 2), ("that names no resource", 4)):
        places = ["0", str(poll - 1)]
        for other in range(100):
            places += [str(poll)] * 10 + [str(5 + 2 * other)]
        runs = []
        for _ in range(options.rounds):
            with Server([TAPEDECK, "replay", tape]) as server:
                runs.append(load(server, tape, "--once", "--places", ",".join(places)))
        report.add(f"extra polls {name}, {size:,} exchanges", values_of(runs, "p50us"), "µs", note=worst(runs))


def documents(folder, options, report):
    """Requests with one large document, each beside the bare server, which reads the same bytes."""
    before = {}
    for members in (10_000, 100_000):
        tape = make(folder / f"wide-{members}.cassette", members, "--kind", "wide")
        bare, hits, misses = [], [], []
        for _ in range(options.rounds):
            with Server([BENCH, "bare-server", "--bytes", "600"]) as server:
                bare.append(load(server, tape, "--any-body", "--once", "--places", "0,0"))
            with Server([TAPEDECK, "replay", tape]) as server:
                hits.append(load(server, tape, "--once", "--places", "0,0,0,0,0"))
            with Server([TAPEDECK, "replay", tape]) as server:
                misses.append(load(server, tape, "--once", "--missing", "--places", "0,0"))
        base, size = median_of(bare, "p50us") / 1000, f"{members // 10_000} MB, {members:,} members"
        rows = [
            ("hit", values_of(hits, "firstus", 1000)),
            ("hit again, second", values_of(hits, "worstus", 1000)), ("hit again", values_of(hits, "p50us", 1000)),
            ("miss, first", values_of(misses, "firstus", 1000)), ("miss", values_of(misses, "p50us", 1000))]
        for name, values in rows:
            middle = statistics.median(values)
            growth = f", {middle / before[name]:.1f} times that of 1 MB" if name in before else ""
            report.add(
                f"body of {size}, {name}", values, "ms",
                note=f"bare server {base:.1f} ms{growth}, {wrong(bare + hits + misses)}")
            before.setdefault(name, middle)
    deep, bare, refused = make(folder / "deep.cassette", 100_000, "--kind", "deep"), [], []
    names = make(folder / "names-100.cassette", 100, "--kind", "names")
    for _ in range(options.rounds):
        with Server([BENCH, "bare-server", "--bytes", "600"]) as server:
            bare.append(load(server, deep, "--any-body", "--once", "--places", "0,0,0"))
        with Server([TAPEDECK, "replay", names]) as server:
            refused.append(load(server, deep, "--once", "--missing", "--places", "0,0,0"))
    report.add(
        "body of depth 100,000, refused", values_of(refused, "p50us", 1000), "ms",
        note=f"bare server {median_of(bare, 'p50us') / 1000:.1f} ms, {wrong(refused)}")
