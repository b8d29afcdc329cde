# SPDX-License-Identifier: Apache-2.0
"""Prints what was counted."""

import dataclasses
import json
import sys

GOAL = 0.99
SHOWN = 4


def share(score):
    return f"{100 * score.right / score.expected:6.1f} %" if score.expected else "      -"


def session(result, strategies, verbose):
    """A session's line of the table; on standard error, what else there is to say of it."""
    row(result.session, result.calls, [result.total(name) for name in strategies], result.mutated, result.seconds)
    for problem in result.problems:
        print(f"{result.session}: {problem}", file=sys.stderr)
    if verbose:
        for strategy, scores in result.scores.items():
            for variant, score in scores.items():
                print(f"{result.session}, {strategy}, {variant}: {score.right} of {score.expected}; "
                      f"{score.missed} missed, {score.other} otherwise, {score.unmade} never made", file=sys.stderr)
                for note in score.notes[:SHOWN]:
                    print(f"    {note[:400]}", file=sys.stderr)
        for note in result.mutated.notes[:SHOWN]:
            print(f"    {result.session}: {note}", file=sys.stderr)
    sys.stderr.flush()


def head(strategies):
    shares = " ".join(f"{strategy:>11}" for strategy in strategies)
    print(f"{'session':<14} {'calls':>6} {shares} {'mutated':>8} {'missed':>7} {'harmless':>8} {'known':>6} "
          f"{'astray':>6} {'wrong':>6} {'seconds':>8}", flush=True)


def row(name, calls, scores, mutated, seconds):
    shares = " ".join(f"{share(score):>11}" for score in scores)
    print(f"{name:<14} {calls:>6} {shares} {mutated.total:>8} {mutated.missed:>7} {mutated.harmless:>8} "
          f"{mutated.known:>6} {mutated.astray:>6} {mutated.wrong:>6} {seconds:>8.1f}", flush=True)


def summed(results, strategies):
    totals = {}
    for strategy in strategies:
        totals[strategy] = type(results[0].total(strategy))()
        for result in results:
            totals[strategy].add(result.total(strategy))
    mutated = type(results[0].mutated)()
    for result in results:
        mutated.add(result.mutated)
    return totals, mutated


def verdict(results, strategies, seconds):
    """Prints the sums, and whether the goal is reached by the strategy that was named last; gives the exit status."""
    totals, mutated = summed(results, strategies)
    calls, busy = (sum(getattr(result, name) for result in results) for name in ("calls", "seconds"))
    row("all", calls, [totals[name] for name in strategies], mutated, busy)
    judged = strategies[-1]
    score = totals[judged]
    reached = score.expected > 0 and score.right >= GOAL * score.expected
    problems = sum(len(result.problems) for result in results)
    print(f"{judged}: {score.right:,} of {score.expected:,} calls answered as the live server had "
          f"({score.redacted:,} with redacted values); {score.missed:,} missed, {score.other:,} otherwise, "
          f"{score.unmade:,} never made. Wanted: {100 * GOAL:g} %")
    print(f"mutated requests: {mutated.total:,}; {mutated.missed:,} missed, {mutated.harmless:,} harmless, "
          f"{mutated.known:,} known, {mutated.astray:,} astray, {mutated.wrong:,} wrong. Wanted: 0 wrong")
    print(f"{seconds:.0f} s; problems: {problems}")
    return 0 if reached and not mutated.wrong and not problems else 1


def write(path, results, seed, seconds):
    document = {"seed": seed, "seconds": seconds, "sessions": [
        {"session": result.session, "calls": result.calls, "seconds": result.seconds, "problems": result.problems,
         "mutated": dataclasses.asdict(result.mutated),
         "strategies": {strategy: {variant: dataclasses.asdict(score) for variant, score in scores.items()}
                        for strategy, scores in result.scores.items()}}
        for result in results]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")
