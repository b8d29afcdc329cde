# SPDX-License-Identifier: Apache-2.0
"""Records each session once and replays it in many ways."""

import random
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from fidelity import mutations, processes
from fidelity.score import Recording, Score, score

STRATEGIES = {
    "sequential": ["--order", "sequential", "--bind", "none"],
    "timeline": ["--order", "timeline", "--bind", "none"],
    "default": ["--order", "timeline", "--bind", "generated"],
}


@dataclass
class Result:
    """Of one session."""

    session: str
    calls: int = 0
    seconds: float = 0.0
    # By strategy, by variant.
    scores: dict = field(default_factory=dict)
    mutated: mutations.Count = field(default_factory=mutations.Count)
    problems: list = field(default_factory=list)

    def total(self, strategy):
        total = Score()
        for one in self.scores.get(strategy, {}).values():
            total.add(one)
        return total


class Bench:
    def __init__(self, folder, tapedeck, seed, strategies, mutated, quick, same_names=False):
        self.folder, self.tapedeck, self.seed = Path(folder), Path(tapedeck).resolve(), seed
        self.same_names = same_names
        self.strategies, self.mutated, self.quick = strategies, mutated, quick
        self.home = self.folder / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.help = subprocess.run(
            [str(tapedeck), "replay", "--help"], capture_output=True, text=True, timeout=20).stdout

    def names_of(self, run):
        """The seed of a run's names."""
        return f"{self.seed}/{run}"

    def log(self, session, name):
        return self.folder / f"{session}.{name}.jsonl"

    def flags(self, strategy):
        """The strategy's flags; an older binary has none of them, and one strategy."""
        flags = STRATEGIES[strategy]
        return [word for pair in zip(flags[::2], flags[1::2]) if pair[0] in self.help for word in pair]

    def measure(self, name, module):
        result, started = Result(name), time.monotonic()
        try:
            with processes.Live(self.home, self.tapedeck, module) as live:
                recording = self.record(name, live, result)
                if "live" in self.strategies:
                    result.scores["live"] = self.ask_again(name, recording, live)
                truths = self.truths(name, live, recording)
            # From here on the live server is gone.
            result.calls = len(recording.calls)
            for strategy in (strategy for strategy in self.strategies if strategy in STRATEGIES):
                result.scores[strategy] = {
                    variant: self.replay(name, recording, strategy, variant, plan, result)
                    for variant, plan in self.variants(recording).items()}
            if truths:
                self.replay_mutated(name, recording, truths, result)
        except Exception as error:
            result.problems.append(f"{type(error).__name__}: {error}")
        result.seconds = time.monotonic() - started
        return result

    def record(self, name, live, result):
        live.reset()
        log = self.log(name, "recorded")
        command = [self.tapedeck, "record", self.folder / f"{name}.cassette", "--upstream", live.url, "--"]
        env = processes.environment(self.home, **processes.CREDENTIALS)
        now = time.time()
        plan = {"session": name, "plan": {"seed": self.names_of("recorded"), "now": now}}
        status, printed = processes.run(command + processes.client(plan, log), env)
        lines = processes.lines(log)
        failed = [line["error"] for line in lines if line["kind"] == "failed"]
        if status != 0 or failed:
            result.problems.append("recording: " + "\n".join([f"exit {status}", *failed, printed[-1500:]]))
        return Recording(lines, now)

    def ask_again(self, name, recording, live):
        """The session once more against the live server, with other names: what differs here is no fault of replay."""
        found = {}
        for variant in ("fresh", "threads"):
            live.reset()
            log = self.log(name, f"live-{variant}")
            plan = {"seed": self.names_of(variant), **self.variants(recording).get(variant, {})}
            env = processes.environment(
                self.home, AWS_ENDPOINT_URL=live.url, AWS_DEFAULT_REGION="us-east-1", **processes.CREDENTIALS)
            processes.run(processes.client({"session": name, "plan": plan}, log), env)
            found[variant] = score(recording, processes.lines(log), live=True)
        return found

    def variants(self, recording):
        """How the runs differ from the recorded one, but for their names, which always differ."""
        keys = recording.plain_keys()
        kept = keys[: len(keys) * 2 // 3]
        found = {"fresh": {}}
        if recording.polls and not self.quick:
            found["more polls"] = {"polls": 2.0}
            found["fewer polls"] = {"polls": 0.5}
        if any("." in key.split("/")[0] for key in keys):
            found["threads"] = {"jitter": self.seed + 1}
        if not self.quick:
            found["first part"] = {"allowed": kept}
        return found

    def replay(self, name, recording, strategy, variant, plan, result):
        if self.same_names:
            plan = {"seed": self.names_of("recorded"), "now": recording.now, **plan}
        else:
            plan = {"seed": self.names_of(variant), **plan}
        lines = self.replayed(name, f"{strategy}-{variant}", strategy, plan, result)
        return score(recording, lines, plan.get("allowed"))

    def replayed(self, name, label, strategy, plan, result):
        """The lines of one run against the cassette."""
        log = self.log(name, label.replace(" ", "-"))
        command = [self.tapedeck, "replay", self.folder / f"{name}.cassette", *self.flags(strategy), "--"]
        env = processes.environment(self.home)
        status, printed = processes.run(command + processes.client({"session": name, "plan": plan}, log), env)
        log.with_suffix(".out").write_text(printed, encoding="utf-8")
        if status not in (0, 3):
            result.problems.append(f"{label}: exit {status}\n{printed[-1500:]}")
        return processes.lines(log)

    def truths(self, name, live, recording):
        """What the live server says to mutated requests; None where none are to be sent."""
        if not live.can_reset or self.strategies[-1] not in STRATEGIES:
            return None
        keys = mutations.chosen(recording, random.Random(f"{self.seed}/{name}"), self.mutated)
        names = self.names_of("mutated"), time.time()
        if self.same_names:
            names = self.names_of("recorded"), recording.now
        return names, keys, *mutations.ask_live(self, name, live, names, keys)

    def replay_mutated(self, name, recording, truths, result):
        """Two runs with half of the mutated requests each: one that was answered may move the place on the tape, and
        those behind it would then be asked of a session that has lost its place."""
        names, keys, baseline, true = truths
        items = list(keys.items())
        for turn in range(min(2, len(items))):
            plan = {"seed": names[0], "now": names[1], "mutated": dict(items[turn::2])}
            lines = self.replayed(name, f"mutated-{turn}", self.strategies[-1], plan, result)
            result.mutated.add(mutations.judge(recording, baseline, true, lines))
