# SPDX-License-Identifier: Apache-2.0
"""Measures how faithful replay is: records sessions of real clients against moto, replays them with moto gone.

    scripts/fidelity [--service X] [--strategy Y] [--quick] [--json FILE] [--keep DIR] [--tapedeck PATH] [--verbose]

Ends with 1 where the goal is missed: 99 of 100 calls answered as the live server had, no mutated request wrong.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from fidelity import processes, report
from fidelity.bench import STRATEGIES, Bench
from fidelity.client import modules

# The protocols that most requests are in.
QUICK = ("dynamodb", "sqs", "s3", "iam")


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/fidelity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--service", action="append", choices=sorted(modules()), metavar="X",
        help="only this session; may be given again")
    parser.add_argument(
        "--strategy", action="append", choices=[*STRATEGIES, "live"], metavar="Y",
        help=f"one of {', '.join(STRATEGIES)}; or live, which asks the live server again, to prove the session; "
             "may be given again, and the last one is judged")
    parser.add_argument("--same-names", action="store_true", help="replay with the names that were recorded")
    parser.add_argument("--seed", type=int, default=1, help="of names, interleavings and mutations")
    parser.add_argument("--mutated", type=int, default=16, metavar="N", help="mutated requests of each session")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="sessions measured at once")
    parser.add_argument("--quick", action="store_true", help="a few sessions in a few ways: shows that it works")
    parser.add_argument("--json", metavar="FILE", help="also write everything that was counted")
    parser.add_argument("--keep", metavar="DIR", help="keep cassettes, logs and output there")
    parser.add_argument("--tapedeck", metavar="PATH", help="the binary; else the release build of this repository")
    parser.add_argument("--verbose", action="store_true", help="print the first calls of each run that went wrong")
    return parser.parse_args()


def main():
    options = arguments()
    # A bench that is told to end takes its servers with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    tapedeck = shutil.which(options.tapedeck or os.environ.get("TAPEDECK") or "tapedeck")
    if not tapedeck:
        raise SystemExit("fidelity: there is no such binary; name it with --tapedeck PATH")
    names = options.service or (QUICK if options.quick else list(modules()))
    strategies = options.strategy or (["default"] if options.quick else list(STRATEGIES))
    mutated = min(options.mutated, 6) if options.quick else options.mutated
    folder = options.keep or tempfile.mkdtemp(prefix="fidelity-")
    started = time.monotonic()
    pool = ThreadPoolExecutor(max(1, options.jobs))
    try:
        bench = Bench(folder, tapedeck, options.seed, strategies, mutated, options.quick, options.same_names)
        results = []
        report.head(strategies)
        for result in pool.map(lambda name: bench.measure(name, modules()[name]), names):
            report.session(result, strategies, options.verbose)
            results.append(result)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        processes.kill_all()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    seconds = time.monotonic() - started
    if options.json:
        report.write(options.json, results, options.seed, seconds)
    return report.verdict(results, strategies, seconds)


if __name__ == "__main__":
    sys.exit(main())
